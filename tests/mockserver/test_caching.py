"""What is kept between starts: read back as it was, and never a reason to fail."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mockserver import caching


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return caching.folder()


class Maker:
    """Makes something of a text, and counts how often it is asked to."""

    def __init__(self, made: Any) -> None:
        self.made = made
        self.asked = 0

    def __call__(self, text: str) -> Any:
        self.asked += 1
        return self.made


SPEC = {"paths": {"/ä": [1, 1.5, True, None, "text"]}}


def test_what_was_made_once_is_read_the_next_time() -> None:
    make = Maker(SPEC)
    assert [caching.cached("text", make) for _ in range(3)] == [SPEC] * 3
    assert make.asked == 1


def test_another_text_is_something_else() -> None:
    caching.cached("text", Maker(SPEC))
    assert caching.cached("text ", Maker("other")) == "other"


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-10],
        lambda whole: whole.replace(b"1.5", b"2.5"),
        lambda whole: whole.partition(b"\n")[2],
        lambda whole: b"\xff" * 4096,
    ],
)
def test_a_damaged_file_is_made_anew(damage: Any, folder: Path) -> None:
    caching.cached("text", Maker(SPEC))
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    make = Maker(SPEC)
    assert caching.cached("text", make) == SPEC
    assert make.asked == 1
    assert file.read_bytes() == whole


def test_files_may_be_deleted_at_any_time(folder: Path) -> None:
    caching.cached("text", Maker(SPEC))
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    assert caching.cached("text", Maker(SPEC)) == SPEC
    assert len(list(folder.iterdir())) == 1


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    make = Maker(SPEC)
    assert [caching.cached("text", make) for _ in range(2)] == [SPEC] * 2
    assert make.asked == 2


def test_half_a_file_is_never_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert caching.cached("text", Maker(SPEC)) == SPEC
    assert list(folder.iterdir()) == []


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    assert caching.cached("text", Maker(SPEC)) == SPEC


def test_a_relative_place_is_ignored_as_the_standard_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert caching.folder() == Path.home() / ".cache" / "client-contracts"


@pytest.mark.parametrize("made", [date(2026, 1, 31), {1: "a"}, 2**70, float("nan"), (1, 2)])
def test_what_json_would_change_is_not_kept(made: Any, folder: Path) -> None:
    assert caching.cached("text", Maker(made)) is made
    assert not folder.exists()


def test_many_may_start_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: caching.cached("text", Maker(SPEC)), range(64)))
    assert found == [SPEC] * 64
    assert [one.suffix for one in folder.iterdir()] == [".json"]


def test_the_oldest_files_go(folder: Path) -> None:
    for number in range(caching.KEPT):
        caching.cached(f"text {number}", Maker(number))
    files = list(folder.iterdir())
    for number, file in enumerate(files):
        os.utime(file, (number, number))
    caching.cached("one more", Maker(SPEC))
    assert set(files) - set(folder.iterdir()) == {files[0]}
