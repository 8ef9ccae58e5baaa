"""The log: entries are added in one transaction with the change they describe, each under a head of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from detente.case import CaseError
from detente.record.checkpoint import Checkpoint, parse_head, sign_checkpoint
from detente.record.commitments import new_salt
from detente.record.entries import Draft, Entry, open_entry, parse_entry, sealed_content, sealed_entry
from detente.record.faults import Fault
from detente.record.keys import SigningKey
from detente.record.notes import Note, cosigned_at, is_signed, parse_note, parse_signature, sign_note
from detente.record.policy import Policy, parse_policy
from detente.record.reading import check_opening, head_at
from detente.record.store import Store
from detente.record.terms import CHARTER, POLICY, cosigners, terms_of
from detente.record.tree import CompactRange, compact_range, leaf_hash

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
    if charter.kind != CHARTER:
        raise CaseError(f"A record begins with a charter, and this is an entry of kind {charter.kind}.")
    entry = open_entry(charter, 0, at)
    if parse_policy(charter.body["policy"]).log != key.verifier:
        raise Fault("the policy of the charter names another key for the log than the one that signs")
    with store.writing():
        if store.size():
            raise CaseError("The record has begun already. Name a place where there is none.")
        return _written(store, _Batch(CompactRange(), (key,)), [entry])


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
        With every problem of a draft, when the clock went backwards, the disk is full, the record was moved, or a
        change of its policy waits for its witnesses. Nothing is written then. When the connection to a database breaks
        at the end, the message says that it is not known.
    Fault
        When the key is not that of the record, or the record has not begun.
    """
    if not drafts:
        raise CaseError("There is nothing to enter.")
    with store.writing() as connection:
        tree = _last_tree(store, key)
        reserved = next((d for d in drafts if isinstance(d, Draft) and d.kind in (CHARTER, POLICY)), None)
        if reserved is not None:
            raise CaseError(
                f"A record has one charter, and its policy is changed on its own: not by a {reserved.kind}."
            )
        note = _enter(store, _Batch(tree, (key,)), drafts, at)
        if change is not None:
            change(connection)
    return note


def change_policy(store: Store, key: SigningKey, next_key: SigningKey, draft: Draft, at: datetime) -> Note:
    """Enter another policy: the next key of the log, other witnesses, or how many of them must cosign.

    The head over the entry is signed by the key so far and by the next one, so that each vouches for the other; from
    the entry after it on, only the next one signs. Nothing more can be entered until enough of the witnesses so far
    have cosigned that head: who may no longer object has not been asked.

    Raises
    ------
    CaseError
        When the policy names another record, changes nothing, or anything that `append` refuses.
    Fault
        When the policy is malformed or does not name the next key, or `key` is not that of the record.
    """
    if draft.kind != POLICY:
        raise CaseError(f"A policy is changed by an entry of kind policy, and this one is of kind {draft.kind}.")
    with store.writing():
        tree = _last_tree(store, key)
        entry = open_entry(draft, tree.size, at)
        stated = parse_policy(draft.body["policy"])
        if stated.log != next_key.verifier or next_key.name != key.name:
            raise Fault("the policy does not name the next key, or that key has another name than the record")
        if stated == terms_of(store)[-1].policy:
            raise CaseError("The policy is the one that counts already: there is nothing to change.")
        keys = (key,) if next_key == key else (key, next_key)
        note = _enter(store, _Batch(tree, keys), [draft], at)
        store.add_policy(entry.index)
    return note


def attach(store: Store, line: str) -> int:
    """Keep the cosignature of a witness under the head that it signed, and return the size of that head.

    Looks at the newest head first. Only witnesses that a policy of the record names are kept: others would show up as
    strangers.
    """
    signature = parse_signature(line)
    with store.writing():
        _refuse_moved(store)
        named = [key for term in terms_of(store) for key in term.policy.witnesses.values()]
        witness = next((key for key in named if signature.is_of(key)), None)
        if witness is None:
            raise Fault(f"{signature.name} is no witness of this record, or signed with another key")
        for size in range(store.size(), 0, -1):
            note = Note(parse_note(store.head(size)).text, (signature,))
            if _holds(note, witness):
                store.add_cosignature(size, f"{witness.name}+{witness.key_id.hex()}", line)
                return size
    raise Fault(f"the cosignature of {witness.name} is under no head of this record")


@dataclass(slots=True)
class _Batch:
    """Entries on their way into the store: the tree so far, who signs, and what is to be written."""

    tree: CompactRange
    keys: tuple[SigningKey, ...]
    leaves: list[bytes] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    heads: list[tuple[int, str]] = field(default_factory=list)
    note: Note = field(default_factory=lambda: Note(""))

    def take(self, entry: Entry) -> None:
        """Add one entry: its hashes, and a signed head over it."""
        leaf = entry.leaf()
        self.tree, rows = self.tree.grown_by((leaf_hash(leaf),))
        signer = self.keys[0]
        self.note = sign_checkpoint(Checkpoint(signer.name, self.tree.size, self.tree.root()), signer)
        for other in self.keys[1:]:
            self.note = self.note.with_signatures(sign_note(self.note.text, other))
        self.leaves.append(leaf)
        self.hashes += rows
        self.heads.append((self.tree.size, str(self.note)))


def _enter(store: Store, batch: _Batch, drafts: Sequence[Draft | Sealed], at: datetime) -> Note:
    at_least, first = parse_entry(store.leaf(batch.tree.size - 1)).at, batch.tree.size
    entries: list[Entry] = []
    for index, draft in enumerate(drafts, start=first):
        entry = _entered(store, draft, index, at)
        if entry.at < at_least:
            raise CaseError(f"The clock went backwards: the last entry is of {at_least}, this one of {entry.at}.")
        if entry.kind == "opening":
            _refuse_opening(store, entry, entries)
        entries.append(entry)
    return _written(store, batch, entries)


def _written(store: Store, batch: _Batch, entries: Sequence[Entry]) -> Note:
    first = batch.tree.size
    for entry in entries:
        batch.take(entry)
    store.add(first, batch.hashes, batch.leaves, batch.heads)
    if not first:
        store.add_policy(0)
    return batch.note


def _entered(store: Store, draft: Draft | Sealed, index: int, at: datetime) -> Entry:
    """The entry that a draft becomes; what a sealed one commits to is kept beside the record."""
    if isinstance(draft, Draft):
        return open_entry(draft, index, at)
    salt = new_salt()
    entry = sealed_entry(draft.draft, index, at, salt)
    store.keep_sealed(index, salt, sealed_content(draft.draft))
    return entry


def _refuse_opening(store: Store, opening: Entry, waiting: Sequence[Entry]) -> None:
    """Refuse an opening that does not fit; what it opens may be in the store or wait in the same batch."""
    assert opening.body is not None, "an opening is never sealed"
    of, first = opening.body["of"], opening.index - len(waiting)
    try:
        check_opening(opening, waiting[of - first] if of >= first else parse_entry(store.leaf(of)))
    except Fault as fault:
        raise CaseError(f"This opening {fault.what}.") from None


def _last_tree(store: Store, key: SigningKey) -> CompactRange:
    """The tree to add to, once everything allows adding to it.

    Raises
    ------
    CaseError
        When the record was moved, or waits for its witnesses.
    Fault
        When the tree is not what its head says, or the key is not the one that signs now.
    """
    size = store.size()
    if not size:
        raise Fault("the record has not begun: it has no charter")
    _refuse_moved(store)
    tree = compact_range(store.node, size)
    note, checkpoint = parse_head(store.head(size))
    terms = terms_of(store)
    if terms[-1].policy.log != key.verifier or not is_signed(note, key.verifier):
        since = f" since entry {terms[-1].index}" if len(terms) > 1 else ""
        raise Fault(f"the key is not the one that signed this record{since}")
    if (checkpoint.size, checkpoint.root) != (size, tree.root()):
        raise Fault("the hashes that are kept do not lead to the last signed head", size - 1)
    if terms[-1].index == size - 1 and len(terms) > 1:
        _refuse_waiting(store, terms[-2].policy)
    return tree


def _refuse_moved(store: Store) -> None:
    place = store.moved_to()
    if place is not None:
        raise CaseError(f"This record was moved to {place}. Enter it there: two that go on would be a fork.")


def _refuse_waiting(store: Store, before: Policy) -> None:
    size = store.size()
    if not before.is_satisfied(cosigners(head_at(store, size), before)):
        raise CaseError(
            f"The change of policy at entry {size - 1} waits for enough of the witnesses before it.\n"
            f"Have them cosign the head over {size} entries, and attach their lines."
        )


def _holds(note: Note, witness: Any) -> bool:
    try:
        return cosigned_at(note, witness) is not None
    except Fault:
        return False
