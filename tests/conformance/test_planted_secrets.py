"""A server repeats every secret that it is sent, wherever it can; whatever the suite writes is searched."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

import mockserver
from conformance import catalogue
from conformance.cli import main
from conformance.client import Client
from conformance.masking import Mask
from conformance.rendering import FORMATS
from conformance.target import Target
from mockserver.api import api as find
from mockserver.api import apis
from tests.cases import Case, target
from tests.servers import serving

IBAN = "DE89PLANTED44IBAN3000"
FILES = ("json", "junit", "html", "markdown", "record", "repro", "write-deviations")


class Echo:
    """Passes requests on, and puts all that they say into the answers: headers, errors, and cookies."""

    def __init__(self, app: Any, sensitive: str = "") -> None:
        self.app = app
        self.sensitive = sensitive  # the member that has the account number

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent: list[bytes] = []
        answer: list[Any] = []

        async def reading() -> Any:
            message = await receive()
            sent.append(message.get("body", b""))
            return message

        async def keeping(message: Any) -> None:
            answer.append(message)

        await self.app(scope, reading, keeping)
        said = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
        body = self._with_echo(answer, said, scope, b"".join(sent))
        start = answer[0]
        kept = [one for one in start["headers"] if one[0] != b"content-length"]
        more = [(b"content-length", str(len(body)).encode())]
        more += [(b"x-echo", json.dumps(said).encode("ascii", "replace"))]
        more += [(b"set-cookie", f"session={said.get('x-api-key')}".encode("latin-1"))]
        await send({**start, "headers": [*kept, *more]})
        await send({"type": "http.response.body", "body": body})

    def _with_echo(self, answer: list[Any], said: Any, scope: Any, sent: bytes) -> bytes:
        body = b"".join(message.get("body", b"") for message in answer[1:])
        if answer[0]["status"] < 400 or not body.startswith(b"{"):
            return body
        target = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
        told = {"headers": said, "url": target, "body": sent.decode("utf-8", "replace")}
        told |= {self.sensitive: IBAN} if self.sensitive else {}
        return json.dumps(
            {**json.loads(body), "echo": {**told, "again": json.dumps(told)}}
        ).encode()


class Planted:
    """The options of a run against an API, and the secrets in them."""

    def __init__(self, api: str) -> None:
        one = find(api)
        # Those that a request with a credential shows.
        self.faults = [one for one in one.faults if "AUTH" not in "".join(one.breaks)][:2]
        known = target(one, Case(api))
        token, other = str(known.token), str(known.other_token)
        password = known.password or "planted-password"
        header = 'planted/gateway "key" =%1'
        self.token = token
        self.options = ["--token", token, "--other-token", other, "--password", password]
        self.options += ["--header", f"X-Api-Key: {header}"]
        self.secrets = [token, other, password, header, quote(header), IBAN]
        if known.secret:
            self.options += ["--jwt-secret", known.secret]
            self.secrets.append(known.secret)
        self.secrets += [base64.b64encode(secret.encode()).decode() for secret in self.secrets]
        self.secrets += [json.dumps(secret)[1:-1] for secret in self.secrets]
        self.secrets += [part for part in token.split(".")[2:] if part]

    @property
    def selection(self) -> list[str]:
        """The requirements that the faults break."""
        broken = dict.fromkeys(one for fault in self.faults for one in fault.breaks)
        return [part for one in broken for part in ("--requirement", one)]

    def server(self, api: str) -> Echo:
        """Return a server that breaks these requirements and repeats what it is sent."""
        faults = [fault.id for fault in self.faults]
        sensitive = min(catalogue.load(api).sensitive, default="")
        return Echo(mockserver.asgi_app(api, data="empty", faults=faults), sensitive)


def _said(*arguments: str) -> str:
    return CliRunner().invoke(main, [*arguments]).output


def _written(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_text(encoding="utf-8")


def _leaks(told: dict[str, str], secrets: list[str]) -> list[str]:
    return [
        f"{secret} in {where}: {text[max(0, text.index(secret) - 80) :][:200]}"
        for where, text in told.items()
        for secret in secrets
        if secret in text
    ]


@pytest.mark.parametrize("api", apis())
def test_no_secret_is_in_anything_that_a_run_writes(api: str, tmp_path: Path) -> None:
    planted = Planted(api)
    files = [part for name in FILES for part in (f"--{name}", str(tmp_path / name))]
    with serving(planted.server(api)) as url:
        run = _said(
            "run", api, "--url", url, *planted.options, *planted.selection, *files, "--quick"
        )
        told = {"the terminal": run}
        told["cleaning"] = _said("clean", api, "--url", url, "--token", planted.token)
        told["the wrong credential"] = _said(
            "run", api, "--url", url, "--token", "planted-wrong-1", *planted.selection
        )
    told |= _written(tmp_path)
    for form in FORMATS:
        told[f"as {form}"] = _said("report", str(tmp_path / "record"), "--as", form)
    assert "FAILED" in run
    assert "$TOKEN" in told["html"]
    assert any(name.startswith("test_") for name in told)
    assert _leaks(told, [*planted.secrets, "planted-wrong-1"])[:5] == []


def test_no_secret_is_in_comparisons(tmp_path: Path) -> None:
    planted = Planted("infranotes")
    files = ["--html", str(tmp_path / "html"), "--json", str(tmp_path / "json")]
    with serving(planted.server("infranotes")) as url:
        common = [*planted.options, *planted.selection]
        other = ["--with", url, "--with-token", planted.token]
        told = {"compared": _said("compare", "infranotes", "--url", url, *other, *common)}
        targets = ["--target", f"a={url}", "--target", f"b={url}"]
        told["the table"] = _said("matrix", "infranotes", *targets, *common, *files)
    told |= _written(tmp_path)
    assert "on both" in told["compared"]
    assert len(told) == 4
    assert _leaks(told, planted.secrets)[:5] == []


URL = "http://somebody:planted%2Fpass@127.0.0.1:1"


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "infakt", "--url", URL),
        ("run", "infakt", "--url", URL.replace("http", "htp")),
        ("clean", "infakt", "--url", URL),
        ("compare", "infakt", "--url", URL, "--with", URL),
        ("matrix", "infakt", "--target", f"a={URL}", "--target", f"b={URL}"),
    ],
)
def test_a_password_in_a_url_is_told_nowhere(arguments: tuple[str, ...]) -> None:
    said = _said(*arguments, "--token", "x" * 32)
    assert "$URL_PASSWORD@127.0.0.1:1" in said
    assert "planted" not in said


def test_the_credentials_of_a_url_are_in_no_exchange() -> None:
    app = Echo(mockserver.asgi_app("infakt", data="empty"))
    for address, secret in (
        (URL, "somebody:planted/pass"),
        ("http://planted-token@127.0.0.1:1", "planted-token:"),
    ):
        with serving(app) as url:
            examined = Target("infakt", url=address.replace("127.0.0.1:1", url[7:]))
            client = Client(examined, "", Mask(examined.written_secrets))
            answer = client.send(None, "GET", "/v3/clients.json")
            client.close()
        told = json.dumps(answer.exchange.as_json())
        coded = base64.b64encode(secret.encode()).decode()
        assert coded in answer.response.text
        assert "$URL_CREDENTIALS" in told
        assert coded not in told
        assert "planted" not in told


def test_an_answer_that_is_no_json_is_told_without_secrets() -> None:
    async def repeats(scope: Any, receive: Any, send: Any) -> None:
        body = dict(scope["headers"])[b"x-infakt-apikey"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    with serving(repeats) as url:
        said = _said("run", "infakt", "--url", url, "--token", "planted-key-of-infakt")
    assert "does not answer with JSON" in said
    assert "planted" not in said
