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
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from mockserver.invoiceninja.statement import Statement
from mockserver.store import Row

Cells = Sequence[str]

FONT = "Noto Sans"
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
        self.add_font(FONT, fname=_font_file())
        self.set_font(FONT, size=10)
        self.set_title(f"Statement: {statement.client['name']}".strip())
        self.set_creator("client-contracts")
        self._known = getattr(self.fonts[FONT.lower()], "cmap", {})
        self._statement = statement
        self._currency = currency

    def drawn(self) -> _Sheet:
        """Draw all of it."""
        self.add_page()
        self._head()
        one = self._statement
        heads = ("Number", "Date", "Due date", "Amount", "Balance")
        self._rows("Invoices", heads, (self._invoice(row) for row in one.invoices))
        stated = ("Number", "Date", "Amount")
        if one.payments is not None:
            self._rows("Payments", stated, (self._stated(row) for row in one.payments))
        if one.credits is not None:
            self._rows("Credits", stated, (self._stated(row) for row in one.credits))
        if one.aging is not None:
            ages = [name for name, _ in one.aging]
            self._rows("Aging", ages, [[self._amount(amount) for _, amount in one.aging]])
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
        self.set_font(FONT, size=size)
        self.multi_cell(0, size * 0.5, self._drawable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(FONT, size=10)

    def _rows(self, title: str, heads: Cells, rows: Iterable[Cells]) -> None:
        self.ln(6)
        self._line(title, 13)
        self.ln(1)
        found = list(rows)
        layout = TableBordersLayout.HORIZONTAL_LINES
        with self.table(borders_layout=layout, headings_style=GREY, text_align="LEFT") as table:
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
        return "".join(one if ord(one) in self._known else UNKNOWN for one in flat)


@functools.cache
def _font_file() -> Path:
    """Return the upright font of the package, which has Latin, Greek and Cyrillic letters."""
    folder = Path(str(files("fontpkg_noto_sans").joinpath("files")))
    return next(one for one in sorted(folder.glob("*.ttf")) if "Italic" not in one.name)
