"""What generated InfraNotes input looks like: plausible, so that only what the document says is judged."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def texts(minimum: int = 1, maximum: int = 40) -> st.SearchStrategy[str]:
    """Return texts of any characters that JSON carries in UTF-8, without NUL and without bare edges.

    Whether white space around a text is kept is examined by chosen texts, not by chance.
    """
    characters = st.characters(
        codec="utf-8", exclude_characters="\x00", exclude_categories=("Cc", "Cs")
    )
    return st.text(characters, min_size=minimum, max_size=maximum).filter(
        lambda text: text == text.strip()
    )


# What an implementation may rightly look at more closely than the document does.
PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    "email": st.sampled_from(["contact@example.com", "jan.nowak+test@example.org"]),
    "website": st.sampled_from(["https://example.com", "https://example.org/path?query=1"]),
    "phone": st.sampled_from(["+1234567890", "+48 58 123 45 67"]),
    "default_currency": st.sampled_from(["USD", "EUR", "PLN"]),
    "iban": st.just("US12345678901234567890"),
    "swift": st.just("EXAMPLESWIFT"),
    "payment_terms_id": st.just(1),
    "display_order": st.integers(0, 1000),
    "query": st.sampled_from(["example", "Gdańsk", "+48 58", "O'Neil & Co. <b>"]),
    "limit": st.integers(1, 20),
    "offset": st.integers(0, 20),
}
