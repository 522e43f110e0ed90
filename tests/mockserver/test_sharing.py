"""Many records that say the same hold it once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from mockserver import sharing


def _read(count: int) -> list[dict[str, Any]]:
    """Return records as they come out of a file: no two share a text."""
    rows: list[dict[str, Any]] = [
        {
            "id": n,
            "name": f"Client {n}",
            "city": "Gdańsk",
            "note": None,
            "created_at": 1700000000,
            "is_new": True,
            "tags": ["a", {"b": 1 + n % 2}],
            "settings": {},
        }
        for n in range(count)
    ]
    found: list[dict[str, Any]] = json.loads(json.dumps(rows))
    return found


def test_equal_values_are_one_and_say_the_same() -> None:
    rows, before = _read(1000), _read(1000)
    assert len({id(row["city"]) for row in rows}) == 1000
    sharing.share_all({"infranotes": {"clients": rows}}, size=100)
    assert rows == before
    for name, count in {"city": 1, "created_at": 1, "settings": 1, "tags": 2}.items():
        assert len({id(row[name]) for row in rows}) == count


def test_values_that_only_compare_as_equal_stay_apart() -> None:
    written = [
        *('{"a": 1000, "b": [1], "c": "[1]"}', '{"a": 1000.0, "b": [1.0], "c": [1]}'),
        *('{"a": true, "b": [true], "c": 1}', '{"a": 1, "b": [1], "c": "1"}'),
    ]
    rows = [json.loads(one) for one in written * 2]
    sharing.Sharing().share(rows)
    assert [json.dumps(row) for row in rows] == written * 2


def test_members_that_a_record_lacks_stay_lacking() -> None:
    rows = json.loads('[{"id": 1, "a": "x"}, {"id": 2}, {"id": 3, "a": "x"}]')
    sharing.Sharing().share(rows)
    assert rows == [{"id": 1, "a": "x"}, {"id": 2}, {"id": 3, "a": "x"}]
    assert rows[0]["a"] is rows[2]["a"]


def test_values_that_are_all_different_are_not_remembered() -> None:
    rows, one = _read(1000), sharing.Sharing()
    for start in range(0, 1000, 100):
        one.share(rows[start : start + 100])
    assert one._known["name"] is None  # noqa: SLF001
    assert one._known["city"] == {"Gdańsk": "Gdańsk"}  # noqa: SLF001


@pytest.mark.parametrize("data", [None, 1, "text", [], [1, {"a": "b"}], {"clients": {"a": 1}}])
def test_data_of_another_form_are_left_to_those_who_refuse_them(data: Any) -> None:
    sharing.share_all(data)


def test_memory_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    library = SimpleNamespace(malloc_trim=lambda _: done.append("given back"))
    monkeypatch.setattr("ctypes.CDLL", lambda _: library)
    monkeypatch.setattr("sys.platform", "linux")
    sharing.give_back()
    assert done == ["given back"]
    monkeypatch.setattr("ctypes.CDLL", lambda _: SimpleNamespace())  # another C library
    sharing.give_back()
    assert done == ["given back"]
