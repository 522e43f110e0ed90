"""Parts of texts are found in a haystack exactly where looking at each text finds them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mockserver.haystack import BETWEEN, Haystack

TEXTS = st.text(alphabet="abAB ßİ.", max_size=6)


@given(
    st.lists(st.lists(TEXTS, max_size=4), max_size=8),
    TEXTS.filter(lambda part: part != ""),
)
def test_the_rows_are_those_that_a_scan_finds(many: list[list[str]], part: str) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7 * number, "texts": texts} for number, texts in enumerate(many)
    ]
    folded = part.casefold()
    scanned = {row["id"] for row in rows if any(folded in one.casefold() for one in row["texts"])}
    assert Haystack(rows, lambda row: row["texts"]).found(folded) == scanned


def test_a_part_does_not_reach_over_two_texts() -> None:
    rows = [{"id": 1, "texts": ["ab", "cd"]}, {"id": 2, "texts": ["ef"]}]
    haystack = Haystack(rows, lambda row: row["texts"])
    assert haystack.found("bc") == haystack.found("de") == set()
    assert haystack.found(BETWEEN) != set()  # so whoever looks for it must look elsewhere
