"""Postman collections that are imported from the specs, filled in as a person would, and run by Newman.

What is filled in is in the folder of each API: ids that exist, for those that the importer makes up.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from conformance import data
from tests import installed
from tests.interop.outcome import BrokenError, Outcome
from tests.interop.running import BUILD, HERE, Mock, mock, outcome, pinned, run, spec

SOURCES = HERE / "postman"
_PACKAGES = ("openapi-to-postmanv2", "newman")


def outcomes(apis: Sequence[str]) -> Iterator[Outcome]:
    """Yield what becomes of the collection of each API."""
    versions = pinned(SOURCES)
    version = " + ".join(versions[package] for package in _PACKAGES)
    for api in apis:
        yield outcome(" + ".join(_PACKAGES), version, api, "import, run", partial(_run, api))


def _run(api: str) -> str:
    folder = BUILD / "postman" / api
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    filled = yaml.safe_load((HERE / api / "postman.yaml").read_text())
    collection = _imported(api, folder)
    requests = {operations(api)[one["name"]]: one["request"] for one in _items(collection)}
    variables = filled.pop("variables", {})
    for operation, values in filled.items():
        _fill(requests[operation], values)
    (folder / "collection.json").write_text(json.dumps(collection, indent=2))
    with mock(api, data="demo") as running:
        answers = _answers(folder, running, variables)
        running.told()
    wrong = [
        f"{name}: {status} {body}" for name, status, body in answers if not 200 <= status < 300
    ]
    if wrong:
        raise BrokenError("\n".join(wrong))
    if len(answers) != len(requests):
        raise BrokenError(f"{len(requests)} requests were imported, {len(answers)} answered.")
    return f"import; {len(answers)} requests, one of each operation, all answered with 2xx"


def _imported(api: str, folder: Path) -> Any:
    program = installed.node_modules(SOURCES) / ".bin" / "openapi2postmanv2"
    options = "folderStrategy=Tags,parametersResolution=Example"
    run([program, "-s", spec(api), "-o", "imported.json", "-O", options], folder)
    return json.loads((folder / "imported.json").read_text())


def operations(api: str) -> dict[str, str]:
    """Return the ids of the operations by their summaries, which the importer makes names of."""
    items = data.specification(api, "openapi")["paths"].values()
    found = [one for item in items for one in item.values() if "operationId" in one]
    return {one["summary"]: one["operationId"] for one in found}


def _items(folder: Mapping[str, Any]) -> Iterator[Any]:
    for one in folder["item"]:
        yield from _items(one) if "item" in one else [one]


def _fill(request: Any, values: dict[str, Any]) -> None:
    """Put values where the request has them: in the path, the query, the headers or the body."""
    url = request["url"]
    for name, value in values.pop("headers", {}).items():
        request["header"].append({"key": name, "value": value})
    for name, file in values.pop("files", {}).items():
        part = next(one for one in request["body"]["formdata"] if one["key"] == name)
        part.update(type="file", src=str(file), value=None)
    if "body" in values:
        body = json.loads(request["body"]["raw"]) | values.pop("body")
        request["body"]["raw"] = json.dumps(body)
    for name, value in values.items():
        places = [one for one in (*url["variable"], *url["query"]) if one["key"] == name]
        places[0]["value"] = str(value)


def _answers(
    folder: Path, running: Mock, variables: Mapping[str, Any]
) -> list[tuple[str, int, str]]:
    """Run the collection; return the name of each request, and the status and start of its answer."""
    given: dict[str, Any] = {"baseUrl": running.url, **variables}
    given |= dict.fromkeys(("apiKey", "bearerToken"), running.credential)
    if running.passwords:
        given["password"] = running.passwords[0]
    arguments = [f"--env-var={name}={value}" for name, value in given.items()]
    arguments += [f"--working-dir={HERE / running.api}"]
    arguments += ["--reporters=json", "--reporter-json-export=report.json"]
    program = installed.node_modules(SOURCES) / ".bin" / "newman"
    run([program, "run", "collection.json", *arguments], folder)
    executions = json.loads((folder / "report.json").read_text())["run"]["executions"]
    return [_answered(one) for one in executions]


def _answered(execution: Any) -> tuple[str, int, str]:
    answer = execution["response"]
    body = bytes(answer["stream"]["data"]).decode("utf-8", "replace")
    return execution["item"]["name"], answer["code"], body[:300]
