"""Sorted sequences: what lists can do, and the old one stays as it was."""

from __future__ import annotations

from bisect import bisect_left, insort

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver import sequences
from mockserver.sequences import Sorted

numbers = st.lists(st.integers(0, 40), max_size=60)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "CHUNK", 2)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sets(st.integers(0, 40)), changes=numbers)
def test_a_sequence_is_like_a_sorted_list(first: set[int], changes: list[int]) -> None:
    sequence, wanted = Sorted.of(first), sorted(first)
    for number in changes:
        former, before = sequence, list(wanted)
        if number in wanted:
            sequence = sequence.discard(number)
            wanted.remove(number)
        else:
            sequence = sequence.add(number)
            insort(wanted, number)
        assert list(former) == before
    assert list(sequence) == wanted
    assert list(reversed(sequence)) == wanted[::-1]
    assert len(sequence) == len(wanted)
    assert [sequence[place] for place in range(len(wanted))] == wanted
    for start in range(len(wanted) + 2):
        assert list(sequence.since(start)) == wanted[start:]
        assert sequence.part(start, start + 4) == wanted[start : start + 4]
        assert list(sequence.before(min(start, len(wanted)))) == wanted[:start][::-1]
    assert [sequence.rank(one) for one in range(42)] == [bisect_left(wanted, n) for n in range(42)]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.sets(st.integers(0, 40)), more=st.lists(st.sets(st.integers(0, 80)), max_size=8))
def test_several_entries_are_added_as_one_by_one(first: set[int], more: list[set[int]]) -> None:
    sequence, wanted = Sorted.of(first), set(first)
    for entries in more:
        sequence = sequence.add(*(entries - wanted))
        wanted |= entries
        assert list(sequence) == sorted(wanted)
        assert len(sequence) == len(wanted)
        assert [sequence.rank(one) for one in sorted(wanted)] == list(range(len(wanted)))
        for parts in (_chunks(sequence), sequence._groups):  # noqa: SLF001
            assert all(0 < len(one) <= 2 * sequences.CHUNK for one in parts)


def test_entries_after_all_others_are_added_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = Sorted.of(range(0, 100, 2))
    monkeypatch.setattr(Sorted, "_with_one", None)
    assert list(sequence.add(101, 103, 99)) == [*range(0, 100, 2), 99, 101, 103]
    monkeypatch.undo()
    assert list(sequence.add(97, 103)) == [*range(0, 98, 2), 97, 98, 103]


def _chunks(sequence: Sorted) -> list[sequences.Chunk]:
    return [chunk for group in sequence._groups for chunk in group]  # noqa: SLF001


def test_a_change_copies_little() -> None:
    old = Sorted.of(range(1000))
    new = old.add(500.5)
    shared = {id(chunk) for chunk in _chunks(old)} & {id(chunk) for chunk in _chunks(new)}
    assert len(shared) == len(_chunks(old)) - 1
    groups = {id(one) for one in old._groups} & {id(one) for one in new._groups}  # noqa: SLF001
    assert len(groups) == len(old._groups) - 1  # noqa: SLF001


def test_chunks_stay_small_and_few() -> None:
    sequence = Sorted()
    for number in range(1000):
        sequence = sequence.add(number * 37 % 1000)
    for parts in (_chunks(sequence), sequence._groups):  # noqa: SLF001
        sizes = [len(one) for one in parts]
        assert max(sizes) <= 2 * sequences.CHUNK
        assert sum(sizes) / len(sizes) >= sequences.CHUNK
