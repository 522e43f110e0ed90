"""What a reproduction needs, copied into each: a server to send to, and answers that can be compared.

Knows the standard library and httpx alone, so that a reproduction runs wherever these are.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import httpx

# --- copied from here on ---

READS = ("GET", "HEAD", "OPTIONS")
# What the names that the suite gives begin with.
MARK = "conformance-"
ENVELOPES = ("", "data", "entities", "items", "records", "results")
# Longer than the coarsest clock that a time is likely to be taken from.
ONE_TICK = 1.1
TIME = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?")


class CannotTell(Exception):
    """The sequence could not be sent as it was recorded, so nothing can be said."""


def given(name: str) -> str:
    """Return what the environment says, e.g. of `CONFORMANCE_TOKEN`."""
    if not os.environ.get(name):
        raise CannotTell(f"set the environment variable {name}")
    return os.environ[name]


def in_shell(text: str) -> str:
    """Return what a POSIX shell makes of a text with `${TOKEN%…}` or `$(…)` in it."""
    names = ("TOKEN", "OTHER_TOKEN", "PASSWORD", "JWT_SECRET")
    known = {name: given(f"CONFORMANCE_{name}") for name in names if name in text}
    command = ["sh", "-c", f'printf %s "{text}"']
    return subprocess.check_output(command, env={**os.environ, **known}, text=True)  # noqa: S603


def told(answer: Any, *path: str | int) -> Any:
    """Return what stands at this place of an answer, such as an id that later requests need."""
    for name in path:
        try:
            answer = answer[name]
        except (KeyError, IndexError, TypeError):
            raise CannotTell(f"an answer has no {path[-1]}: {answer!r}") from None
    return answer


class Exchange(NamedTuple):
    """One request and its answer."""

    method: str
    url: str
    sent: str
    status: int
    media_type: str
    text: str


class Server:
    """The implementation; `wrong` has the answers that are recorded of the one that broke the rule."""

    def __init__(self, wrong: Sequence[Sequence[Any]]) -> None:
        self.http = httpx.Client(base_url=given("CONTRACT_URL"), timeout=30)
        self.wrong = wrong
        self.users: list[Mapping[str, str]] = []
        self.exchanges: list[Exchange] = []
        self.created: list[tuple[str, str, Mapping[str, str]]] = []

    def user(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        """Return headers that have to be let in."""
        self.users.append(headers)
        return headers

    def send(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: Any = b"",
        *,
        remove: str = "",
        pause: float = 0,
    ) -> Any:
        """Send a request and return the body of the answer; `remove` says how to undo a success."""
        time.sleep(pause)
        refusals = (401, 429) if headers in self.users else (429,)
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = ({"content-type": "application/json"} if content else {}) | {**headers}
        try:
            answer = self.http.request(method, path, headers=headers, content=content or None)
        except httpx.HTTPError as error:
            raise CannotTell(f"no answer to {method} {path}: {error}") from error
        recorded = self.wrong[len(self.exchanges)][0]
        if answer.status_code != recorded and (
            answer.status_code in refusals or answer.is_server_error
        ):
            raise CannotTell(f"{method} {path} got status {answer.status_code}: {answer.text}")
        kind = media_type(answer.headers.get("content-type", ""))
        sent = content.decode("utf-8", "replace")
        self.exchanges.append(
            Exchange(method, str(answer.url), sent, answer.status_code, kind, answer.text)
        )
        record = _parsed(answer.text)
        if remove and answer.is_success:
            self._remember(remove, record, headers)
        return record

    def _remember(self, remove: str, record: Any, headers: Mapping[str, str]) -> None:
        try:
            method, path = remove.format(record).split(" ", 1)
        except (KeyError, IndexError, TypeError):
            return  # the answer tells no id
        self.created.append((method, path, headers))

    def clean_up(self) -> None:
        """Remove what was created, the last first."""
        for method, path, headers in reversed(self.created):
            with contextlib.suppress(httpx.HTTPError):
                self.http.request(method, path, headers=headers)
        self.http.close()


def media_type(label: str) -> str:
    """Return a media type without parameters, lower case."""
    return label.split(";")[0].strip().lower()


def kind_of(member: str, container: str, url: str) -> str:
    """Return what an id names: a `client_id` a client, an `id` what its list or the URL is called."""
    if member.endswith("_id"):
        return singular(member.removesuffix("_id"))
    if container not in ENVELOPES:
        return singular(container)
    segments = [one.split(".")[0] for one in urlsplit(url).path.split("/")]
    return singular(next((one for one in reversed(segments) if one.endswith("s")), "record"))


def singular(word: str) -> str:
    """Return a plural noun of a path or a list as the name of one record."""
    return word.lower().replace("-", "_").removesuffix("s")


def is_id(member: str) -> bool:
    """Whether a member of this name holds an id."""
    return member == "id" or member.endswith("_id")


def transcript(
    exchanges: Sequence[Exchange],
    *,
    times: bool = False,
    length: int | None = None,
    place: Sequence[str | int] = (),
    beside: Sequence[str] = (),
    wording: bool = False,
) -> list[list[Any]]:
    """Return status, media type and body of each answer, so that those of two runs can be compared.

    Ids are named in the order in which they come, and times told by their form (with `times` also
    whether they moved). Records that the sequence did not make are left out of lists, and what stands
    beside lists but for members named in `beside`; a list of `length` items is told by its length.
    With `place`, only that of the last answer is told; with `wording`, the texts of refusals as well.
    """
    comparable = _Transcript(exchanges, times=times, length=length, beside=beside, wording=wording)
    entries = [comparable.entry(exchange) for exchange in exchanges]
    if place and entries:
        entries[-1][-1] = comparable.at(_parsed(exchanges[-1].text), place)
    return entries


def same(one: Any, other: Any) -> bool:
    """Compare two transcripts; unlike in Python, 1 and True are not the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)


def ids(value: Any) -> Iterator[str]:
    """Yield every id in a JSON value, as JSON."""
    if isinstance(value, (dict, list)):
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            if is_id(str(name)):
                yield json.dumps(one)
            yield from ids(one)


class _Transcript:
    def __init__(
        self,
        exchanges: Sequence[Exchange],
        *,
        times: bool,
        length: int | None,
        beside: Sequence[str],
        wording: bool,
    ) -> None:
        self._times, self._length, self._beside = times, length, beside
        self._wording = wording
        self._known: dict[tuple[str, str], str] = {}
        self._others: dict[tuple[str, str], int] = {}
        self._moments: dict[tuple[str, str], Any] = {}
        self._sent: set[str] = set()
        self._sent_ids: set[str] = set()
        self._url = ""
        self._refused = False
        for exchange in exchanges:
            self._sent |= {value for _, value in parse_qsl(urlsplit(exchange.url).query)}
            self._sent |= {*texts(_parsed(exchange.sent))}

    def entry(self, exchange: Exchange) -> list[Any]:
        """Return one answer."""
        self._url, self._refused = exchange.url, exchange.status >= 400
        self._sent_ids |= {*ids(_parsed(exchange.sent))}
        body = _parsed(exchange.text)
        if body is None and exchange.text != "null":
            body = "not JSON" if exchange.text else ""
        elif not self._refused and exchange.method not in READS:
            self._learn(body, "")
        return [exchange.status, exchange.media_type, self._value(body, "", "", mine=False)]

    def at(self, value: Any, place: Sequence[str | int]) -> Any:
        """Return what stands at one place of the last answer."""
        for name in place:
            if isinstance(value, dict) and name not in value:
                return "absent"
            value = told(value, name)
        shown = value if isinstance(value, (dict, list)) else None
        name = str(place[-1])
        return type(shown).__name__ if shown else self._value(value, name, "", mine=False)

    def _learn(self, value: Any, container: str) -> None:
        """Name the records that an answer to a write tells of: they are the sequence's own."""
        if isinstance(value, list):
            for item in value:
                self._learn(item, container)
        elif isinstance(value, dict):
            kind = kind_of("id", container, self._url)
            if "id" in value and (kind, str(value["id"])) not in self._known:
                number = 1 + sum(known == kind for known, _ in self._known)
                chosen = " as sent" if json.dumps(value["id"]) in self._sent_ids else ""
                self._known[kind, str(value["id"])] = f"{kind} {number}{chosen}"
            for name, member in value.items():
                self._learn(member, name)

    def _is_own(self, item: Any, kind: str) -> bool:
        """Whether a list item is no record of others: one that was made, or has a name of the suite's."""
        if not isinstance(item, dict) or "id" not in item:
            return True
        named = (text for text in texts(item) if text.startswith(MARK) and text in self._sent)
        return (kind, str(item["id"])) in self._known or any(named)

    def _value(self, value: Any, name: str, record: str, *, mine: bool) -> Any:
        if isinstance(value, dict):
            return self._object(value, name, mine=mine)
        if isinstance(value, list):
            return self._list(value, name, record, mine=mine)
        if value is None or isinstance(value, bool):
            return value
        if is_id(name):
            return self._name(kind_of(name, "", self._url), value)
        moment = isinstance(value, int) and name.endswith("_at") and value > 10**9
        if moment or (isinstance(value, str) and TIME.fullmatch(value) and value not in self._sent):
            return self._time(value, name, record)
        return self._text(value) if isinstance(value, str) else value

    def _object(self, value: dict[str, Any], name: str, *, mine: bool) -> dict[str, Any]:
        kind, record = kind_of("id", name, self._url), ""
        if value.get("id") is not None:
            record = self._name(kind, value["id"])
        shown = {
            member: self._member(value, member, record, mine=mine or "id" in value)
            for member in value
        }
        if record:
            shown["id"] = record
        if mine or "id" in value or not any(isinstance(one, list) for one in value.values()):
            return shown
        # What stands beside a list, such as a count, speaks of the records of others too.
        return {
            member: self._named(one)
            for member, one in shown.items()
            if isinstance(one, (list, dict)) or member in self._beside
        }

    def _named(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {member: one for member, one in value.items() if member in self._beside}

    def _member(self, value: dict[str, Any], name: str, record: str, *, mine: bool) -> Any:
        # `{"entity": "client", "entity_id": 1}` speaks of a client.
        subject = value.get(name.removesuffix("_id")) if name.endswith("_id") else None
        if isinstance(subject, str) and isinstance(value[name], (str, int)):
            return self._name(singular(subject), value[name])
        return self._value(value[name], name, record, mine=mine)

    def _list(self, items: list[Any], name: str, record: str, *, mine: bool) -> Any:
        kind = kind_of("id", name, self._url)
        own = [item for item in items if mine or self._is_own(item, kind)]
        if len(own) < len(items) == self._length:
            return [f"{self._length} items"]
        if items and not own:
            return ["only those of others"]
        member = f"{name.removesuffix('s')}" if name.endswith("_ids") else name
        return [self._value(item, member, record, mine=mine) for item in own]

    def _name(self, kind: str, identifier: Any) -> Any:
        """Return what an id is called: by what the sequence made, else as it was sent, else as another's."""
        text, form = str(identifier), type(identifier).__name__
        named = (label for (_, value), label in self._known.items() if value == text)
        label = self._known.get((kind, text)) or next(named, None)
        if label is None and json.dumps(identifier) in self._sent_ids:
            return identifier
        if label is None:
            number = self._others.setdefault((kind, text), len(self._others) + 1)
            label = f"another {kind}, {number}"
        return f"{label}, {form}"

    def _time(self, value: Any, name: str, record: str) -> str:
        form = re.sub(r"\.\d+", ".0", re.sub(r"\d", "0", str(value)))
        if not self._times:
            return form
        before = self._moments.get((record, name), value)
        self._moments[record, name] = value
        return f"{form}, {'as before' if before == value else 'moved'}"

    def _text(self, text: str) -> str:
        """Return a text without ids; that of a refusal is mostly free, and only told to be there."""
        if text in self._sent or not text.strip():
            return text
        if self._refused and not self._wording:
            return "some text"
        address = urlsplit(self._url)
        text = text.replace(f"{address.scheme}://{address.netloc}", "the server:")
        values = {value: label for (_, value), label in self._known.items()}
        kind = kind_of("id", "", self._url)
        values |= {value: label for (known, value), label in self._known.items() if known == kind}
        return re.sub(r"\w+", lambda word: values.get(word[0], word[0]), text)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
