"""Whom a run examines, and with what: everything a user can say, as one value."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

import httpx

from conformance.transport import AsgiApplication

IN_PROCESS = "http://application.invalid"
# A name alone may be a token.
_PASSWORD_IN_URL = re.compile(r"\w+://(?P<credentials>(?:[^/?#@:]*:)?(?P<password>[^/?#]+))@")
# Headers that a user adds and whose values nobody else may read.
_SECRET_HEADER = re.compile("auth|cookie|key|password|secret|session|token", re.IGNORECASE)


def _ways(secret: str) -> Iterator[str]:
    """Yield how a secret is written: as it is, in JSON, and in a URL."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield quote(secret)
    yield quote(secret, safe="")


@dataclass(frozen=True)
class Target:
    """An implementation under examination, and how to examine it.

    `url` is where the implementation is (scheme and host, without the base path of the spec unless
    `base_path` is empty); with `app` the suite calls an ASGI application in process instead, or
    whatever an httpx transport leads to.
    """

    api: str
    url: str = IN_PROCESS
    app: AsgiApplication | httpx.BaseTransport | None = None
    token: str | None = None
    other_token: str | None = None
    password: str | None = None
    secret: str | None = None
    base_path: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    requirements: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    level: str = "must"
    profile: str = "documented"
    read_only: bool = False
    keep: bool = False
    seed: int = 0
    examples: int = 10
    quick: bool = False
    rate: float | None = None
    timeout: float = 10.0
    max_requests: int | None = None
    shrink_seconds: float = 10.0

    @property
    def secrets(self) -> dict[str, str]:
        """Every secret of the run, with what is written in its place; `$API_KEY` for a header API-Key."""
        pairs = {
            "$TOKEN": self.token,
            "$OTHER_TOKEN": self.other_token,
            "$PASSWORD": self.password,
            "$JWT_SECRET": self.secret,
            "$URL_PASSWORD": self._url_password,
            "$URL_CREDENTIALS": self._url_credentials,
        }
        for name, value in self.headers.items():
            if _SECRET_HEADER.search(name):
                pairs["$" + name.upper().replace("-", "_")] = value
        return {secret: name for name, secret in pairs.items() if secret}

    @property
    def written_secrets(self) -> dict[str, str]:
        """The same, of each secret in all ways in which it may be written."""
        return {way: name for secret, name in self.secrets.items() for way in _ways(secret)}

    @property
    def shown_url(self) -> str:
        """The URL, without a password in it."""
        found = _PASSWORD_IN_URL.match(self.url)
        if found is None:
            return self.url
        return (
            f"{self.url[: found.start('password')]}$URL_PASSWORD{self.url[found.end('password') :]}"
        )

    @property
    def _url_password(self) -> str | None:
        found = _PASSWORD_IN_URL.match(self.url)
        return found and found["password"]

    @property
    def _url_credentials(self) -> str | None:
        """What the header Authorization has of a URL with a password in it."""
        found = _PASSWORD_IN_URL.match(self.url)
        if found is None:
            return None
        user, _, password = found["credentials"].partition(":")
        return base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()

    def as_json(self) -> dict[str, Any]:
        """Return what a recording says of the target: everything but secrets."""
        untold = {"app", "url", "token", "other_token", "password", "secret", "headers"}
        told = {name: value for name, value in vars(self).items() if name not in untold}
        told["url"] = self.shown_url
        return told | {"headers": sorted(self.headers), "in_process": self.app is not None}
