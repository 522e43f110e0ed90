"""What is remembered to save time has bounds, whatever is sent."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mockserver import explanation, http
from mockserver.contract import contract
from mockserver.masking import masks
from tests.mockserver.calling import client_body, infranotes
from tests.mockserver.invoiceninja.calls import ids

LONG, COUNT = 20_000, 200

READ: dict[str, Callable[[str], object]] = {
    "a path": contract("infranotes").locate,
    "a query": lambda text: http.query_of({"query_string": text.encode()}),
    "the name of a member": masks("infranotes").covers,
    "an id": ids.decode,
}


@pytest.mark.parametrize("read", READ.values(), ids=READ)
def test_long_texts_are_not_remembered(read: Callable[[str], object]) -> None:
    tracemalloc.start()
    for number in range(COUNT):
        read(f"{number}{'x' * LONG}")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < COUNT * LONG / 4


def test_names_of_members_are_remembered_within_bounds() -> None:
    for number in range(1100):
        explanation.root_of("infranotes", "createClient", f"no{number}")
    assert explanation.root_of.cache_info().currsize <= 1024


def test_headers_are_remembered_within_bounds() -> None:
    for number in range(2 * http.MOST_HEADERS):
        for value in (b"%d" % number, b"%d" % number + b"x" * http.MEMORABLE_HEADERS):
            asked = {"headers": [(b"X-One", value)]}
            assert http.headers_of(asked) == {"x-one": value.decode()}
    known = http._known_headers  # noqa: SLF001
    assert 0 < len(known) <= http.MOST_HEADERS
    assert all(len(value) < http.MEMORABLE_HEADERS for [(_, value)] in known)


def test_the_same_headers_are_one_list() -> None:
    scopes = [{"headers": [(b"a", b"1"), (b"b", b"2")]} for _ in range(2)]
    assert http.headers_of(scopes[0]) == http.headers_of(scopes[1]) == {"a": "1", "b": "2"}
    assert scopes[0]["headers"] is scopes[1]["headers"]


def test_what_a_server_adds_to_its_list_later_is_in_no_other_request() -> None:
    given = [(b"host", b"mock")]
    http.headers_of({"headers": given})
    given.append((b"x-trailer", b"of somebody else"))
    scope = {"headers": [(b"host", b"mock")]}
    assert http.headers_of(scope) == {"host": "mock"}
    assert scope["headers"] == [(b"host", b"mock")]


@contextmanager
def _garbage() -> Iterator[list[object]]:
    """Give a list of what the mock leaves for a search for garbage meanwhile."""
    found: list[object] = []
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield found
        gc.collect()
        found += [one for one in gc.garbage if type(one).__module__.startswith("mockserver")]
    finally:
        gc.garbage.clear()
        gc.set_debug(0)
        gc.enable()


REFUSED: dict[str, tuple[int, tuple[str, str], dict[str, object]]] = {
    "without a token": (401, ("GET", "/api/clients"), {"headers": {"Authorization": ""}}),
    "of another type": (400, ("POST", "/api/clients"), {"json": client_body(type="x")}),
    "no JSON": (400, ("POST", "/api/clients"), {"content": b"{"}),
    "nested too deep": (400, ("POST", "/api/clients"), {"content": b"[" * 5000}),
    "of nobody": (404, ("GET", "/api/clients/999"), {}),
}


@pytest.mark.parametrize("asked", REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_gone_when_it_was_answered(asked: Any) -> None:
    status, request, more = asked
    call = infranotes()
    call(*request, **more)  # what is done once is done
    with _garbage() as garbage:
        answers = [call(*request, **more) for _ in range(20)]
        assert {one.status_code for one in answers} == {status}
        call("DELETE", "/_mock/workspaces/default")  # the journal keeps none of it
    assert garbage == []
