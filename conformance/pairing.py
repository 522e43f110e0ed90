"""Matches up what two implementations answer: an id or a time of one is that at the same place of the other.

Knows JSON and nothing of HTTP. What is left when ids and times are matched up are differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance import expect

# Where a value is an id: `id`, `client_id`, `clientId`, `uuid`.
_ID = re.compile(r"(?:(?P<kind>.*?)_?)(?:id|ID|Id|uuid)$")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_WORDS = re.compile(r"(\w+)")
# The first second of 2001: smaller numbers are no times of records that somebody made just now.
_EPOCH_SECONDS = 978_307_200


# What stands for the place where it is none of a body's.
STATUS = "the status"
_ORDER = "the order of "


class _Absent:
    """Stands for a member that an answer does not have."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Any = _Absent()


@dataclass(frozen=True)
class Difference:
    """One place where two answers differ, e.g. `contacts[0].is_primary`, and what each has there."""

    place: str
    one: Any
    other: Any

    @property
    def anywhere(self) -> str:
        """The place without the numbers of list items."""
        return re.sub(r"\[\d+\]", "[]", self.place)

    @property
    def member(self) -> str:
        """The name of the innermost member, empty where there is none."""
        return re.sub(r"\[\d*\]", "", self.place).rpartition(".")[2]

    @property
    def slight(self) -> bool:
        """Whether implementations of one document may well differ so.

        That is in a member more, in null, in the form of a time, in an order, in one success for
        another, or one refusal.
        """
        if self.place == STATUS:
            return int(self.one) // 100 == int(self.other) // 100
        if self.place.endswith("]"):  # an item of a list that the other one does not have
            return False
        ordered = self.place.startswith(_ORDER)
        values = (self.one, self.other)
        times = all(isinstance(one, str) and _TIME.match(one) for one in values)
        return ordered or times or any(one is ABSENT or one is None for one in values)


def is_id(member: str) -> bool:
    """Whether a member of this name holds an id."""
    return _ID.fullmatch(member) is not None


def kind_of(member: str, within: str) -> str:
    """Return what an id names: a `client_id` a client, an `id` whatever it stands within."""
    match = _ID.fullmatch(member)
    kind = (match["kind"] if match else "") or within
    return kind.lower().replace(" ", "_").replace("-", "_").rstrip("s")


@dataclass
class Pairing:
    """Which ids of one implementation stand for which of the other, as their answers have shown.

    `new` says that records are shown which were made just now: their ids may be those of others
    before, which were deleted.
    """

    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: bool = False

    def partner(self, value: Any, kind: str) -> Any:
        """Return the id of the other that corresponds to `value`, ABSENT where none is known."""
        tables = [self.known.get(kind, {}), *self.known.values()]
        return next((table[str(value)] for table in tables if str(value) in table), ABSENT)

    def differences(self, one: Any, other: Any, within: str) -> list[Difference]:
        """Return where two JSON values differ, and learn their ids; `within` says what they show."""
        return list(self._values("", one, other, within))

    def same_text(self, one: str, other: str) -> bool:
        """Whether two texts are the same but for ids that stand in them as words."""
        if one == other:
            return True
        ones, others = _WORDS.split(one), _WORDS.split(other)
        return len(ones) == len(others) and all(map(self._same_word, ones, others))

    def _same_word(self, one: str, other: str) -> bool:
        partners = (table.get(one) for table in self.known.values())
        return one == other or any(str(partner) == other for partner in partners)

    def _match(self, one: Any, other: Any, member: str, within: str) -> bool:
        """Learn that two ids stand for the same; False where one stands for something else."""
        kind = kind_of(member, within)
        table = self.known.setdefault(kind, {})
        others = [
            key for key, value in table.items() if str(value) == str(other) and key != str(one)
        ]
        if self.new and not kind_of(member, ""):
            for key in others:
                del table[key]
        elif others or (str(one) in table and str(table[str(one)]) != str(other)):
            return False
        table[str(one)] = other
        return type(one) is type(other)

    def _values(self, place: str, one: Any, other: Any, within: str) -> Iterator[Difference]:
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from self._members(place, one, other, within)
        elif isinstance(one, list) and isinstance(other, list):
            yield from self._items(place, one, other, within)
        elif not expect.same(one, other) and not (
            isinstance(one, str) and isinstance(other, str) and self.same_text(one, other)
        ):
            yield Difference(place, one, other)

    def _members(
        self, place: str, one: Mapping[str, Any], other: Mapping[str, Any], within: str
    ) -> Iterator[Difference]:
        # Ids first: they say which other values correspond.
        names = sorted({*one, *other}, key=lambda name: (not is_id(name), name))
        for name in names:
            here = f"{place}.{name}" if place else name
            left, right = one.get(name, ABSENT), other.get(name, ABSENT)
            if is_id(name) and _plain(left) and _plain(right):
                if not self._match(left, right, name, within):
                    yield Difference(here, left, right)
            elif not _same_time(name, left, right):
                inner = name if isinstance(left, (list, dict)) else within
                yield from self._values(here, left, right, inner)

    def _items(
        self, place: str, one: Sequence[Any], other: Sequence[Any], within: str
    ) -> Iterator[Difference]:
        order = self._order(one, other, within)
        if [*order.values()] != sorted(order.values()):
            yield Difference(_ORDER + (place or "the list"), _ids(one), _ids(other))
        free = [number for number in range(len(other)) if number not in order.values()]
        for number, item in enumerate(one):
            at = order.get(number, free.pop(0) if number not in order and free else None)
            right = ABSENT if at is None else other[at]
            yield from self._values(f"{place}[{number}]", item, right, within)
        for at in free:
            yield Difference(f"{place}[{at}]", ABSENT, other[at])

    def _order(self, one: Sequence[Any], other: Sequence[Any], within: str) -> dict[int, int]:
        """Return which items of two lists are known to correspond: by their ids, or by being the same."""
        found: dict[int, int] = {}
        for number, item in enumerate(one):
            for at, candidate in enumerate(other):
                if at not in found.values() and self._corresponds(item, candidate, within):
                    found[number] = at
                    break
        return found

    def _corresponds(self, item: Any, candidate: Any, within: str) -> bool:
        if isinstance(item, Mapping) and isinstance(candidate, Mapping):
            partner = self.partner(item.get("id"), kind_of("id", within))
            return partner is not ABSENT and partner == candidate.get("id")
        return expect.same(item, candidate)


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""


def _ids(items: Sequence[Any]) -> list[Any]:
    return [item.get("id", item) if isinstance(item, Mapping) else item for item in items]


def _same_time(name: str, one: Any, other: Any) -> bool:
    """Whether both are times, written in the same form."""
    if isinstance(one, str) and isinstance(other, str):
        return bool(_TIME.match(one) and re.sub(r"\d", "0", one) == re.sub(r"\d", "0", other))
    timely = name.endswith(("_at", "_on", "At", "On"))
    return timely and all(type(value) is int and value >= _EPOCH_SECONDS for value in (one, other))
