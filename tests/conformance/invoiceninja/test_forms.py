"""Forms are written as browsers and the vendor's library write them."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from conformance.invoiceninja.forms import File, multipart, upload, url_encoded


def test_nested_members_stand_in_brackets() -> None:
    form = url_encoded(
        {
            "name": "Größe & Co",
            "contacts": [{"email": "a@example.com", "send_email": True}],
            "settings": {"currency_id": 1},
            "notes": None,
        }
    )
    assert form.media_type == "application/x-www-form-urlencoded"
    assert parse_qsl(form.content.decode(), keep_blank_values=True) == [
        ("name", "Größe & Co"),
        ("contacts[0][email]", "a@example.com"),
        ("contacts[0][send_email]", "1"),
        ("settings[currency_id]", "1"),
        ("notes", ""),
    ]


def test_files_are_parts_with_their_names() -> None:
    form = multipart({"_method": "POST"}, [File("a.txt", b"x\r\ny"), File("b.txt", b"")])
    head = f"Content-Type: {form.media_type}\r\n\r\n".encode()
    parts = [*BytesParser(policy=HTTP).parsebytes(head + form.content).iter_parts()]
    assert [part.get_filename() for part in parts] == [None, "a.txt", "b.txt"]
    assert [part.get_payload(decode=True) for part in parts] == [b"POST", b"x\r\ny", b""]
    assert parts[1].get_content_type() == "text/plain"
    assert 'name="documents[]"' in str(parts[1]["content-disposition"])


def test_an_upload_may_stand_for_a_put_or_be_one() -> None:
    form = upload([File("a.txt", b"x")], is_public="false")
    assert form.instead is not None
    assert b"\r\n\r\nPOST\r\n" in form.content
    assert form.instead.content == form.content.replace(b"\r\nPOST\r\n", b"\r\nPUT\r\n")
    assert form.instead.instead is not None
    assert (form.method, form.instead.method, form.instead.instead.method) == (None, None, "PUT")
