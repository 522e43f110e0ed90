"""Keys of accounts: who asks, and keys for those who want to ask (line 71)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mockserver.answers import Kind, Refusal, refusal
from mockserver.call import Call

HEADER = "X-inFakt-ApiKey"
PARAMETER = "api_key"

# The keys of the demo accounts, of the length that keys have. They protect nothing.
KEYS = {
    2: "6b6c69656e636920647275676965676f",
    3: "6b6c69656e636920747a656369656a6f",
}
_USERS = {key: user for user, key in KEYS.items()}


class Access:
    """Decides who asks. Every method may be varied."""

    def authenticate(self, call: Call) -> int:
        """Return the user to whom the call's key belongs.

        Raises:
            Refusal: UNAUTHENTICATED (line 98), there is no key, or nobody has it.
        """
        key = self.key(call)
        if not key:
            raise self.missing_key()
        user = self.user(key)
        if user is None:
            raise self.wrong_key()
        return user

    def key(self, call: Call) -> str | None:
        """Return the key that a call carries: in its header, or where older programs send it."""
        return self.key_in_header(call.headers) or self.key_in_query(call.query)

    def key_in_header(self, headers: Mapping[str, str]) -> str | None:
        """Return the key in the header of the document."""
        return headers.get(HEADER.lower())

    def key_in_query(self, query: Mapping[str, str]) -> str | None:
        """Return the key in the query (FAK-OPEN-KEY-IN-QUERY)."""
        return query.get(PARAMETER)

    def user(self, key: str) -> int | None:
        """Return whose key it is, None if nobody's."""
        return _USERS.get(key)

    def missing_key(self) -> Refusal:
        """Return the refusal of a call without a key (FAK-AUTH-16)."""
        return refusal(Kind.UNAUTHENTICATED, "Musisz podać klucz API", place="header")

    def wrong_key(self) -> Refusal:
        """Return the refusal of a key that nobody has (FAK-AUTH-17)."""
        message = "Klucz API który podałeś jest nieprawidłowy"
        return refusal(Kind.UNAUTHENTICATED, message, place="header")


def credential(user: int, settings: Mapping[str, str], now: datetime, expires_in: float) -> str:
    """Return the key of a user.

    Raises:
        ValueError: the user has none, or it should have expired: keys do not.
    """
    del settings, now
    if user not in KEYS:
        known = " and ".join(map(str, KEYS))
        raise ValueError(f"There are keys for the users {known}, not for {user}.")
    if expires_in <= 0:
        raise ValueError("Keys of inFakt do not expire.")
    return KEYS[user]


def headers(key: str) -> dict[str, str]:
    """Return the header that carries a key."""
    return {HEADER: key}
