"""Which clients there are for whom, and who may do what with them. No HTTP."""

from __future__ import annotations

from mockserver.answers import Kind, Refusal, refusal
from mockserver.invoiceninja.ids import Ids
from mockserver.invoiceninja.state import State
from mockserver.store import Row


class Permissions:
    """Companies are kept apart; who is no administrator sees what is theirs.

    Every method may be varied.
    """

    def __init__(self, ids: Ids) -> None:
        self.ids = ids

    def client(self, state: State, user: Row, text: str) -> Row:
        """Return the client of an id, in whatever state it is (NIN-SHOW-01, NIN-SHOW-04).

        Raises:
            Refusal: there is none, it is another company's, or the user may not see it.
        """
        number = self.ids.decode(text)
        client = None if number is None else state.clients.get(number)
        if client is None:
            raise self.unknown(text) if number or text.isdigit() else self.malformed(text)
        if client["company_id"] != user["company_id"]:
            raise self.foreign(text)
        if not self.may_see(user, client):
            raise self.not_allowed()
        return client

    def may_see(self, user: Row, client: Row) -> bool:
        """Tell whether a client is one of all, or was created by the user or assigned to them."""
        own = user["id"] in (client["user_id"], client["assigned_user_id"])
        return bool(user["is_admin"]) or own

    def may_edit(self, user: Row, client: Row) -> bool:
        """Tell whether a user may change a client."""
        return self.may_see(user, client)

    def check_admin(self, user: Row) -> None:
        """Refuse a user who is no administrator (NIN-PURGE-12, NIN-TAX-04).

        Raises:
            Refusal: FORBIDDEN.
        """
        if not user["is_admin"]:
            raise self.not_allowed()

    def unknown(self, text: str) -> Refusal:
        """Return the refusal of an id that no client has, or a number (NIN-OPEN-UNKNOWN-ID)."""
        return refusal(Kind.PATH, f"There is no client {text}", place="path")

    def malformed(self, text: str) -> Refusal:
        """Return the refusal of a text that cannot be an id (NIN-OPEN-MALFORMED-ID)."""
        return refusal(Kind.PATH, f"There is no client {text}", place="path")

    def foreign(self, text: str) -> Refusal:
        """Return the refusal of another company's client (NIN-OPEN-FOREIGN-CLIENT)."""
        del text
        return refusal(Kind.FORBIDDEN, "This action is unauthorized.", place="path")

    def not_allowed(self) -> Refusal:
        """Return the refusal of a user who lacks a right (NIN-OPEN-NOT-ADMIN)."""
        return refusal(Kind.FORBIDDEN, "This action is unauthorized.", place="path")
