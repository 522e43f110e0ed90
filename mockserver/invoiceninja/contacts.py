"""The contacts of a client, which are changed only with it (NIN-CONTACT-30). No HTTP."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from mockserver.answers import Problem
from mockserver.invoiceninja.history import History
from mockserver.invoiceninja.state import BLANK, CONTACT_TEXTS, State, seconds
from mockserver.store import Row

Body = Mapping[str, Any]

KEY = 32
BLANK_EMAIL = " "  # of a contact that was made because none was sent
_CHARACTERS = string.ascii_letters + string.digits
_STRONG = tuple(map(re.compile, (r".{7}", "[a-z]", "[A-Z]", "[0-9]")))
_WITH_PASSWORD = 4  # characters of an e-mail, at least


def key(chance: Random, length: int) -> str:
    """Return a text that nobody can guess."""
    return "".join(chance.choices(_CHARACTERS, k=length))


class Contacts(History):
    """What contacts must be like, and what becomes of them. Every method may be varied."""

    def wrong_contacts(self, body: Body) -> Iterator[Problem]:
        """Return what is wrong with the contacts of a body, besides their types."""
        sent = body.get("contacts")
        contacts = [one for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []
        yield from self.repeated_emails(contacts)
        for number, contact in enumerate(contacts):
            if not self.is_strong(contact.get("password")):
                where = f"contacts[{number}].password"
                yield Problem(where, f"The {where} is not strong enough")

    def repeated_emails(self, contacts: Sequence[Body]) -> Iterator[Problem]:
        """Return the e-mails that stand twice in one request (NIN-CONTACT-17)."""
        emails = [str(one.get("email") or "").casefold() for one in contacts]
        for number, email in enumerate(emails):
            if email and emails.count(email) > 1:
                where = f"contacts[{number}].email"
                yield Problem(where, f"The {where} field has a duplicate value")

    def is_strong(self, password: object) -> bool:
        """Tell whether a password will do, or is none (NIN-CONTACT-20 to -24)."""
        if not isinstance(password, str) or self.is_masked(password):
            return True
        return all(part.search(password) for part in _STRONG)

    def is_masked(self, password: str) -> bool:
        """Tell whether a password stands for the one that is set (NIN-CONTACT-23, NIN-UPDATE-10)."""
        return not password.strip("*")

    def with_contacts(
        self, state: State, client: Row, sent: Sequence[Body] | None, chance: Random, now: str
    ) -> State:
        """Return a state in which a client has the contacts that were sent.

        Those that were not sent are gone (NIN-UPDATE-05); one there always is (NIN-CONTACT-01).
        """
        former = state.contacts.where(client_id=client["id"])
        if sent is None and former:
            return state
        chosen = [self.contact(former, one, chance, now) for one in self.at_least_one(sent)]
        arranged = self.arranged(chosen, sent or ())
        kept = {contact["id"] for contact in arranged}
        state = state.remove("contacts", (one for one in former if one["id"] not in kept))
        return self.stored(state, client, arranged, former, now)

    def at_least_one(self, sent: Sequence[Body] | None) -> Sequence[Body]:
        """Return the contacts that were sent, or a blank one (NIN-OPEN-NO-CONTACTS)."""
        return sent or [{} if sent is not None else {"email": self.blank_email()}]

    def blank_email(self) -> str:
        """Return the e-mail of a contact that nobody sent (NIN-OPEN-BLANK-EMAIL)."""
        return BLANK_EMAIL

    def contact(
        self, former: Sequence[Row], sent: Body, chance: Random, now: str
    ) -> dict[str, Any]:
        """Return a contact as it is stored; one that is new has no id yet (NIN-UPDATE-03, -06)."""
        del now
        wanted = self.ids.decode(sent.get("id"))
        known = next((one for one in former if one["id"] == wanted), None)
        base = {**BLANK["contacts"], **(known or {"id": None, "contact_key": self.key(chance)})}
        texts = {name: sent[name] or "" for name in CONTACT_TEXTS if name in sent}
        contact = {**base, **texts}
        if sent.get("send_email") is not None:
            contact["send_email"] = sent["send_email"]
        return {**contact, "password_set": self.has_password(contact, sent.get("password"))}

    def key(self, chance: Random) -> str:
        """Return the key of a new contact (NIN-CONTACT-12, -13)."""
        return key(chance, KEY)

    def has_password(self, contact: Row, password: str | None) -> bool:
        """Tell whether a contact has a password afterwards (NIN-CONTACT-21 to -26)."""
        if not password or self.is_masked(password):
            return bool(contact["password_set"])
        return bool(contact["password_set"]) or len(contact["email"]) >= _WITH_PASSWORD

    def arranged(self, contacts: Sequence[Row], sent: Sequence[Body]) -> list[Row]:
        """Return contacts with one of them primary, which is the first (NIN-CONTACT-03 to -09).

        Somebody receives e-mail (NIN-CONTACT-10, -11).
        """
        flags = [bool(one.get("is_primary")) for one in sent] or [False]
        first = flags.index(True) if True in flags else 0
        ordered = [*contacts[first : first + 1], *contacts[:first], *contacts[first + 1 :]]
        arranged: list[Row] = [{**one, "is_primary": one is ordered[0]} for one in ordered]
        if not any(one["send_email"] for one in arranged):
            arranged[:1] = [{**one, "send_email": True} for one in arranged[:1]]
        return arranged

    def stored(
        self, state: State, client: Row, contacts: Sequence[Row], former: Sequence[Row], now: str
    ) -> State:
        """Return a state with the contacts of a client; those that changed say when."""
        known = {one["id"]: one for one in former}
        time = seconds(now)
        for contact in contacts:
            if contact["id"] is None:
                new = {**contact, "client_id": client["id"], "created_at": time, "updated_at": time}
                del new["id"]
                state, _ = state.added("contacts", **new)
            elif contact != known[contact["id"]]:
                state = state.put("contacts", {**contact, "updated_at": time})
        return state
