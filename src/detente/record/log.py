"""The log: entries are added in one transaction with the change they describe, each under a head of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detente.case import CaseError
from detente.record.checkpoint import Checkpoint, parse_checkpoint, parse_head, sign_checkpoint
from detente.record.commitments import new_salt
from detente.record.encoding import from_base64, to_base64
from detente.record.entries import Draft, Entry, open_entry, opened_draft, parse_entry, sealed_content, sealed_entry
from detente.record.faults import Fault
from detente.record.keys import SigningKey
from detente.record.notes import Note, cosigned_at, is_signed, parse_note, parse_signature
from detente.record.policy import Policy, parse_policy
from detente.record.proofs import GrowthProof, InclusionProof
from detente.record.store import Store
from detente.record.tree import CompactRange, compact_range, consistency_proof, inclusion_proof, leaf_hash, node_number

Change = Callable[[Any], None]
"""What an entry describes, done on the connection that it gets."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A draft to be entered as a commitment; its content is kept beside the record until it is erased."""

    draft: Draft


def start_record(store: Store, key: SigningKey, charter: Draft, at: datetime) -> Note:
    """Begin a record with its charter, which says what it is about and whose signatures count.

    Raises
    ------
    CaseError
        When the record has begun already or the first entry is no charter.
    Fault
        When the policy of the charter is malformed or names another key.
    """
    if charter.kind != "charter":
        raise CaseError(f"A record begins with a charter, and this is an entry of kind {charter.kind}.")
    open_entry(charter, 0, at)
    if parse_policy(charter.body["policy"]).log != key.verifier:
        raise Fault("the policy of the charter names another key for the log than the one that signs")
    with store.writing():
        if store.size():
            raise CaseError("The record has begun already. Name a place where there is none.")
        return _add(store, key, open_entry(charter, 0, at), CompactRange())[1]


def append(
    store: Store, key: SigningKey, drafts: Sequence[Draft | Sealed], at: datetime, change: Change | None
) -> Note:
    """Enter what was done, and do it: both or neither.

    Parameters
    ----------
    store, key :
        Where the record is kept, and the secret key of its log.
    drafts : sequence
        What to enter, in order; a `Sealed` one leaves a commitment only. Each gets a signed head of its own.
    at : datetime
        When it was done, with its zone; never before the entry above it. Entries of one second may share it.
        With several writers, take the time inside ``with store.writing()``, when their turn has come, and append there.
    change : callable or None
        Gets the connection, inside the transaction, after the entries are written. What it raises undoes them.

    Returns
    -------
    Note
        The signed head after the last of them. When this returns, the entries are on disk.

    Raises
    ------
    CaseError
        With every problem of a draft, when the clock went backwards, or when the disk is full. Nothing is written then.
    Fault
        When the key is not that of the record, or the record has not begun.
    """
    if not drafts:
        raise CaseError("There is nothing to enter.")
    with store.writing() as connection:
        tree, note = _last_tree(store, key), Note("")
        at_least = parse_entry(store.leaf(tree.size - 1)).at
        for draft in drafts:
            entry = _entered(store, draft, tree.size, at)
            if entry.at < at_least:
                raise CaseError(f"The clock went backwards: the last entry is of {at_least}, this one of {entry.at}.")
            tree, note = _add(store, key, entry, tree)
        if change is not None:
            change(connection)
    return note


def attach(store: Store, line: str) -> int:
    """Keep the cosignature of a witness under the head that it signed, and return the size of that head.

    Looks at the newest head first. Only witnesses of the charter's policy are kept: others would show up as strangers.
    """
    signature = parse_signature(line)
    with store.writing():
        policy = charter_policy(store)
        witness = next((key for key in policy.witnesses.values() if signature.is_of(key)), None)
        if witness is None:
            raise Fault(f"{signature.name} is no witness of this record, or signed with another key")
        for size in range(store.size(), 0, -1):
            note = Note(parse_note(store.head(size)).text, (signature,))
            if _holds(note, witness):
                store.add_cosignature(size, witness.name, line)
                return size
    raise Fault(f"the cosignature of {witness.name} is under no head of this record")


def _holds(note: Note, witness: Any) -> bool:
    try:
        return cosigned_at(note, witness) is not None
    except Fault:
        return False


def current_head(store: Store) -> Note:
    """The newest head, with the cosignatures under it."""
    return head_at(store, store.size())


def head_at(store: Store, size: int) -> Note:
    """The head at a size, with the cosignatures under it."""
    lines = (parse_signature(line) for line in store.cosignatures(size))
    return parse_note(store.head(size)).with_signatures(*lines)


def charter_policy(store: Store) -> Policy:
    """The policy that the charter of the record states."""
    return policy_of(parse_entry(store.leaf(0)))


def policy_of(charter: Entry) -> Policy:
    """The policy that a charter states; a `Fault` when the entry is none."""
    if charter.kind != "charter" or charter.body is None:
        raise Fault("a record begins with a charter, and this is none", charter.index)
    try:
        return parse_policy(charter.body["policy"])
    except Fault as fault:
        raise fault.at(charter.index) from None


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
        note = current_head(store)
        hashes = inclusion_proof(_reader(store), index, size)
        return InclusionProof(store.leaf(index), index, hashes, note, parse_checkpoint(note.text))


def prove_growth(store: Store, old: int) -> GrowthProof:
    """Prove that the newest head continues the first `old` entries; with 0, only the head is given.

    Raises
    ------
    CaseError
        When the record has fewer entries.
    """
    with store.reading():
        size = store.size()
        if not 0 <= old <= size:
            raise CaseError(f"The record has {size} entries, so nothing can be proved since {old}.")
        note = current_head(store)
        hashes = consistency_proof(_reader(store), old, size) if old else ()
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
        for index, leaf in enumerate(store.leaves()):
            tree, made = tree.grown(leaf_hash(leaf))
            first = node_number(0, index)
            if any(store.node(first + above) != value for above, value in enumerate(made)):
                raise Fault("the hashes that are kept are not those of the entries", index)


def _entered(store: Store, draft: Draft | Sealed, index: int, at: datetime) -> Entry:
    """The entry that a draft becomes; what a sealed one commits to is kept beside the record."""
    if isinstance(draft, Sealed):
        salt = new_salt()
        entry = sealed_entry(draft.draft, index, at, salt)
        store.keep_sealed(index, salt, sealed_content(draft.draft))
        return entry
    entry = open_entry(draft, index, at)
    _check_opening(store, entry)
    return entry


def _add(store: Store, key: SigningKey, entry: Entry, tree: CompactRange) -> tuple[CompactRange, Note]:
    """Write one entry with its hashes and its signed head."""
    leaf = entry.leaf()
    grown, made = tree.grown(leaf_hash(leaf))
    note = sign_checkpoint(Checkpoint(key.name, grown.size, grown.root()), key)
    store.add(entry.index, leaf, list(enumerate(made, node_number(0, tree.size))), str(note))
    return grown, note


def _last_tree(store: Store, key: SigningKey) -> CompactRange:
    """The tree to add to; a `Fault` when it is not what its head says, or the head is of another key."""
    size = store.size()
    if not size:
        raise Fault("the record has not begun: it has no charter")
    tree = compact_range(_reader(store), size)
    note, checkpoint = parse_head(store.head(size))
    if not is_signed(note, key.verifier):
        raise Fault("the key is not the one that signed this record")
    if (checkpoint.size, checkpoint.root) != (size, tree.root()):
        raise Fault("the hashes that are kept do not lead to the last signed head", size - 1)
    return tree


def _check_opening(store: Store, entry: Entry) -> None:
    if entry.kind == "opening" and entry.body is not None:
        try:
            check_opening(entry, parse_entry(store.leaf(entry.body["of"])))
        except Fault as fault:
            raise CaseError(f"This opening {fault.what}.") from None


def _reader(store: Store) -> Callable[[int, int], bytes]:
    return lambda level, position: store.node(node_number(level, position))
