"""Broken requirements as standalone pytest files, which need nothing but httpx and pytest.

Each sends the sequence of a finding again, with the ids that the server assigns this time, and fails
where it answers as it was recorded: wrongly.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pprint
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conformance import python_source, standalone
from conformance.catalogue import Catalogue
from conformance.client import Credential
from conformance.driver import Removal
from conformance.exchange import Exchange
from conformance.outcome import Outcome
from conformance.references import Step, linked
from conformance.report import Report, Verdict
from conformance.session import Finding

_MARK = "# --- copied from here on ---\n"
_TEMPLATE = '''"""{title}

{source}.
Written by client-contracts {version} of what it saw at {url}; needs httpx and pytest:

    {command}
"""

from __future__ import annotations

{imports}

MESSAGE = (
{message}
)


def test_{name}() -> None:
    """Fails where the answers are those of the implementation that broke the requirement."""
    server = Server(WRONG)
    try:
        sequence(server)
    finally:
        server.clean_up()
    as_wrong = same(transcript(server.exchanges{options}), WRONG)
    assert not as_wrong, MESSAGE


def sequence(server: Server) -> None:
    """Send the requests that show it."""
{sequence}


# Status, media type and body of each answer of the implementation that broke the requirement.
WRONG: list[list[Any]] = [
{wrong}
]

{helpers}'''


def write(report: Report, folder: Path) -> list[Path]:
    """Write a file for each requirement that failed; return their paths.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for verdict in report.of(Outcome.FAILED):
        path = folder / f"test_{_name(verdict)}.py"
        path.write_text(source(report, verdict), encoding="utf-8")
        written.append(path)
    return written


def source(report: Report, verdict: Verdict) -> str:
    """Return the text of the file for one requirement, from the finding with the fewest requests."""
    finding = min(verdict.findings, key=lambda one: len(one.exchanges))
    exchanges = [Exchange.of_json(row) for row in finding.exchanges]
    origin, matters = str(report.start["url"]).rstrip("/"), _matters(verdict, finding, exchanges)

    def removal(step: Step) -> str:
        return _removal(report.catalogue, step, origin)

    slowly = "times" in matters
    credentials = _credentials(report.catalogue.api)
    steps = linked(exchanges)
    lines = [*python_source.statements(steps, origin, credentials, removal, slowly=slowly)]
    wrong = standalone.transcript([_plain(exchange) for exchange in exchanges], **matters)
    imports, helpers = _helpers()
    return _TEMPLATE.format(
        title=_quotable(f"{verdict.requirement.id}: {verdict.requirement.statement}"),
        source=verdict.requirement.source,
        version=report.start["versions"]["client-contracts"],
        url=origin,
        command=_command(verdict, origin, lines),
        imports=imports,
        message="\n".join(f"    {line!r}" for line in _message(verdict, finding)),
        name=_name(verdict).lower(),
        options="".join(f", {name}={value!r}" for name, value in matters.items()),
        sequence="\n".join(f"    {line}" for line in lines),
        wrong="\n".join(_entries(exchanges, wrong, origin)),
        helpers=helpers,
    )


def _name(verdict: Verdict) -> str:
    return re.sub(r"\W", "_", verdict.requirement.id)


def _quotable(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', "'''")


def _command(verdict: Verdict, origin: str, lines: Sequence[str]) -> str:
    needed = [f"{name}=…" for name in python_source.variables(lines)]
    return " ".join([f"CONTRACT_URL={origin}", *needed, f"pytest test_{_name(verdict)}.py"])


def _message(verdict: Verdict, finding: Finding) -> list[str]:
    requirement = verdict.requirement
    return [
        f"{requirement.id}: {requirement.statement} ({requirement.source}): ",
        f"expected {finding.expected}; ",
        f"saw {finding.seen}",
    ]


def _helpers() -> tuple[str, str]:
    """Return the imports and the rest of what every file needs."""
    above, below = inspect.getsource(standalone).split(_MARK)
    return above.partition("import annotations\n")[2].strip(), below.strip() + "\n"


def _credentials(api: str) -> dict[str, Mapping[str, str]]:
    """Return the headers of the users of a run, with what stands for their credentials."""
    # A driver that is connected to nothing: all that is asked of it is the form of the header.
    driver: Any = importlib.import_module(f"conformance.{api}.driver").Driver(*[None] * 5)
    return {
        name: {
            header.lower(): text
            for header, text in driver.authorization(Credential(shown, shown)).items()
        }
        for name, shown in (("user", "$TOKEN"), ("other_user", "$OTHER_TOKEN"))
    }


def _plain(exchange: Exchange) -> standalone.Exchange:
    request, response = exchange.request, exchange.response
    headers = {name.lower(): value for name, value in response.headers.items()}
    return standalone.Exchange(
        request.method,
        request.url,
        request.body or "",
        response.status,
        standalone.media_type(headers.get("content-type", "")),
        response.body,
    )


def _matters(verdict: Verdict, finding: Finding, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    """Return what the finding speaks of and a transcript would leave out: times, a length, a place."""
    if finding.place:
        return {"place": tuple(finding.place)}
    said = f"{finding.expected} {finding.seen}"
    matters: dict[str, Any] = {"times": True} if re.search(r"\d-\d\d-\d\d[T ]\d", said) else {}
    if finding.expected.startswith("the body ") and exchanges[-1].response.status >= 400:
        matters["wording"] = True
    try:
        last = json.loads(exchanges[-1].response.body)
    except ValueError:
        return matters
    for one in last.values() if isinstance(last, dict) else [last]:
        if isinstance(one, list) and re.search(rf"\b{len(one)}\b", finding.seen):
            matters["length"] = len(one)
    beside = {name for name, value in _beside_lists(last) if _speaks_of(said, name, value)}
    beside |= {*_named(verdict.requirement.statement)} & {*re.findall(r"\w+", finding.expected)}
    beside |= {name for one in exchanges for name in _followed(one, exchanges)}
    return matters | ({"beside": tuple(sorted(beside))} if beside else {})


def _named(statement: str) -> list[str]:
    """Return the members that a requirement names, which an answer may lack."""
    return re.findall(r"`(\w+)`", statement)


def _beside_lists(body: Any) -> Iterator[tuple[str, Any]]:
    """Yield the members of an answer that are in no list."""
    for name, value in body.items() if isinstance(body, dict) else ():
        if not isinstance(value, list):
            yield name, value
            yield from _beside_lists(value)


def _speaks_of(said: str, name: str, value: Any) -> bool:
    by_value = isinstance(value, str) and len(value) > 3 and value in said
    return by_value or re.search(rf"\b{re.escape(name)}\b", said) is not None


def _followed(exchange: Exchange, exchanges: Sequence[Exchange]) -> Iterator[str]:
    """Yield the names of the members that hold the address of a later request."""
    try:
        body = json.loads(exchange.response.body)
    except ValueError:
        return
    later = [one.request.url for one in exchanges[exchanges.index(exchange) + 1 :]]
    for name, value in _beside_lists(body):
        if isinstance(value, str) and "/" in value and any(map(value.endswith, _ends(later))):
            yield name


def _ends(urls: Sequence[str]) -> list[str]:
    return [urlsplit(url)._replace(scheme="", netloc="").geturl() for url in urls]


def _entries(
    exchanges: Sequence[Exchange], wrong: Sequence[Sequence[Any]], origin: str
) -> Iterator[str]:
    for exchange, entry in zip(exchanges, wrong, strict=True):
        request = exchange.request
        yield f"    # {request.method} {request.url.removeprefix(origin)}"
        shown = pprint.pformat(entry, width=92, sort_dicts=False)
        yield "\n".join(f"    {line}" for line in shown.split("\n")) + ","


# How what the sequence created is removed again.


def _removal(catalogue: Catalogue, step: Step, origin: str) -> str:
    """Return a format of the answer, e.g. `DELETE /api/clients/{0[id]}`; empty for no removal."""
    driver = importlib.import_module(f"conformance.{catalogue.api}.driver").Driver
    rule: Removal | None = driver.REMOVALS.get(step.exchange.operation)
    if rule is None:
        return ""
    called = catalogue.operations[rule.operation]
    place = "".join(f"[{name}]" for name in _place_of_id(step.exchange.response.body))
    path = called.path.replace("{" + rule.parameter + "}", "{0" + place + "}")
    return f"{called.method} {_base_path(catalogue, step, origin)}{path}"


def _base_path(catalogue: Catalogue, step: Step, origin: str) -> str:
    """Return what stands before the path of the operation that was called."""
    template = catalogue.operations[str(step.exchange.operation)].path
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    path = step.exchange.request.url.removeprefix(origin).split("?")[0]
    return re.sub(pattern + "$", "", path)


def _place_of_id(body: str) -> tuple[str, ...]:
    """Return where an answer tells the id of what was created: the outermost one."""
    try:
        waiting: list[tuple[tuple[str, ...], Any]] = [((), json.loads(body))]
    except ValueError:
        waiting = []
    while waiting:
        place, value = waiting.pop(0)
        if isinstance(value, dict):
            if "id" in value:
                return (*place, "id")
            waiting += [((*place, name), one) for name, one in value.items()]
    return ("id",)
