"""What a kept record gives: heads, proofs, openings, and whether its hashes are sound."""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import CaseError
from detente.record.checkpoint import parse_checkpoint
from detente.record.encoding import from_base64, to_base64
from detente.record.entries import Draft, Entry, opened_draft, parse_entry
from detente.record.faults import Fault
from detente.record.notes import Note, parse_note, parse_signature
from detente.record.policy import Policy
from detente.record.proofs import GrowthProof, InclusionProof
from detente.record.store import Store
from detente.record.terms import Term, terms_of
from detente.record.tree import CompactRange, consistency_proof, inclusion_proof, leaf_hash


def current_head(store: Store) -> Note:
    """The newest head, with the cosignatures under it."""
    return head_at(store, store.size())


def head_at(store: Store, size: int) -> Note:
    """The head at a size, with the cosignatures under it."""
    lines = (parse_signature(line) for line in store.cosignatures(size))
    return parse_note(store.head(size)).with_signatures(*lines)


def current_policy(store: Store) -> Policy:
    """The policy that the charter or the last change of it states."""
    terms = terms_of(store)
    if not terms:
        raise Fault("the record has not begun: it has no charter")
    return terms[-1].policy


def prove_inclusion(store: Store, index: int) -> InclusionProof:
    """Prove that an entry is in the record, under its newest head.

    Raises
    ------
    CaseError
        When there is no such entry.
    """
    with store.reading():
        size = store.size()
        if not 0 <= index < size:
            raise CaseError(f"There is no entry {index}: the record has {size}, numbered from 0.")
        note = _under_one_key(store, current_head(store))
        hashes = inclusion_proof(store.node, index, size)
        return InclusionProof(store.leaf(index), index, hashes, note, parse_checkpoint(note.text))


def prove_growth(store: Store, old: int, size: int | None = None) -> GrowthProof:
    """Prove that a head, the newest if no size is given, continues the first `old` entries; with 0, only it is given.

    Raises
    ------
    CaseError
        When the record, or the head, has fewer entries.
    """
    with store.reading():
        there = store.size()
        size = there if size is None else size
        if not 0 <= old <= size <= there or not size:
            raise CaseError(f"The record has {there} entries, so nothing can be proved since {old} up to {size}.")
        note = head_at(store, size)
        hashes = consistency_proof(store.node, old, size) if old else ()
        return GrowthProof(old, hashes, note, parse_checkpoint(note.text))


def opening_of(store: Store, index: int) -> Draft:
    """The entry that opens a sealed entry for all, to be appended; what it was sealed with must still be kept."""
    entry = parse_entry(store.leaf(index))
    kept = store.sealed(index)
    if not entry.is_sealed:
        raise CaseError(f"Entry {index} is not sealed.")
    if kept is None:
        raise CaseError(f"What entry {index} was sealed with is not kept here: it was erased, or is held elsewhere.")
    salt, content = kept
    opened_draft(entry, content, salt)
    return Draft("opening", entry.by, {"of": index, "salt": to_base64(salt), "content": content.decode()})


def check_opening(opening: Entry, sealed: Entry) -> Draft:
    """The draft that an opening entry shows; a `Fault` at the opening unless it fits the sealed entry."""
    if opening.body is None:
        raise Fault("an opening is not sealed", opening.index)
    try:
        return opened_draft(sealed, opening.body["content"].encode(), from_base64(opening.body["salt"], "the salt"))
    except Fault as fault:
        raise Fault(f"does not open entry {sealed.index}: {fault.what}", opening.index) from None


def check_hashes(store: Store) -> None:
    """Raise a `Fault` at the first entry whose kept hashes are wrong: proofs would be wrong from there."""
    tree = CompactRange()
    with store.reading():
        for index, (hashes, leaf) in enumerate(store.rows()):
            tree, rows = tree.grown_by((leaf_hash(leaf),))
            if rows != [hashes]:
                raise Fault("the hashes that are kept are not those of the entries", index)


def check_terms(store: Store, terms: Sequence[Term]) -> None:
    """Raise a `Fault` unless the store knows of the very changes of policy that the entries make."""
    known, made = store.policies(), [term.index for term in terms]
    if known != made:
        first = min(set(known) ^ set(made))
        raise Fault("the store does not know rightly whether this entry states a policy", first)


def _under_one_key(store: Store, note: Note) -> Note:
    """Over a change of key two keys have signed; who holds the policy of that head knows the first."""
    last = store.policies()[-1]
    if last and last == store.size() - 1 and len(terms_of(store)) > 1:
        before, after = (term.policy.log for term in terms_of(store)[-2:])
        if before != after:
            return Note(note.text, tuple(line for line in note.signatures if not line.is_of(after)))
    return note
