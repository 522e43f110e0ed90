"""What stands before a body, and no client should write: methods, paths, queries and headers."""

from __future__ import annotations

import random
from dataclasses import replace
from urllib.parse import quote

from tests.fuzz.drafts import Draft, Shot
from tests.fuzz.words import HEADERS, METHODS, QUERY_NAMES, QUERY_VALUES, SEGMENTS, WORKSPACES


def method(chance: random.Random, draft: Draft) -> Shot:
    """Send it with another method."""
    body = draft.body if chance.random() < 0.7 else b""
    return Shot.of("method", replace(draft, method=chance.choice(METHODS), body=body))


def path(chance: random.Random, draft: Draft) -> Shot:
    """Change the path, segment by segment."""
    written, mark, query = draft.target.partition(b"?")
    segments = written.split(b"/")
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(1, len(segments) + 1)
        segments[place : place + chance.randrange(2)] = [chance.choice(SEGMENTS)]
    changed = b"/".join(segments) or b"/"
    return Shot.of("path", replace(draft, target=changed + mark + query))


def query(chance: random.Random, draft: Draft) -> Shot:
    """Add odd parameters to the query."""
    count = chance.choice((1, 1, 2, 4, 10, 2000))
    if count == 2000:  # a parameter of each takes more than a target may have
        pairs = [b"%d=" % number for number in range(count)]
    else:
        pairs = [
            chance.choice(QUERY_NAMES) + b"=" + chance.choice(QUERY_VALUES) for _ in range(count)
        ]
    written, _, given = draft.target.partition(b"?")
    kept = [given] if given and chance.random() < 0.7 else []
    return Shot.of("query", replace(draft, target=written + b"?" + b"&".join([*kept, *pairs])))


def text_in_query(chance: random.Random, draft: Draft) -> Shot:
    """Put texts of any letters into the query, percent-encoded as they should be."""
    letters = "".join(
        chr(chance.choice((chance.randrange(0x300), chance.randrange(0xD800))))
        for _ in range(chance.randrange(9))
    )
    name = chance.choice(QUERY_NAMES)
    target = draft.target.partition(b"?")[0] + b"?" + name + b"=" + quote(letters).encode()
    return Shot.of("query", replace(draft, target=target))


def headers(chance: random.Random, draft: Draft) -> Shot:
    """Add odd headers, or replace those that are there, or repeat one, or leave some out."""
    changed = draft
    for _ in range(chance.choice((1, 1, 2, 4))):
        name, value = chance.choice(HEADERS)
        way = chance.random()
        if way < 0.6:
            changed = changed.with_header(name, value)
        elif way < 0.85:
            changed = replace(changed, headers=(*changed.headers, (name, value)))
        elif changed.headers:
            kept = list(changed.headers)
            kept.pop(chance.randrange(len(kept)))
            changed = replace(changed, headers=tuple(kept))
    return Shot.of("headers", changed)


def host(chance: random.Random, draft: Draft) -> Shot:
    """Name an odd host, or an odd workspace."""
    if draft.pinned[1:]:  # is kept to its workspace
        return headers(chance, draft)
    if chance.random() < 0.4:
        pinned = (*draft.pinned, (b"X-Mock-Workspace", chance.choice(WORKSPACES)))
        return Shot.of("headers", replace(draft, pinned=pinned))
    named = chance.choice(
        (
            *(
                b"",
                b"evil.example",
                b"127.0.0.1:8080",
                b"[::1]",
                b"a" * 4000,
                b"mock:99999",
                b"\xff\xfe",
                b"mock, mock",
            ),
            *(b"<script>", b'x"y', b"mock>; rel=next", b"user:pw@mock", b"*"),
        )
    )
    more = ((b"Host", b"other"),) if chance.random() < 0.2 else ()
    return Shot.of("headers", replace(draft, pinned=((b"Host", named), *more)))


def many_headers(chance: random.Random, draft: Draft) -> Shot:
    """Send more headers, or longer ones, than anybody needs."""
    size, count = chance.choice(
        ((10, 90), (10, 900), (7000, 1), (60_000, 1), (900, 60), (100, 5000))
    )
    added = tuple((b"X-%d" % number, b"v" * size) for number in range(count))
    return Shot("headers", replace(draft, headers=(*draft.headers, *added)).written(), answers=None)
