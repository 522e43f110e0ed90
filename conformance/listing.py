"""The catalogue of an API with the checks of each requirement, as people and programs read it."""

from __future__ import annotations

import json
import textwrap

from conformance import catalogue
from conformance.catalogue import Requirement
from conformance.checks import all_checks


def _checks(api: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for check in all_checks(api):
        for requirement in check.requirements:
            found.setdefault(requirement, []).append(check.name)
    return found


def as_json(api: str) -> str:
    """Return the requirements of an API as a JSON array."""
    checks = _checks(api)
    rows = [
        {
            "id": requirement.id,
            "level": requirement.level,
            "statement": requirement.statement,
            "source": {
                "document": requirement.source.document,
                "lines": [requirement.source.first, requirement.source.last],
            },
            "operations": list(requirement.operations),
            "unchecked": requirement.unchecked,
            "checks": checks.get(requirement.id, []),
        }
        for requirement in catalogue.load(api).requirements.values()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(api: str) -> str:
    """Return the requirements of an API as text."""
    loaded, checks = catalogue.load(api), _checks(api)
    parts = [f"{loaded.title}: {len(loaded.requirements)} requirements"]
    parts += [_entry(one, checks.get(one.id, [])) for one in loaded.requirements.values()]
    return "\n\n".join(parts)


def _entry(requirement: Requirement, checks: list[str]) -> str:
    lines = [f"{requirement.id}  {requirement.level}  ({requirement.source})"]
    lines += textwrap.wrap(requirement.statement, 96, initial_indent="  ", subsequent_indent="  ")
    if requirement.unchecked:
        lines.append(f"  not checked: {requirement.unchecked}")
    lines += [f"  check: {name}" for name in checks]
    return "\n".join(lines)
