"""Files of clients: what is taken, what is shown, and what comes back."""

from __future__ import annotations

import base64
from typing import Any

import pytest

import mockserver
from mockserver import build
from mockserver.invoiceninja import files
from mockserver.limits import Limits
from tests.mockserver.calling import Caller
from tests.mockserver.invoiceninja.calls import LIST, cases, ids, listed, made, ninja, place

PDF = b"%PDF-1.4\n"
PNG = b"\x89PNG\r\n\x1a\n\x00"


def _upload(call: Caller, client: Any, *sent: Any, method: str = "POST", **fields: str) -> Any:
    """Upload files, each a name and its content, and return the answer."""
    parts = [("documents[]", one) for one in sent] or [("nothing", (None, b""))]
    return call(method, place(client, "/upload"), files=parts, data=fields)


@pytest.mark.parametrize("case", cases("files"), ids=lambda case: str(case["name"]))
def test_types_are_known_by_name_and_content(case: Any) -> None:
    call = ninja()
    client, content = made(call), base64.b64decode(case["content"])
    answer = _upload(call, client, (case["name"], content), _method="POST")
    assert answer.status_code == (200 if case["accepted"] else 422)
    if not case["accepted"]:
        assert [*answer.json()["errors"]] == ["documents.0"]


@pytest.mark.parametrize(
    ("method", "fields"),
    [("POST", {}), ("POST", {"_method": "POST"}), ("POST", {"_method": "put"}), ("PUT", {})],
)
def test_files_may_be_posted_and_put(method: str, fields: dict[str, str]) -> None:
    call = ninja()
    client = made(call)
    answer = _upload(call, client, ("a.txt", b"abc"), ("b.pdf", PDF), method=method, **fields)
    documents = answer.json()["data"]["documents"]
    assert [(one["name"], one["type"], one["size"]) for one in documents] == [
        ("a.txt", "txt", 3),
        ("b.pdf", "pdf", len(PDF)),
    ]
    assert all(one["is_public"] and not one["is_deleted"] and one["id"] for one in documents)
    assert call("GET", place(client)).json()["data"]["documents"] == documents
    assert listed(call)[0]["documents"] == documents


def test_later_files_are_added() -> None:
    call = ninja()
    client = made(call)
    _upload(call, client, ("a.txt", b"abc"))
    answer = _upload(call, client, ("b.txt", b"abc"), is_public="false")
    documents = answer.json()["data"]["documents"]
    assert [(one["name"], one["is_public"]) for one in documents] == [
        ("a.txt", True),
        ("b.txt", False),
    ]


def test_files_come_back_as_they_were() -> None:
    call = ninja()
    content = PNG + bytes(range(256)) * 5000
    answer = _upload(call, made(call), ('Zażółć "x".png', content))
    document = answer.json()["data"]["documents"][0]
    assert document["size"] == len(content) > 1024 * 1024
    back = call("GET", document["url"])
    assert (back.status_code, back.content) == (200, content)
    assert back.headers["content-type"] == "image/png"
    assert "filename*=UTF-8''Za%C5%BC" in back.headers["content-disposition"]
    assert Caller(call.app, ninja(3).headers)("GET", document["url"]).status_code == 403
    assert Caller(call.app)("GET", document["url"]).status_code == 401


def test_demo_documents_can_be_downloaded() -> None:
    call = ninja(data="demo")
    for client in listed(call):
        for document in client["documents"]:
            assert len(call("GET", document["url"]).content) == document["size"]


@pytest.mark.parametrize("text", [ids.encode(99), "x", "1", "..%2F..%2Fetc"])
def test_no_document_is_no_file(text: str) -> None:
    assert ninja(data="demo")("GET", f"/api/v1/documents/{text}/download").status_code in (400, 404)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("../../etc/notes.txt", "notes.txt"),
        ("C:\\\\Users\\\\ann\\\\notes.txt", "notes.txt"),
        ("notes.TXT", "notes.TXT"),
        ("a\tb.txt", "ab.txt"),
        (f"{'x' * 300}.txt", f"{'x' * 187}.txt"),
    ],
)
def test_names_are_never_paths(sent: str, stored: str) -> None:
    assert files.name_of(sent) == stored


@pytest.mark.parametrize("sent", ["", "..", "/", "...", " . "])
def test_files_without_a_name_get_one(sent: str) -> None:
    assert files.name_of(sent) == "document"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(("a.exe", b"MZ"), ("a", b"abc"), (".txt.", b"abc"), ("a.pdf", b"MZ\x00"), ("a.txt", PNG)),
        *(("a.txt", b"MZ"), ("a.png", PDF), ("a.docx", PDF), ("a.gif", b"GIF89a"), ("a.txt", PDF)),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    call = ninja()
    client = made(call)
    answer = _upload(call, client, ("ok.txt", b"fine"), (name, content))
    assert (answer.status_code, [*answer.json()["errors"]]) == (422, ["documents.1"])
    assert listed(call)[0]["documents"] == []


def test_the_deployed_service_takes_more() -> None:
    call = ninja(profile="observed")
    client = made(call)
    for name, content in (("a.gif", b"GIF89a"), ("a.csv", b"a,b"), ("a.zip", b"PK\x03\x04")):
        assert _upload(call, client, (name, content), method="PUT").status_code == 200
    assert _upload(call, client, ("a.exe", b"MZ"), method="PUT").status_code == 422
    assert _upload(call, client, ("a.txt", b"a"), method="POST").status_code == 404
    assert _upload(call, client, ("a.txt", b"a"), _method="PUT").status_code == 200
    assert _upload(call, client, ("a.txt", b"a"), _method="POST").status_code == 404


def test_files_have_a_size_that_they_may_have() -> None:
    call = ninja()
    client = made(call)
    assert _upload(call, client, ("a.txt", b"a" * files.LARGEST)).status_code == 200
    refused = _upload(call, client, ("a.txt", b"a" * (files.LARGEST + 1)))
    assert (refused.status_code, [*refused.json()["errors"]]) == (422, ["documents.0"])


def test_a_body_has_the_size_that_its_api_needs_or_that_was_said() -> None:
    client = made(ninja())
    limited = build.server(build.Request(("invoiceninja",), limits=Limits(max_body=2000)))
    call = Caller(limited, ninja().headers)
    refused = _upload(call, client, ("a.txt", b"a" * 2000))
    assert (refused.status_code, "2000 bytes" in refused.json()["message"]) == (413, True)
    other = Caller(mockserver.asgi_app("infakt", "invoiceninja"))
    assert other("POST", "/api/v3/clients.json", content=b" " * 1_100_000).status_code == 413


def test_all_files_together_have_bounds() -> None:
    call = ninja(settings={"max-uploads": "1000"})
    client = made(call)
    assert _upload(call, client, ("a.txt", b"1" * 600)).status_code == 200
    answer = _upload(call, client, ("a.txt", b"1" * 400))
    assert (answer.status_code, answer.json().get("errors")) == (507, {})
    assert "--max-uploads" in answer.json()["message"]
    assert call("PUT", place(client), {"name": "Not a file"}).status_code == 200
    assert len(listed(call)[0]["documents"]) == 1


def test_nothing_uploaded_changes_nothing() -> None:
    call = ninja(clock="2026-01-31T12:00:00Z")
    client = made(call)
    for answer in (_upload(call, client), call("POST", place(client, "/upload"))):
        assert (answer.status_code, answer.json()["data"]) == (200, client)


def test_a_single_file_is_examined_and_not_kept() -> None:
    call = ninja()
    client = made(call)
    for name in ("documents", "file"):
        for content, status in ((b"fine", 200), (PDF, 422)):
            sent = {name: ("a.txt", content)}
            answer = call("POST", place(client, "/upload"), files=sent)
            assert answer.status_code == status
    answer = call("POST", place(client, "/upload"), files={"documents": (None, "wut")})
    assert [*answer.json()["errors"]] == ["documents"]
    assert listed(call)[0]["documents"] == []


@pytest.mark.parametrize("text", [ids.encode(99), "nonsense"])
def test_no_client_gets_no_files(text: str) -> None:
    assert _upload(ninja(), {"id": text}, ("a.txt", b"abc")).status_code == 400


def test_a_form_that_is_none_is_refused() -> None:
    call = ninja()
    client = made(call)
    label = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = call("POST", place(client, "/upload"), content=b"--y", headers=label)
    assert (answer.status_code, "message" in answer.json()) == (400, True)
    assert call("POST", place(client, "/upload"), {"documents": []}).status_code == 415


def test_clients_can_be_sent_as_forms() -> None:
    call = ninja()
    form = {
        "name": "Form",
        "country_id": "8",
        "is_tax_exempt": "1",
        "contacts[0][email]": "a@example.com",
        "contacts[0][send_email]": "0",
        "contacts[1][email]": "b@example.com",
        "contacts[1][is_primary]": "true",
        "settings[currency_id]": "3",
    }
    client = call("POST", LIST, data=form).json()["data"]
    assert (client["name"], client["country_id"], client["is_tax_exempt"]) == ("Form", "8", True)
    assert [one["email"] for one in client["contacts"]] == ["b@example.com", "a@example.com"]
    assert client["settings"]["currency_id"] == "3"
    changed = call("POST", place(client), data={"_method": "PUT", "city": "Oslo"}).json()["data"]
    assert (changed["id"], changed["city"], changed["name"]) == (client["id"], "Oslo", "Form")
    gone = call("POST", place(client), data={"_method": "DELETE"}).json()["data"]
    assert gone["is_deleted"]
    assert call("POST", place(client), data={"_method": "FOO"}).status_code == 405
    restored = call("POST", f"{LIST}/bulk", data={"action": "restore", "ids[]": client["id"]})
    assert restored.json()["data"][0]["is_deleted"] is False
    parts = {"name": (None, "Parts"), "contacts[][first_name]": (None, "Ann")}
    assert call("POST", LIST, files=parts).json()["data"]["contacts"][0]["first_name"] == "Ann"


def test_large_bodies_without_files_are_refused() -> None:
    body = {"name": "x" * 5_000_000}
    assert ninja()("POST", LIST, body).status_code == 413
