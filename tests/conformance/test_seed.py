"""The same seed sends the same requests."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from conformance import constants, generation
from conformance.run import Listener, run
from conformance.session import Result
from tests.targets import mock

Sent = list[tuple[str, str, str | None]]


def sent(seed: int) -> Sent:
    """Return what a run sends."""
    results: list[Result] = []
    selected = ("INF-SHAPE-05", "INF-SHAPE-06", "INF-TEXT-01", "INF-CONTACT-11")
    run(mock(requirements=selected, seed=seed), listener=Listener(finished=results.append))
    exchanges = [exchange["request"] for result in results for exchange in result.exchanges]
    return [(one["method"], one["url"], one["body"]) for one in exchanges]


def drawn_anew() -> None:
    """Forget the requests that are drawn once for all runs of a process."""
    generation._invalid_pool.cache_clear()  # noqa: SLF001


def test_the_same_seed_sends_the_same_requests() -> None:
    assert sent(1) == sent(1)
    assert sent(1) != sent(2)


def test_what_else_is_imported_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hypothesis would try what is written in the source of the implementation."""
    drawn_anew()
    before = sent(1)
    words = [f"{number} planted constant" for number in range(300)]
    (tmp_path / "implementation.py").write_text(f"WORDS = {words}\nNUMBERS = {[*range(300)]}\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "implementation", importlib.import_module("implementation"))
    with (
        monkeypatch.context() as others
    ):  # whose tests draw as Hypothesis does, in the same process
        others.setattr(constants, "_OURS", {})
        drawn_anew()
        assert sent(1) != before
    drawn_anew()
    assert sent(1) == before
