"""One name, four folders: whatever is an API in one place is one in all."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLACES = ("specs", "fixtures", "mockserver", "conformance")
ENGINE_FOLDERS = {"console", "control", "formats"}

# What each API has in each place, and every other has too.
FILES = {
    "specs": {"openapi.yaml", "requirements.yaml", "silences.yaml", "document.yaml"},
    "fixtures": {"demo.json", "examples", "cases"},
    "mockserver": {
        *(
            "__init__.py",
            "api.py",
            "options.py",
            "state.py",
            "rules.py",
            "handlers.py",
            "views.py",
            "auth.py",
            "errors.py",
        ),
        *("faults", "variations.py"),
    },
    "conformance": {
        *(
            "__init__.py",
            "driver.py",
            "strategies.py",
            "generation.py",
            "examples.py",
            "machine.py",
        ),
        "check_sequences.py",
    },
}


def _folders(place: str) -> set[str]:
    folders = {folder.name for folder in (ROOT / place).iterdir() if folder.is_dir()}
    return {name for name in folders if not name.startswith("_")} - ENGINE_FOLDERS


def test_all_places_have_the_same_apis() -> None:
    assert {place: _folders(place) for place in PLACES} == dict.fromkeys(PLACES, _folders("specs"))


@pytest.mark.parametrize("place", PLACES)
def test_apis_have_the_same_files(place: str) -> None:
    for api in _folders("specs"):
        present = {entry.name for entry in (ROOT / place / api).iterdir()}
        assert present >= FILES[place], f"{place}/{api}"
