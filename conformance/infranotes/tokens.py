"""Tokens that no implementation may accept, made from the one that the suite was given."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt

from conformance.client import Credential
from conformance.expect import CannotTell, Skipped

# Commands without double quotes, which would end the argument of curl that they stand in.
_READ_CLAIMS = (
    "python3 -c 'import base64, hashlib, hmac, json, sys, time;"
    " dot, encode = bytes([46]), lambda data: base64.urlsafe_b64encode(data).rstrip(bytes([61]));"
    " header, claims, signature = sys.argv[1].encode().split(dot);"
    " content = json.loads(base64.urlsafe_b64decode(claims + bytes([61, 61])));"
)
_ADD_A_CLAIM = (
    f"{_READ_CLAIMS} content.update(conformance=True);"
    " print(dot.join([header, encode(json.dumps(content).encode()), signature]).decode())' $TOKEN"
)
_EXPIRE = (
    f"{_READ_CLAIMS} content.update(exp=int(time.time()) - 3600);"
    " told = header + dot + encode(json.dumps(content).encode());"
    " secret = chr(32).join(sys.argv[2:]).encode();"
    " print((told + dot + encode(hmac.digest(secret, told, hashlib.sha256))).decode())'"
    " $TOKEN $JWT_SECRET"
)


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
    shown = f"${{TOKEN%.*}}.{first}$(printf %s ${{TOKEN##*.}} | cut -c2-)"
    return Credential(f"{header}.{claims}.{first}{signature[1:]}", shown)


def with_other_claims(token: str) -> Credential:
    """Return the token with a claim added, its signature unchanged."""
    header, claims, signature = _parts(token)
    content = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    changed = _encoded(content | {"conformance": True})
    return Credential(f"{header}.{changed}.{signature}", f"$({_ADD_A_CLAIM})")


def unsigned(token: str, algorithm: str = "none") -> Credential:
    """Return the token with a header that declares it unsigned, and no signature."""
    _, claims, _ = _parts(token)
    header = _encoded({"alg": algorithm, "typ": "JWT"})
    return Credential(f"{header}.{claims}.", f"{header}.$(printf %s $TOKEN | cut -d. -f2).")


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
    return Credential(value, f"$({_EXPIRE})")
