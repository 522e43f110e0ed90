"""JSON Web Tokens: who asks, and tokens for those who want to ask (lines 7 to 9)."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

import jwt

from mockserver.answers import Kind, refusal
from mockserver.call import Call
from mockserver.infranotes.options import SECRET

ALGORITHM = "HS256"
SHORTEST_SECRET = 32  # bytes: RFC 7518, section 3.2
LONGEST_TOKEN = 8192

# The time is the mock's, which PyJWT does not know: the claims about time are checked below.
# The other claims mean nothing here.
_UNCHECKED = ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")
_OPTIONS: Any = {f"verify_{claim}": False for claim in _UNCHECKED}


# Of how many headers it is remembered whom they name.
MOST_KNOWN = 1024


class Access:
    """Decides who asks. Every method may be varied."""

    def __init__(self) -> None:
        # What a header claims with a secret, and the user that it names: neither ever changes.
        self._known: dict[tuple[str, str], tuple[Mapping[str, Any], int]] = {}

    def authenticate(self, call: Call) -> int:
        """Return the user of the call's token.

        Raises:
            Refusal: UNAUTHENTICATED (line 409).
        """
        asked = call.headers.get("authorization", ""), call.world.settings[SECRET]
        known = self._known.get(asked)
        claims = known[0] if known else self.claims(self.token(asked[0]), asked[1])
        self.check_times(claims, call.world.clock.seconds())
        if known:
            return known[1]
        user = self.user(claims)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[asked] = claims, user
        return user

    def token(self, authorization: str) -> str:
        """Return the bearer token of an Authorization header."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise refusal(
                Kind.UNAUTHENTICATED, "The header Authorization: Bearer <token> is missing"
            )
        if len(token) > LONGEST_TOKEN:
            raise refusal(Kind.UNAUTHENTICATED, "The token is too long")
        return token.strip()

    def claims(self, token: str, secret: str) -> Mapping[str, Any]:
        """Return what a token claims, if it is signed with the secret and our algorithm."""
        try:
            return _verified(token, secret)
        except jwt.InvalidSignatureError:
            raise refusal(Kind.UNAUTHENTICATED, "The signature of the token is wrong") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise refusal(
                Kind.UNAUTHENTICATED, "The token is no JSON Web Token signed with HS256"
            ) from None

    def check_times(self, claims: Mapping[str, Any], now: float) -> None:
        """Refuse a token before or after its time (INF-AUTH-05)."""
        expires, begins = claims.get("exp"), claims.get("nbf")
        if not _is_time(expires) or not _is_time(begins):
            raise refusal(Kind.UNAUTHENTICATED, "The times in the token are no numbers")
        if expires is not None and now >= expires:
            raise refusal(Kind.UNAUTHENTICATED, "The token has expired")
        if begins is not None and now < begins:
            raise refusal(Kind.UNAUTHENTICATED, "The token is not valid yet")

    def user(self, claims: Mapping[str, Any]) -> int:
        """Return the user that a token names, as `user_id` or `sub`."""
        named = str(claims.get("user_id", claims.get("sub", "")))
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            raise refusal(Kind.UNAUTHENTICATED, "The token names no user")
        return int(named)


@functools.lru_cache(maxsize=1024)
def _verified(token: str, secret: str) -> Mapping[str, Any]:
    """Return the claims of a token; a signature that was right once stays right."""
    return MappingProxyType(jwt.decode(token, secret, algorithms=[ALGORITHM], options=_OPTIONS))


def _is_time(claim: Any) -> bool:
    """Tell whether a claim is absent or a time; what is no number compares with none (NaN)."""
    if isinstance(claim, float):
        return math.isfinite(claim)
    return claim is None or (isinstance(claim, int) and not isinstance(claim, bool))


def credential(user: int, settings: Mapping[str, str], now: datetime, expires_in: float) -> str:
    """Return a token of a user that expires in so many seconds; negative: it has expired."""
    issued = int(now.timestamp())
    claims = {"sub": str(user), "user_id": user, "iat": issued, "exp": int(issued + expires_in)}
    return jwt.encode(claims, settings[SECRET], algorithm=ALGORITHM)


def headers(token: str) -> dict[str, str]:
    """Return the headers that carry a token."""
    return {"Authorization": f"Bearer {token}"}


def check_settings(settings: Mapping[str, str]) -> None:
    """Refuse a secret that is too short for HS256.

    Raises:
        ValueError: it is.
    """
    if len(settings[SECRET].encode()) < SHORTEST_SECRET:
        raise ValueError(f"--{SECRET} must have at least {SHORTEST_SECRET} bytes.")
