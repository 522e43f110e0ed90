"""The benchmark of the start: what it counts, and when it says that a target is missed."""

from __future__ import annotations

import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import start
from tests.benchmarks.start import OURS, Contestant, Question, Start, measured, summary


@pytest.fixture
def port() -> Iterator[int]:
    """A port where everything is answered with 501."""
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_an_answer_that_is_no_200_is_not_measured(port: int) -> None:
    with pytest.raises(RuntimeError, match="was answered with 501"):
        start.ask(port, "/", {}, 0)


SERVER = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
sum(range(10_000_000))
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def test_the_work_of_every_process_counts(tmp_path: Path) -> None:
    one = [sys.executable, "-c", SERVER]
    both = Contestant("both", lambda ports: [[*one, str(port)] for port in ports], alone=True)
    asked = [Question(api, "", "/", {}) for api in ("first", "second")]
    taken = measured(both, asked, tmp_path)
    first = measured(both, asked[:1], tmp_path)
    assert taken.cpu > 1.4 * first.cpu > 0.1
    assert taken.wall > 0.05


def test_shares_are_of_medians() -> None:
    starts = {OURS: [Start(1, 2), Start(2, 3), Start(9, 9)], "Prism": [Start(4, 1)] * 2}
    ours, prism = summary(starts)
    assert (ours["share"], ours["target"]) == (1, None)
    assert (prism["share"], prism["target"]) == (0.5, 0.4)
    assert ours["cpu"] == {"least": 1, "median": 2}


@pytest.mark.parametrize(("cpu", "status"), [(10.0, 0), (1.0, 1)])
def test_a_missed_target_is_a_failure(
    cpu: float, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starts = {OURS: [Start(1, 1)], "Prism": [Start(cpu, 1)]}
    monkeypatch.setattr(start, "contestants", lambda folder: ([], {"Mockoon": "it is not here"}))
    monkeypatch.setattr(start, "compared", lambda *_: starts)
    assert start.main([]) == status
    printed = capsys.readouterr().out
    assert "not run" in printed
    assert "Mockoon was not run: it is not here." in printed
