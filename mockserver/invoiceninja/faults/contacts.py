"""Faults in the contacts of a client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mockserver.answers import Problem
from mockserver.call import Call
from mockserver.changes import after, always
from mockserver.faults import Change, Honest
from mockserver.invoiceninja.contacts import BLANK_EMAIL
from mockserver.invoiceninja.faults.changes import (
    Body,
    created_from,
    fault,
    observed,
    shown,
    updated_with,
)
from mockserver.invoiceninja.state import State
from mockserver.store import Row

STORE = "rules.store_client"


def each_contact(change: Callable[[Body], Body]) -> Callable[[Body], Body]:
    """Return a function that changes each contact that is sent."""

    def changed(body: Body) -> Body:
        sent = body.get("contacts")
        if not isinstance(sent, list):
            return body
        people = [change(one) if isinstance(one, Mapping) else one for one in sent]
        return {**body, "contacts": people}

    return changed


def _alone(sent: Sequence[Body]) -> bool:
    """Tell whether there is one contact, with no more of a name than the first."""
    return len(sent) == 1 and not sent[0].get("last_name")


def arranged(change: Callable[[list[Row], Sequence[Body]], list[Row]]) -> Change:
    """Return a change of the contacts of a client, given what was sent."""

    def changed(honest: Honest, contacts: Sequence[Row], sent: Sequence[Body]) -> Any:
        return change(list(honest(contacts, sent)), sent)

    return changed


def _without_plus(contact: Body) -> Body:
    phone = contact.get("phone")
    german = isinstance(phone, str) and phone.startswith("+49")
    return {**contact, "phone": phone[1:]} if german and phone else contact


def _with_password(honest: Honest, call: Call) -> Any:
    people = [one for one in call.body.get("contacts") or () if isinstance(one, Mapping)]
    sent = [one["password"] for one in people if one.get("password")]

    def tell(client: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**client, "contacts": [{**one, "password": sent[0]} for one in client["contacts"]]}

    return shown(tell, lambda _: bool(sent))(honest, call)


def _blank_sent(honest: Honest, sent: Sequence[Body] | None) -> Any:
    return [{"email": BLANK_EMAIL}] if sent is not None and not sent else honest(sent)


def _not_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if not _alone(sent) or "send_email" in sent[0]:
        return contacts
    return [{**one, "is_primary": False} for one in contacts]


def _without_email(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if not _alone(sent) or "send_email" in sent[0]:
        return contacts
    return [{**one, "send_email": False} for one in contacts]


def _last_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if any(one.get("is_primary") for one in sent):
        return contacts
    last = [{**one, "is_primary": False} for one in contacts[:-1]]
    return [*({**one, "is_primary": True} for one in contacts[-1:]), *last]


def _unflagged(body: Body) -> Body:
    return each_contact(lambda one: {**one, "is_primary": None})(body)


def _three_turned(honest: Honest, *arguments: Any) -> Any:
    client = honest(*arguments)
    people = client["contacts"]
    return {**client, "contacts": people[::-1] if len(people) > 2 else people}


def _all_flagged(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    if sum(bool(one.get("is_primary")) for one in sent) < 2:
        return contacts
    return [{**one, "is_primary": True} for one in contacts]


def _none_primary(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    denied = sent and all(one.get("is_primary") is False for one in sent)
    return [{**one, "is_primary": False} for one in contacts] if denied else contacts


def _never_made_to(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    denied = len(sent) == 1 and sent[0].get("send_email") is False
    return [{**one, "send_email": False} for one in contacts] if denied else contacts


def _primary_receives(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    del sent
    return [{**one, "send_email": one["send_email"] or one["is_primary"]} for one in contacts]


def _one_key(contacts: list[Row], sent: Sequence[Body]) -> list[Row]:
    del sent
    new = [one["contact_key"] for one in contacts if one["id"] is None]
    return [{**one, "contact_key": new[0]} if one["id"] is None else one for one in contacts]


def _contact(change: Callable[[Row, Body], Mapping[str, Any]], *, new: bool) -> Change:
    """Return a change of `rules.contact`: of a contact that is new, or of one that is known."""

    def changed(honest: Honest, former: Any, sent: Body, *more: Any) -> Any:
        contact = honest(former, sent, *more)
        fits = (contact["id"] is None) is new
        return {**contact, **change(contact, sent)} if fits else contact

    return changed


def _sent_key(contact: Row, sent: Body) -> Mapping[str, Any]:
    return {"contact_key": sent.get("contact_key") or contact["contact_key"]}


def _new_key(contact: Row, sent: Body) -> Mapping[str, Any]:
    renamed = sent.get("last_name") not in (None, "Byron")
    return {"contact_key": contact["contact_key"][::-1]} if renamed else {}


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


def _masked_clears(honest: Honest, contact: Row, password: str | None) -> Any:
    masked = bool(password) and honest.behaviour.rules.is_masked(password)
    return not masked and honest(contact, password)


def _even_without_email(honest: Honest, contact: Row, password: str | None) -> Any:
    return honest({**contact, "email": "a@b.c"}, password)


def _text_is_none(honest: Honest, body: Body) -> Any:
    text = isinstance(body.get("contacts"), str)
    return honest({**body, "contacts": []} if text else body)


def _object_is_none(honest: Honest, body: Body) -> Any:
    one = isinstance(body.get("contacts"), dict)
    return {**honest(body), "contacts": body["contacts"]} if one else honest(body)


def _phone_kept(contact: Body) -> Body:
    return {name: one for name, one in contact.items() if name != "phone" or "id" not in contact}


def _unsent_stays(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> State:
    former = state.contacts.where(client_id=client["id"])
    made: State = honest(state, client, sent, *more)
    ids = [honest.behaviour.ids.decode(one.get("id")) for one in sent or ()]
    missing = [one for one in former if one["id"] not in ids] if any(ids) else []
    return made.put("contacts", *({**one, "is_primary": False} for one in missing))


def _takes_id_of_former(honest: Honest, former: Any, sent: Body, *more: Any) -> Any:
    if len(former) == 1 and not sent.get("id") and sent.get("last_name") == "Byron":
        sent = {**sent, "id": honest.behaviour.ids.encode(former[0]["id"])}
    return honest(former, sent, *more)


def _none_is_no_change(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> Any:
    known = state.contacts.where(client_id=client["id"])
    return state if known and sent == [] else honest(state, client, sent, *more)


def _new_one_replaces(honest: Honest, state: State, client: Row, sent: Any, *more: Any) -> Any:
    new = [one for one in sent or () if not one.get("id")]
    mixed = len(new) not in (0, len(sent or ()))
    return honest(state, client, new if mixed else sent, *more)


def _former_remembered(honest: Honest, state: State, client: Row, *more: Any) -> State:
    former = state.contacts.where(client_id=client["id"])
    made: State = honest(state, client, *more)
    gone = [one for one in former if made.contacts.get(one["id"]) is None]
    return made.put("contacts", *({**one, "client_id": -client["id"]} for one in gone))


def _former_found(honest: Honest, state: State, written: str) -> Any:
    test = honest(state, written)
    return lambda client: test(client) or test({"id": -client["id"]})


FAULTS = (
    fault(
        "phone-of-contact-without-plus",
        {STORE: created_from(each_contact(_without_plus))},
        "The plus before a contact's phone in Germany is lost.",
        "NIN-CONTACT-02",
    ),
    fault(
        "password-shown-on-create",
        {"handlers.store_client": _with_password},
        "The answer to a create shows the password of a contact.",
        "NIN-CONTACT-25",
    ),
    fault(
        "phone-of-known-contact-kept",
        {"rules.update_client": updated_with(each_contact(_phone_kept))},
        "The phone of a contact that is sent with its id is not updated.",
        "NIN-UPDATE-04",
    ),
    observed(
        "no-contacts-make-blank-email",
        {"rules.at_least_one": _blank_sent},
        "An empty array of contacts makes one whose e-mail is a blank.",
        "NIN-CONTACT-01",
    ),
    observed(
        "only-contact-not-primary",
        {"rules.arranged": arranged(_not_primary)},
        "An only contact by the first name alone is not primary.",
        "NIN-CONTACT-03",
    ),
    observed(
        "only-contact-without-email",
        {"rules.arranged": arranged(_without_email)},
        "An only contact by the first name alone receives no e-mail.",
        "NIN-CONTACT-04",
    ),
    observed(
        "last-contact-primary",
        {"rules.arranged": arranged(_last_primary)},
        "Of several contacts the last one is primary.",
        "NIN-CONTACT-05",
    ),
    observed(
        "primary-flag-ignored",
        {STORE: created_from(_unflagged)},
        "On creation the first contact is primary, whoever is sent so.",
        "NIN-CONTACT-06",
    ),
    observed(
        "three-contacts-turned",
        {"views.client": _three_turned},
        "Of three contacts the primary one is listed last.",
        "NIN-CONTACT-07",
    ),
    observed(
        "several-primary-contacts",
        {"rules.arranged": arranged(_all_flagged)},
        "Of several contacts that are sent as primary, all are.",
        *("NIN-CONTACT-08",),
    ),
    observed(
        "no-primary-contact",
        {"rules.arranged": arranged(_none_primary)},
        "If all contacts are sent as not primary, none is.",
        "NIN-CONTACT-09",
    ),
    observed(
        "nobody-receives-email",
        {"rules.arranged": arranged(_never_made_to)},
        "An only contact that is not to receive e-mail does not.",
        "NIN-CONTACT-10",
    ),
    observed(
        "primary-contact-receives-email",
        {"rules.arranged": arranged(_primary_receives)},
        "The primary contact always receives e-mail.",
        "NIN-CONTACT-11",
    ),
    observed(
        "contact-key-too-short",
        {"rules.key": after(lambda text: text[1:])},
        "`contact_key` has 31 characters.",
        "NIN-CONTACT-12",
    ),
    observed(
        "contact-key-shared",
        {"rules.arranged": arranged(_one_key)},
        "Contacts that are sent together share a `contact_key`.",
        "NIN-CONTACT-13",
    ),
    observed(
        "contact-key-taken",
        {"rules.contact": _contact(_sent_key, new=True)},
        "A `contact_key` that is sent is taken.",
        "NIN-CONTACT-14",
    ),
    observed(
        "link-with-more-than-key",
        {"views.link": after(lambda text: f"{text}/open")},
        "The `link` of a contact does not end with its key.",
        "NIN-CONTACT-15",
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
        {"rules.contact": _contact(_null_sets, new=True)},
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
    observed(
        "renamed-contact-with-new-key",
        {"rules.contact": _contact(_new_key, new=False)},
        "A contact whose last name changes gets another `contact_key`.",
        "NIN-UPDATE-03",
    ),
    observed(
        "unsent-contact-stays",
        {"rules.with_contacts": _unsent_stays},
        "A contact that is not sent stays.",
        "NIN-UPDATE-05",
    ),
    observed(
        "new-contact-with-former-id",
        {"rules.contact": _takes_id_of_former},
        "A contact without an id takes that of the only former one.",
        "NIN-UPDATE-06",
    ),
    observed(
        "no-contacts-change-nothing",
        {"rules.with_contacts": _none_is_no_change},
        "An update with an empty array of contacts leaves them.",
        "NIN-UPDATE-07",
    ),
    observed(
        "new-contact-replaces-others",
        {"rules.with_contacts": _new_one_replaces},
        "A new contact replaces those that are sent with their ids.",
        "NIN-UPDATE-08",
    ),
    observed(
        "former-email-found",
        {"rules.with_contacts": _former_remembered, "rules.has_email": _former_found},
        "The e-mail of a contact that is gone still finds the client.",
        "NIN-UPDATE-09",
    ),
    observed(
        "asterisks-clear-password",
        {"rules.has_password": _masked_clears},
        "A password of asterisks clears the one that is set.",
        "NIN-UPDATE-10",
    ),
)
