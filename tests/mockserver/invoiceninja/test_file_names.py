"""Names of files that somebody chose who wants something else than a name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mockserver.invoiceninja.files import name_of
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import made, ninja, place

# What is sent, and what the file is called then.
NAMES = {
    "a folder above": ("../../../etc/passwd.txt", "passwd.txt"),
    "folders above, and more of them": ("....//....//x.txt", "x.txt"),
    "from the root": ("/etc/passwd.txt", "passwd.txt"),
    "from a drive": ("C:\\Windows\\x.txt", "x.txt"),
    "from a share": ("\\\\server\\share\\x.txt", "x.txt"),
    "both kinds of slashes": ("..\\../x.txt", "x.txt"),
    "at home": ("~/.ssh/x.txt", "x.txt"),
    "a path in percents": ("%2e%2e%2fx.txt", "%2e%2e%2fx.txt"),
    "a device": ("CON.txt", "CON.txt"),
    "a stream of a file": ("x.txt:y.txt", "x.txt:y.txt"),
    "NUL": ("x.exe\0.txt", "x.exe.txt"),
    "read from right to left": ("invoice\u202etxt.exe.txt", "invoicetxt.exe.txt"),
    "what is not seen": ("a\u200bb\ufeff\u2066.txt", "ab.txt"),
    "controls": ("a\x1b[31m\x85\x7f.txt", "a[31m.txt"),
    "markup": ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
    "commands": ("a`id`$(id)'.txt", "a`id`$(id)'.txt"),
    "an option": ("-rf.txt", "-rf.txt"),
    "more headers in percents": ("a%0d%0aSet-Cookie: x.txt", "a%0d%0aSet-Cookie: x.txt"),
    "another name after it": ("a; filename=evil.exe;.txt", "a; filename=evil.exe;.txt"),
    "letters of the world": ("Zażółć 文件 🎉.txt", "Zażółć 文件 🎉.txt"),
    "a long one": ("é" * 300 + ".txt", "é" * 187 + ".txt"),
    "spaces": ("   .txt", ".txt"),
}
# Quoted, without what ends a name, is a path or is decoded; RFC 6266 for what lies beyond ASCII.
HEADER = re.compile(
    r'attachment; filename="[^"\\/:;%<>|*?\x00-\x1f\x7f-\uffff]+"(; filename\*=UTF-8\'\'[\w.%~-]+)?'
)


@pytest.fixture(scope="module")
def call() -> Caller:
    return ninja()


@pytest.fixture(scope="module")
def client(call: Caller) -> dict[str, Any]:
    return made(call)


@pytest.mark.parametrize(("sent", "kept"), NAMES.values(), ids=NAMES)
def test_a_name_is_a_name_and_nothing_else(
    call: Caller,
    client: dict[str, Any],
    sent: str,
    kept: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    part = f'--b\r\nContent-Disposition: form-data; name="documents[]"; filename="{sent}"\r\n\r\nA'
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    body = f"{part}\r\n--b--\r\n".encode()
    answer = call("POST", place(client, "/upload"), content=body, headers=form)
    document = answer.json()["data"]["documents"][-1]
    assert document["name"] == kept
    back = call("GET", document["url"])
    assert back.content == b"A"
    assert HEADER.fullmatch(back.headers["content-disposition"])
    assert back.headers["content-type"] == "text/plain; charset=utf-8"
    assert back.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in back.headers
    assert [*tmp_path.rglob("*")] == []


@pytest.mark.parametrize("sent", ["", ".", "..", "...", "/", "a/", "\\", "../", "\u202e", "\0"])
def test_what_is_no_name_gets_one(sent: str) -> None:
    assert name_of(sent) == "document"


def test_a_name_from_an_imported_state_is_cleaned_too(call: Caller, client: dict[str, Any]) -> None:
    files = {"documents[]": ("a.txt", b"A")}
    url = call("POST", place(client, "/upload"), files=files).json()["data"]["documents"][-1]["url"]
    state = call("GET", "/_mock/state").json()
    state["invoiceninja"]["documents"][-1]["name"] = '../../x"\r\nSet-Cookie: y.txt'
    assert call("PUT", "/_mock/state", state).status_code == 200
    back = call("GET", url)
    assert HEADER.fullmatch(back.headers["content-disposition"])
    assert "set-cookie" not in back.headers
