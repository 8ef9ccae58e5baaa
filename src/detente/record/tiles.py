"""Tiles: the tree and its entries as files that never change, for copying and for serving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.record.faults import Fault
from detente.record.tree import ReadNode

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
LARGEST_ENTRY = 65_535


@dataclass(frozen=True, slots=True)
class Tile:
    """Hashes of up to 256 subtrees beside each other [C2SPTiles2026]_; `width` is 256 when the tile is full."""

    level: int
    number: int
    width: int

    def path(self) -> str:
        """Path of the tile below the folder of the log.

        Examples
        --------
        >>> Tile(0, 1234067, 256).path(), Tile(1, 0, 5).path()
        ('tile/0/x001/x234/067', 'tile/1/000.p/5')
        """
        return f"tile/{self.level}/{_number_path(self.number, self.width)}"

    def hashes(self, read: ReadNode) -> bytes:
        """Content of the tile: its hashes, one behind the other."""
        first = self.number * TILE_WIDTH
        return b"".join(read(self.level * TILE_HEIGHT, first + i) for i in range(self.width))


def tiles(size: int) -> Iterator[Tile]:
    """All tiles of a tree of `size` leaves, the lowest level first.

    Examples
    --------
    >>> [tile.path() for tile in tiles(257)]
    ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']
    """
    level = 0
    while count := size >> (level * TILE_HEIGHT):
        yield from (Tile(level, number, width) for number, width in _widths(count))
        level += 1


def entry_tiles(size: int) -> Iterator[tuple[str, range]]:
    """Paths of the entry files of a log of `size` entries, and which entries each holds."""
    for number, width in _widths(size):
        first = number * TILE_WIDTH
        yield f"tile/entries/{_number_path(number, width)}", range(first, first + width)


def pack_entries(entries: Sequence[bytes]) -> bytes:
    r"""Content of an entry file: each entry behind its length in two bytes.

    Raises
    ------
    ValueError
        When an entry is longer than 65,535 bytes.

    Examples
    --------
    >>> pack_entries([b"ab"])
    b'\x00\x02ab'
    """
    if any(len(entry) > LARGEST_ENTRY for entry in entries):
        raise ValueError(f"an entry has at most {LARGEST_ENTRY} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(data: bytes) -> list[bytes]:
    r"""Entries of an entry file; a `Fault` when it ends within one.

    Examples
    --------
    >>> unpack_entries(b"\x00\x02ab")
    [b'ab']
    """
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise Fault("the file of entries ends within an entry")
        entries.append(data[at + 2 : end])
        at = end
    return entries


def _widths(count: int) -> Iterator[tuple[int, int]]:
    yield from ((number, TILE_WIDTH) for number in range(count // TILE_WIDTH))
    if count % TILE_WIDTH:
        yield count // TILE_WIDTH, count % TILE_WIDTH


def _number_path(number: int, width: int) -> str:
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    whole = "/".join(reversed(parts))
    return whole if width == TILE_WIDTH else f"{whole}.p/{width}"
