"""Messages whose bytes are no proper HTTP, or say one thing and do another."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from tests.fuzz.drafts import Draft, Shot

CHUNKED = b"Transfer-Encoding: chunked\r\n"


def chunked(chance: random.Random, draft: Draft) -> Shot:
    """Send the body in chunks, as may be."""
    pieces = _pieces(chance, draft.body)
    extension = chance.choice((b"", b"", b";a=b", b";" + b"x" * 500))
    trailer = chance.choice((b"", b"", b"X-Trailer: 1\r\n"))
    body = b"".join(b"%x%s\r\n%s\r\n" % (len(one), extension, one) for one in pieces)
    raw = draft.head + CHUNKED + b"\r\n" + body + b"0\r\n" + trailer + b"\r\n"
    return Shot("framing", raw, draft)


def broken_chunks(chance: random.Random, draft: Draft) -> Shot:
    """Send chunks that stop, or whose sizes are none."""
    body = draft.body or b"{}"
    broken = chance.choice(
        (
            b"%x\r\n%s" % (len(body) + 5, body),
            b"%x\r\n%s\r\n" % (len(body), body),
            b"zz\r\n" + body,
            b"-1\r\n" + body + b"\r\n0\r\n\r\n",
            b"f" * 17 + b"\r\n" + body,
            b"%x\r\n%s0\r\n\r\n" % (max(0, len(body) - 1), body),
            b"%x\n%s\n0\n\n" % (len(body), body),
            b"0x%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
            b"%x\r\n%s\r\n0\r\nX: " % (len(body), body),
        )
    )
    return Shot("framing", draft.head + CHUNKED + b"\r\n" + broken, answers=None)


def lying_length(chance: random.Random, draft: Draft) -> Shot:
    """Say another length than the body has, or none that is a number."""
    size = len(draft.body)
    length = chance.choice(
        (
            *(
                b"%d" % (size + 7),
                b"%d" % max(0, size - 1),
                b"-1",
                b"+%d" % size,
                b"0x10",
                b"9" * 30,
                b"a",
                b"",
                b"1 2",
            ),
            *(
                b"%d, %d" % (size, size),
                b"%d\r\nContent-Length: %d" % (size, size + 1),
                b"%d.0" % size,
                b"18446744073709551616",
            ),
        )
    )
    raw = draft.head + b"Content-Length: %s\r\n\r\n" % length + draft.body
    return Shot("framing", raw, answers=None)


def both_lengths(chance: random.Random, draft: Draft) -> Shot:
    """Say a length and send chunks, as those do who smuggle requests."""
    inner = b"%x\r\n%s\r\n0\r\n\r\n" % (len(draft.body), draft.body)
    coding = chance.choice(
        (
            b"chunked",
            b"Chunked",
            b"chunked, identity",
            b"identity",
            b"xchunked",
            b"gzip, chunked",
            b"\x0bchunked",
        )
    )
    lines = [b"Content-Length: %d\r\n" % len(inner), b"Transfer-Encoding: %s\r\n" % coding]
    chance.shuffle(lines)
    smuggled = chance.choice((b"", b"GET /api/clients HTTP/1.1\r\nHost: mock\r\n\r\n"))
    return Shot("framing", draft.head + b"".join(lines) + b"\r\n" + inner + smuggled, answers=None)


def expecting(chance: random.Random, draft: Draft) -> Shot:
    """Expect something before the body goes out."""
    expected = chance.choice((b"100-continue", b"100-Continue", b"nonsense", b""))
    changed = draft.with_header(b"Expect", expected)
    return Shot("framing", changed.written(), changed)


def pipelined(chance: random.Random, draft: Draft) -> Shot:
    """Send several requests at once."""
    count = chance.randint(2, 5)
    others = [draft, *(replace(draft, method=b"GET", body=b"") for _ in range(count - 1))]
    if draft.method == b"HEAD":
        return Shot.of("framing", draft)
    return Shot("framing", b"".join(one.written() for one in others), answers=count)


def first_line(chance: random.Random, draft: Draft) -> Shot:
    """Write another first line than HTTP has, or none."""
    target = draft.target
    line = chance.choice(
        (
            *(
                b"GET",
                b"GET ",
                b"GET  / HTTP/1.1",
                b"get %s HTTP/1.1" % target,
                b"GET %s" % target,
                b"GET %s HTTP/9.9" % target,
            ),
            *(
                b"GET %s HTTP/1.0" % target,
                b"GET %s HTTP/0.9" % target,
                b"GET %s HTTP/2.0" % target,
                b"GET %s http/1.1" % target,
            ),
            *(
                b"GET http://mock%s HTTP/1.1" % target,
                b"GET http://[::1 HTTP/1.1",
                b"GET http://a:99999%s HTTP/1.1" % target,
                b"OPTIONS * HTTP/1.1",
            ),
            *(
                b"GET * HTTP/1.1",
                b"CONNECT mock:80 HTTP/1.1",
                b"CONNECT %s HTTP/1.1" % target,
                b"GET ?a=b HTTP/1.1",
                b"GET a HTTP/1.1",
            ),
            *(
                b"PRI * HTTP/2.0",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                b"\x00",
                b"",
                b"GET /\xff HTTP/1.1",
                b"GET /\x00 HTTP/1.1",
            ),
            *(
                b"GET /a\tb HTTP/1.1",
                b"GET /#a HTTP/1.1",
                b"GET //%s HTTP/1.1" % target,
                b"G\xc3\x89T / HTTP/1.1",
                b"A" * 70_000,
                b"GET /%s HTTP/1.1" % (b"a" * 70_000),
            ),
            *(
                b"GET mailto:a HTTP/1.1",
                b"GET /api/clients?\xff\xfe=\x80 HTTP/1.1",
                b"GET file:///etc/passwd HTTP/1.1",
                b"GET https://mock%s HTTP/1.1" % target,
            ),
        )
    )
    rest = draft.head.partition(b"\r\n")[2]
    return Shot("framing", line + b"\r\n" + rest + b"\r\n", answers=None)


def header_lines(chance: random.Random, draft: Draft) -> Shot:
    """Write lines between the first one and the body that are no headers."""
    odd = chance.choice(
        (
            *(
                b": x\r\n",
                b"no colon\r\n",
                b" folded: x\r\n",
                b"X : y\r\n",
                b"X\x00: y\r\n",
                b"X: a\x00b\r\n",
                b"X: a\rb\r\n",
                b"\xff: x\r\n",
            ),
            *(
                b"X: y\n",
                b"\n",
                b"\r",
                b"X: \x01\x02\r\n",
                b"Upgrade: websocket\r\nConnection: Upgrade\r\n",
                b"Upgrade: h2c\r\nConnection: Upgrade\r\n",
            ),
            *(
                b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: YQ==\r\n",
                b"Host: a\r\nHost: b\r\n",
            ),
            *(
                b"X:\r\n y\r\n",
                b"HTTP2-Settings: AAMAAABk\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n",
                b"X: " + b"\t" * 5000 + b"\r\n",
            ),
        )
    )
    body = b"Content-Length: %d\r\n\r\n" % len(draft.body) + draft.body
    return Shot("framing", draft.head + odd + body, answers=None)


def stopped(chance: random.Random, draft: Draft) -> Shot:
    """Stop somewhere in a message."""
    raw = draft.written()
    return Shot("framing", raw[: chance.randrange(len(raw))], answers=None)


def bytes_changed(chance: random.Random, draft: Draft) -> Shot:
    """Change, add and take out bytes anywhere in a message."""
    raw = bytearray(draft.written())
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        place = chance.randrange(len(raw))
        change = chance.randrange(4)
        if change == 0:
            raw[place] = chance.randrange(256)
        elif change == 1:
            raw[place:place] = chance.randbytes(chance.randint(1, 4))
        elif change == 2:
            del raw[place : place + chance.randint(1, 8)]
        else:
            raw[place] ^= 1 << chance.randrange(8)
        raw = raw or bytearray(b"x")
    return Shot("bytes", bytes(raw), answers=None)


def noise(chance: random.Random, draft: Draft) -> Shot:
    """Send anything at all."""
    return Shot("bytes", chance.randbytes(chance.choice((1, 10, 200, 5000))), answers=None)


def _pieces(chance: random.Random, body: bytes) -> list[bytes]:
    pieces: list[bytes] = []
    while body:
        size = chance.randint(1, max(1, len(body)))
        pieces.append(body[:size])
        body = body[size:]
    return pieces


MAKERS: tuple[Callable[[random.Random, Draft], Shot], ...] = (
    *(chunked, broken_chunks, lying_length, both_lengths, expecting, pipelined),
    *(first_line, header_lines, stopped),
)
