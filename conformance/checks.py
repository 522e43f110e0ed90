"""What a check is, and how the checks of an API are found: every `check_*` module of its folder."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance import catalogue

CheckFunction = Callable[..., None]


@dataclass(frozen=True)
class Check:
    """The code that examines one or more requirements; `name` is the same in every run."""

    name: str
    requirements: tuple[str, ...]
    run: CheckFunction
    long: bool = False

    @property
    def sentence(self) -> str:
        """The name as people read it."""
        return self.name.split(":")[-1].replace("_", " ")


def check(*requirements: str, long: bool = False) -> Callable[[CheckFunction], CheckFunction]:
    """Mark a function of one driver as the check of these requirements.

    `long` marks what a quick run leaves out. With several requirements, every expectation in the
    function names the one that it is about.
    """

    def mark(function: CheckFunction) -> CheckFunction:
        function.__dict__["check"] = (requirements, long)
        return function

    return mark


def _modules(api: str) -> Iterator[Any]:
    package = importlib.import_module(f"conformance.{api}")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.startswith("check_"):
            yield importlib.import_module(f"conformance.{api}.{module.name}")


def _written(api: str) -> Iterator[Check]:
    for module in _modules(api):
        subject = module.__name__.rsplit(".", 1)[-1].removeprefix("check_")
        for name, function in vars(module).items():
            if getattr(function, "__module__", None) == module.__name__ and hasattr(
                function, "check"
            ):
                requirements, long = function.check
                yield Check(f"{subject}:{name}", requirements, function, long)


def _generated(api: str) -> Iterator[Check]:
    # Imported here: the generators need Schemathesis, which takes a second to import.
    from conformance import check_examples, check_schema

    yield from check_examples.checks(api)
    yield from check_schema.checks(api)


@functools.cache
def all_checks(api: str) -> tuple[Check, ...]:
    """Return every check of an API, in the order in which they run.

    Raises:
        LookupError: a check names a requirement that the catalogue does not have.
    """
    known = catalogue.load(api).requirements
    found = (*_written(api), *_generated(api))
    for one in found:
        unknown = [requirement for requirement in one.requirements if requirement not in known]
        if unknown or not one.requirements:
            raise LookupError(
                f"check {one.name} examines {unknown or 'no requirement'}, not in the catalogue"
            )
    return found
