"""No regular expression takes much longer than its text is long, whatever is sent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from mockserver.api import apis
from mockserver.contract import contract
from mockserver.masking import masks
from tests.mockserver.calling import infranotes
from tests.mockserver.infakt.calls import LIST, firm, infakt
from tests.patterns import Found, in_code, in_specs, slow_text

FOUND = [one for package in ("mockserver", "conformance") for one in in_code(package)]
WRITTEN = [one for one in FOUND if one.pattern is not None]
# What is put together while it runs: how it is tried below, or why it need not be.
BUILT = {
    "mockserver/contract.py": "paths of specs: tried as such",
    "mockserver/control/__init__.py": "paths of the control surface: tried as such",
    "mockserver/infakt/faults/searching.py": "what somebody searches for: tried as such",
    "mockserver/masking.py": "names of members: tried as such",
    "mockserver/texts.py": "one class of characters",
    "mockserver/limiter.py": "three words, and only at the command line",
    "conformance/driver.py": "one word, then classes that exclude each other",
    "conformance/masking.py": "names of members, then what JSON writes: classes that exclude each other",
    "conformance/replay.py": "paths of specs, on the path of a request of ours",
    "conformance/repro.py": "a name or a path of ours between two borders",
}


def _apply(pattern: Any, way: str) -> Any:
    if way in ("sub", "subn"):
        return lambda text: pattern.sub(text[:0], text)
    found = getattr(pattern, way)
    return (lambda text: list(found(text))) if way == "finditer" else found


@pytest.mark.parametrize("found", WRITTEN, ids=lambda one: f"{one.path}:{one.line}")
def test_an_expression_of_the_code_is_quick(found: Found) -> None:
    assert found.pattern is not None
    pattern = re.compile(found.pattern, found.flags)
    # One that is handed on is tried in the dearest way.
    for way in found.ways & {*dir(pattern)} or {"search"}:
        assert slow_text(found.pattern, _apply(pattern, way)) is None


def test_of_those_that_are_put_together_it_is_said_why_they_are_quick() -> None:
    assert {one.path for one in FOUND if one.pattern is None} == set(BUILT)


@pytest.mark.parametrize("pattern", sorted({pattern for _, pattern in in_specs()}))
def test_an_expression_of_a_spec_is_quick(pattern: str) -> None:
    # What is not linear in the engine of the validators is none of these.
    assert not re.search(r"\\[1-9]|\(\?[=!<]", pattern)
    assert slow_text(pattern, Draft4Validator({"pattern": pattern}).is_valid) is None


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        *(("(a+)+$", "match"), ("(a|a)*b", "search"), ("<[^>]*>", "sub"), (r"\s*$", "search")),
        *((".*x.*y", "fullmatch"), (r"(.*?)(\d+)", "fullmatch"), (r"a[^b]*b", "finditer")),
    ],
)
def test_an_expression_that_is_slow_is_found(pattern: str, way: str) -> None:
    assert slow_text(pattern, _apply(re.compile(pattern), way)) is not None


# What the expressions that are put together look for, and what stands between.
PIECES = (
    *(
        '"',
        '"iban',
        '"iban":',
        '"iban" ',
        "\\",
        '":"',
        "{",
        "[",
        ",",
        "a",
        " ",
        "password",
        "token=",
    ),
    *(
        'name="',
        'name="iban"',
        'name="iban"\r\n',
        "\r\n",
        "\r\n\r\n",
        "--",
        "&iban=",
        "?",
        "/",
        "%5B",
    ),
    *("/clients/", "clients", "/a", ".json", "Authorization: Bearer ", "<", "iban[", "api-", "_"),
)
COUNT = 5000


def _seconds(apply: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    apply(text)
    return time.process_time() - began


@pytest.mark.parametrize("name", apis())
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/x"])
def test_masking_is_quick(name: str, kind: str) -> None:
    hidden = masks(name)
    for piece in PIECES:
        text = '"x' + piece * COUNT
        assert _seconds(lambda raw: hidden.body(raw.encode(), kind), text) < 0.5, piece


@pytest.mark.parametrize("name", apis())
def test_finding_a_path_is_quick(name: str) -> None:
    known = contract(name)
    for piece in PIECES:
        assert _seconds(known.find, "/clients/" + piece * COUNT) < 0.1, piece
    call = infranotes()
    for piece in PIECES:
        path = "/_mock/requests/" + (piece.strip() or "x").replace("\\", "/") * 200
        assert _seconds(lambda at: call("GET", at), path) < 1, piece


def test_searching_with_wildcards_is_quick() -> None:
    call = infakt(faults=["name-cont-has-wildcards"])
    call("POST", LIST, firm(company_name="a" * 200))
    params = {"q[company_name_cont]": "%a" * 100 + "b"}
    assert _seconds(lambda _: call("GET", LIST, params=params), "") < 1
    assert call("GET", LIST, params={"q[company_name_cont]": "a%a_a"}).json()["metainfo"]
