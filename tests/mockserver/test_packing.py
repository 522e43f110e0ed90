"""Many records in little memory are what they were as dictionaries."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run import run
from mockserver import build, data, packing, persistence, wire
from mockserver.api import api, apis
from mockserver.packing import Packed, Packing
from mockserver.workspaces import DEFAULT
from tests.cases import Case, target
from tests.mockserver.calling import Caller
from tests.mockserver.twins import Twins

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from((0.0, -0.0, 1.0, 2.5, "", "a")),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("xy"), inner),
    max_leaves=4,
)
RECORDS = st.integers(0, 4).flatmap(
    lambda count: st.lists(st.fixed_dictionaries(dict.fromkeys("abcd"[:count], VALUES)))
)


@given(st.lists(RECORDS, max_size=3))
def test_packed_records_say_the_same(parts: list[list[dict[str, Any]]]) -> None:
    one = Packing()
    for part in parts:
        records = [dict(sorted(record.items())) for record in part]
        made = one.packed(records)
        assert list(made) == records
        assert wire.write(list(made)) == orjson.dumps(records)  # 1, 1.0 and true too
        for record, packed in zip(records, made, strict=True):
            assert dict(packed) == {**packed} == record == packing.plain(packed)
            assert (len(packed), list(packed)) == (len(record), list(record))
            assert list(packed.items()) == list(record.items())
            assert packed.get("zz", 7) == 7
            assert "zz" not in packed
            assert packed != {**record, "zz": 1}
            assert repr(packed) == repr(record)


def test_records_with_other_members_stay_as_they_are() -> None:
    for other in ({"id": 2, "b": 1}, {"id": 2, "a": 1, "b": 1}, {"id": 2}):
        records = [{"id": 1, "a": 1}, other]
        assert Packing().packed(records) is records
    assert Packing().packed([{"id": 1}]) == [{"id": 1}]
    with pytest.raises(KeyError):
        Packing().packed([{"id": 1, "a": 1}])[0]["b"]


@pytest.mark.parametrize("count", [0, 1, packing.MANY - 1, packing.MANY, packing.MANY + 7])
def test_many_are_packed_and_few_are_not(count: int) -> None:
    records = [{"id": number, "name": f"Client {number}"} for number in range(count)]
    made = packing.packed(iter(records))
    assert made == records
    assert all(isinstance(one, Packed) == (count >= packing.MANY) for one in made)


@pytest.mark.parametrize("name", apis())
def test_many_records_of_a_file_are_packed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MANY", 2)
    few, demo = api(name).load(data.fixture(name, "demo")), data.fixture(name, "demo")
    assert all(isinstance(one, Packed) for one in few.clients)
    monkeypatch.undo()
    assert api(name).export(few) == api(name).export(api(name).load(demo))


def test_they_take_a_third_of_the_memory() -> None:
    record = {f"member {number}": None for number in range(48)}
    (packed,) = Packing().packed([record])
    assert isinstance(packed, Packed)
    taken = sys.getsizeof(packed) + sys.getsizeof(packed._values)  # noqa: SLF001
    assert taken < sys.getsizeof(record) / 3


@pytest.mark.parametrize("name", apis())
def test_a_mock_with_packed_records_answers_a_whole_run_of_the_suite_as_any_other(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MANY", 1)
    request = build.Request(apis=(name,), clock=datetime.now(UTC).isoformat())
    usual, other = build.server(request), build.server(request)
    states = usual.workspaces.default.states()
    persistence.write(tmp_path / "state", [name], {DEFAULT: states})
    persistence.read(tmp_path / "state", other.workspaces)
    store = other.worlds[0].store
    store.initial = store.state
    assert isinstance(next(iter(store.state.clients)), Packed)
    twins = Twins(usual, other)
    report = run(replace(target(api(name), Case(name)), app=twins, examples=20))
    assert twins.differences == []
    assert report.exit_status("must") == 0


@pytest.mark.parametrize("many", [1, 600, 1200, 1300, 2000])
def test_many_records_of_a_state_are_packed(
    many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MANY", many)
    server = build.server(build.Request(("infakt",), data="empty"))
    store = server.worlds[0].store
    blank = dict(next(iter(api("infakt").load(data.fixture("infakt", "demo")).clients)))
    rows = [{**blank, "id": number, "city": f"T{number}"} for number in range(1, 1251)]
    store.state = replace(store.state, clients=store.state.clients.put(*rows))
    persistence.write(tmp_path / "state", ["infakt"], {DEFAULT: server.workspaces.default.states()})
    persistence.read(tmp_path / "state", server.workspaces)
    assert list(store.state.clients) == rows
    assert {isinstance(one, Packed) for one in store.state.clients} == {many <= 1250}


def test_packed_records_are_exported_and_changed_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "MANY", 1)
    usual = build.server(build.Request(tuple(apis())))
    persistence.write(
        tmp_path / "state", list(apis()), {DEFAULT: usual.workspaces.default.states()}
    )
    other = build.server(build.Request(tuple(apis()), data="empty"))
    persistence.read(tmp_path / "state", other.workspaces)
    for world in other.worlds:
        assert all(isinstance(one, Packed) for one in world.store.state.clients)
    ways = [Caller(one) for one in (usual, other)]
    for name in apis():
        for method, path, body in (
            ("GET", "/_mock/state", None),
            ("GET", f"/_mock/state/{name}/clients?search=a", None),
            ("GET", f"/_mock/state/{name}/clients/1", None),
            ("PUT", f"/_mock/state/{name}/clients/1", None),
        ):
            if method == "PUT":
                body = {**ways[0]("GET", path).json()["record"], "city": "Nowhere"}
            first, second = (one(method, path, body) for one in ways)
            assert (first.status_code, first.content) == (second.status_code, second.content)
            assert first.status_code == 200
