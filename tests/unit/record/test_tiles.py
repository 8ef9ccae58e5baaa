"""Tiles hold every hash once, and their paths are those that others expect."""

from __future__ import annotations

import pytest

from detente.record import Fault, tile_files
from detente.record.tiles import entry_tiles, pack_entries, tiles, unpack_entries
from detente.record.tree import node_hash
from unit.record.small_record import declaration, small_record


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537])
def test_each_level_of_tiles_covers_the_tree(size):
    for level in range(3):
        widths = [tile.width for tile in tiles(size) if tile.level == level]
        assert sum(widths) == size >> (8 * level)
        assert all(width == 256 for width in widths[:-1])
    assert [index for _, indexes in entry_tiles(size) for index in indexes] == list(range(size))


def test_a_tile_is_the_hash_of_the_tile_below():
    record = small_record(needed=0)
    record.enter(*(declaration(number) for number in range(299)))
    written = dict(tile_files(record.store))
    assert set(written) == {
        "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44",
    }  # fmt: skip
    row = [written["tile/0/000"][at : at + 32] for at in range(0, 256 * 32, 32)]
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    assert row[0] == written["tile/1/000.p/1"]
    assert unpack_entries(written["tile/entries/001.p/44"]) == list(record.store.leaves())[256:]


def test_files_of_entries_that_are_cut_off_are_refused():
    data = pack_entries([b"", b"abc", b"x" * 65_535])
    assert unpack_entries(data) == [b"", b"abc", b"x" * 65_535]
    for end in (1, 3, 4, 6, len(data) - 1):
        with pytest.raises(Fault, match="ends within an entry"):
            unpack_entries(data[:end])
    with pytest.raises(ValueError, match="65535"):
        pack_entries([b"x" * 65_536])
