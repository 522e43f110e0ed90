"""Regular expressions of our code and specs, and texts on which they could take very long.

An expression that can match the same text in several ways, or that looks for an end from every place
where it could begin, takes the square of a text's length or worse. Here it is simply tried.
"""

from __future__ import annotations

import ast
import itertools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as tokens
from re import _parser as parser
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
_FUNCTIONS = {
    "compile",
    "match",
    "fullmatch",
    "search",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
# Lengths that are tried: what doubles with every letter is seen at the first ones.
LENGTHS = (12, 16, 20, 1500, 6000, 20_000)
# How long an expression may take, in seconds of the processor; linear ones take a hundredth.
MOST = 0.02
# What stands for a character that an expression does not like.
ODD = "\x00"


@dataclass(frozen=True)
class Found:
    """An expression in the code; `pattern` is None where it is put together while it runs."""

    path: str
    line: int
    written: str
    pattern: str | bytes | None
    flags: int
    ways: frozenset[str]  # in which it is used


def in_code(package: str) -> Iterator[Found]:
    """Yield the expressions of a package."""
    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text())
        used = {
            (node.value.id, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        names = {
            id(node.value): target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if _is_of_re(node):
                yield _found(str(path.relative_to(ROOT)), node, names.get(id(node)), used)


def _is_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in _FUNCTIONS
    )


def _found(path: str, node: Any, name: str | None, used: set[tuple[str, str]]) -> Found:
    first = node.args[0]
    pattern: Any = first.value if isinstance(first, ast.Constant) else None
    ways = {node.func.attr} - {"compile"} or {attr for one, attr in used if one == name}
    written = " ".join(ast.unparse(one) for one in (*node.args, *node.keywords))
    flags = re.IGNORECASE if "IGNORECASE" in written else 0
    flags |= re.DOTALL if "DOTALL" in written else 0
    return Found(path, node.lineno, ast.unparse(first), pattern, flags, frozenset(ways))


def in_specs() -> Iterator[tuple[str, str]]:
    """Yield the expressions of the OpenAPI documents, each with where it stands."""
    for path in (
        *sorted(ROOT.glob("specs/*/openapi.yaml")),
        ROOT / "mockserver/control/openapi.yaml",
    ):
        for pattern in _stated(yaml.safe_load(path.read_text())):
            yield str(path.relative_to(ROOT)), pattern


def _stated(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for value in node.values():
            yield from _stated(value)
    elif isinstance(node, list):
        for one in node:
            yield from _stated(one)


def slow_text(pattern: str | bytes, apply: Callable[[Any], object]) -> str | None:
    """Return the beginning of a text on which an expression takes too long, None if none was found."""
    for length in LENGTHS:
        for before, again in itertools.product(("", *_samples(pattern)[:4]), _pieces(pattern)):
            text: Any = before + again * (length // len(again)) + ODD
            written = text.encode("latin-1", "replace") if isinstance(pattern, bytes) else text
            if _takes_long(apply, written) and _takes_long(apply, written):
                return repr(text[:60])
    return None


def _takes_long(apply: Callable[[Any], object], text: Any) -> bool:
    began = time.process_time()
    apply(text)
    return time.process_time() - began > MOST


def _pieces(pattern: str | bytes) -> list[str]:
    """Return what may be repeated: the characters that an expression names, and pairs of them."""
    found = _samples(pattern)
    return [*found, *map("".join, itertools.permutations(found[:5], 2))]


def _samples(pattern: str | bytes) -> list[str]:
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    return list(dict.fromkeys(["a", *_characters(parser.parse(text))]))


def _characters(tree: Any) -> Iterator[str]:
    """Yield a character for each place of an expression where one is matched."""
    for token, value in tree:
        yield from _of_token(token, value)


def _of_token(token: Any, value: Any) -> Iterator[str]:
    if token in _OF_TOKEN:
        yield _OF_TOKEN[token](value)
    elif token is tokens.IN:
        yield from ("x",) if value[0][0] is tokens.NEGATE else ()
        yield from _characters(value)
    elif token is tokens.BRANCH:
        for one in value[1]:
            yield from _characters(one)
    elif isinstance(value, tuple) and isinstance(value[-1], parser.SubPattern):
        yield from _characters(value[-1])


_OF_CATEGORY = {tokens.CATEGORY_DIGIT: "1", tokens.CATEGORY_SPACE: " "}
_OF_TOKEN: dict[Any, Callable[[Any], str]] = {
    tokens.LITERAL: chr,
    tokens.ANY: lambda _: "x",
    tokens.NOT_LITERAL: lambda _: "x",
    tokens.RANGE: lambda value: chr(value[0]),
    tokens.CATEGORY: lambda value: _OF_CATEGORY.get(value, "w"),
}
