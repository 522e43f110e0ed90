"""A part of the fuzz: `make fuzz` has all of it. And what is wrong is found, whatever it is."""

from __future__ import annotations

import itertools
import os
import random
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.fuzz import campaign, crowd, fleet, report
from tests.fuzz.__main__ import replay
from tests.fuzz.connection import Answer, Connection, NotHttpError
from tests.fuzz.drafts import Draft, Shot
from tests.fuzz.judge import complaint
from tests.fuzz.mock import broken
from tests.fuzz.shooting import Finding, Tally
from tests.fuzz.surfaces import surfaces

# How long the part is that every run of the tests has.
SECONDS = float(os.environ.get("FUZZ_SECONDS", "120"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
# A small journal is full soon: what grows after that is a leak.
OPTIONS = ("--max-journal", "4000000")

JSON = (b"content-type", b"application/json")
PROBLEM = (b"content-type", b"application/problem+json")


def test_no_request_breaks_a_mock() -> None:
    tallies = fleet.run(SEED, 10**9, SECONDS, os.cpu_count() or 1, OPTIONS)
    table = report.rendered(tallies, SEED)
    print(table)
    found = [report.told(one) for tally in tallies for one in tally.findings]
    assert found == [], table
    assert all(map(report.is_flat, tallies)), table
    kinds = {kind for tally in tallies for kind in tally.shots}
    assert {"valid", "invalid", "bytes", "framing", "json", "control", "explained"} <= kinds


def test_a_mock_that_misbehaves_is_found_with_the_one_request_that_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fault = ("--fault", "list-answers-206")
    tally = campaign.run(SEED, 0, 150, 600, fault)
    [finding, *_] = [one for one in tally.findings if "answers 206" in one.complaint]
    assert len(finding.shots) == 1
    file = tmp_path / "finding.json"
    file.write_text(finding.written())
    assert replay(file, *fault) == 1
    assert "answers 206" in capsys.readouterr().out
    assert replay(file) == 0  # it is honest


def test_a_crowd_that_asks_for_nothing_keeps_nobody_waiting() -> None:
    found = crowd.crowded(1000, 100, 2.0)
    assert (found.connected, found.failed) == (1100, 0)
    assert found.answers > 20
    assert found.megabytes < 50


def test_a_crowd_goes_when_its_time_is_up() -> None:
    found = crowd.crowded(20, 20, 3.0, "--request-timeout", "1")
    assert (found.connected, found.failed) == (0, 0)


WRONG: dict[str, tuple[str, Answer]] = {
    "a server error": ("GET /api/clients", Answer(500, (JSON,), b'{"error": "x"}')),
    "not what its label says": ("GET /api/clients", Answer(200, (JSON,), b'{"a": NaN}')),
    "there is no label": ("GET /api/clients", Answer(200, (), b"[]")),
    "listClients or createClient answers 200": ("GET /api/clients", Answer(200, (JSON,), b"[1]")),
    "answers 299": ("GET /api/clients", Answer(299, (JSON,), b"[]")),
    "answers 404 with application/json": ("GET /api/x", Answer(404, (JSON,), b'{"message": "x"}')),
    "a path that infakt does not have": ("GET /v3/x", Answer(200, (JSON,), b'{"error": "x"}')),
    "no problem+json": ("GET /x", Answer(404, (JSON,), b'{"error": "x"}')),
    "answer to HEAD": ("HEAD /api/clients", Answer(200, (JSON,), b"[]")),
    "OPTIONS": ("OPTIONS /api/clients", Answer(200, (JSON,), b"[]")),
    "getHealth answers 200": ("GET /_mock/health", Answer(200, (JSON,), b'{"status": "no"}')),
}


def _asking(request_line: str) -> Draft:
    method, target = request_line.encode().split()
    return Draft("", method, target)


@pytest.mark.parametrize(("why", "request_line", "answer"), [(w, *one) for w, one in WRONG.items()])
def test_a_wrong_answer_is_told(why: str, request_line: str, answer: Answer) -> None:
    draft = _asking(request_line)
    assert why in (complaint(answer, draft) or "")


RIGHT: list[tuple[str, Answer]] = [
    ("GET /api/clients", Answer(200, (JSON,), b"[]")),
    ("GET /api/clients", Answer(415, (JSON,), b'{"error": "x"}')),
    ("GET /x", Answer(404, (PROBLEM,), b'{"status": 404, "detail": "x"}')),
    ("GET /_mock/", Answer(200, ((b"content-type", b"text/html; charset=utf-8"),), b"<p>")),
]


@pytest.mark.parametrize(("request_line", "answer"), RIGHT)
def test_a_right_answer_is_not_told(request_line: str, answer: Answer) -> None:
    assert complaint(answer, _asking(request_line)) is None


def test_an_error_to_what_may_be_no_request_has_a_documented_form() -> None:
    assert complaint(Answer(400, (JSON,), b'{"error": "x"}'), None) is None
    assert "no documented form" in (complaint(Answer(400, (JSON,), b"[1]"), None) or "")


@contextmanager
def _saying(said: bytes) -> Iterator[Connection]:
    """Yield a connection to a server that says this, whatever it is asked."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(9999)
            self.request.sendall(said)

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        connection = Connection(server.server_address)  # type: ignore[arg-type]
        yield connection
        connection.close()
        server.shutdown()


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "closed without an answer"),
        (b"hello\r\n\r\n", "no HTTP"),
        (OK + b"no colon\r\n\r\n", "no HTTP"),
        (OK + b"Content-Length: x\r\n\r\n", "no HTTP"),
        (OK + b"Content-Length: 9\r\n\r\nabc", "no HTTP"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "no HTTP"),
        (OK + b"Content-Length: 1\r\n\r\nabc", "more than was asked for"),
    ],
)
def test_an_answer_that_is_no_http_is_told(said: bytes, why: str) -> None:
    with _saying(said) as connection, pytest.raises(NotHttpError, match=why):
        connection.ask(b"GET / HTTP/1.1\r\n\r\n")


def test_answers_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.connection.GLANCE", 5.0)
    one = OK + b"Content-Length: 1\r\n\r\na"
    with _saying(one + one) as connection:
        assert [answer.body for answer in connection.ask(b"GET", 2)] == [b"a", b"a"]
    with _saying(one + one + b"HTTP/1.1 204 No Content\r\n\r\n") as connection:
        assert [answer.status for answer in connection.ask(b"GET", None)] == [200, 200, 204]


@pytest.mark.parametrize(
    ("tables", "why"),
    [
        ({"contacts": [{"id": 1}, {"id": 1}]}, "several records"),
        ({"clients": [], "contacts": [{"id": 1, "client_id": 7}]}, "which is gone"),
        (
            {
                "clients": [{"id": 7}],
                "contacts": [{"id": one, "client_id": 7, "is_primary": True} for one in (1, 2)],
            },
            "2 primary contacts",
        ),
    ],
)
def test_a_promise_that_is_not_kept_is_told(tables: Any, why: str) -> None:
    assert why in "".join(broken(tables))


def test_memory_that_grows_is_told() -> None:
    growing = [100.0 + 10 * number for number in range(report.ENOUGH)]
    slowly = [100.0 + 4 * number for number in range(report.ENOUGH)]
    full = [*growing[:7], *[170.0, 230.0] * 6]
    steps = [*[102.0] * 8, *[107.0] * 2, *[120.0] * 8]
    assert report.is_flat(Tally(memory=full))
    assert report.is_flat(Tally(memory=steps))
    assert not report.is_flat(Tally(memory=growing))
    assert not report.is_flat(Tally(memory=slowly))
    assert not report.is_flat(Tally(memory=[100, 2 * report.MOST_MEGABYTES, 100]))
    assert "NOT FLAT" in report.rendered([Tally(memory=growing)], 1)


def test_a_finding_is_read_as_it_was_written() -> None:
    draft = Draft("", b"GET", b"/\xff")
    finding = Finding("bytes", "why", (Shot("bytes", b"\x00\xff\n", draft, None), Shot("x", b"a")))
    assert Finding.read(finding.written()) == finding


def test_the_same_seed_sends_the_same() -> None:
    learnt: Any = SimpleNamespace(
        ids={name: ["1"] for name in surfaces()}, help=b"/_mock/requests/1"
    )
    once, again, other = (
        [*itertools.islice(campaign.shots(random.Random(seed), learnt, seed), 300)]
        for seed in (5, 5, 6)
    )
    assert once == again
    assert once != other
