"""Bodies that no client should send."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.fuzz.drafts import Draft, Shot

JSON = b"application/json"
FORM = b"application/x-www-form-urlencoded"

HUGE = (
    *(
        b"1e308",
        b"-1e308",
        b"1e309",
        b"1e-400",
        b"-0",
        b"0.1e1",
        b"1E+2",
        b"9" * 19,
        b"-" + b"9" * 19,
    ),
    *(
        b"18446744073709551616",
        b"9" * 400,
        b"9" * 4301,
        b"1" + b"0" * 308 + b".5",
        b"0." + b"3" * 5000,
    ),
)
NO_NUMBERS = (
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"01",
    b"+1",
    b".5",
    b"1.",
    b"0x10",
    b"1_000",
    b"--1",
)
TEXTS = (
    *(
        rb'"\u0000"',
        b'"\x00"',
        b'"\x7f"',
        b'"\xff\xfe"',
        b'"\xc3\x28"',
        b'"\xed\xa0\x80"',
        rb'"\ud800"',
    ),
    *(rb'"\udc00\ud800"', rb'"\ud83d\ude00"', '"\u202e\u2066"'.encode(), b'"\xf4\x90\x80\x80"'),
    *(
        b'"' + b"a" * 70_000 + b'"',
        b'"%s%n%x"',
        b'"../../etc/passwd"',
        b'"<script>alert(1)</script>"',
    ),
    *(
        b'"\xc0\x80"',
        '"\u0130\u0131\u017f\u212a"'.encode(),
        '"\ufdfd"'.encode(),
        ('"' + "\u0301" * 500 + '"').encode(),
    ),
    *(rb'"\x41"', b"'a'", b'"\t"', b'"\r\n"', b'"a', rb'"\u12"', b'"=1+1"', b'""', b'"  "'),
)
WORDS = (b"null", b"true", b"[]", b"{}", b"[[]]", b"[null]", b'{"":""}', b"", b"undefined", b"True")
ODD = (*HUGE, *NO_NUMBERS, *TEXTS, *WORDS)


def json_value(chance: random.Random, draft: Draft) -> Shot:
    """Put an odd value in the place of one of a body of JSON."""
    marker = "\ue000"
    data = _data(draft)
    place = chance.choice(list(_places(data)) or [()])
    written = json.dumps(_replaced(data, place, marker), ensure_ascii=False)
    odd = chance.choice(ODD)
    return _shot(
        "json", draft, written.encode("utf-8", "replace").replace(f'"{marker}"'.encode(), odd)
    )


def json_member(chance: random.Random, draft: Draft) -> Shot:
    """Add a member that is there already, or that nobody knows."""
    data = _data(draft)
    body = json.dumps(data).encode()
    names = [
        *(data if isinstance(data, dict) else ()),
        "id",
        "__proto__",
        "\x00",
        "",
        "a" * 5000,
        "$ref",
        "ids",
    ]
    name = json.dumps(chance.choice(names)).encode()
    value = chance.choice(ODD)
    if not body.startswith(b"{"):
        return _shot("json", draft, b"{%s:%s}" % (name, value))
    comma = b"," if len(body) > 2 else b""
    added = b"%s:%s" % (name, value)
    at_end = chance.random() < 0.5
    return _shot(
        "json",
        draft,
        body[:-1] + comma + added + b"}" if at_end else b"{" + added + comma + body[1:],
    )


def json_text(chance: random.Random, draft: Draft) -> Shot:
    """Break the text of a body of JSON."""
    body = draft.body or json.dumps(_data(draft)).encode()
    break_it = chance.choice(_BREAKERS)
    return _shot("json", draft, break_it(chance, body))


def _cut(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _flipped(chance: random.Random, body: bytes) -> bytes:
    changed = bytearray(body or b"{}")
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _spliced(chance: random.Random, body: bytes) -> bytes:
    place = chance.randrange(len(body) + 1)
    return body[:place] + chance.choice(ODD) + body[place + chance.randrange(3) :]


def _nested(chance: random.Random, body: bytes) -> bytes:
    depth = chance.choice((10, 60, 130, 300, 1000, 3000, 100_000))
    left, right = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"contacts":', b"}]")))
    inner = chance.choice((body, b"1", b""))
    return left * depth + inner + right * chance.choice((depth, depth - 1, 0))


def _deep_member(chance: random.Random, body: bytes) -> bytes:
    depth = chance.choice((20, 70, 200, 900, 1500, 20_000))
    data = body if body.startswith(b"{") and len(body) > 2 else b'{"name":"a"}'
    name = chance.choice((b"contacts", b"settings", b"custom_fields", b"client", b"x"))
    return data[:-1] + b',"%s":' % name + b"[" * depth + b"]" * depth + b"}"


def _otherwise_encoded(chance: random.Random, body: bytes) -> bytes:
    text = body.decode("utf-8", "replace")
    kind = chance.choice(("utf-16", "utf-32", "utf-16-le", "utf-8-sig", "utf-7", "cp037"))
    return text.encode(kind, "replace")


def _many(chance: random.Random, body: bytes) -> bytes:
    count = chance.choice((100, 3000, 20_000))
    return chance.choice(
        (
            b"[" + b",".join([b"1"] * count) + b"]",
            b"{" + b",".join(b'"m%d":1' % number for number in range(count)) + b"}",
            b'{"contacts":[' + b",".join([b"{}"] * (count // 10)) + b"]}",
            b'{"ids":[' + b",".join([b'"a"'] * count) + b"]}",
            b" " * count + body,
            body + b"\n" * count,
        )
    )


def _twice(chance: random.Random, body: bytes) -> bytes:
    return body + chance.choice((b"", b"\n", b",", b"\x00", b";", b"//", b"\xef\xbb\xbf")) + body


def _junk(chance: random.Random, body: bytes) -> bytes:
    return chance.randbytes(chance.choice((0, 1, 7, 60, 2000)))


_BREAKERS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *(_cut, _flipped, _spliced, _nested, _deep_member, _otherwise_encoded, _many, _twice, _junk),
)


def form(chance: random.Random, draft: Draft) -> Shot:
    """Send a form with odd members."""
    pairs = b"&".join(_pair(chance) for _ in range(chance.choice((0, 1, 3, 8, 8, 1100))))
    return _shot("form", draft, pairs, FORM)


_NAMES = (
    *(
        b"name",
        b"contacts[0][email]",
        b"contacts[][email]",
        b"contacts",
        b"_method",
        b"a[b][c]",
        b"[",
        b"]",
    ),
    *(
        b"a[",
        b"[]",
        b"[a]",
        b"contacts[1][",
        b"settings[currency_id]",
        b"action",
        b"ids[]",
        b"%00",
        b"a%5B0%5D",
    ),
    *(
        b"contacts[99999999999999999999]",
        b"contacts[-1][id]",
        b"x" + b"[a]" * 63,
        b"x" + b"[]" * 500,
        b"=",
        b"",
    ),
    *(
        b"documents",
        b"documents[]",
        b"documents[0]",
        b"file",
        b"is_public",
        b"\xff\xfe",
        b"a[b]c",
        b"a b.c",
    ),
)
_VALUES = (
    *(
        b"PUT",
        b"DELETE",
        b"get",
        b"1",
        b"",
        b"%",
        b"%zz",
        b"%c3%28",
        b"%00",
        b"a+b",
        b"\xff",
        b"=",
        b"a" * 5000,
    ),
    *(
        b"true",
        b"null",
        b"a@example.com",
        b"%F0%9F%98%80",
        b"-1",
        b"1e999",
        b"9" * 5000,
        b"restore",
        b"[]",
    ),
)


def _pair(chance: random.Random) -> bytes:
    return chance.choice(_NAMES) + chance.choice((b"=", b"=", b"=", b"")) + chance.choice(_VALUES)


def multipart(chance: random.Random, draft: Draft) -> Shot:
    """Send a form of parts that do not fit together."""
    boundary = chance.choice((b"x", b"--", b"a" * 70, b"a" * 300, b"'", b"a b", b"\xff", b""))
    parts = b"".join(_part(chance, boundary) for _ in range(chance.choice((0, 1, 2, 5, 1100))))
    end = chance.choice((b"--%s--\r\n", b"--%s--", b"--%s", b"", b"\r\n--%s--\r\n"))
    body = parts + (end % boundary if b"%s" in end else end)
    if chance.random() < 0.2:
        body = _flipped(chance, body)
    written = chance.choice(
        (
            b"; boundary=%s",
            b"; boundary=%s",
            b'; boundary="%s"',
            b";boundary=%s;",
            b"",
            b"; boundary",
        )
    )
    label = b"multipart/form-data" + (written % boundary if b"%s" in written else written)
    return _shot("multipart", draft, body, label)


def _part(chance: random.Random, boundary: bytes) -> bytes:
    name = chance.choice(_NAMES).replace(b"%", b"")
    file_name = chance.choice(
        (
            *(
                b"",
                b"",
                b'; filename="a.pdf"',
                b'; filename="../../x.txt"',
                b'; filename=""',
                b"; filename=a",
            ),
            *(
                b'; filename="a.txt',
                b"; filename*=UTF-8''%00.png",
                b'; filename="\x00.pdf"',
                b'; filename="C:\\a.png"',
            ),
            *(
                b'; filename="' + b"n" * 5000 + b'.txt"',
                b'; filename="a.PDF"; filename="b.exe"',
                b'; filename="\xff.txt"',
            ),
        )
    )
    disposition = chance.choice(
        (b"form-data", b"form-data", b"form-data", b"attachment", b"", b"form-data;;")
    )
    told = b'Content-Disposition: %s; name="%s"%s\r\n' % (disposition, name, file_name)
    more = chance.choice(
        (
            *(
                b"",
                b"",
                b"Content-Type: text/plain\r\n",
                b"Content-Transfer-Encoding: base64\r\n",
                b"X: " + b"y" * 9000 + b"\r\n",
            ),
            *(
                b"Content-Transfer-Encoding: quoted-printable\r\n",
                b"Content-Transfer-Encoding: nonsense\r\n",
                b"broken\r\n",
                b"\r\r\n",
            ),
        )
    )
    content = chance.choice(
        (
            b"%PDF-1.7",
            b"\x89PNG\r\n\x1a\n",
            b"text",
            b"\x00",
            b"PUT",
            b"",
            b"=",
            b"!!!!",
            b"a" * 9000,
        )
    )
    return b"--%s\r\n%s%s\r\n%s\r\n" % (boundary, told, more, content)


def _shot(kind: str, draft: Draft, body: bytes, label: bytes = JSON) -> Shot:
    return Shot.of(kind, replace(draft.with_header(b"Content-Type", label), body=body))


def _data(draft: Draft) -> Any:
    try:
        return json.loads(draft.body)
    except ValueError:
        return {"name": "a", "contacts": [{"email": "a@example.com"}]}


def _places(data: Any, here: tuple[Any, ...] = ()) -> Any:
    yield here
    inner = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for name, one in inner:
        yield from _places(one, (*here, name))


def _replaced(data: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    copy = dict(data) if isinstance(data, dict) else list(data)
    copy[place[0]] = _replaced(data[place[0]], place[1:], value)
    return copy
