"""How deviations are put into effect, on a behaviour made for these tests."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.faults import Fault, Honest, Variation, compose


class Rules:
    def price(self, amount: int) -> int:
        return amount + self.tax(amount)

    def tax(self, amount: int) -> int:
        return amount // 10


class Behaviour:
    def __init__(self) -> None:
        self.rules = Rules()


def _doubled(honest: Honest, amount: int) -> Any:
    return 2 * honest(amount)


def _by_price(honest: Honest, amount: int) -> Any:
    return honest(amount) + honest.behaviour.rules.tax(amount)


def test_a_change_is_seen_by_every_method_that_calls_the_changed_one() -> None:
    behaviour = compose(Behaviour(), [Variation("double", {"rules.tax": _doubled})])
    assert behaviour.rules.price(100) == 120


def test_changes_of_one_method_wrap_each_other() -> None:
    twice = [Variation("a", {"rules.tax": _doubled}), Fault("b", {"rules.tax": _doubled}, "", ())]
    assert compose(Behaviour(), twice).rules.tax(100) == 40


def test_a_change_can_ask_the_rest_of_the_behaviour() -> None:
    behaviour = compose(Behaviour(), [Variation("a", {"rules.price": _by_price})])
    assert behaviour.rules.price(100) == 120


def test_other_behaviours_stay_honest() -> None:
    compose(Behaviour(), [Variation("double", {"rules.tax": _doubled})])
    assert Behaviour().rules.price(100) == 110


@pytest.mark.parametrize("seam", ["rules.nothing", "nothing.tax", "rules"])
def test_a_change_of_what_does_not_exist_is_refused(seam: str) -> None:
    with pytest.raises(LookupError, match=seam):
        compose(Behaviour(), [Variation("x", {seam: _doubled})])
