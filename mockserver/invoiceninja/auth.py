"""Tokens and passwords: who asks, and credentials for those who want to ask."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime

from mockserver import clock
from mockserver.answers import Kind, Refusal, refusal
from mockserver.call import Call
from mockserver.invoiceninja.state import State, seconds
from mockserver.store import Row

HEADER = "X-API-TOKEN"
SECOND_HEADER = "X-API-PASSWORD"

# The tokens and passwords of the demo users, of the length that they have. They protect nothing.
TOKENS = {
    2: "NqVwYS81VP7Hb1DX8pPd5khxE3pyIgKpaUnArl63XykWZeiNNCiia3anXn9k3ksu",
    3: "9mI4ROnl89Sm995ytbxAk7jqevt0MLaMRTvetw0tESulEETldq8b8Vw2zbJYAxyL",
    4: "1aCcTlN99mhWp708DwGw5HqXDgLVXZx3scB8fnvGNx6jvr7SIftRutlZfOjUStEk",
}
PASSWORDS = {
    2: "Lighthouse-2-Harbor",
    3: "Leuchtturm-3-Werkstatt",
    4: "Breakwater-4-Harbor",
}
# The operations that ask for the password besides (NIN-PURGE-01, NIN-MERGE-15).
GUARDED = ("purgeClient", "mergeClient")

_USERS = {token: user for user, token in TOKENS.items()}


class Access:
    """Decides who asks. Every method may be varied."""

    def authenticate(self, call: Call) -> Row:
        """Return the user to whom the call's token belongs.

        Raises:
            Refusal: UNAUTHENTICATED, there is no token or nobody has it (NIN-AUTH-02, NIN-AUTH-03);
                PRECONDITION, the password is missing or wrong where one is needed (NIN-PURGE-11:
                before anything is looked for).
        """
        token = self.token(call)
        user = self.user(call.state, token) if token else None
        if user is None:
            raise self.no_user(token)
        if call.operation in self.guarded():
            self.check_password(call, user)
        return user

    def token(self, call: Call) -> str | None:
        """Return the token that a call carries."""
        return call.headers.get(HEADER.lower())

    def user(self, state: State, token: str) -> Row | None:
        """Return whose token it is, None if nobody's."""
        number = _USERS.get(token)
        return None if number is None else state.users.get(number)

    def no_user(self, token: str | None) -> Refusal:
        """Return the refusal of a token, missing or unknown (NIN-AUTH-04)."""
        del token
        return refusal(Kind.UNAUTHENTICATED, "Invalid token", place="header")

    def guarded(self) -> tuple[str, ...]:
        """Return the operations that ask for a password."""
        return GUARDED

    def check_password(self, call: Call, user: Row) -> None:
        """Refuse a call without the password of its user.

        Raises:
            Refusal: PRECONDITION.
        """
        given = self.password(call)
        if given is None and self.is_remembered(call, user):
            return
        if not self.is_password(user, given):
            raise self.no_password()
        self.remember(call, user)

    def password(self, call: Call) -> str | None:
        """Return the password that a call carries, plain or in base64 (NIN-PURGE-09)."""
        plain = call.headers.get(SECOND_HEADER.lower())
        return self.decoded_password(call) if plain is None else plain

    def decoded_password(self, call: Call) -> str | None:
        """Return the password that a call carries in base64."""
        coded = call.headers.get(f"{SECOND_HEADER}-BASE64".lower())
        if coded is None:
            return None
        try:
            return base64.b64decode(coded, validate=True).decode("utf-8", "replace")
        except ValueError:
            return ""

    def is_password(self, user: Row, given: str | None) -> bool:
        """Tell whether this is the password of a user."""
        known = PASSWORDS.get(user["id"])
        if given is None or known is None:
            return False
        return hmac.compare_digest(given.encode("utf-8", "replace"), known.encode("utf-8"))

    def no_password(self) -> Refusal:
        """Return the refusal of a password, missing or wrong (NIN-OPEN-PASSWORD-STATUS)."""
        return refusal(Kind.PRECONDITION, "Invalid Password", SECOND_HEADER, "header")

    def is_remembered(self, call: Call, user: Row) -> bool:
        """Tell whether the password may be left out: no (NIN-OPEN-PASSWORD-MEMORY)."""
        del call, user
        return False

    def remember(self, call: Call, user: Row) -> None:
        """Take note that the password was right, for as long as the company says."""
        milliseconds = call.state.companies[user["company_id"]]["default_password_timeout"]
        until = _now(call) + milliseconds // 1000
        store = call.world.store
        store.state = store.state.put("passwords", {"id": user["id"], "until": until})

    def was_right_lately(self, call: Call, user: Row) -> bool:
        """Tell whether the password was right a short while ago."""
        known = call.state.passwords.get(user["id"])
        return known is not None and _now(call) < int(known["until"])


def _now(call: Call) -> int:
    return seconds(clock.text(call.world.clock.now()))


def credential(user: int, settings: Mapping[str, str], now: datetime, expires_in: float) -> str:
    """Return the token of a user.

    Raises:
        ValueError: the user has none, or it should have expired: tokens do not.
    """
    del settings, now
    if expires_in <= 0:
        raise ValueError("Tokens of Invoice Ninja do not expire.")
    return _of(user, TOKENS, "tokens")


def password(user: int) -> str:
    """Return the password of a user.

    Raises:
        ValueError: the user has none.
    """
    return _of(user, PASSWORDS, "passwords")


def _of(user: int, known: Mapping[int, str], things: str) -> str:
    if user not in known:
        users = ", ".join(map(str, known))
        raise ValueError(f"There are {things} for the users {users}, not for {user}.")
    return known[user]


def headers(token: str) -> dict[str, str]:
    """Return the headers that carry a token."""
    return {HEADER: token, "X-Requested-With": "XMLHttpRequest"}
