"""Sends requests to one implementation; knows pace, patience and masking, but no API."""

from __future__ import annotations

import functools
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.cookiejar import CookieJar
from typing import Any

import httpx

from conformance import interruption
from conformance.budget import Budget
from conformance.exchange import Exchange, Received, Sent
from conformance.expect import CannotTell, violated
from conformance.masking import Mask
from conformance.target import Target
from conformance.transport import AsgiApplication, AsgiTransport

# An answer longer than this is cut in recordings; what is examined is always the whole.
RECORDED_CHARACTERS = 65_536
# How often, and how long at most, the suite waits for a server that says it is busy.
_PATIENCE = 3
_LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Credential:
    """A credential, and how it is written in commands, e.g. `$TOKEN` or `${TOKEN%?????}`."""

    value: str
    shown: str


@dataclass(frozen=True)
class Answer:
    """What came back for one request, complete."""

    response: httpx.Response
    exchange: Exchange

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx."""
        return self.response.is_success

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; empty where there is none."""
        label: str = self.response.headers.get("content-type", "")
        return label.split(";")[0].strip().lower()

    @functools.cached_property
    def json(self) -> Any:
        """The body, parsed.

        Raises:
            Violation: the body is not JSON.
        """
        try:
            return json.loads(self.response.content)
        except ValueError:
            violated("a JSON body", self.summary)

    @property
    def summary(self) -> str:
        """Status and body as one line, for people."""
        text = self.response.text.strip()
        shown = text if len(text) <= 160 else text[:159] + "…"
        return f"status {self.status} with {shown if text else 'an empty body'}"


class Client:
    """Sends requests to the implementation of a `Target`, one after the other."""

    def __init__(
        self, target: Target, base_path: str, mask: Mask, budget: Budget | None = None
    ) -> None:
        self._target = target
        self._budget = budget or Budget(target.max_requests)
        self._mask = mask
        self._next_at = 0.0
        self._bounded = True
        self.requests = 0
        # How often each operation (empty: none of the spec) answered with which status.
        self.calls: Counter[tuple[str, str]] = Counter()
        # Whether records inside others were seen to go with them; None until that was tried.
        self.insides_go: bool | None = None
        prefix = base_path if target.base_path is None else target.base_path.rstrip("/")
        self.base_url = target.url.rstrip("/") + prefix
        transport = self._transport = _transport(target.app)
        self._http = httpx.Client(
            timeout=target.timeout,
            transport=transport,
            cookies=_NoCookies(),
            headers={"user-agent": "client-contracts", **target.headers},
            trust_env=transport is None,
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    @contextmanager
    def beyond_budget(self) -> Iterator[None]:
        """Let requests through that clean up, whatever the budget says."""
        self._bounded = False
        try:
            yield
        finally:
            self._bounded = True

    def send(
        self,
        operation: str | None,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        shown: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request to `path` below the base path, and return the answer.

        `shown` maps texts of the request that are secret to what is written in their place.

        Raises:
            CannotTell: no answer came, or the request budget is used up.
        """
        parameters = {name: value for name, value in (query or {}).items() if value is not None}
        request = self._http.build_request(
            method,
            self.base_url + path,
            params=parameters or None,
            headers=headers,
            content=content,
        )
        response, seconds = self._patiently(request)
        self.calls[operation or "", str(response.status_code)] += 1
        mask = self._mask if not shown else self._mask.also(shown)
        exchange = Exchange(operation, _sent(request, mask), _received(response, mask), seconds)
        return Answer(response, exchange)

    def _patiently(self, request: httpx.Request) -> tuple[httpx.Response, float]:
        for attempt in range(_PATIENCE + 1):
            response, seconds = self._once(request)
            wait = _retry_after(response)
            if wait is None or attempt == _PATIENCE:
                break
            time.sleep(wait)
        return response, seconds

    def _once(self, request: httpx.Request) -> tuple[httpx.Response, float]:
        self._keep_pace()
        self.requests += 1
        self._budget.spend()
        started = time.perf_counter()
        try:
            response = self._exchanged(request)
        except httpx.TimeoutException as error:
            raise CannotTell(
                f"no answer to {request.method} {request.url.path} within {self._target.timeout:g} s"
            ) from error
        except httpx.HTTPError as error:
            raise CannotTell(
                f"no answer to {request.method} {request.url.path}: {error or type(error).__name__}"
            ) from error
        return response, time.perf_counter() - started

    def _exchanged(self, request: httpx.Request) -> httpx.Response:
        if self._transport is None:
            return self._http.send(request)
        # In process there is neither a proxy nor a redirect, and most of the time was httpx's own.
        started = time.perf_counter()
        response = self._transport.handle_request(request)
        response.request = request
        response.read()
        response.elapsed = timedelta(seconds=time.perf_counter() - started)
        return response

    def _keep_pace(self) -> None:
        if self._bounded and interruption.requested():
            raise CannotTell("the run was interrupted")
        if self._bounded and self._budget.is_spent:
            raise CannotTell(f"the budget of {self._budget.most} requests is used up")
        if self._target.rate:
            now = time.monotonic()
            time.sleep(max(0.0, self._next_at - now))
            self._next_at = max(now, self._next_at) + 1 / self._target.rate


class _NoCookies(CookieJar):
    """Keeps no cookie: every request stands for itself, and no session opens what a token should."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Leave the cookies of an answer alone."""


def _transport(app: AsgiApplication | httpx.BaseTransport | None) -> httpx.BaseTransport | None:
    """Return what takes requests to an application in process; None for one with a port."""
    return app if app is None or isinstance(app, httpx.BaseTransport) else AsgiTransport(app)


def _retry_after(response: httpx.Response) -> float | None:
    """Return how long a busy server (429, 503) asks to wait, in seconds; None where it does not."""
    text = response.headers.get("retry-after", "")
    if response.status_code not in (429, 503) or not text.isdigit():
        return None
    return min(float(text), _LONGEST_WAIT)


def _sent(request: httpx.Request, mask: Mask) -> Sent:
    headers = {name: mask.text(value) for name, value in request.headers.items()}
    if request.url.userinfo:  # where it comes from, and where it is in the commands too
        headers.pop("authorization", None)
    body = request.content.decode("utf-8", "replace") if request.content else None
    return Sent(
        request.method,
        mask.text(str(request.url)),
        headers,
        None if body is None else mask.body(body),
        _not_utf8(request.content, mask),
    )


def _not_utf8(content: bytes, mask: Mask) -> bytes | None:
    """Return a body that is no text, None where it is one."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return mask.body(content.decode("latin-1")).encode("latin-1")
    return None


def _received(response: httpx.Response, mask: Mask) -> Received:
    headers = {name: mask.text(value) for name, value in response.headers.items()}
    body = mask.body(response.text)  # cut only then: half a secret would not be recognised
    return Received(response.status_code, headers, body[:RECORDED_CHARACTERS])


def encoded(value: Any) -> bytes:
    """Return a JSON value as it is sent: UTF-8, nothing escaped that need not be."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8 form; its escape is legal JSON
        return json.dumps(value).encode()
