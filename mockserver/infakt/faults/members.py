"""Faults in single attributes, and in what becomes of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mockserver.answers import Kind, refusal
from mockserver.changes import after, always, without
from mockserver.faults import Change, Fault, Honest, observed
from mockserver.infakt.faults.changes import created_from, overlooked, problems_when
from mockserver.infakt.state import State
from mockserver.infakt.validation import Body

DAYS = 99
FREE = ("street", "city", "note", "receiver", "invoice_note")
MARKED = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def _capped(honest: Honest, value: Any) -> Any:
    days = honest(value)
    return None if days is None else min(DAYS, days)


def _digits_are_no_days(honest: Honest, value: Any) -> Any:
    return None if isinstance(value, str) else honest(value)


def _without_mailing_city(body: Body) -> Body:
    return without("mailing_city")(body) if body.get("same_forward_address") is False else body


def _elsewhere(body: Body) -> Body:
    return {"same_forward_address": False, **body}


def _empty_nip(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    if body.get("nip") == "":
        raise refusal(Kind.INVALID, "Podaj NIP", "nip")
    return honest(state, user, body, now=now)


def _nip_taken(honest: Honest, state: State, user: int, body: Body, *, now: str) -> Any:
    taken = any(one["nip"] == body.get("nip") for one in state.clients.where(user_id=user))
    polish = body.get("country") == "PL" and body.get("nip")
    if {*body} == {"company_name", "country", "nip"} and polish and taken:
        raise refusal(Kind.INVALID, "Jest już klient o tym numerze NIP", "nip")
    return honest(state, user, body, now=now)


def _foreign_nip(client: Body) -> bool:
    return bool(client["nip"]) and client["country"] != "PL" and client["nip"][:2].isalpha()


def _texts(change: Callable[[str], str], *names: str) -> Change:
    """Return a change of `rules.text`: these texts are changed when they are stored."""

    def changed(honest: Honest, name: str, text: str) -> Any:
        return honest(name, change(text) if name in names else text)

    return changed


def _digits_only(honest: Honest, name: str, text: str) -> Any:
    return honest(name, text.replace("-", "") if name == "nip" else text)


def _unset(name: str, value: Any) -> Change:
    """Return a change of `views.unset`: an attribute that is not set is shown as this."""

    def changed(honest: Honest, asked: str) -> Any:
        return value if asked == name else honest(asked)

    return changed


FAULTS = (
    Fault(
        "dotpay-refused",
        {
            "rules.broken": problems_when(
                lambda one: one["payment_method"] == "dotpay", "payment_method"
            )
        },
        "The payment method dotpay is refused.",
        ("FAK-MEMBER-01",),
    ),
    Fault(
        "unknown-payment-method-overlooked",
        overlooked("ClientCreate", "payment_method"),
        "A payment method that the document does not have is overlooked in a new client.",
        ("FAK-MEMBER-02",),
    ),
    Fault(
        "days-capped",
        {"rules.days": _capped},
        "More than 99 days are stored as 99.",
        ("FAK-MEMBER-03",),
    ),
    Fault(
        "days-as-digits-refused",
        {"rules.days": _digits_are_no_days},
        "`days_to_payment` as a text of digits is refused.",
        ("FAK-MEMBER-04",),
    ),
    observed(
        "days-null-while-unset",
        {"views.unset_days": always(None)},
        "`days_to_payment` that was never set is null.",
        "FAK-MEMBER-05",
    ),
    Fault(
        "postal-codes-lose-zeros",
        {"rules.text": _texts(lambda code: code.lstrip("0"), "postal_code")},
        "Postal codes lose their leading zeros.",
        ("FAK-MEMBER-06",),
    ),
    Fault(
        "letters-go-elsewhere",
        {"rules.create_client": created_from(_elsewhere)},
        "`same_forward_address` is false unless it was set.",
        ("FAK-MEMBER-07",),
    ),
    Fault(
        "mailing-city-lost",
        {"rules.create_client": created_from(_without_mailing_city)},
        "The town of a new client's mailing address is lost.",
        ("FAK-MEMBER-08", "FAK-CREATE-08"),
    ),
    Fault(
        "empty-nip-refused",
        {"rules.create_client": _empty_nip},
        "A new client with an empty `nip` is refused.",
        ("FAK-MEMBER-09", "FAK-CREATE-05"),
    ),
    observed(
        "nip-loses-hyphens",
        {"rules.text": _digits_only},
        "A tax number loses its hyphens.",
        "FAK-MEMBER-10",
    ),
    observed(
        "check-digit-unchecked",
        {"rules.nip": always(())},
        "A wrong check digit is accepted.",
        "FAK-MEMBER-11",
    ),
    Fault(
        "foreign-nip-refused",
        {"rules.broken": problems_when(_foreign_nip, "nip")},
        "A tax number of another country, with its prefix, is refused.",
        ("FAK-MEMBER-12",),
    ),
    Fault(
        "nip-only-once",
        {"rules.create_client": _nip_taken},
        "A Polish tax number that another client has is refused.",
        ("FAK-MEMBER-13",),
    ),
    observed(
        "unset-email-empty",
        {"views.unset": _unset("email", "")},
        "An e-mail address that was never set is an empty text.",
        "FAK-MEMBER-14",
    ),
    observed(
        "unset-note-null",
        {"views.unset": _unset("note", None)},
        "A `note` that was never set is null.",
        "FAK-MEMBER-15",
    ),
    observed(
        "unset-firm-empty",
        {"views.unset": _unset("company_name", "")},
        "A `company_name` that was never set is an empty text.",
        "FAK-KIND-02",
    ),
    observed(
        "unset-kind-empty",
        {"views.unset": _unset("business_activity_kind", "")},
        "A kind that was never set is an empty text.",
        "FAK-KIND-12",
    ),
    observed(
        "uuid-absent",
        {"views.client": after(without("uuid"))},
        "Clients have no `uuid`.",
        "FAK-MEMBER-16",
    ),
    observed(
        "country-name-absent",
        {"views.client": after(without("country_full_name"))},
        "Clients have no `country_full_name`.",
        "FAK-MEMBER-17",
    ),
    Fault(
        "polish-letters-lost",
        {"rules.text": _texts(lambda text: text.translate(MARKED), "note")},
        "A note loses the marks of its Polish letters.",
        ("FAK-TEXT-01", "FAK-TEXT-02"),
    ),
    Fault(
        "markup-stripped",
        {"rules.text": _texts(lambda text: re.sub("</?[a-z]+>", "", text), *FREE)},
        "Markup in text is stripped.",
        ("FAK-TEXT-02",),
    ),
    Fault(
        "two-zeros-lost",
        {"rules.text": _texts(lambda text: re.sub("^00([0-9]+)$", r"\1", text), *FREE)},
        "Texts that read as numbers lose two leading zeros.",
        ("FAK-TEXT-02",),
    ),
    Fault(
        "joined-emoji-parted",
        {"rules.text": _texts(lambda text: text.replace("\u200d", ""), *FREE)},
        "Emoji that are joined into one come apart.",
        ("FAK-TEXT-02",),
    ),
)
