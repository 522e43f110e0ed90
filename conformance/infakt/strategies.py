"""What generated inFakt input looks like: plausible, so that only what the document says is judged."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from conformance import data
from conformance.infakt.records import NAMES, TEXTS

COUNTRIES: list[str] = data.fixture("infakt", "cases", "countries.yaml")["accepted"]
_NIPS = data.fixture("infakt", "cases", "nips.yaml")["right"]
_DIGITS = sorted({row["digits"] for row in _NIPS})


def texts(minimum: int = 1, maximum: int = 40) -> st.SearchStrategy[str]:
    """Return texts of any characters that JSON carries in UTF-8, without control characters and bare edges.

    Whether white space around a text is kept is examined by nobody; within it, by chosen texts.
    """
    characters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
    return st.text(characters, min_size=minimum, max_size=maximum).filter(
        lambda text: text == text.strip()
    )


# What an implementation may rightly look at more closely than the document does.
PLAUSIBLE: dict[str, st.SearchStrategy[Any]] = {
    **{name: texts(minimum=0, maximum=20) for name in TEXTS if name not in NAMES},
    **{name: texts(maximum=20) for name in NAMES},
    "country": st.sampled_from(COUNTRIES),
    "postal_code": st.sampled_from(["", "00-001", "31-148", "99-999"]),
    "mailing_postal_code": st.sampled_from(["", "00-001", "31-148", "99-999"]),
    "nip": st.sampled_from([row["nip"] for row in _NIPS]),
    "phone_number": st.sampled_from(["", "+48 58 123 45 67", "581234567"]),
    "email": st.sampled_from(["", "faktury@example.com", "jan.nowak+test@example.org"]),
    "web_site": st.sampled_from(["", "https://example.com", "example.org"]),
    "days_to_payment": st.sampled_from(["", "7", "60", 0, 14, 365]),
    "q[company_name_eq]": texts(maximum=20),
    "q[company_name_cont]": texts(maximum=5),
    "q[nip_eq]": st.sampled_from(_DIGITS),
    "q[clean_nip_eq]": st.sampled_from(_DIGITS),
    "limit": st.integers(1, 20),
    "offset": st.integers(0, 20),
}
