"""Standalone reproductions: they fail where it was seen, for the same reason, and pass on a right one."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

import mockserver
from conformance import repro
from conformance.cli import main
from conformance.outcome import Outcome
from conformance.run import run
from conformance.standalone import Exchange, same, transcript
from conformance.target import Target
from mockserver.api import api as find
from tests.cases import Case, target
from tests.reproductions import play
from tests.servers import serving
from tests.targets import independent, mock

# One of every kind of finding: statuses, credentials, bodies, lists, times, bytes, generated input,
# state machines, records of another user.
FAULTS = (
    "primary-not-demoted-on-add",
    "client-not-deleted",
    "city-never-updated",
    "default-limit-20",
    "updated-at-frozen",
    "encoding-guessed",
    "unsigned-token-accepted",
    "expired-token-accepted",
    "foreign-client-takes-values",
    "one-user-for-all",
    "list-without-user",
    "primary-demoted-everywhere",
)
BREAKS = {fault.id: fault.breaks for fault in find("infranotes").faults}


@contextmanager
def served(*faults: str) -> Iterator[Target]:
    with serving(mockserver.asgi_app("infranotes", faults=faults)) as url:
        yield replace(mock(), app=None, url=url)


@pytest.fixture(scope="module")
def honest() -> Iterator[Target]:
    with served() as target:
        yield target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reproductions")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_reproduction_fails_on_the_faulty_server(fault: str, folder: Path) -> None:
    report = run(replace(mock(fault, requirements=tuple(BREAKS[fault])), shrink_seconds=0.5))
    broken = {
        f"test_{one.requirement.id.replace('-', '_')}.py": one.requirement
        for one in report.of(Outcome.FAILED)
    }
    written = repro.write(report, folder / fault)
    assert sorted(path.name for path in written) == sorted(broken)
    assert {one.id for one in broken.values()} == {*BREAKS[fault]}
    with served(fault) as faulty:
        for name, seen in play(folder / fault, faulty).items():
            reason = f"AssertionError: {broken[name].id}: {broken[name].statement} ("
            assert seen.startswith(reason), seen


def test_all_reproductions_pass_on_the_honest_server(folder: Path, honest: Target) -> None:
    """Of the faults above: they have run before."""
    before = _state(honest)
    assert set(play(folder, honest).values()) == {"passed"}
    assert _state(honest) == before, "what they created is removed"


def test_what_it_created_is_removed_after_a_failure(tmp_path: Path) -> None:
    fault = "foreign-client-takes-values"
    repro.write(run(mock(fault, requirements=tuple(BREAKS[fault]))), tmp_path)
    with served(fault) as faulty:
        before = _state(faulty)
        assert "passed" not in play(tmp_path, faulty).values()
        assert _state(faulty) == before


def _state(target: Target) -> Any:
    return httpx.get(f"{target.url}/_mock/state").json()["infranotes"]


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("primary-not-demoted", "test_INF_CONTACT_02.py"),
        ("tag-ignored", "test_INF_LIST_07.py"),
    ],
)
def test_it_fails_on_a_server_that_is_not_ours(fault: str, name: str, tmp_path: Path) -> None:
    with independent(fault) as target:
        report = run(replace(target, requirements=("INF-CONTACT-02", "INF-LIST-07")))
        written = repro.write(report, tmp_path)
        assert [path.name for path in written] == [name]
        assert "AssertionError: INF-" in play(tmp_path, target)[name]
    with independent() as target:
        assert set(play(tmp_path, target).values()) == {"passed"}


def test_it_says_so_where_it_could_not_tell(tmp_path: Path, honest: Target) -> None:
    report = run(mock("primary-not-demoted-on-add", requirements=("INF-CONTACT-02",)))
    repro.write(report, tmp_path)
    (refused,) = play(tmp_path, replace(honest, token="wrong")).values()
    assert "CannotTell: POST /api/clients got status 401" in refused
    (unreachable,) = play(tmp_path, replace(honest, url="http://127.0.0.1:9")).values()
    assert "no answer to POST /api/clients" in unreachable


def test_it_needs_httpx_and_pytest_alone() -> None:
    report = run(mock("primary-not-demoted-on-add", requirements=("INF-CONTACT-02",)))
    tree = ast.parse(repro.source(report, report.of(Outcome.FAILED)[0]))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - sys.stdlib_module_names == {"httpx"}


def test_both_commands_write_them(tmp_path: Path) -> None:
    with served("primary-not-demoted-on-add") as target:
        given = ["--url", target.url, "--token", str(target.token)]
        told = CliRunner().invoke(
            main,
            [
                *("run", "infranotes", *given, "--requirement", "INF-CONTACT-02"),
                *("--repro", str(tmp_path / "now"), "--record", str(tmp_path / "run.ndjson")),
            ],
        )
        assert told.exit_code == 1
        assert "1 reproduction in" in told.output
    later = ["report", str(tmp_path / "run.ndjson"), "--repro", str(tmp_path / "later")]
    assert CliRunner().invoke(main, later).exit_code == 0
    (path,) = (tmp_path / "now").iterdir()
    assert path.read_text() == (tmp_path / "later" / path.name).read_text()
    assert str(mock().token) not in path.read_text()


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with served("primary-not-demoted-on-add") as target:
        given = ["--url", target.url, "--token", str(target.token)]
        folder = str(tmp_path / "file" / "folder")
        selected = ["--requirement", "INF-CONTACT-02", "--repro", folder]
        told = CliRunner().invoke(main, ["run", "infranotes", *given, *selected])
    assert told.exit_code == 2
    assert "--repro: cannot write" in told.output


def answer(method: str, url: str, text: str, sent: str = "", status: int = 200) -> Exchange:
    return Exchange(method, f"http://h{url}", sent, status, "application/json", text)


def test_transcripts_of_two_runs_are_the_same() -> None:
    def told(client: int, contact: int, time: str, foreign: int) -> list[Exchange]:
        record = f'{{"id": {client}, "created_at": "{time}", "name": "n"}}'
        others = f'{{"id": {foreign}, "name": "theirs"}}'
        added = f'{{"id": {contact}, "client_id": {client}}}'
        return [
            answer("POST", "/clients", record, '{"name": "n"}', 201),
            answer("POST", f"/clients/{client}/contacts", added),
            answer("GET", "/clients", f'{{"count": 2, "data": [{others}, {record}]}}'),
            answer("DELETE", f"/clients/{client}", f'{{"message": "Client {client} is gone."}}'),
            answer("GET", f"/clients/{client}", f'{{"error": "no {client}"}}', "", 404),
        ]

    one = transcript(told(1343, 7, "2026-01-31T12:00:00.123Z", 12))
    other = transcript(told(5, 5, "2027-02-01T08:30:00.5Z", 1343))
    assert same(one, other)
    assert one[1][2]["client_id"] == "client 1, int"
    assert [record["id"] for record in one[2][2]["data"]] == ["client 1, int"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('{"id": 1, "is_primary": true}', '{"id": 1, "is_primary": 1}'),
        ('{"id": 1, "position": null}', '{"id": 1}'),
        ('{"id": 1, "owner_id": "1"}', '{"id": 1, "owner_id": 1}'),
        ('{"id": 1, "at": "2026-01-31T12:00:00"}', '{"id": 1, "at": "2026-01-31T12:00:00Z"}'),
        ("[1, 2]", "[2, 1]"),
        ("[]", "{}"),
        ("", "null"),
    ],
)
def test_transcripts_tell_what_differs(wrong: str, right: str) -> None:
    ones, others = (transcript([answer("POST", "/clients", text)]) for text in (wrong, right))
    assert not same(ones, others)
    assert same(ones, ones)


def page(total: int, following: str, *records: str) -> Exchange:
    beside = f'{{"total": {total}, "next": "http://h{following}"}}'
    text = f'{{"info": {beside}, "data": [{", ".join(records)}]}}'
    return answer("GET", "/clients?limit=1", text)


def test_what_stands_beside_a_list_speaks_of_others_too() -> None:
    made = answer("POST", "/clients", '{"id": 5, "name": "n"}', "", 201)
    own, other = '{"id": 5}', '{"id": 9}'
    few, many = [made, page(1, "/a", own)], [made, page(8, "/a", own, other)]
    assert same(transcript(few), transcript(many))
    assert not same(transcript(few, beside=["total"]), transcript(many, beside=["total"]))
    assert same(transcript(few, beside=["next"]), transcript(many, beside=["next"]))
    assert transcript([page(2, "/a", other)])[0][2] == {
        "info": {},
        "data": ["only those of others"],
    }


def test_a_record_that_a_refusal_stored_is_known_by_its_name() -> None:
    name = "conformance-0-1x"
    refused = answer("POST", "/clients", '{"error": "no"}', f'{{"name": "{name}"}}', 400)
    seen = answer("GET", "/clients", f'[{{"id": 5, "name": "{name}"}}, {{"id": 9}}]')
    assert [one["name"] for one in transcript([refused, seen])[1][2]] == [name]


def test_an_id_that_was_asked_for_is_no_id_of_the_servers_own() -> None:
    sent = '{"id": 99, "name": "n"}'
    chosen = answer("POST", "/clients", '{"id": 99}', sent, 201)
    own = answer("POST", "/clients", '{"id": 7}', sent, 201)
    assert not same(transcript([chosen]), transcript([own]))


@pytest.mark.parametrize("moved", [True, False])
def test_times_matter_where_a_finding_speaks_of_them(moved: bool) -> None:
    first, second = '{"id": 1, "updated_at": 1767225600}', '{"id": 1, "updated_at": 1767225601}'
    exchanges = [
        answer("POST", "/clients", first),
        answer("PUT", "/clients/1", second if moved else first),
    ]
    told = transcript(exchanges, times=True)[1][2]["updated_at"]
    assert told.endswith("moved" if moved else "as before")


def test_the_wording_of_a_refusal_matters_where_a_finding_speaks_of_it() -> None:
    one, other = (
        answer("GET", "/clients", f'{{"error": "{word}"}}', "", 401) for word in ("No.", "Brak.")
    )
    assert same(transcript([one]), transcript([other]))
    assert not same(transcript([one], wording=True), transcript([other], wording=True))


def test_the_length_of_a_list_matters_also_where_all_records_are_others() -> None:
    two, three = (page(9, "/a", *['{"id": 9}'] * length) for length in (2, 3))
    assert same(transcript([two]), transcript([three]))
    assert not same(transcript([two], length=2), transcript([three], length=2))


@pytest.mark.parametrize("fault", ["metainfo-without-count", "page-of-one-has-two"])
def test_what_a_list_says_beside_its_records(fault: str, tmp_path: Path) -> None:
    broken = next(one for one in find("infakt").faults if one.id == fault).breaks
    at = target(find("infakt"), Case("infakt", faults=(fault,)))
    assert repro.write(run(replace(at, requirements=broken)), tmp_path)
    for faults in ((fault,), ()):
        with serving(mockserver.asgi_app("infakt", faults=faults)) as url:
            seen = {*play(tmp_path, replace(at, app=None, url=url)).values()}
        assert ("passed" in seen) is (faults == ())
