"""Faults in the e-mails and passwords of contacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mockserver.answers import Problem
from mockserver.call import Call
from mockserver.changes import after, always
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    observed,
    shown,
)
from mockserver.invoiceninja.faults.contacts import STORE, each_contact, one_contact
from mockserver.invoiceninja.state import State
from mockserver.store import Row


def _with_password(honest: Honest, call: Call) -> Any:
    people = [one for one in call.body.get("contacts") or () if isinstance(one, Mapping)]
    sent = [one["password"] for one in people if one.get("password")]

    def tell(client: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**client, "contacts": [{**one, "password": sent[0]} for one in client["contacts"]]}

    return shown(tell, lambda _: bool(sent))(honest, call)


def _null_sets(contact: Row, sent: Body) -> Mapping[str, Any]:
    null = "password" in sent and sent["password"] is None
    return {"password_set": True} if null else {"password_set": contact["password_set"]}


def _email_dropped(contact: Body) -> Body:
    email = contact.get("email")
    return {**contact, "email": None} if isinstance(email, str) and "@" not in email else contact


def _refused(wrong: Callable[[Body], bool]) -> Change:
    """Return a change of `rules.wrong_contacts`: more is wrong with some contacts."""

    def changed(honest: Honest, body: Body) -> Iterator[Problem]:
        yield from honest(body)
        for number, contact in enumerate(body.get("contacts") or ()):
            if isinstance(contact, Mapping) and wrong(contact):
                yield Problem(f"contacts[{number}].email", "The contact is invalid")

    return changed


def _is_nobody(contact: Body) -> bool:
    return {*contact} == {"first_name", "email"} and contact["email"] is None


def _has_usual_password(contact: Body) -> bool:
    return bool(contact.get("password")) and contact.get("last_name") == "Byron"


def _same_email(
    honest: Honest, state: State, user: Row, body: Body, former: Row | None
) -> Iterator[Problem]:
    yield from honest(state, user, body, former)
    known = {one["email"] for one in state.contacts if one["email"].startswith("conformance")}
    for contact in (body.get("contacts") or ()) if former is None else ():
        if isinstance(contact, Mapping) and contact.get("email") in known:
            yield Problem("contacts[0].email", "The email has already been taken")


def _without_digits(honest: Honest, password: object) -> Any:
    return honest(f"{password}1" if isinstance(password, str) and password[0] == "N" else password)


def _masked_sets(honest: Honest, contact: Row, password: str | None) -> Any:
    masked = bool(password) and honest.behaviour.rules.is_masked(password)
    return masked or honest(contact, password)


def _even_without_email(honest: Honest, contact: Row, password: str | None) -> Any:
    return honest({**contact, "email": "a@b.c"}, password)


def _text_is_none(honest: Honest, body: Body) -> Any:
    text = isinstance(body.get("contacts"), str)
    return honest({**body, "contacts": []} if text else body)


def _object_is_none(honest: Honest, body: Body) -> Any:
    one = isinstance(body.get("contacts"), dict)
    return {**honest(body), "contacts": body["contacts"]} if one else honest(body)


FAULTS = (
    fault(
        "password-shown-on-create",
        {"handlers.store_client": _with_password},
        "The answer to a create shows the password of a contact.",
        "NIN-CONTACT-25",
    ),
    observed(
        "no-address-dropped",
        {STORE: created_from(each_contact(_email_dropped))},
        "An e-mail that is no address is ignored.",
        "NIN-CONTACT-16",
    ),
    observed(
        "same-email-twice",
        {"rules.repeated_emails": always(())},
        "Two contacts of a request may have the same e-mail.",
        "NIN-CONTACT-17",
    ),
    observed(
        "null-email-refused",
        {"rules.wrong_contacts": _refused(_is_nobody)},
        "A contact of a first name and an e-mail of null is refused.",
        "NIN-CONTACT-18",
    ),
    observed(
        "email-of-another-client-refused",
        {"rules.broken": _same_email},
        "The e-mail of another client's contact is refused.",
        "NIN-CONTACT-19",
    ),
    observed(
        "password-without-digit",
        {"rules.is_strong": _without_digits},
        "Some passwords need no digit.",
        "NIN-CONTACT-20",
    ),
    observed(
        "strong-password-refused",
        {"rules.wrong_contacts": _refused(_has_usual_password)},
        "The password of a contact with some last name is refused.",
        "NIN-CONTACT-21",
    ),
    observed(
        "password-as-eight-asterisks",
        {"views.password": after(lambda text: text[:8])},
        "A password is shown as eight asterisks.",
        "NIN-CONTACT-22",
    ),
    observed(
        "asterisks-set-password",
        {"rules.has_password": _masked_sets},
        "A password of asterisks sets one.",
        "NIN-CONTACT-23",
    ),
    observed(
        "null-sets-password",
        {"rules.contact": one_contact(_null_sets, new=True)},
        "A password of null sets one.",
        "NIN-CONTACT-24",
    ),
    observed(
        "password-without-email",
        {"rules.has_password": _even_without_email},
        "The password of a contact without an e-mail is stored.",
        "NIN-CONTACT-26",
    ),
    observed(
        "text-is-no-contacts",
        {"gate.normalised": _text_is_none},
        "Contacts that are a text count as none.",
        "NIN-CONTACT-27",
    ),
    observed(
        "one-object-refused",
        {"gate.normalised": _object_is_none},
        "Contacts that are one object are refused.",
        "NIN-CONTACT-28",
    ),
    observed(
        "token-of-contact-shown",
        {"views.contact": after(lambda one: {**one, "token": ""})},
        "Contacts show a `token`.",
        "NIN-CONTACT-29",
    ),
)
