"""What generated Invoice Ninja input looks like: plausible, so that only what the document says is judged."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from conformance.invoiceninja.records import TEXTS

Strategy = st.SearchStrategy[Any]

COUNTRIES = ("840", "36", "8", "276", "826")
CURRENCIES = ("1", "2", "3")


def texts(minimum: int = 1, maximum: int = 40) -> st.SearchStrategy[str]:
    """Return texts without control characters, markup, bare edges and zeros.

    What becomes of markup, of blanks at the ends and of the text 0 is examined by chosen texts.
    """
    characters = st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="<>&"
    )
    return st.text(characters, min_size=minimum, max_size=maximum).filter(
        lambda text: text == text.strip() and text != "0"
    )


# A setting of each type, and a few more: there are 200, and what holds for one holds for its like.
SETTINGS = st.fixed_dictionaries(
    {"currency_id": st.sampled_from(CURRENCIES)},
    optional={
        "language_id": st.sampled_from(["1", "3"]),
        "payment_terms": st.sampled_from(["14", "30"]),
        "invoice_number_counter": st.integers(1, 500),
        "default_task_rate": st.integers(0, 200),
        "tax_rate1": st.sampled_from([0, 7.5, 19]),
        "send_reminders": st.booleans(),
        "show_paid_stamp": st.booleans(),
        "invoice_terms": texts(maximum=20),
        "email_subject_invoice": texts(maximum=20),
    },
)

# What an implementation may rightly look at more closely than the document does.
PLAUSIBLE: dict[str, Strategy] = {
    **{name: texts(minimum=0, maximum=20) for name in TEXTS},
    **{name: texts(minimum=0, maximum=20) for name in ("first_name", "last_name", "filter")},
    "country_id": st.sampled_from([*COUNTRIES, *map(int, COUNTRIES)]),
    "shipping_country_id": st.sampled_from([*COUNTRIES, *map(int, COUNTRIES)]),
    "industry_id": st.sampled_from(["1", "4", 9]),
    "size_id": st.sampled_from(["1", "3", 5]),
    "phone": st.sampled_from(["", "555-0123", "+49 40 66969 214"]),
    "website": st.sampled_from(["", "https://example.com", "example.org"]),
    "vat_number": st.sampled_from(["", "DE990104201"]),
    "routing_id": st.sampled_from(["", "0204:991-12345-06"]),
    "password": st.sampled_from(["1Qajsj4kd33", "Abcdef7"]),
    "email": st.sampled_from(["", "bob@example.com"]),
    "settings": SETTINGS,
    # Of the query
    "index": st.sampled_from(["data", "user"]),
    "group": st.just("X89sjd8"),
    "client_id": st.just("X89sjd8"),
    "per_page": st.integers(1, 20),
    "page": st.integers(1, 3),
    # Of a statement
    "start_date": st.sampled_from(["2024-01-01", "2024-06-30"]),
    "end_date": st.sampled_from(["2024-12-31", "2025-02-28"]),
}
