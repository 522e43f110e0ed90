"""Where the ids in a sequence of requests come from: which earlier answer told each of them.

So a sequence can be sent again, to the same server or another, which will assign other ids.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from conformance.exchange import Exchange
from conformance.standalone import kind_of

# A segment of a path, without an ending such as `.json`.
_SEGMENT = re.compile(r"(?<=/)[^/.]+")
_PARAMETER = re.compile(r"(?<=[?&])(?P<name>[^=&]+)=(?P<value>[^&]*)")
# A member of a JSON text that holds an id, or several; matched as text, so that its bytes stay as they are.
_MEMBER = re.compile(
    r'"(?P<name>ids?|\w+_ids?)"\s*:\s*'
    r'(?P<value>"(?:[^"\\]|\\.)*"|-?\d+|\[[^\[\]{}]*\])'
)
_VALUE = re.compile(r'(?<=")[^"\\,]+(?=")|-?\d+')


@dataclass(frozen=True)
class Capture:
    """An id that one answer tells and later requests need: its name, and its place in the answer."""

    name: str
    path: tuple[str | int, ...]


Parts = tuple[str | Capture, ...]


@dataclass(frozen=True)
class Step:
    """One exchange of a sequence: its request with captures for ids, and what its answer must tell."""

    exchange: Exchange
    url: Parts
    body: Parts | None
    captures: tuple[Capture, ...]


@dataclass(frozen=True)
class _Source:
    """A place where an answer tells an id."""

    exchange: int
    kind: str
    value: str
    path: tuple[str | int, ...]


@dataclass(frozen=True)
class _Use:
    """A span of a text that may be an id, and the kind of record that it would name."""

    start: int
    end: int
    value: str
    kind: str


def linked(exchanges: Sequence[Exchange]) -> list[Step]:
    """Return the exchanges with every id that an earlier answer told replaced by a `Capture`."""
    told = [list(_sources(number, one)) for number, one in enumerate(exchanges)]
    earlier: list[_Source] = []
    used: dict[_Source, None] = {}
    found: list[tuple[list[Any], list[Any] | None]] = []
    for number, one in enumerate(exchanges):
        url = _split(one.request.url, _in_url(one.request.url), earlier)
        body = one.request.body
        parts = None if body is None else _split(body, _in_body(body), earlier)
        found.append((url, parts))
        used |= {part: None for part in (*url, *(parts or ())) if isinstance(part, _Source)}
        earlier += told[number]
    captures = _named(used)
    return [
        Step(
            one,
            _captured(url, captures),
            None if parts is None else _captured(parts, captures),
            tuple(capture for source, capture in captures.items() if source.exchange == number),
        )
        for number, (one, (url, parts)) in enumerate(zip(exchanges, found, strict=True))
    ]


def _sources(number: int, exchange: Exchange) -> Iterator[_Source]:
    """Yield the ids that an answer tells, the outermost first."""
    try:
        waiting: list[tuple[tuple[str | int, ...], str, Any]] = [
            ((), "", json.loads(exchange.response.body))
        ]
    except ValueError:
        return
    while waiting:
        path, container, value = waiting.pop(0)
        if isinstance(value, list):
            waiting += [((*path, place), container, one) for place, one in enumerate(value)]
        elif isinstance(value, dict):
            waiting += [((*path, name), name, one) for name, one in value.items()]
            identifier = value.get("id")
            if isinstance(identifier, (str, int)) and not isinstance(identifier, bool):
                kind = kind_of("id", container, exchange.request.url)
                yield _Source(number, kind, str(identifier), (*path, "id"))


def _in_url(url: str) -> Iterator[_Use]:
    path = urlsplit(url).path
    start = url.find("/", url.find("//") + 2)
    before = ""
    for match in _SEGMENT.finditer(url, start, start + len(path)):
        yield _Use(match.start(), match.end(), unquote(match[0]), kind_of("id", "", "/" + before))
        before = match[0].rstrip("s") + "s"
    for match in _PARAMETER.finditer(url, start + len(path)):
        # A number may be a page; only what is called an id is taken for one.
        if _is_id(match["name"]) or not match["value"].isdigit():
            kind = kind_of(match["name"], "", url)
            yield _Use(*match.span("value"), unquote(match["value"]), kind)


def _is_id(name: str) -> bool:
    return re.fullmatch(r"(\w+_)?ids?", name) is not None


def _in_body(body: str) -> Iterator[_Use]:
    for member in _MEMBER.finditer(body):
        kind = kind_of(member["name"].removesuffix("s"), "", "")
        for value in _VALUE.finditer(body, *member.span("value")):
            yield _Use(*value.span(), value[0], kind)


def _split(text: str, uses: Iterator[_Use], earlier: Sequence[_Source]) -> list[Any]:
    """Return a text in parts: what stays as it is, and the sources of the ids between."""
    parts: list[Any] = []
    end = 0
    for use in uses:
        source = _source(use, earlier)
        if source is not None:
            parts += [text[end : use.start], source]
            end = use.end
    return [part for part in (*parts, text[end:]) if part != ""]


def _source(use: _Use, earlier: Sequence[_Source]) -> _Source | None:
    """Return where an id was told first; where several records have it, one of the right kind."""
    told = [source for source in earlier if source.value == use.value]
    fitting = [source for source in told if source.kind == use.kind]
    return next(iter(fitting or told), None)


def _named(sources: dict[_Source, None]) -> dict[_Source, Capture]:
    """Return a capture for each source, named by its kind: `client_id`, `client_id_2`."""
    counts: Counter[str] = Counter()
    named = {}
    for source in sorted(sources, key=lambda one: one.exchange):
        base = re.sub(r"\W", "_", source.kind or "record") + "_id"
        counts[base] += 1
        name = base if counts[base] == 1 else f"{base}_{counts[base]}"
        named[source] = Capture(name, source.path)
    return named


def _captured(parts: Sequence[Any], captures: dict[_Source, Capture]) -> Parts:
    return tuple(captures[part] if isinstance(part, _Source) else part for part in parts)
