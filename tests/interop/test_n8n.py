"""A program that others wrote works on the mock: the Invoice Ninja node of n8n, unmodified.

The package is taken from npm once and kept in the folder for temporary files: of `n8n-nodes-base`
the files of this one node, and `n8n-workflow`, which it is built upon, with all that it needs.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import mockserver
from mockserver.invoiceninja.auth import TOKENS
from tests import installed
from tests.servers import serving

PACKAGE = "n8n-nodes-base"
VERSION = "2.41.2"
NEEDED = (
    "package/package.json",
    "package/dist/nodes/InvoiceNinja/",
    "package/dist/credentials/InvoiceNinjaApi.credentials.js",
    "package/dist/utils/ISOCountryCodes.js",
)
SCRIPT = Path(__file__).with_name("n8n_node.cjs")


def _install(folder: Path) -> None:
    packed = installed.npm("pack", f"{PACKAGE}@{VERSION}", "--loglevel=error", folder=folder)
    archive = folder / packed.split()[-1]
    target = folder / "node_modules" / PACKAGE
    with tarfile.open(archive) as files:
        for member in files.getmembers():
            if member.name.startswith(NEEDED) and not member.name.endswith(".map"):
                member.name = member.name.removeprefix("package/")
                files.extract(member, target, filter="data")
    archive.unlink()
    known = json.loads((target / "package.json").read_text())["dependencies"]
    (folder / "package.json").write_text('{"private": true}')
    wanted = [f"{name}@{known[name]}" for name in ("n8n-workflow", "lodash")]
    own = target.rename(folder / PACKAGE)  # npm removes what it has not installed itself
    installed.npm("install", "--omit=optional", *installed.QUIET, *wanted, folder=folder)
    own.rename(target)


@pytest.fixture(scope="module")
def node_modules() -> Path:
    """Return the folder that has the node, installed now or earlier."""
    try:
        return installed.kept("n8n", f"{PACKAGE}@{VERSION}".encode(), _install)
    except installed.UnavailableError as reason:
        pytest.skip(f"not run: the n8n node needs npm: {reason}")


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
def node(request: pytest.FixtureRequest, node_modules: Path) -> Iterator[Node]:
    app = mockserver.asgi_app("invoiceninja", data="empty", profile=request.param)
    with serving(app) as url, _node(node_modules, url, TOKENS[2]) as running:
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


def test_the_node_tells_that_its_token_is_unknown(node_modules: Path) -> None:
    app = mockserver.asgi_app("invoiceninja")
    with serving(app) as url, _node(node_modules, url, "x" * 64) as running:
        assert running.told("getAll", {"returnAll": True})["status"] == 401
