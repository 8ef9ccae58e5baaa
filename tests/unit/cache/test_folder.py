from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from detente.cache import CacheFolder, LookedUp, cache_place
from detente.cache.folder import STALE_SECONDS, place_of

NAME = "ab" * 32


def test_what_is_kept_is_found_by_another_program(tmp_path: Path) -> None:
    CacheFolder(tmp_path / "c").keep(NAME, b"answer")
    assert CacheFolder(tmp_path / "c").find(NAME) == b"answer"
    assert CacheFolder(tmp_path / "c").find("cd" * 32) is None


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:], lambda b: b""])
def test_a_damaged_answer_is_absent_and_removed(tmp_path: Path, damage: object) -> None:
    folder = CacheFolder(tmp_path / "c")
    folder.keep(NAME, b"a longer answer")
    place = place_of(tmp_path / "c", NAME)
    place.write_bytes(damage(place.read_bytes()))
    assert LookedUp(tmp_path / "c").find(NAME) is None
    assert place.exists()
    assert folder.find(NAME) is None
    assert not place.exists()


def test_only_the_owner_may_read_and_write(tmp_path: Path) -> None:
    CacheFolder(tmp_path / "c").keep(NAME, b"answer")
    place = place_of(tmp_path / "c", NAME)
    assert {p.stat().st_mode & 0o077 for p in (tmp_path / "c", place.parent, place)} == {0}


def test_a_folder_that_others_may_write_to_is_left_alone(tmp_path: Path) -> None:
    CacheFolder(tmp_path / "c").keep(NAME, b"forged")
    (tmp_path / "c").chmod(0o777)
    folder = CacheFolder(tmp_path / "c")
    assert not folder.usable
    assert folder.find(NAME) is None
    assert LookedUp(tmp_path / "c").find(NAME) is None
    folder.keep("cd" * 32, b"answer")
    assert not place_of(tmp_path / "c", "cd" * 32).exists()


def test_a_place_that_is_a_file_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("taken")
    folder = CacheFolder(tmp_path / "c")
    folder.keep(NAME, b"answer")
    assert not folder.usable
    assert folder.find(NAME) is None


def test_looking_up_leaves_no_trace(tmp_path: Path) -> None:
    CacheFolder(tmp_path / "c").keep(NAME, b"answer")
    place = place_of(tmp_path / "c", NAME)
    os.utime(place, (1e9, 1e9))
    looked_up = LookedUp(tmp_path / "c")
    assert looked_up.find(NAME) == b"answer"
    looked_up.keep("cd" * 32, b"other")
    looked_up.drop(NAME)
    assert place.stat().st_mtime == 1e9
    assert [p for p in (tmp_path / "c").rglob("*") if p.is_file()] == [place]


def test_what_nobody_asked_for_longest_goes_first(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "c", kept_mib=1)
    names = [f"{k:02x}" * 32 for k in range(8)]
    for k, name in enumerate(names):
        folder.keep(name, bytes(200_000))
        os.utime(place_of(tmp_path / "c", name), (1e9 + k, 1e9 + k))
    assert folder.find(names[0]) is not None
    folder.tidy()
    left = [name for name in names if place_of(tmp_path / "c", name).exists()]
    assert left == [names[0], *names[5:]]
    assert sum(place_of(tmp_path / "c", name).stat().st_size for name in left) <= 0.8 * 2**20


def test_nothing_is_cleared_below_the_bound_or_without_writing(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "c")
    folder.keep(NAME, bytes(300_000))
    folder.tidy()
    small = CacheFolder(tmp_path / "c", kept_mib=0.1)
    small.tidy()
    assert small.find(NAME) is not None


def test_half_written_files_of_lost_programs_are_removed_and_young_ones_stay(tmp_path: Path) -> None:
    folder = CacheFolder(tmp_path / "c", kept_mib=0.01)
    folder.keep(NAME, bytes(20_000))
    lost, young = (place_of(tmp_path / "c", NAME).parent / name for name in (".lost", ".young"))
    lost.write_bytes(b"half")
    young.write_bytes(b"half")
    old = young.stat().st_mtime - STALE_SECONDS - 60
    os.utime(lost, (old, old))
    folder.tidy()
    assert not lost.exists()
    assert young.exists()


def test_many_at_once_never_meet_half_an_answer(tmp_path: Path) -> None:
    contents = [bytes([k]) * 300_000 for k in range(4)]
    met: list[bytes | None] = []

    def work(k: int) -> None:
        folder = CacheFolder(tmp_path / "c", kept_mib=0.3)
        for _ in range(30):
            folder.keep(NAME, contents[k])
            met.append(folder.find(NAME))
            folder.tidy()

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(met) == 120
    assert {content for content in met if content is not None} <= set(contents)
    assert any(content is not None for content in met)
    assert not list((tmp_path / "c").rglob(".*"))


@pytest.mark.parametrize(
    ("environment", "system", "place"),
    [
        ({}, "linux", "/home/u/.cache/detente/tasks"),
        ({"XDG_CACHE_HOME": "/x"}, "linux", "/x/detente/tasks"),
        ({"XDG_CACHE_HOME": "x"}, "linux", "/home/u/.cache/detente/tasks"),
        ({"XDG_CACHE_HOME": "/x"}, "darwin", "/home/u/Library/Caches/detente/tasks"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l/detente/Cache/tasks"),
        ({}, "win32", "/home/u/AppData/Local/detente/Cache/tasks"),
        ({"DETENTE_CACHE": "/d", "XDG_CACHE_HOME": "/x"}, "darwin", "/d/tasks"),
        ({"DETENTE_CACHE": " Off "}, "linux", None),
        ({"DETENTE_CACHE": " "}, "linux", "/home/u/.cache/detente/tasks"),
    ],
)
def test_the_place_follows_the_rules_of_the_system(environment: dict, system: str, place: str | None) -> None:
    found = cache_place(environment, system, Path("/home/u"))
    assert (found.as_posix() if found else None) == place
