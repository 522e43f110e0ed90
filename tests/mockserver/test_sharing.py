"""Values that say the same are kept once."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from mockserver import sharing


def _read(count: int, written: str) -> list[Any]:
    """Return values as they come out of a file: no two are one."""
    found: list[Any] = json.loads(f"[{', '.join([written] * count)}]")
    return found


@pytest.mark.parametrize(
    "written", ['"Gdańsk"', "1700000000", "1.5", "{}", '["a", {"b": 1}]', '["a", "b"]']
)
def test_equal_values_are_one_and_say_the_same(written: str) -> None:
    one, values = sharing.Sharing(), _read(1000, written)
    assert len({id(value) for value in values[:500]}) > 1
    made = [*one.column("a", values[:500]), *one.column("a", values[500:])]
    assert made == values
    assert len({id(value) for value in made}) == 1


def test_values_that_only_compare_as_equal_stay_apart() -> None:
    plain = ["1", "1.0", "true", "null", "-0.0", "0.0", "false", "0"]
    for written in (plain, [*plain, '"1"', "[1]", "[1.0]", "[true]", '"[1]"']):
        values = [json.loads(one) for one in written * 2]
        made = sharing.Sharing().column("a", values)
        assert [json.dumps(value) for value in made] == written * 2


def test_values_that_are_all_different_are_not_remembered() -> None:
    one = sharing.Sharing()
    for start in range(0, 1000, 100):
        one.column("name", [f"Client {number}" for number in range(start, start + 100)])
        one.column("city", _read(100, '"Gdańsk"'))
    assert one._known["name"] is None  # noqa: SLF001
    assert one._known["city"] == {"Gdańsk": "Gdańsk"}  # noqa: SLF001


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
