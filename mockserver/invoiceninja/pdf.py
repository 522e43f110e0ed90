"""Statements as PDF documents."""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from mockserver.invoiceninja.statement import Statement
from mockserver.store import Row

Cells = Sequence[str]

PLAIN_FONT = "Helvetica"
FONT = "Noto Sans"
DRAWN = ("name", "number", "address1", "address2", "postal_code", "city")
GREY = FontFace(fill_color=235)
# What stands for a character that the font does not have; the title of the document has it.
UNKNOWN = "\ufffd"
LONGEST = 500

# The library warns of every character that the font lacks, which is dealt with here.
logging.getLogger("fpdf").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


def document(statement: Statement, currency: str, now: datetime) -> bytes:
    """Return a statement as a PDF that is made now (NIN-STATEMENT-02 and 03)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = _Sheet(statement, currency)
        sheet.set_creation_date(now)
        return bytes(sheet.drawn().output())


class _Sheet(FPDF):
    """One statement on paper."""

    def __init__(self, statement: Statement, currency: str) -> None:
        super().__init__(format="A4")
        self.set_margin(20)
        self.set_title(f"Statement: {statement.client['name']}".strip())
        self.set_creator("client-contracts")
        self._statement = statement
        self._currency = currency
        self._letters = self._choose_font(statement)
        self.set_font(self._letters, size=10)

    def _choose_font(self, statement: Statement) -> str:
        """Return the font: one that every reader has, unless a letter is beyond it.

        To put another into the document takes ten times as long as all the rest.
        """
        texts = [statement.company, *(statement.client[name] for name in DRAWN), self._person()]
        if all(map(_is_plain, texts)):
            return PLAIN_FONT
        self.add_font(FONT, fname=_font_file())
        return FONT

    def drawn(self) -> _Sheet:
        """Draw all of it."""
        self.add_page()
        self._head()
        one = self._statement
        heads = ("Number", "Date", "Due date", "Amount", "Balance")
        self._rows("Invoices", heads, (self._invoice(row) for row in one.invoices), amounts=2)
        stated = ("Number", "Date", "Amount")
        if one.payments is not None:
            self._rows("Payments", stated, (self._stated(row) for row in one.payments))
        if one.credits is not None:
            self._rows("Credits", stated, (self._stated(row) for row in one.credits))
        if one.aging is not None:
            ages = [name for name, _ in one.aging]
            owed = [self._amount(amount) for _, amount in one.aging]
            self._rows("Aging (days overdue)", ages, [owed], amounts=len(ages))
        return self

    def _head(self) -> None:
        one, client = self._statement, self._statement.client
        self._line("Statement", 20)
        self._line(one.company)
        self.ln(4)
        self._line(client["name"] or self._person(), 14)
        place = " ".join(part for part in (client["postal_code"], client["city"]) if part)
        for text in (client["address1"], client["address2"], place, self._number()):
            if text:
                self._line(text)
        self.ln(4)
        self._line(f"{one.start.isoformat()} to {one.end.isoformat()}")
        self._line(f"Balance due: {self._amount(sum(row['balance'] for row in one.invoices))}")

    def _person(self) -> str:
        contact = self._statement.contact
        if contact is None:
            return "(no name)"
        name = f"{contact['first_name']} {contact['last_name']}".strip()
        return name or contact["email"].strip() or "(no name)"

    def _number(self) -> str:
        number = self._statement.client["number"]
        return f"Client number {number}" if number else ""

    def _line(self, text: str, size: int = 10) -> None:
        self.set_font(self._letters, size=size)
        self.multi_cell(0, size * 0.5, self._drawable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(self._letters, size=10)

    def _rows(self, title: str, heads: Cells, rows: Iterable[Cells], amounts: int = 1) -> None:
        self.ln(6)
        self._line(title, 13)
        self.ln(1)
        found = list(rows)
        lines = TableBordersLayout.HORIZONTAL_LINES
        aligned = [Align.L] * (len(heads) - amounts) + [Align.R] * amounts
        with self.table(
            borders_layout=lines, headings_style=GREY, text_align=tuple(aligned)
        ) as table:
            for cells in (heads, *found):
                table.row([self._drawable(cell) for cell in cells])
        if not found:
            self._line("None in this period.")

    def _invoice(self, row: Row) -> Cells:
        amounts = (self._amount(row["amount"]), self._amount(row["balance"]))
        return (str(row["number"]), str(row["date"]), str(row["due_date"]), *amounts)

    def _stated(self, row: Row) -> Cells:
        return (str(row["number"]), str(row["date"]), self._amount(row["amount"]))

    def _amount(self, amount: float) -> str:
        return f"{amount:,.2f} {self._currency}"

    def _drawable(self, text: str) -> str:
        """Return a text with something in the place of each character that cannot be drawn."""
        flat = " ".join(text.split())[:LONGEST]
        known = getattr(self.fonts.get(self._letters.lower()), "cmap", None)
        return "".join(one if known is None or ord(one) in known else UNKNOWN for one in flat)


def _is_plain(text: str) -> bool:
    """Tell whether a text has only letters of Western Europe."""
    return all(one.isprintable() and ord(one) < 256 for one in " ".join(text.split()))


@functools.cache
def _font_file() -> Path:
    """Return the upright font of the package, which has Latin, Greek and Cyrillic letters."""
    folder = Path(str(files("fontpkg_noto_sans").joinpath("files")))
    return next(one for one in sorted(folder.glob("*.ttf")) if "Italic" not in one.name)
