"""The catalogue is held to the documents, to the specs and to the checks."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from conformance import catalogue, data
from conformance.checks import all_checks

ROOT = Path(__file__).parent.parent
KNOWN_IDS = ROOT / "tests" / "known_ids"


def _document(api: str) -> Path | None:
    """Return the document where it is at hand: it is not ours, so it is not in the repository."""
    name = data.specification(api, "document")["file"]
    folders = [os.environ.get("CONTRACT_DOCUMENTS", ""), str(ROOT.parent / "shared" / "documents")]
    found = [
        Path(folder) / name for folder in folders if folder and (Path(folder) / name).is_file()
    ]
    return found[0] if found else None


@pytest.mark.parametrize("api", data.apis())
def test_sources_are_lines_of_the_document(api: str) -> None:
    about = data.specification(api, "document")
    known = catalogue.load(api)
    path = _document(api)
    lines = None
    if path is not None:
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == about["sha256"]
        lines = content.decode().splitlines()
        assert len(lines) == about["lines"]
    sources = [one.source for one in known.requirements.values()]
    sources += [one.source for one in known.silences.values()]
    for source in sources:
        assert source.document == about["file"]
        assert 1 <= source.first <= source.last <= about["lines"]
        if lines is not None:
            assert any(line.strip() for line in lines[source.first - 1 : source.last])


@pytest.mark.parametrize("api", data.apis())
def test_ids_are_unique_and_of_one_form(api: str) -> None:
    prefix = data.specification(api, "document")["prefix"]
    requirements = [row["id"] for row in data.specification(api, "requirements")]
    silences = data.specification(api, "silences")
    assert len(requirements) == len({*requirements})
    assert all(re.fullmatch(rf"{prefix}-[A-Z]+-\d\d", one) for one in requirements)
    assert all(re.fullmatch(rf"{prefix}-OPEN-[A-Z0-9-]+", one["id"]) for one in silences)
    choices = [choice["id"] for one in silences for choice in one["choices"]]
    assert len(choices) == len({*choices})
    assert all(re.fullmatch("[a-z0-9-]+", one) for one in choices)


@pytest.mark.parametrize("api", data.apis())
def test_ids_are_stable(api: str) -> None:
    """An id once given away stays: CI configurations and deviation files name it."""
    published = (KNOWN_IDS / f"{api}.txt").read_text().split()
    known = catalogue.load(api)
    present = {*known.requirements, *known.silences}
    assert [one for one in published if one not in present] == []
    assert present <= {*published}, "add new ids to tests/known_ids"


@pytest.mark.parametrize("api", data.apis())
def test_requirements_name_operations_that_exist(api: str) -> None:
    known = catalogue.load(api)
    for requirement in known.requirements.values():
        assert {*requirement.operations} <= known.operations.keys(), requirement.id
        assert requirement.statement.endswith("."), requirement.id


@pytest.mark.parametrize("api", data.apis())
def test_every_operation_has_a_requirement(api: str) -> None:
    known = catalogue.load(api)
    examined = {
        operation
        for requirement in known.requirements.values()
        if requirement.unchecked is None and len(requirement.operations) < len(known.operations)
        for operation in requirement.operations
    }
    assert examined == known.operations.keys()


@pytest.mark.parametrize("api", data.apis())
def test_every_requirement_has_a_check_or_a_reason(api: str) -> None:
    checked = {requirement for check in all_checks(api) for requirement in check.requirements}
    for requirement in catalogue.load(api).requirements.values():
        assert (requirement.id in checked) is not bool(requirement.unchecked), requirement.id


@pytest.mark.parametrize("api", data.apis())
def test_silences_are_questions_with_several_answers(api: str) -> None:
    for silence in catalogue.load(api).silences.values():
        assert silence.question.endswith("?"), silence.id
        assert len(silence.choices) >= 2, silence.id


@pytest.mark.parametrize("api", data.apis())
def test_check_names_are_unique(api: str) -> None:
    names = [check.name for check in all_checks(api)]
    assert len(names) == len({*names})
