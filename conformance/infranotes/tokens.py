"""Tokens that no implementation may accept, made from the one that the suite was given."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt

from conformance.client import Credential
from conformance.expect import CannotTell, Skipped


def _parts(token: str) -> tuple[str, str, str]:
    parts = token.split(".")
    if len(parts) != 3:
        raise CannotTell(
            "the token is no JWT (three parts with dots between), so none can be forged from it"
        )
    return parts[0], parts[1], parts[2]


def _encoded(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def without_signature(token: str) -> Credential:
    """Return the token with its signature cut off."""
    header, claims, _ = _parts(token)
    return Credential(f"{header}.{claims}.", "${TOKEN%.*}.")


def with_other_signature(token: str) -> Credential:
    """Return the token with the first character of its signature changed."""
    header, claims, signature = _parts(token)
    first = "B" if signature.startswith("A") else "A"
    shown = f'${{TOKEN%.*}}.{first}$(printf %s "${{TOKEN##*.}}" | cut -c2-)'
    return Credential(f"{header}.{claims}.{first}{signature[1:]}", shown)


def with_other_claims(token: str) -> Credential:
    """Return the token with a claim added, its signature unchanged."""
    header, claims, signature = _parts(token)
    content = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    changed = _encoded(content | {"conformance": True})
    return Credential(f"{header}.{changed}.{signature}", "$TOKEN_WITH_A_CLAIM_ADDED")


def unsigned(token: str, algorithm: str = "none") -> Credential:
    """Return the token with a header that declares it unsigned, and no signature."""
    _, claims, _ = _parts(token)
    header = _encoded({"alg": algorithm, "typ": "JWT"})
    return Credential(f"{header}.{claims}.", f'{header}.$(printf %s "$TOKEN" | cut -d. -f2).')


def expired(token: str, secret: str | None) -> Credential:
    """Return a token of the same user that expired an hour ago.

    Raises:
        Skipped: the secret that signs tokens is not known.
    """
    if not secret:
        raise Skipped(
            "needs the secret that signs tokens (--jwt-secret) to make one that has expired"
        )
    claims = jwt.decode(token, options={"verify_signature": False})
    now = int(time.time())
    value = jwt.encode(claims | {"iat": now - 7200, "exp": now - 3600}, secret, algorithm="HS256")
    return Credential(value, "$EXPIRED_TOKEN")
