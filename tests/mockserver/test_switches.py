from __future__ import annotations

import random
import re

import pytest

from mockserver import switches
from mockserver.api import api
from mockserver.switches import Choices, Switches, UnknownSwitchError
from tests.mockserver.calling import client_body, infranotes

INFRANOTES = [api("infranotes")]


def test_a_fault_is_certain_unless_it_says_otherwise() -> None:
    found = switches.faults(INFRANOTES, ["limit-ignored", "paging-repeats@0.25"])
    assert found == {"infranotes": {"limit-ignored": 1.0, "paging-repeats": 0.25}}


@pytest.mark.parametrize("written", ["limit-ignored@2", "limit-ignored@-1", "limit-ignored@often"])
def test_a_probability_is_a_number_from_0_to_1(written: str) -> None:
    with pytest.raises(UnknownSwitchError, match="from 0 to 1"):
        switches.faults(INFRANOTES, [written])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("limit-ignred", "Did you mean limit-ignored"),
        ("primary-not-demoted", "Did you mean primary-not-demoted-on-"),
        ("nope", "no fault 'nope'. `mockserver list faults` shows all."),
    ],
)
def test_an_unknown_fault_is_told_with_those_that_are_like_it(name: str, told: str) -> None:
    with pytest.raises(UnknownSwitchError, match=re.escape(told)):
        switches.faults(INFRANOTES, [name])


def test_chance_picks_faults_and_can_be_repeated() -> None:
    some = Switches({"limit-ignored": 0.5})
    first, second = ([some.drawn(chance) for _ in range(50)] for chance in _two_chances())
    assert first == second
    assert {(), ("limit-ignored",)} == set(first)


def _two_chances() -> tuple[random.Random, random.Random]:
    return random.Random(7), random.Random(7)


def test_a_default_choice_is_no_variation() -> None:
    assert switches.variations(INFRANOTES, ["create-answers-201"]) == {"infranotes": Choices()}


def test_the_later_of_two_choices_counts() -> None:
    found = switches.variations(INFRANOTES, ["lists-by-name", "lists-newest-first"])
    assert found == {"infranotes": Choices({"INF-OPEN-LIST-ORDER": "lists-newest-first"})}


def test_all_takes_the_first_alternative_of_every_silence() -> None:
    chosen = switches.variations(INFRANOTES, ["all"])["infranotes"]
    assert chosen.fixed == {
        name: known[1] for name, known in switches.choices("infranotes").items()
    }


def test_random_choices_can_be_repeated() -> None:
    same = [switches.variations(INFRANOTES, ["random:3"]) for _ in range(2)]
    assert same[0] == same[1] == switches.variations(INFRANOTES, ["random"], seed=3)
    assert same[0] != switches.variations(INFRANOTES, ["random:4"])


@pytest.mark.parametrize("written", ["nope", "random:x", "all:3"])
def test_an_unknown_variation_is_refused(written: str) -> None:
    with pytest.raises(UnknownSwitchError):
        switches.variations(INFRANOTES, [written])


def test_what_may_differ_between_requests_varies_and_can_be_repeated() -> None:
    chosen = switches.variations(INFRANOTES, ["random:3"])["infranotes"]
    assert "INF-OPEN-CREATE-STATUS" in chosen.varying
    assert "INF-OPEN-FOREIGN-RECORD" not in chosen.varying
    some = Switches().with_choices(chosen)
    drawn = [some.varied("infranotes", number) for number in range(30)]
    assert drawn == [some.varied("infranotes", number) for number in range(30)]
    assert {"create-answers-200", "create-answers-201"} <= {one for many in drawn for one in many}


def test_a_choice_after_random_is_steady() -> None:
    chosen = switches.variations(INFRANOTES, ["random:3", "create-answers-201"])["infranotes"]
    assert "INF-OPEN-CREATE-STATUS" not in {*chosen.varying, *chosen.fixed}
    assert chosen.varying


def test_a_profile_gives_way_to_what_varies() -> None:
    chosen = Choices({"b": "2"}, {"c": 7})
    assert chosen.over({"a": "1", "b": "1", "c": "1"}) == Choices({"a": "1", "b": "2"}, {"c": 7})


def _creates(seed: int) -> list[str]:
    call = infranotes(variations=[f"random:{seed}"], clock="2026-01-31T12:00:00Z")
    sent = [call("POST", "/api/clients", client_body()) for _ in range(20)]
    return [f"{one.status_code} {one.text}" for one in sent]


def test_a_mock_varies_from_request_to_request_and_the_same_way_again() -> None:
    first = _creates(7)
    assert {one[:3] for one in first} == {"200", "201"}
    assert len({'"email":null' in one for one in first}) == 2
    assert first == _creates(7)
    assert first != _creates(8)
