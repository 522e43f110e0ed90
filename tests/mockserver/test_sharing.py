"""Many records that say the same hold it once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from mockserver import sharing


def _read(count: int) -> list[dict[str, Any]]:
    """Return records as they come out of a file: no two share a text."""
    rows = [{"id": n, "name": f"Client {n}", "city": "Gdańsk", "note": None} for n in range(count)]
    found: list[dict[str, Any]] = json.loads(json.dumps(rows))
    return found


def test_equal_texts_are_one_and_say_the_same() -> None:
    rows, before = _read(1000), _read(1000)
    assert len({id(row["city"]) for row in rows}) == 1000
    sharing.share_all({"infranotes": {"clients": rows}}, size=100)
    assert rows == before
    assert len({id(row["city"]) for row in rows}) == 1


def test_texts_that_are_all_different_are_not_remembered() -> None:
    rows, one = _read(1000), sharing.Sharing()
    for start in range(0, 1000, 100):
        one.share(rows[start : start + 100])
    assert one._known["name"] is None  # noqa: SLF001
    assert one._known["city"] == {"Gdańsk": "Gdańsk"}  # noqa: SLF001


@pytest.mark.parametrize("data", [None, 1, "text", [], [1, {"a": "b"}], {"clients": {"a": 1}}])
def test_data_of_another_form_are_left_to_those_who_refuse_them(data: Any) -> None:
    sharing.share_all(data)


def test_memory_is_given_back_after_a_search_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    library = SimpleNamespace(malloc_trim=lambda _: done.append("given back"))
    monkeypatch.setattr("gc.collect", lambda: done.append("searched"))
    monkeypatch.setattr("ctypes.CDLL", lambda _: library)
    monkeypatch.setattr("sys.platform", "linux")
    sharing.give_back()
    assert done == ["searched", "given back"]
    monkeypatch.setattr("ctypes.CDLL", lambda _: SimpleNamespace())  # another C library
    sharing.give_back()
    assert done == ["searched", "given back", "searched"]
