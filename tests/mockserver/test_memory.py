"""What is remembered to save time has bounds, whatever is sent."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from mockserver import explanation, http
from mockserver.contract import contract
from mockserver.masking import masks
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
