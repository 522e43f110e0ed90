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
from conformance.standalone import READS, kind_of

# A segment of a path, without an ending such as `.json`.
_SEGMENT = re.compile(r"(?<=/)[^/.]+")
_PARAMETER = re.compile(r"(?<=[?&])(?P<name>[^=&?]+)=(?P<value>[^&]*)")
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


@dataclass(frozen=True)
class _Read:
    """One exchange with the ids in its request traced to the answers that told them."""

    url: list[Any]
    body: list[Any] | None
    told: list[_Source]

    @property
    def uses(self) -> set[_Source]:
        """Where the ids in the request come from."""
        return {part for part in (*self.url, *(self.body or ())) if isinstance(part, _Source)}

    def creates(self, earlier: Sequence[_Read]) -> bool:
        """Whether the answer tells of a record that none of the earlier ones told of."""
        before = {(source.kind, source.value) for one in earlier for source in one.told}
        return bool(self.told) and (self.told[0].kind, self.told[0].value) not in before


def linked(exchanges: Sequence[Exchange]) -> list[Step]:
    """Return the exchanges with every id that an earlier answer told replaced by a `Capture`."""
    read = _traced(exchanges)
    captures = _named({source for one in read for source in one.uses})
    return [
        Step(
            exchange,
            _captured(one.url, captures),
            None if one.body is None else _captured(one.body, captures),
            tuple(captures[source] for source in one.told if source in captures),
        )
        for exchange, one in zip(exchanges, read, strict=True)
    ]


def needed(exchanges: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """Return the last exchange and those before it that made, or changed, the records it speaks of."""
    read = _traced(exchanges)
    kept = {len(exchanges) - 1} if exchanges else set()
    before = [source for one in read[:-1] for source in one.told]
    shown = (
        _source(_Use(0, 0, one.value, one.kind), before) for one in (read[-1].told if read else ())
    )
    wanted = {source for source in shown if source is not None}
    while True:
        wanted |= {source for number in kept for source in read[number].uses}
        more = {number for number in range(len(read)) if _concerns(exchanges, read, number, wanted)}
        if more <= kept:
            return tuple(exchanges[number] for number in sorted(kept))
        kept |= more


def _concerns(
    exchanges: Sequence[Exchange], read: Sequence[_Read], number: int, wanted: set[_Source]
) -> bool:
    """Whether an exchange made or changed one of these records."""
    exchange, one = exchanges[number], read[number]
    changed = exchange.request.method not in READS and exchange.response.status < 400
    # What creates a record inside a wanted one is not needed for it.
    concerned = one.told if one.creates(read[:number]) else (*one.told, *one.uses)
    return changed and not wanted.isdisjoint(concerned)


def _traced(exchanges: Sequence[Exchange]) -> list[_Read]:
    found: list[_Read] = []
    earlier: list[_Source] = []
    for number, one in enumerate(exchanges):
        url, body = one.request.url, one.request.body
        told = list(_sources(number, one))
        found.append(
            _Read(
                _split(url, _in_url(url), earlier),
                None if body is None else _split(body, _in_body(body), earlier),
                told,
            )
        )
        earlier += told
    return found


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


def _named(sources: set[_Source]) -> dict[_Source, Capture]:
    """Return a capture for each source, named by its kind: `client_id`, `client_id_2`."""
    counts: Counter[str] = Counter()
    named = {}
    for source in sorted(sources, key=lambda one: (one.exchange, len(one.path), str(one.path))):
        base = re.sub(r"\W", "_", source.kind or "record") + "_id"
        counts[base] += 1
        name = base if counts[base] == 1 else f"{base}_{counts[base]}"
        named[source] = Capture(name, source.path)
    return named


def _captured(parts: Sequence[Any], captures: dict[_Source, Capture]) -> Parts:
    return tuple(captures[part] if isinstance(part, _Source) else part for part in parts)
