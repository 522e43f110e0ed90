"""A program that others wrote works on the mock: the Invoice Ninja node of n8n, unmodified.

The package is taken from npm once and kept in the folder for temporary files: of `n8n-nodes-base`
the files of this one node, and `n8n-workflow`, which it is built upon, with all that it needs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import mockserver
from mockserver.invoiceninja.auth import TOKENS
from tests.servers import serving

PACKAGE = "n8n-nodes-base"
VERSION = "2.41.2"
NEEDED = (
    "package/package.json",
    "package/dist/nodes/InvoiceNinja/",
    "package/dist/credentials/InvoiceNinjaApi.credentials.js",
    "package/dist/utils/ISOCountryCodes.js",
)
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
SCRIPT = Path(__file__).with_name("n8n_node.cjs")


def _run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


def _npm(*arguments: str, folder: Path) -> str:
    done = _run("npm", *arguments, folder=folder)
    assert done.returncode == 0, f"npm {arguments[0]} failed: {done.stdout}{done.stderr}"
    return done.stdout.strip()


def _check_npm() -> None:
    """Skip where there is no npm, or no registry that it reaches."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("Node.js and npm are not installed, which the n8n node runs on.")
    asked = _run(
        "npm", "view", f"{PACKAGE}@{VERSION}", "version", folder=Path(tempfile.gettempdir())
    )
    if asked.returncode:
        pytest.skip(f"npm cannot be reached: {asked.stderr.strip()[-200:]}")


def _install(folder: Path) -> None:
    archive = folder / _npm("pack", f"{PACKAGE}@{VERSION}", "--silent", folder=folder).split()[-1]
    target = folder / "node_modules" / PACKAGE
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            if member.name.startswith(NEEDED) and not member.name.endswith(".map"):
                member.name = member.name.removeprefix("package/")
                packed.extract(member, target, filter="data")
    archive.unlink()
    known = json.loads((target / "package.json").read_text())["dependencies"]
    (folder / "package.json").write_text('{"private": true}')
    wanted = [f"{name}@{known[name]}" for name in ("n8n-workflow", "lodash")]
    own = target.rename(folder / PACKAGE)  # npm removes what it has not installed itself
    _npm("install", "--omit=optional", *QUIET, *wanted, folder=folder)
    own.rename(target)


@pytest.fixture(scope="module")
def installed() -> Path:
    """Return the folder that has the node, installed now or earlier."""
    folder = Path(tempfile.gettempdir()) / "client-contracts-interop" / f"{PACKAGE}-{VERSION}"
    if not folder.is_dir() or not shutil.which("node"):
        _check_npm()
        folder.parent.mkdir(exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder.parent))
        _install(unfinished)
        unfinished.rename(folder)
    return folder


class Node:
    """The node at work on a server."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def told(self, operation: str, *items: dict[str, Any]) -> dict[str, Any]:
        """Return what the node says when it is executed with the parameters of input items."""
        usual = {"apiVersion": "v5", "resource": "client", "operation": operation, "options": {}}
        empty: dict[str, Any] = {"contactsUi": {}, "shippingAddressUi": {}, "billingAddressUi": {}}
        line = json.dumps([{**usual, **empty, **item} for item in items or ({},)])
        assert self._process.stdin
        assert self._process.stdout
        print(line, file=self._process.stdin, flush=True)
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def __call__(self, operation: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the items that the node returns."""
        told = self.told(operation, *items)
        assert "items" in told, told
        found: list[dict[str, Any]] = told["items"]
        return found


@contextmanager
def _node(folder: Path, url: str, token: str) -> Iterator[Node]:
    command = ["node", str(SCRIPT), str(folder), url, token]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Node(process)
        finally:
            process.communicate()


@pytest.fixture(params=["documented", "observed"])
def node(request: pytest.FixtureRequest, installed: Path) -> Iterator[Node]:
    app = mockserver.asgi_app("invoiceninja", data="empty", profile=request.param)
    with serving(app) as url, _node(installed, url, TOKENS[2]) as running:
        yield running


def _parameters(number: int) -> dict[str, Any]:
    contact = {"firstName": "Zoë", "lastName": f"No. {number}", "email": f"zoe{number}@example.com"}
    address = {"streetAddress": "Długa 7", "city": "Gdańsk", "countryCode": "616"}
    return {
        "additionalFields": {"clientName": f"Client {number:03}", "idNumber": f"ID-{number}"},
        "contactsUi": {"contacstValues": [contact]},
        "billingAddressUi": {"billingAddressValue": address},
        "shippingAddressUi": {"shippingAddressValue": address},
    }


def test_the_node_creates_reads_lists_and_deletes_clients(node: Node) -> None:
    created = node("create", *map(_parameters, range(120)))
    assert [one["name"] for one in created] == [f"Client {number:03}" for number in range(120)]
    first = created[0]
    assert (first["city"], first["shipping_country_id"]) == ("Gdańsk", "616")
    assert first["contacts"][0]["email"] == "zoe0@example.com"

    (read,) = node("get", {"clientId": first["id"], "options": {"include": "activities"}})
    assert (read["id"], read["id_number"], "activities" in read) == (first["id"], "ID-0", True)

    some = node("getAll", {"returnAll": False, "limit": 7})
    assert len(some) == 7
    everybody = node("getAll", {"returnAll": True})
    assert {one["id"] for one in everybody} == {one["id"] for one in created}
    assert len(everybody) == 120

    (gone,) = node("delete", {"clientId": first["id"]})
    assert gone["is_deleted"]
    active = node("getAll", {"returnAll": True, "options": {"status": "active"}})
    assert {one["id"] for one in active} == {one["id"] for one in created[1:]}
    deleted = node("getAll", {"returnAll": False, "limit": 50, "options": {"status": "deleted"}})
    assert [one["id"] for one in deleted] == [first["id"]]


def test_the_node_tells_what_is_refused(node: Node) -> None:
    assert node.told("get", {"clientId": "nobody"})["status"] == 400
    node("create", _parameters(1))
    assert node.told("create", _parameters(1))["status"] == 422


def test_the_node_tells_that_its_token_is_unknown(installed: Path) -> None:
    app = mockserver.asgi_app("invoiceninja")
    with serving(app) as url, _node(installed, url, "x" * 64) as running:
        assert running.told("getAll", {"returnAll": True})["status"] == 401
