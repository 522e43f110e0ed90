"""The benchmark itself: it measures what it says, and what is wrong is not measured."""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.benchmarks import load, machine
from tests.benchmarks.__main__ import ALONE, main
from tests.benchmarks.figures import Figure
from tests.benchmarks.load import Exchange, WrongAnswerError
from tests.benchmarks.rounds import Slot, compared
from tests.benchmarks.soak import Pace, Soak, Window
from tests.servers import serving

GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


async def _in_parts(scope: Any, receive: Any, send: Any) -> None:
    """Answer with eleven bytes in two chunks."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello ", "more_body": True})
        await send({"type": "http.response.body", "body": b"world"})


def _drive(exchange: Exchange) -> load.Load:
    with serving(_in_parts) as url:
        address = ("127.0.0.1", int(url.rpartition(":")[2]))
        return load.drive(address, [exchange], seconds=0.05, connections=2)


def test_every_answer_is_counted() -> None:
    done = _drive(Exchange(GET, 200, 11, 11))
    assert done.answers == len(done.latencies) >= 2
    assert 0.05 <= done.seconds < 5


@pytest.mark.parametrize(
    "wrong", [Exchange(GET, 201), Exchange(GET, 200, 12), Exchange(GET, 200, 0, 10)]
)
def test_an_answer_of_another_status_or_size_is_not_measured(wrong: Exchange) -> None:
    with pytest.raises(WrongAnswerError, match="200 with 11 bytes, not"):
        _drive(wrong)


def _slot(peer: str, microseconds: float) -> Slot:
    return Slot(peer, "get", 0, microseconds, 1, 1.0, (1.0,))


def test_a_slot_is_compared_with_those_of_the_yardstick_beside_it() -> None:
    slots = [_slot("base", 10), _slot("one", 30), _slot("two", 60), _slot("base", 20)]
    assert [one.ratio for one in compared(slots)] == [0.5, 2, 4, 2]


def test_a_figure_is_a_median_with_a_range() -> None:
    assert Figure.of(range(1, 12)) == Figure(6, 2, 10)


@pytest.mark.parametrize(
    ("megabytes", "is_flat"),
    [
        ([60, 100, 120, 121, 119, 122], True),
        ([60, 100, 120, 180, 121, 160], True),  # taken for a moment, and given back
        ([60, 100, 120, 130, 140, 150], False),
        ([60, 60, 60, 60, 180, 180], False),
        ([146 + 1.5 * one for one in range(20)], False),  # slowly, but on and on
        ([60, 180], True),  # too few to tell
    ],
)
def test_memory_that_is_needed_more_and_more_is_not_flat(
    megabytes: list[float], is_flat: bool
) -> None:
    soak = Soak(1, 2)
    soak.windows = [Window(1, 1, one, 1, 1, 1) for one in megabytes]
    assert soak.is_flat is is_flat


def test_a_short_run_measures_and_reports(tmp_path: Path) -> None:
    try:
        machine.check()
    except machine.MachineError as error:
        pytest.skip(f"not run: {error}")
    asked = ["--quick", "--rounds", "1", "--seconds", "0.05", "--folder", str(tmp_path)]
    asked += ["--only", "mock", "--operation", "get", "--without", "soak"]
    assert main(asked) == 0
    told = json.loads((tmp_path / "results.json").read_text())
    for rows in (told["http"], told["in_process"]):
        ours = next(one for one in rows if one["peer"] == "mock")
        assert ours["microseconds"]["median"] > 1
        assert ours["ratio"]["median"] > 0.1
        assert ours["answers"] > 10
    assert told["memory"]["mock"][0] > 10
    assert "| infranotes get |" in (tmp_path / "results.md").read_text()
    ElementTree.parse(tmp_path / "results.svg")


@pytest.mark.parametrize("name", ALONE)
def test_a_program_of_its_own_is_not_told_its_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    module = importlib.import_module(f"tests.benchmarks.{name}")
    default = inspect.signature(module.main).parameters.get("arguments")
    assert default is None or default.default == ()

    def measure() -> int:
        asked.append(name)
        return 3

    monkeypatch.setattr(module, "main", measure)
    assert (main([name]), asked) == (3, [name])


def test_a_soak_tells_of_every_part_what_the_machine_did(tmp_path: Path) -> None:
    try:
        machine.check()
    except machine.MachineError as error:
        pytest.skip(f"not run: {error}")
    asked = ["soak", "--minutes", "0.03", "--folder", str(tmp_path), "--operation", "get"]
    assert main(asked) == 0
    told = json.loads((tmp_path / "soak.json").read_text())
    assert len(told["windows"]) == 2
    assert sum(one["answers"] for one in told["windows"]) == told["answers"] > 100
    for one in told["windows"]:
        assert 0 < one["p50"] <= one["p99"] <= one["longest"]
        assert one["other_p99"] > 0


def test_a_soak_follows_the_speed_of_the_machine() -> None:
    pace = Pace(1000)
    pace.follow(2000, 500_000_000)
    assert pace.per_second == 1000
    pace.follow(2000, 1_000_000_000)  # half as fast
    assert pace.per_second == 500
    pace.follow(1000, 250_000_000)
    assert pace.per_second == 1000
    pace.follow(0, 0)  # nothing was seen
    assert pace.per_second == 1000
