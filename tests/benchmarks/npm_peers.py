"""Mock servers of others, from npm: Prism on our specs, and Mockoon with the same clients."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mockserver import data
from mockserver.contract import contract
from tests.benchmarks import peer, workload
from tests.benchmarks.load import Exchange
from tests.benchmarks.peer import NotRunError, Peer
from tests.benchmarks.python_peers import Job
from tests.benchmarks.workload import Answer, Operation, Request

_TOKEN = "benchmark"  # of Mockoon's administration
PACKAGES = ("@stoplight/prism-cli@5", "@mockoon/cli@9")


def program(folder: Path, name: str) -> Path:
    """Return a program of the packages, which are installed into a folder the first time.

    Raises:
        NotRunError: they cannot be.
    """
    found = folder / "node_modules" / ".bin" / name
    if not found.exists():
        _install(folder)
    return found


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotRunError("Node.js and npm are not here")
    folder.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except subprocess.TimeoutExpired:
        raise NotRunError("npm took longer than ten minutes") from None
    if done.returncode:
        raise NotRunError(f"npm could not install it: {done.stderr.strip()[-200:]}")


# Prism


def prism(job: Job) -> Peer:
    """Start Prism with its log off, one process for each API; it answers with examples.

    Raises:
        NotRunError: it cannot be installed or started.
    """
    command = program(job.folder / "node", "prism")
    started: dict[str, peer.Started] = {}
    exchanges: dict[str, tuple[int, Sequence[Exchange]]] = {}
    for api in dict.fromkeys(one.api for one in job.operations):
        port, own = peer.free_port(), [one for one in job.operations if one.api == api]
        spec = job.folder / f"prism-{api}.json"
        spec.write_text(json.dumps(_with_examples(api, own, job.answers)), encoding="utf-8")
        arguments: list[str | Path] = [
            command,
            "mock",
            spec,
            "--port",
            str(port),
            "--verboseLevel",
            "silent",
        ]
        started[api] = peer.start(arguments, port, "/nothing", job.folder / f"prism-{api}.log")
        for one in own:
            exchanges[one.key] = (port, _asked_of_prism(one, job))
    return Peer("prism", "Prism", list(started.values()), exchanges)


def _with_examples(
    api: str, own: Sequence[Operation], answers: Mapping[str, Sequence[Answer]]
) -> Any:
    """Return a spec in which the first answer of each operation is an example."""
    spec = copy.deepcopy(data.specification(api))
    for one in own:
        known, answer = contract(api).operations[one.id], answers[one.key][0]
        responses = spec["paths"][known.path][known.method.lower()]["responses"]
        stated = responses[str(answer.status)]
        while "$ref" in stated:
            stated = spec["components"]["responses"][stated["$ref"].rpartition("/")[2]]
        content = copy.deepcopy(stated)["content"]["application/json"]
        content.pop("example", None)
        examples = content.setdefault("examples", {})
        examples[_label(one)] = {"value": json.loads(answer.body)}
        responses[str(answer.status)] = {
            "description": "",
            "content": {"application/json": content},
        }
    return spec


def _label(operation: Operation) -> str:
    return "".join(one for one in operation.title if one.isalnum())


def _asked_of_prism(operation: Operation, job: Job) -> list[Exchange]:
    answer = job.answers[operation.key][0]
    prefer = {"Prefer": f"code={answer.status}, example={_label(operation)}"}
    given = {**job.credentials[operation.api], **prefer}
    base = contract(operation.api).base_path
    return [
        workload.exchange(replace(one, target=one.target.removeprefix(base)), answer, given)
        for one in operation.requests
    ]


# Mockoon


def mockoon(job: Job) -> Peer:
    """Start Mockoon with the same clients in data buckets; bulk actions are none of its.

    It examines neither credentials nor what is sent.

    Raises:
        NotRunError: it cannot be installed or started.
    """
    command, port = program(job.folder / "node", "mockoon-cli"), peer.free_port()
    file = job.folder / "mockoon.json"
    file.write_text(json.dumps(_environment(port)), encoding="utf-8")
    arguments: list[str | Path] = [
        command,
        "start",
        "--data",
        file,
        "--port",
        str(port),
        "--disable-log-to-file",
    ]
    arguments += ["--repair", "--admin-api-token", _TOKEN]  # repair: fill in what is usual
    started = peer.start(arguments, port, "/nothing", job.folder / "mockoon.log")
    exchanges = {
        one.key: (port, _asked_of_mockoon(one, job)) for one in job.operations if one.id in _MOCKOON
    }
    made = Peer("mockoon", "Mockoon", [started], exchanges)
    made.clear = lambda: peer.post(port, "/mockoon-admin/data-buckets/purge", _TOKEN)
    return made


# What comes nearest to each operation, with the same requests where there is nothing here.
_MOCKOON: Mapping[str, Sequence[Request]] = {
    "createClient": (),
    "getClient": (),
    "setPrimaryContact": [
        Request("PATCH", f"/api/contacts/{number}", {"is_primary": True})
        for number in range(1, workload.AROUND + 1)
    ],
    "searchClients": [Request("GET", f"/api/clients?search={quote('Lefèvre')}&page=1&limit=10")],
    "getClients": [
        Request("GET", "/api/v1/clients?search=lace&sort=name&order=desc&page=1&limit=20")
    ],
    "listClients": (),
}
_LISTS = {
    "list of 50": "/api/clients?page=1&limit=50",
    "filtered list": "/api/clients?country_eq=France&type_eq=vendor&page=1&limit=50",
    "list: q, order": "/api/v3/clients.json?company_name_like=sp&sort=company_name&order=desc"
    "&page=1&limit=25",
}


def _asked_of_mockoon(operation: Operation, job: Job) -> list[Exchange]:
    listed = _LISTS.get(operation.title)
    nearest = [Request("GET", listed)] if listed else _MOCKOON[operation.id]
    requests = nearest or operation.requests
    given = job.credentials[operation.api]
    answer = job.answers[operation.key][0]
    return [
        Exchange(workload.written(one, given), answer.status, len(answer.body) * 4 // 10)
        for one in requests
    ]


def _environment(port: int) -> dict[str, Any]:
    names = ("infranotes", "infakt", "invoiceninja")
    known = {api: workload.records(api) for api in names}
    ninjas = [
        {**one, "contacts": known["invoiceninja"]["contacts"][2 * number : 2 * number + 2]}
        for number, one in enumerate(known["invoiceninja"]["clients"])
    ]
    buckets = {
        "api/clients": known["infranotes"]["clients"],
        "api/contacts": known["infranotes"]["contacts"],
        "api/v1/clients": ninjas,
        "api/v3/clients.json": known["infakt"]["clients"],
    }
    routes = [_route(place, number) for number, place in enumerate(buckets)]
    return {
        "uuid": str(uuid.uuid4()),
        "lastMigration": 33,
        "name": "clients",
        "port": port,
        "hostname": "127.0.0.1",
        "routes": routes,
        "rootChildren": [{"type": "route", "uuid": one["uuid"]} for one in routes],
        "data": [
            {
                "uuid": str(uuid.uuid4()),
                "id": f"b{number}",
                "name": place,
                "value": json.dumps(rows),
            }
            for number, (place, rows) in enumerate(buckets.items())
        ],
    }


def _route(place: str, number: int) -> dict[str, Any]:
    response = {
        "uuid": str(uuid.uuid4()),
        "statusCode": 200,
        "bodyType": "DATABUCKET",
        "databucketID": f"b{number}",
        "default": True,
        "crudKey": "id",
    }
    return {"uuid": str(uuid.uuid4()), "type": "crud", "endpoint": place, "responses": [response]}
