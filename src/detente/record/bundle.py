"""Bundles: a whole record in one text file, which anyone can verify without asking us."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import Checkpoint, parse_head
from detente.record.entries import Entry, parse_entry
from detente.record.faults import Fault
from detente.record.keys import VerifierKey
from detente.record.log import check_opening, head_at, policy_of
from detente.record.notes import Note, cosigned_at, is_signed
from detente.record.policy import Policy
from detente.record.store import Store
from detente.record.tiles import entry_tiles, pack_entries, tiles
from detente.record.tree import CompactRange, leaf_hash, node_number

FORMAT = "detente-record-bundle/1"
LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Cosigned:
    """When a witness cosigned the newest head that it cosigned at all, and the size of that head."""

    witness: str
    size: int
    unix_seconds: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What a bundle shows once everything in it holds.

    `roots` has the root after each entry, so that any earlier head can be compared; `cosigned` has the last word of
    each witness.
    """

    checkpoint: Checkpoint
    note: Note
    policy: Policy
    entries: tuple[Entry, ...]
    leaves: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    cosigned: tuple[Cosigned, ...]


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
    numbered = iter(lines)
    header = _header(next(numbered, b""))
    reading = _Reading(header["origin"], policy)
    for line in numbered:
        index = len(reading.entries)
        try:
            reading.take(line)
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
            yield tile.path(), tile.hashes(lambda level, position: store.node(node_number(level, position)))
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


class _Reading:
    """A bundle while it is verified, one line after the other."""

    def __init__(self, origin: str, policy: Policy | None) -> None:
        self.origin = origin
        self.policy = policy
        self.known: dict[str, VerifierKey] = {}
        self.names: dict[str, str] = {}
        self.tree = CompactRange()
        self.entries: list[Entry] = []
        self.leaves: list[bytes] = []
        self.roots: list[bytes] = []
        self.cosigned: dict[str, Cosigned] = {}
        self.note = Note("")

    def take(self, line: bytes) -> None:
        """Verify one line and keep what it says."""
        value = _parsed(line, "the line")
        if not isinstance(value, dict) or set(value) != {"entry", "head"} or not isinstance(value["head"], str):
            raise Fault("a line has an entry and a head")
        leaf = canonical_bytes(value["entry"])
        entry = parse_entry(leaf)
        self._check_place(entry)
        self.entries.append(entry)
        try:
            self._check_head(value["head"], leaf)
        except Fault:
            self.entries.pop()
            raise
        self.leaves.append(leaf)

    def result(self) -> Verified:
        """What the bundle shows; a `Fault` when too few witnesses have cosigned the newest head."""
        assert self.policy is not None, "a bundle has a charter"
        size = len(self.entries)
        under = frozenset(who for who, said in self.cosigned.items() if said.size == size)
        if not self.policy.is_satisfied(under):
            raise Fault(_too_few(self.policy, self.cosigned, size))
        return Verified(
            Checkpoint(self.origin, size, self.roots[-1]),
            self.note,
            self.policy,
            tuple(self.entries),
            tuple(self.leaves),
            tuple(self.roots),
            tuple(self.cosigned.values()),
        )

    def _check_place(self, entry: Entry) -> None:
        index = len(self.entries)
        if entry.index != index:
            raise Fault(f"the entry in this place says that it is entry {entry.index}")
        if not index:
            self._begin(entry)
        elif entry.at < self.entries[-1].at:
            raise Fault(f"the clock went backwards, from {self.entries[-1].at} to {entry.at}")
        if entry.kind == "opening" and entry.body is not None:
            check_opening(entry, self.entries[entry.body["of"]])

    def _begin(self, charter: Entry) -> None:
        stated = policy_of(charter)
        self.policy = self.policy or stated
        if self.policy.log != stated.log:
            raise Fault("the charter names another key for the log than your policy")
        if self.policy.log.name != self.origin:
            raise Fault(f"the header says {self.origin}, and the key is that of {self.policy.log.name}")
        keys = (*stated.witnesses.values(), *self.policy.witnesses.values())
        self.known = {str(key): key for key in keys}
        self.names = {str(key): name for name, key in self.policy.witnesses.items()}

    def _check_head(self, text: str, leaf: bytes) -> None:
        assert self.policy is not None, "the charter comes first"
        note, head = parse_head(text)
        size = len(self.entries)
        self.tree = self.tree.appended(leaf_hash(leaf))
        root = self.tree.root()
        if (head.origin, head.size, head.root) != (self.origin, size, root):
            raise Fault("the entry is not the one under the head, or the head is of another record")
        if not is_signed(note, self.policy.log):
            raise Fault(f"the head is not signed by {self.policy.log.name}")
        if note.signatures != note.with_signatures().signatures or not note.signatures[0].is_of(self.policy.log):
            raise Fault("a signature stands twice under the head, or the log's is not the first")
        self._check_cosignatures(note, size)
        self.roots.append(root)
        self.note = note

    def _check_cosignatures(self, note: Note, size: int) -> None:
        for line in note.signatures[1:]:
            if not any(line.is_of(key) for key in self.known.values()):
                raise Fault(f"a stranger has signed the head: {line.name}")
        for text, key in self.known.items():
            at = cosigned_at(note, key)
            # A witness of the charter alone may bear any name: it never counts as one of the policy.
            if at is not None and text in self.names:
                self.cosigned[self.names[text]] = Cosigned(self.names[text], size, at)


def _too_few(policy: Policy, cosigned: dict[str, Cosigned], size: int) -> str:
    words = []
    for name in policy.witnesses:
        last = cosigned.get(name)
        if last is None:
            words.append(f"{name} has cosigned no head")
        elif last.size < size:
            words.append(f"{name} is stale: it last cosigned the head at size {last.size}")
    return f"too few witnesses have cosigned the head at size {size}: " + "; ".join(words)
