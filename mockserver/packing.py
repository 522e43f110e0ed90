"""Records in little memory: their names are kept once for a table, and equal values once.

A dictionary of 48 members takes 1.6 KB, and its values one after the other a quarter of that. So many
records that are read together are packed. Whoever changes one makes a dictionary of it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any, ClassVar

from mockserver.sharing import Sharing

Record = Mapping[str, Any]


class Packed(Record):
    """A record whose values stand one after the other. Its class knows the place of each by its name."""

    __slots__ = ("_values",)
    _places: ClassVar[Mapping[str, int]] = {}

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        """Return the value of a member."""
        return self._values[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def items(self) -> ItemsView[str, Any]:
        """Return the members with their values."""
        return plain(self).items()

    def __repr__(self) -> str:
        return repr(plain(self))


def plain(record: Record) -> dict[str, Any]:
    """Return a record as a dictionary, which is the record itself if it is one."""
    if isinstance(record, Packed):
        return dict(zip(record._places, record._values, strict=True))  # noqa: SLF001 - of this module
    return record if isinstance(record, dict) else dict(record)


def spread(
    records: Sequence[Record],
) -> tuple[tuple[str, ...], Sequence[Sequence[Any]]] | None:
    """Return the names of the members of records, and the values of each; None if not all have the same.

    Records with one member or none are None too: nothing is gained with these.
    """
    first = records[0] if records else {}
    if len(first) < 2:
        return None
    names = tuple(first)
    if isinstance(first, Packed) and {type(first)} == set(map(type, records)):
        return names, [one._values for one in records]  # type: ignore[attr-defined] # noqa: SLF001
    if {len(first)} != set(map(len, records)):
        return None
    try:
        return names, list(map(itemgetter(*names), records))
    except KeyError:
        return None


@functools.cache
def _kind(names: tuple[str, ...]) -> type[Packed]:
    """Return the class of the records that have these members."""
    places = {sys.intern(name): place for place, name in enumerate(names)}
    return type("Packed", (Packed,), {"__slots__": (), "_places": places})


# Fewer records are not worth it: they are read a little slower, and searches may read all of few.
MANY = 10_000
# How many are packed at a time: dictionaries that are not needed any more make room for the next.
AT_ONCE = 500


def packed(records: Iterable[Record]) -> list[Record]:
    """Return many records of one table in little memory, and few as they are."""
    everything = iter(records)
    first = list(islice(everything, MANY))
    if len(first) < MANY:
        return first
    packing = Packing()
    made: list[Record] = []
    everything = chain(first, everything)
    while part := list(islice(everything, AT_ONCE)):
        made += packing.packed(part)
    return made


class Packing:
    """Packs the records of one table, which come in parts."""

    def __init__(self) -> None:
        self._sharing = Sharing()

    def packed(self, records: Sequence[Record]) -> Sequence[Record]:
        """Return records in little memory; where not all have the same members, as they are."""
        found = spread(records)
        return records if found is None else self.of_values(*found)

    def of_values(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sequence[Record]:
        """Return records with members of these names, of which each row has the values."""
        columns = map(self._sharing.column, names, zip(*rows, strict=True))
        return list(map(_kind(tuple(names)), zip(*columns, strict=True)))
