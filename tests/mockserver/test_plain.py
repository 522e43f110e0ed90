"""The prepared way from a request to its operation answers as Connexion's own does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conformance.run import run
from mockserver import app, build
from mockserver.api import api, apis
from mockserver.contract import contract
from tests.cases import Case, target
from tests.mockserver.twins import Twins


@pytest.mark.parametrize("name", apis())
def test_both_ways_answer_a_whole_run_of_the_suite_alike(name: str) -> None:
    clock = datetime.now(UTC).isoformat()  # both stand still at the same time
    ways = [
        build.server(build.Request(apis=(name,), clock=clock, plain_connexion=plain))
        for plain in (False, True)
    ]
    twins = Twins(*ways)
    report = run(replace(target(api(name), Case(name)), app=twins, examples=20))
    assert twins.differences == []
    assert twins.answered > 1200
    assert report.exit_status("must") == 0


@pytest.mark.parametrize("name", apis())
def test_connexion_tells_of_every_operation(name: str) -> None:
    assert set(asyncio.run(app.planned(api(name)))) == set(contract(name).operations)
