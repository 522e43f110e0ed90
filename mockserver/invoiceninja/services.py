"""What other services are asked for: delivery of e-mail, and tax data. No HTTP."""

from __future__ import annotations

from mockserver.answers import Kind, Refusal, refusal
from mockserver.invoiceninja.permissions import Permissions
from mockserver.invoiceninja.state import State, seconds
from mockserver.store import Row

TAX_UPDATES = 3
WINDOW = 60


class Services(Permissions):
    """The services, as a mock plays them. Every method may be varied."""

    def reactivate_email(
        self, state: State, user: Row, bounce_id: str, *, now: str
    ) -> tuple[State, str]:
        """Take the suppression of an address away (NIN-EMAIL-01, NIN-EMAIL-02).

        Raises:
            Refusal: there is no such bounce, or its suppression stays.
        """
        del user, now
        bounce = self.bounce(state, bounce_id)
        if bounce is None or not bounce["can_reactivate"]:
            return state, self.email_stays(bounce)
        return state.remove("bounces", [bounce]), "Success"

    def bounce(self, state: State, bounce_id: str) -> Row | None:
        """Return a bounce by its number, or by the id of its message."""
        for one in state.bounces:
            if bounce_id in (str(one["id"]), one["message_id"]):
                return one
        return None

    def email_stays(self, bounce: Row | None) -> str:
        """Refuse to take a suppression away (NIN-OPEN-EMAIL-REFUSED).

        Raises:
            Refusal: PATH.
        """
        message = "Bounce ID not found" if bounce is None else "The address stays suppressed"
        raise refusal(Kind.PATH, message, place="path")

    def update_tax_data(self, state: State, user: Row, text: str, *, now: str) -> tuple[State, Row]:
        """Look up the tax data of a client, which a mock has none of (NIN-TAX-01 to -03).

        Raises:
            Refusal: there is no such client, or TOO_MANY (NIN-LIMIT-02).
        """
        client = self.client(state, user, text)
        self.check_admin(user)
        time = seconds(now)
        recent = [
            one
            for one in state.tax_updates
            if one["user_id"] == user["id"] and time - one["at"] < WINDOW
        ]
        if len(recent) >= self.tax_updates():
            raise self.too_many()
        old = [one for one in state.tax_updates if time - one["at"] >= WINDOW]
        state, _ = state.remove("tax_updates", old).added(
            "tax_updates", user_id=user["id"], at=time
        )
        return state, client

    def tax_updates(self) -> int:
        """Return how many updates of tax data a user may ask for in a minute (NIN-LIMIT-02)."""
        return TAX_UPDATES

    def too_many(self) -> Refusal:
        """Return the refusal of one request too many."""
        return refusal(Kind.TOO_MANY, "Too many requests", place="header")
