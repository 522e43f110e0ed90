"""What was shown of a record is sent again only while nothing that it depends on has changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver import kept, wire
from mockserver.api import apis
from mockserver.kept import Kept
from tests.mockserver.calling import client_body, infranotes

ROW = {"id": 1, "name": "A"}


def _shown(memory: Kept, *rows: Any, rests_on: Any = (), asked: Any = None, as_: str = "") -> Any:
    return json.loads(wire.write(memory.all(rows, lambda row: as_ or row["name"], rests_on, asked)))


def test_a_row_is_shown_once() -> None:
    memory = Kept()
    assert _shown(memory, ROW) == ["A"]
    assert _shown(memory, ROW, as_="never asked") == ["A"]
    assert json.loads(wire.write(memory.one(ROW, lambda _: "never asked"))) == "A"


@pytest.mark.parametrize("change", [{"rests_on": (object(),)}, {"asked": "fields"}])
def test_it_is_shown_anew_where_something_else_is_different(change: Any) -> None:
    memory = Kept()
    _shown(memory, ROW)
    assert _shown(memory, ROW, as_="new", **change) == ["new"]


def test_an_equal_row_is_another_one() -> None:
    memory = Kept()
    _shown(memory, ROW)
    assert _shown(memory, dict(ROW), ROW, as_="new") == ["new", "A"]


def test_nothing_is_kept_where_that_is_off() -> None:
    memory = Kept()
    memory.is_off = True
    assert memory.all([ROW], lambda row: row["name"]) == ["A"]
    assert memory.one(ROW, lambda _: "new") == "new"


def test_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_TEXTS", 3)
    monkeypatch.setattr(kept, "MOST_SHELVES", 2)
    memory, rows = Kept(), [{"id": number, "name": str(number)} for number in range(10)]
    for part in ("a", "b", "c"):
        assert _shown(memory, *rows, asked=part) == [str(number) for number in range(10)]
    assert len(memory._shelves) == 2  # noqa: SLF001
    assert all(len(one.texts) <= 3 for one in memory._shelves.values())  # noqa: SLF001


def test_an_integer_that_the_fast_writer_does_not_take_stands_beside_kept_text() -> None:
    text = Kept().one(ROW, lambda row: row)
    assert wire.read(wire.write({"large": 2**70, "row": text})) == {"large": 2**70, "row": ROW}


@pytest.mark.parametrize("name", apis())
def test_a_mock_that_deviates_keeps_nothing(name: str) -> None:
    api = apis()[name]
    assert not api.composed([]).views.memory.is_off
    assert api.composed([api.faults[0].id]).views.memory.is_off
    assert api.composed([api.variations[0].id]).views.memory.is_off


def test_what_changes_is_shown_changed() -> None:
    call = infranotes()
    number = call("POST", "/api/clients", client_body(name="Before")).json()["id"]
    for name in ("Between", "After"):
        assert call("GET", f"/api/clients/{number}").json()["name"] != name
        call("PUT", f"/api/clients/{number}", {"name": name})
        assert call("GET", f"/api/clients/{number}").json()["name"] == name
        assert [one["name"] for one in call("GET", "/api/clients").json()] == [name]
    contact = {"name": "A", "is_primary": True}
    call("POST", f"/api/clients/{number}/contacts", contact)
    assert [one["name"] for one in call("GET", f"/api/clients/{number}").json()["contacts"]] == [
        "A"
    ]
