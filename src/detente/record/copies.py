"""A record in another place: read back from a bundle, copied, or moved; each verified before it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import CaseError
from detente.record.bundle import export_bundle, read_bundle, verify_bundle
from detente.record.faults import Fault
from detente.record.notes import Note
from detente.record.policy import Policy
from detente.record.reading import check_hashes, check_terms
from detente.record.sql_store import SqlStore
from detente.record.terms import signers_at
from detente.record.tree import CompactRange, leaf_hash
from detente.record.verifying import Verified


def restore_bundle(store: SqlStore, lines: Sequence[bytes], policy: Policy | None = None) -> Verified:
    """Read a bundle into an empty store, so that the record can go on there.

    What is written gives back the bundle byte for byte, or nothing is kept. Sealed content is in no bundle: entries
    that are sealed stay so. With a `policy` of the verifier enough witnesses must have cosigned; without one the
    result names those that have not.

    Raises
    ------
    Fault
        At the first bad entry.
    CaseError
        When the store holds a record.
    """
    verified = read_bundle(lines) if policy is None else verify_bundle(lines, policy)
    with store.writing():
        _refuse_begun(store)
        _, hashes = CompactRange().grown_by(map(leaf_hash, verified.leaves))
        heads = []
        for size, note in enumerate(verified.notes, start=1):
            own = len(signers_at(verified.terms, size))
            heads.append((size, str(Note(note.text, note.signatures[:own]))))
            for line in note.signatures[own:]:
                store.add_cosignature(size, f"{line.name}+{line.key_id.hex()}", str(line))
        store.add(0, hashes, verified.leaves, heads)
        for term in verified.terms:
            store.add_policy(term.index)
        if list(export_bundle(store)) != list(lines):
            raise Fault("what was read back is not the bundle: its cosignatures stand in another order")
    return verified


def copy_record(source: SqlStore, target: SqlStore) -> Verified:
    """Copy a record with all that is sealed into an empty store, at one moment while others write; verify the copy."""
    with source.reading(), target.writing():
        return _copied(source, target)


def move_record(source: SqlStore, target: SqlStore, place: str) -> Verified:
    """Copy a record and close the source, so that it can go on only in its new place, which is named `place`.

    No writer can come between: the source is locked until the target is on disk. When the program is killed between
    the two, the source is still open and the target complete: compare them, then move again to another place.
    """
    with source.writing():
        if source.moved_to() is not None:
            raise CaseError(f"The record was moved already, to {source.moved_to()}.")
        with target.writing():
            verified = _copied(source, target)
        source.close_for(place)
    return verified


def _copied(source: SqlStore, target: SqlStore) -> Verified:
    _refuse_begun(target)
    target.take_rows(source)
    check_hashes(target)
    lines = list(export_bundle(target))
    if lines != list(export_bundle(source)):
        raise Fault("the copy gives another bundle than the record")
    verified = read_bundle(lines)
    check_terms(target, verified.terms)
    return verified


def _refuse_begun(store: SqlStore) -> None:
    if store.size():
        raise CaseError("The place holds a record already. Name one that does not.")
