"""The order of a Polish dictionary."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mockserver.api import api
from mockserver.infakt import polish
from mockserver.infakt.rules import Rules
from tests.mockserver.infakt.calls import cases

NAMES = cases("orders")["collation"]


def _shuffled(names: list[str]) -> list[str]:
    return random.Random(7).sample(names, len(names))


def test_names_are_ordered_as_in_a_polish_dictionary() -> None:
    wanted = NAMES["names-in-polish-order"]
    assert sorted(_shuffled(wanted), key=polish.key) == wanted


def test_the_alphabet_is_polish() -> None:
    letters = [
        "a",
        "ą",
        "b",
        "c",
        "ć",
        "d",
        "e",
        "ę",
        "f",
        "g",
        "h",
        "i",
        "j",
        "k",
        "l",
        "ł",
        "m",
        "n",
        "ń",
        "o",
        "ó",
        "p",
        "q",
        "r",
        "s",
        "ś",
        "t",
        "u",
        "v",
        "w",
        "x",
        "y",
        "z",
        "ź",
        "ż",
    ]
    assert sorted(_shuffled(letters), key=polish.key) == letters
    capitals = [letter.upper() for letter in letters]
    assert sorted(_shuffled(capitals), key=polish.key) == capitals


def test_marks_and_case_count_last() -> None:
    wanted = ["elana", "Elana", "élana", "elanb", "łan", "Łan", "łana"]
    assert sorted(_shuffled(wanted), key=polish.key) == wanted


def test_letters_may_come_in_two_parts() -> None:
    assert polish.key("za\u0328b") == polish.key("ząb")
    assert polish.key("O\u0301semka") == polish.key("Ósemka")


def test_signs_come_before_digits_and_these_before_letters() -> None:
    wanted = ["a", "a b", "a-b", "a+b", "a1", "a2", "ab", "aя"]
    assert sorted(_shuffled(wanted), key=polish.key) == wanted


@given(st.text(max_size=6), st.text(max_size=6))
def test_every_two_texts_can_be_compared(one: str, other: str) -> None:
    assert (polish.key(one) < polish.key(other)) is not (polish.key(other) <= polish.key(one))


def test_other_collations_are_those_of_the_table() -> None:
    for choice in ("names-ignoring-case", "names-by-code-point"):
        rules: Rules = api("infakt").composed({choice}).rules  # type: ignore[attr-defined]
        assert sorted(_shuffled(NAMES[choice]), key=rules.collated) == NAMES[choice]
