"""Bodies as forms: what PHP would read, and nothing without bounds."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver import forms
from mockserver.forms import MULTIPART, URL_ENCODED, UnreadableFormError, Upload

CRLF = "\r\n"


@pytest.mark.parametrize(
    ("written", "members"),
    [
        ("", {}),
        ("&&=1&[a]=2", {}),
        ("a=1&a=2", {"a": "2"}),
        ("a", {"a": ""}),
        ("a=1=2", {"a": "1=2"}),
        ("name=Za%C5%BC%C3%B3%C5%82%C4%87+g%20%26", {"name": "Zażółć g &"}),
        ("ids[]=x&ids[]=y", {"ids": ["x", "y"]}),
        ("ids[0]=x&ids[1]=y", {"ids": ["x", "y"]}),
        ("ids%5B%5D=x", {"ids": ["x"]}),
        ("ids[4]=x&ids[]=y&ids[2]=z", {"ids": ["x", "y", "z"]}),
        ("c[0][email]=a&c[0][phone]=b&c[1][email]=d", {"c": [{"email": "a", "phone": "b"}, {"email": "d"}]}),
        ("c[][email]=a&c[][email]=b", {"c": [{"email": "a"}, {"email": "b"}]}),
        ("c[email]=a", {"c": {"email": "a"}}),
        ("s[a]=1&s[0]=2", {"s": {"a": "1", "0": "2"}}),
        ("s[01]=1", {"s": {"01": "1"}}),
        ("a[b=1", {"a": "1"}),
        ("a[b]c[d]=1", {"a": {"b": "1"}}),
        ("a=1&a[b]=2", {"a": {"b": "2"}}),
        ("a[b]=2&a=1", {"a": "1"}),
        ("a[b]=1&a[b][c]=2", {"a": {"b": {"c": "2"}}}),
        ("a[999999999999999999999]=1&a[]=2", {"a": {"999999999999999999999": "1", "0": "2"}}),
        ("a=%FF&b=%", {"a": "\ufffd", "b": "%"}),
        ("_method=PUT", {"_method": "PUT"}),
    ],
)  # fmt: skip
def test_names_with_brackets_are_nested(written: str, members: Any) -> None:
    assert forms.read(f"{URL_ENCODED}; charset=UTF-8", written.encode()) == members


def test_bytes_that_are_no_text_do_no_harm() -> None:
    for raw in (b"\xff=\xfe", b"a=\x00", b"\xed\xa0\x80=1"):
        for name, value in forms.read(URL_ENCODED, raw).items():
            assert (name + value).encode()


@pytest.mark.parametrize(
    "written",
    ["&".join(f"a{n}=1" for n in range(1001)), "a" + "[b]" * 64 + "=1", "a" + "[]" * 5000 + "=1"],
)
def test_what_has_no_bounds_is_refused(written: str) -> None:
    with pytest.raises(UnreadableFormError):
        forms.read(URL_ENCODED, written.encode())


def _multipart(*parts: tuple[str, str], end: str = "--x--") -> bytes:
    sent = [
        f"--x{CRLF}Content-Disposition: form-data; {head}{CRLF}{CRLF}{body}" for head, body in parts
    ]
    return CRLF.join([*sent, end + CRLF]).encode()


def _read(raw: bytes) -> dict[str, Any]:
    return forms.read(f"{MULTIPART}; boundary=x", raw)


def test_files_come_with_their_names_and_bytes() -> None:
    raw = _multipart(
        ('name="_method"', "POST"),
        ('name="documents[]"; filename="Zażółć.txt"', f"a{CRLF}b{CRLF}"),
        ('name="documents[]"; filename="b.txt"', ""),
        ('name="contacts[0][email]"', "ł@example.com"),
    )
    assert _read(raw) == {
        "_method": "POST",
        "documents": [Upload("Zażółć.txt", b"a\r\nb\r\n"), Upload("b.txt", b"")],
        "contacts": [{"email": "ł@example.com"}],
    }


def test_large_and_binary_files_arrive_whole() -> None:
    content = bytes(range(256)) * 20_000
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
    assert _read(head + content + b"\r\n--x--\r\n") == {"f": Upload("f.bin", content)}


@pytest.mark.parametrize(
    ("label", "raw"),
    [
        (MULTIPART, b"--x"),
        (f"{MULTIPART}; boundary=", b"--x"),
        (f"{MULTIPART}; boundary=x", b"no boundary"),
        (f"{MULTIPART}; boundary=x", b"--x\r\nNo-Colon\r\n\r\na\r\n--x--\r\n"),
        (f"{MULTIPART}; boundary=x", b"--x\r\n\r\na\r\n--x--\r\n"),
        (f"{MULTIPART}; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n"),
        (f"{MULTIPART}; boundary={'y' * 5000}", b"--x"),
    ],
)  # fmt: skip
def test_broken_multipart_forms_are_refused(label: str, raw: bytes) -> None:
    with pytest.raises(UnreadableFormError):
        forms.read(label, raw)


def test_a_form_that_is_cut_off_is_refused() -> None:
    whole = _multipart(('name="a"; filename="a.txt"', "abc"))
    for end in range(1, len(whole) - 8):
        try:
            assert _read(whole[:end]) in ({}, {"a": Upload("a.txt", b"abc")})
        except UnreadableFormError:
            continue


def test_what_a_form_is() -> None:
    assert forms.is_form("Multipart/Form-Data; boundary=x")
    assert forms.is_form(URL_ENCODED)
    assert not forms.is_form("application/json")
    assert not forms.is_form("")
