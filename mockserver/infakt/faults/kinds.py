"""Faults in which names a kind of client needs."""

from __future__ import annotations

from typing import Any

from mockserver.changes import after, altered
from mockserver.faults import Change, Fault, Honest
from mockserver.infakt.faults.changes import of_one_word, overlooked, problems_when, updated_with
from mockserver.infakt.state import State
from mockserver.infakt.validation import NEEDED, Body
from mockserver.store import Row

KIND = "business_activity_kind"
# What a kind that does not need a name breaks besides.
NEEDLESS = ("FAK-KIND-16", "FAK-KIND-18")


def _needless(name: str, kind: str) -> Change:
    """Return a change of `rules.is_needed`: a kind does not need a name."""

    def changed(honest: Honest, asked: str, of: str | None) -> Any:
        return (asked, of) != (name, kind) and honest(asked, of)

    return changed


def _absent_only(_: Honest, client: Row, name: str) -> bool:
    return client[name] is None


def _unchecked_kind(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    return _without_names(honest, state, user, client_id, body, now, KIND in body)


def _emptied_names(
    honest: Honest, state: State, user: int, client_id: int, body: Body, *, now: str
) -> Any:
    emptied = KIND not in body and any(body.get(name) == "" for name in NEEDED)
    return _without_names(honest, state, user, client_id, body, now, emptied)


def _without_names(
    honest: Honest, state: State, user: int, client_id: int, body: Body, now: str, wanted: bool
) -> Any:
    """Update a client as if it needed no names, if that is wanted."""
    rules = honest.behaviour.rules
    needed = rules.is_needed
    rules.is_needed = (lambda *_: False) if wanted else needed
    try:
        return honest(state, user, client_id, body, now=now)
    finally:
        rules.is_needed = needed


def _stored_names_forgotten(body: Body, former: Body) -> Body:
    if not body.get(KIND):
        return body
    return {**{name: "" for name in NEEDED if former.get(name)}, **body}


def _with_hyphen(client: Body) -> bool:
    person = client[KIND] == "private_person" and "-" in (client["first_name"] or "")
    return person and not client["company_name"]


def _without_person(client: Body) -> bool:
    return client[KIND] == "other_business" and of_one_word(client) and not client["first_name"]


def _with_last_name(client: Body) -> bool:
    return client[KIND] is None and "-" in (client["last_name"] or "")


def _without_address(client: Body) -> bool:
    return client[KIND] == "self_employed" and client["street"] is None


FAULTS = (
    Fault(
        "person-needs-firm",
        {"rules.broken": problems_when(_with_hyphen, "company_name")},
        "A private person whose first name has a hyphen is refused without `company_name`.",
        ("FAK-KIND-01", "FAK-KIND-17"),
    ),
    Fault(
        "person-without-first-name",
        {"rules.is_needed": _needless("first_name", "private_person")},
        "A private person without `first_name` is accepted.",
        ("FAK-KIND-03", *NEEDLESS),
    ),
    Fault(
        "person-without-last-name",
        {"rules.is_needed": _needless("last_name", "private_person")},
        "A private person without `last_name` is accepted.",
        ("FAK-KIND-04", *NEEDLESS),
    ),
    Fault(
        "self-employed-need-address",
        {"rules.broken": problems_when(_without_address, "street")},
        "A self-employed person without `street` is refused.",
        ("FAK-KIND-05",),
    ),
    Fault(
        "self-employed-without-firm",
        {"rules.is_needed": _needless("company_name", "self_employed")},
        "A self-employed person without `company_name` is accepted.",
        ("FAK-KIND-06", *NEEDLESS),
    ),
    Fault(
        "self-employed-without-first-name",
        {"rules.is_needed": _needless("first_name", "self_employed")},
        "A self-employed person without `first_name` is accepted.",
        ("FAK-KIND-07", *NEEDLESS),
    ),
    Fault(
        "self-employed-without-last-name",
        {"rules.is_needed": _needless("last_name", "self_employed")},
        "A self-employed person without `last_name` is accepted.",
        ("FAK-KIND-08", *NEEDLESS),
    ),
    Fault(
        "business-without-name",
        {"rules.is_needed": _needless("company_name", "other_business")},
        "Another kind of business without `company_name` is accepted.",
        ("FAK-KIND-09", *NEEDLESS),
    ),
    Fault(
        "business-needs-person",
        {"rules.broken": problems_when(_without_person, "first_name")},
        "Another kind of business with a name of one word is refused without `first_name`.",
        ("FAK-KIND-10", "FAK-KIND-17"),
    ),
    Fault(
        "last-name-needs-kind",
        {"rules.broken": problems_when(_with_last_name, KIND)},
        "A client with a hyphen in its last name and without a kind is refused.",
        ("FAK-KIND-11",),
    ),
    Fault(
        "unknown-kind-overlooked",
        overlooked("ClientCreate", KIND),
        "A kind that the document does not have is overlooked in a new client.",
        ("FAK-KIND-13",),
    ),
    Fault(
        "self-employed-is-business",
        {
            "views.client": after(
                altered(KIND, lambda kind: kind.replace("self_employed", "other_business"))
            )
        },
        "A self-employed person is shown as another kind of business.",
        ("FAK-KIND-14", "FAK-CREATE-08"),
    ),
    Fault(
        "empty-names-count",
        {"rules.lacks": _absent_only},
        "A name that is an empty text counts as given.",
        ("FAK-KIND-15", "FAK-KIND-18"),
    ),
    Fault(
        "change-of-kind-unchecked",
        {"rules.update_client": _unchecked_kind},
        "An update to a kind is accepted without the names that it needs.",
        ("FAK-KIND-16",),
    ),
    Fault(
        "change-of-kind-needs-all-names",
        {"rules.update_client": updated_with(_stored_names_forgotten)},
        "An update to a kind is refused if its names are not sent along.",
        ("FAK-KIND-17", "FAK-UPDATE-07"),
    ),
    Fault(
        "needed-names-emptied",
        {"rules.update_client": _emptied_names},
        "An update may empty a name that the kind needs.",
        ("FAK-KIND-18",),
    ),
)
