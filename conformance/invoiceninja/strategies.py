"""What generated Invoice Ninja input looks like: plausible, so that only what the document says is judged."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from conformance.invoiceninja.records import TEXTS

COUNTRIES = ("840", "36", "8", "276", "826")


def texts(minimum: int = 1, maximum: int = 40) -> st.SearchStrategy[str]:
    """Return texts of letters, marks and punctuation, without markup, bare edges and zeros.

    What becomes of markup, of blanks at the ends and of the text 0 is examined by chosen texts.
    """
    characters = st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="<>&*%"
    )
    return st.text(characters, min_size=minimum, max_size=maximum).filter(
        lambda text: text == text.strip() and text != "0"
    )


# What an implementation may rightly look at more closely than the document does.
PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    **{name: texts(minimum=0, maximum=20) for name in TEXTS},
    **{name: texts(minimum=0, maximum=20) for name in ("first_name", "last_name")},
    "country_id": st.sampled_from([*COUNTRIES, *map(int, COUNTRIES)]),
    "shipping_country_id": st.sampled_from([*COUNTRIES, *map(int, COUNTRIES)]),
    "industry_id": st.sampled_from(["1", "4", 9]),
    "size_id": st.sampled_from(["1", "3", 5]),
    "phone": st.sampled_from(["", "555-0123", "+49 40 66969 214"]),
    "website": st.sampled_from(["", "https://example.com", "example.org"]),
    "vat_number": st.sampled_from(["", "DE990104201"]),
    "password": st.sampled_from(["1Qajsj4kd33", "Abcdef7"]),
}
