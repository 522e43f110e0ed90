"""What is remembered of what was done: activities, and the ledger of balances. No HTTP."""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.invoiceninja.permissions import Permissions
from mockserver.invoiceninja.state import State, seconds
from mockserver.store import Row

CREATED, ARCHIVED, DELETED, RESTORED, UPDATED = "1", "2", "3", "26", "61"
# What is done to clients, by the action of a request.
DONE = {"archive": ARCHIVED, "delete": DELETED, "restore": RESTORED}
# Where all requests come from, as far as a mock can tell.
ADDRESS = "127.0.0.1"


class History(Permissions):
    """Takes note of changes. Every method may be varied."""

    def noted(
        self, state: State, user: Row, clients: Iterable[Row], activity: str, now: str
    ) -> State:
        """Return a state in which it is known who did what to clients (NIN-INCLUDE-04)."""
        time = seconds(now)
        done = {
            "user_id": user["id"],
            "activity_type_id": activity,
            "ip": ADDRESS,
            "created_at": time,
            "updated_at": time,
        }
        of_each = [
            {"company_id": client["company_id"], "client_id": client["id"], **done}
            for client in clients
        ]
        return state.put("activities", *state.new("activities", of_each))

    def booked(self, state: State, client: Row, merged: Row, now: str) -> State:
        """Return a state whose ledger knows why a merge changed a balance (NIN-INCLUDE-05)."""
        time = seconds(now)
        booked, _ = state.added(
            "ledger",
            company_id=client["company_id"],
            client_id=client["id"],
            notes=f"Balance update after merging {merged['name']}".rstrip(),
            adjustment=merged["balance"],
            balance=client["balance"],
            activity_id=int(UPDATED),
            created_at=time,
            updated_at=time,
        )
        return booked

    def moved(self, client: Row, now: str) -> int:
        """Return when a client that is changed now was last changed: never before (NIN-UPDATE-11)."""
        return int(max(seconds(now), client["updated_at"]))
