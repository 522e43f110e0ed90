from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver import wire

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_written_reads_the_same(value: Any) -> None:
    assert wire.read(wire.write(value)) == value


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"a": \xff}', "not UTF-8"),
        (b"[NaN]", "NaN"),
        (b"[-Infinity]", "-Infinity"),
        (b"[1e999]", "too large"),
        (b"9" * 5000, "too many digits"),
        (b"[" * 100_000, "nested"),
        (b"[" * 101 + b"]" * 101, "nested more than 100 times"),
        (b'{"a":[' * 51 + b"]}" * 51, "nested more than 100 times"),
        (rb'["\ud800"]', "surrogate"),
    ],
)
def test_what_is_no_json_is_refused_with_the_reason(raw: bytes, why: str) -> None:
    with pytest.raises(wire.UnreadableError, match=why):
        wire.read(raw)


@pytest.mark.parametrize("text", [b"[" * 100 + b"]" * 100, b"[" + b"[]," * 500 + b"[]]"])
def test_what_is_not_too_deep_is_read(text: bytes) -> None:
    assert isinstance(wire.read(text), list)


# None of them is a power of two, which a float would keep as well.
@pytest.mark.parametrize(
    "number", [2**63 - 1, 2**64 - 1, 2**64 + 1, -(2**63) - 1, 2**70 + 1, 10**30 + 7]
)
def test_integers_of_any_size_keep_their_value(number: int) -> None:
    assert wire.read(wire.write([number])) == [number]


@pytest.mark.parametrize(
    "form", ["%d", " %d", "[%d]", '{"a":%d}', '{"a": %d}', "[1,%d]", "[\n%d]", '{"DE1": [ %d ]}']
)
@pytest.mark.parametrize("number", [2**64 + 1, -(2**63) - 1, -(10**30 + 7)])
def test_a_large_integer_is_found_wherever_it_stands(form: str, number: int) -> None:
    assert wire.read((form % number).encode()) == json.loads(form % number)


def test_a_whole_surrogate_pair_is_text() -> None:
    assert wire.read(rb'"\ud83d\ude00"') == "\N{GRINNING FACE}"


def test_deep_nesting_is_written() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    assert json.loads(wire.write(deep)) == deep


@given(st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(wire.UnreadableError):
        assert wire.read(wire.write(wire.read(raw))) == wire.read(raw)


@pytest.mark.parametrize("before", range(120))
def test_they_keep_it_wherever_they_stand_in_a_long_text(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "WINDOW", 50)
    raw = b" " * before + b"%d" % (2**70 + 1) + b" " * 60
    assert wire.read(raw) == 2**70 + 1


def test_long_digits_within_a_text_do_not_make_reading_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "WINDOW", 50)
    monkeypatch.setattr(wire, "_read_slowly", lambda _: pytest.fail("it was read slowly"))
    value = ["x" + "1" * 100, 1]
    assert wire.read(wire.write(value)) == value
