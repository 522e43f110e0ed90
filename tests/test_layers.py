"""The architecture, as what each part may import. A guard counts once it was seen to fail: see the end."""

from __future__ import annotations

import ast
import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APIS = sorted(folder.name for folder in (ROOT / "specs").iterdir() if folder.is_dir())

# Which of our own modules a file may import, the first pattern that fits; `{api}` is its own folder.
# Engine modules may import other engine modules of their own package, and never an API.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "mockserver/sequences.py": (),
    "mockserver/indexes.py": ("mockserver.sequences",),
    "mockserver/texts.py": ("mockserver.indexes",),
    "mockserver/haystack.py": ("mockserver.indexes",),
    "mockserver/store.py": (
        *("mockserver.haystack", "mockserver.indexes", "mockserver.sequences", "mockserver.texts"),
    ),
    "mockserver/hints.py": ("mockserver.indexes", "mockserver.store"),
    "mockserver/rows.py": (
        *("mockserver.hints", "mockserver.indexes", "mockserver.sequences", "mockserver.store"),
    ),
    "mockserver/answers.py": (),
    "mockserver/faults.py": (),
    "mockserver/clock.py": (),
    "mockserver/caching.py": (),
    "mockserver/data.py": ("mockserver.caching",),
    "mockserver/options.py": ("mockserver.data",),
    "mockserver/{api}/*.py": (
        *("mockserver.{api}", "mockserver.answers", "mockserver.store", "mockserver.faults"),
        *("mockserver.hints", "mockserver.indexes", "mockserver.rows"),
        *(
            "mockserver.call",
            "mockserver.gate",
            "mockserver.clock",
            "mockserver.api",
            "mockserver.changes",
        ),
        *("mockserver.contract", "mockserver.data", "mockserver.schemas", "mockserver.http"),
        *("mockserver.forms", "mockserver.kept", "mockserver.options", "mockserver.packing"),
    ),
    "mockserver/sharing.py": ("mockserver.wire",),
    "mockserver/packing.py": ("mockserver.sharing",),
    "mockserver/shelves.py": (),
    "mockserver/kept.py": ("mockserver.wire", "mockserver.shelves", "mockserver.store"),
    "mockserver/*.py": ("mockserver",),
    "conformance/outcome.py": (),
    "conformance/data.py": (),
    "conformance/masking.py": (),
    "conformance/transport.py": (),
    "conformance/exchange.py": (),
    "conformance/target.py": ("conformance.transport",),
    "conformance/catalogue.py": ("conformance.data",),
    "conformance/standalone.py": (),
    "conformance/schema_words.py": ("conformance.expect",),
    "conformance/references.py": ("conformance.exchange", "conformance.standalone"),
    "conformance/applications.py": ("conformance.transport",),
    "conformance/formats/side_by_side.py": (
        *("conformance.catalogue", "conformance.divergence", "conformance.exchange"),
        *("conformance.masking", "conformance.pairing"),
    ),
    "conformance/formats/table*.py": (
        *("conformance.formats", "conformance.matrix", "conformance.outcome"),
    ),
    "conformance/divergence.py": ("conformance.exchange", "conformance.pairing"),
    "conformance/pairing.py": ("conformance.expect",),
    "conformance/matrix.py": (
        *("conformance.catalogue", "conformance.outcome", "conformance.report"),
    ),
    # Reading a recording needs neither pytest nor the network: nothing that runs checks.
    "conformance/formats/*.py": (
        *(
            "conformance.catalogue",
            "conformance.coverage",
            "conformance.data",
            "conformance.deviations",
            "conformance.formats",
            "conformance.outcome",
        ),
        *("conformance.report", "conformance.session"),
    ),
    "conformance/{api}/*.py": (
        *("conformance.{api}", "conformance.checks", "conformance.client", "conformance.data"),
        *(
            "conformance.driver",
            "conformance.expect",
            "conformance.explore",
            "conformance.stateful",
        ),
        *("conformance.generation", "conformance"),
    ),
    "conformance/*.py": ("conformance",),
}

# Which libraries only these files may know.
CONFINED = {
    "connexion": tuple(
        f"mockserver/{one}.py" for one in ("app", "plans", "specifications", "starting")
    ),
    "schemathesis": ("conformance/generation.py", "conformance/check_schema.py"),
}


def _imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def _within(name: str, allowed: str) -> bool:
    return name == allowed or name.startswith(allowed + ".")


def offences(path: str, source: str) -> list[str]:
    """Return what a file imports and may not, and which API an engine file names."""
    package, *rest = path.split("/")
    api = rest[0] if len(rest) > 1 and rest[0] in APIS else None
    pattern = f"{package}/{{api}}/*.py" if api else path
    row = next(
        (known for known in MAY_IMPORT if known == pattern or fnmatch.fnmatch(path, known)), None
    )
    if row is None:
        return [f"{path} has no row in MAY_IMPORT"]
    allowed = [one.replace("{api}", api or "") for one in MAY_IMPORT[row]]
    imported = _imports(source)
    ours = {one for one in imported if one.split(".")[0] in ("mockserver", "conformance")}
    wrong = [one for one in ours if not any(_within(one, other) for other in allowed)]
    for library, files in CONFINED.items():
        if path not in files:
            wrong += [one for one in imported if _within(one, library)]
    if api is None:
        wrong += [name for name in APIS if name in source.lower()]
    return sorted(wrong)


def _files() -> list[str]:
    packages = (ROOT / "mockserver", ROOT / "conformance")
    return [str(path.relative_to(ROOT)) for package in packages for path in package.rglob("*.py")]


@pytest.mark.parametrize("path", _files())
def test_a_file_knows_no_more_than_it_may(path: str) -> None:
    assert offences(path, (ROOT / path).read_text()) == []


def test_the_two_packages_do_not_know_each_other() -> None:
    for path in _files():
        other = "conformance" if path.startswith("mockserver") else "mockserver"
        assert not [one for one in _imports((ROOT / path).read_text()) if _within(one, other)], path


@pytest.mark.parametrize("api", APIS)
def test_honest_code_does_not_speak_of_misbehaviour(api: str) -> None:
    for path in (ROOT / "mockserver" / api).glob("*.py"):
        if not path.name.startswith(("faults", "variations", "api")):
            tree = ast.parse(path.read_text())
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            words = {word for name in names for word in name.lower().split("_")}
            assert not {"fault", "faults"} & words, path
            assert not any(
                _within(one, "mockserver.faults") or _within(one, "mockserver.changes")
                for one in _imports(path.read_text())
            ), path


@pytest.mark.parametrize(
    ("path", "source", "offence"),
    [
        ("mockserver/store.py", "import mockserver.http", "mockserver.http"),
        ("mockserver/server.py", "import conformance.client", "conformance.client"),
        ("mockserver/server.py", "import connexion", "connexion"),
        ("mockserver/server.py", "name = 'infranotes'", "infranotes"),
        ("mockserver/infranotes/rules.py", "from mockserver import server", "mockserver.server"),
        ("conformance/session.py", "import mockserver", "mockserver"),
        ("conformance/formats/html.py", "from conformance import run", "conformance.run"),
    ],
)
def test_the_guard_fails_where_it_should(path: str, source: str, offence: str) -> None:
    assert offences(path, source) == [offence]
