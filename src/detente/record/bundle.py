"""Bundles: a whole record in one text file, which anyone can verify without asking us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import parse_head
from detente.record.faults import Fault
from detente.record.policy import Policy
from detente.record.reading import head_at
from detente.record.store import Store
from detente.record.tiles import entry_tiles, pack_entries, tiles
from detente.record.verifying import Reading, Verified

FORMAT = "detente-record-bundle/1"
LONGEST_LINE = 1_000_000


def export_bundle(store: Store) -> Iterator[bytes]:
    """Lines of the bundle of a record: a header, then one line for each entry with the head over it.

    Sealed content does not leave the store; only what has been opened is in an entry.
    """
    with store.reading():
        size = store.size()
        if not size:
            raise Fault("the record has not begun: there is nothing to export")
        _, first = parse_head(store.head(1))
        yield _line({"format": FORMAT, "origin": first.origin, "size": size})
        for index, leaf in enumerate(store.leaves()):
            yield _line({"entry": parse_canonical(leaf), "head": str(head_at(store, index + 1))})


def verify_bundle(lines: Iterable[bytes], policy: Policy | None = None) -> Verified:
    """Verify a bundle from its first line to its last: entries, order, times, openings, roots, signatures, witnesses.

    Every line is read as the only text that says what it says, so each byte counts. With a `policy` the keys are the
    verifier's; without one they are those of the charter, which shows that the bundle is whole, not whose it is.

    Raises
    ------
    Fault
        At the first bad entry; without an index when the header is bad, or all entries hold and witnesses are missing.
    """
    verified = read_bundle(lines, policy)
    if verified.lacking is not None:
        raise Fault(verified.lacking)
    return verified


def read_bundle(lines: Iterable[bytes], policy: Policy | None = None) -> Verified:
    """As `verify_bundle`, but witnesses that have not cosigned the newest head yet are named in the result."""
    numbered = iter(lines)
    header = _header(next(numbered, b""))
    reading = Reading(header["origin"], policy)
    for line in numbered:
        index = len(reading.entries)
        try:
            reading.take(*_entry_and_head(line))
        except Fault as fault:
            raise (fault if fault.index is not None else fault.at(index)) from None
    found = len(reading.entries)
    if found != header["size"]:
        what = "missing from here on" if found < header["size"] else "more than the header says"
        raise Fault(
            f"{what}: the header says {header['size']} entries, and there are {found}", min(found, header["size"])
        )
    return reading.result()


def tile_files(store: Store) -> Iterator[tuple[str, bytes]]:
    """Paths and contents of a record as tiles: hashes, entries and the newest head, for serving without a program."""
    with store.reading():
        size = store.size()
        yield "checkpoint", str(head_at(store, size)).encode()
        for tile in tiles(size):
            yield tile.path(), tile.hashes(store.node)
        for path, indexes in entry_tiles(size):
            yield path, pack_entries([store.leaf(index) for index in indexes])


def _line(value: dict[str, Any]) -> bytes:
    return canonical_bytes(value) + b"\n"


def _parsed(line: bytes, what: str) -> Any:
    if not line.endswith(b"\n") or len(line) > LONGEST_LINE:
        raise Fault(f"{what} does not end with a line feed, or is too long")
    return parse_canonical(line[:-1], what)


def _header(line: bytes) -> dict[str, Any]:
    value = _parsed(line, "the header")
    if not isinstance(value, dict) or set(value) != {"format", "origin", "size"} or value["format"] != FORMAT:
        raise Fault(f"the first line is not the header of a bundle ({FORMAT})")
    if not isinstance(value["size"], int) or isinstance(value["size"], bool) or not isinstance(value["origin"], str):
        raise Fault("the header needs an origin and a size")
    if value["size"] < 1:
        raise Fault("the header says that there are no entries")
    return value


def _entry_and_head(line: bytes) -> tuple[bytes, str]:
    value = _parsed(line, "the line")
    if not isinstance(value, dict) or set(value) != {"entry", "head"} or not isinstance(value["head"], str):
        raise Fault("a line has an entry and a head")
    return canonical_bytes(value["entry"]), value["head"]
