"""A verified record beside what one already holds: an older head, another copy, today's date."""

from __future__ import annotations

from datetime import datetime, timedelta

from detente.record.checkpoint import Checkpoint, parse_head
from detente.record.entries import parse_time
from detente.record.faults import Fault
from detente.record.notes import Note, is_signed
from detente.record.policy import Policy
from detente.record.terms import cosigners, replaced
from detente.record.verifying import Verified

CLOCK_SLACK = timedelta(minutes=5)


def known_head(text: str, verified: Verified) -> Checkpoint:
    """Read a head that someone kept, which the key of that time must have signed.

    Raises
    ------
    Fault
        When no key of the record has signed it, or one that was replaced before: the message says at which entry.
    """
    note, head = parse_head(text)
    keys = [term.policy.log for term in verified.terms]
    key = next((key for key in keys if head.origin == verified.checkpoint.origin and is_signed(note, key)), None)
    if key is None:
        raise Fault("the head that you hold is not signed by the key of this record")
    after = replaced(verified.terms, key)
    if after is not None and after.counts_at(head.size):
        raise Fault(
            f"fork: the head that you hold is over {head.size} entries, and signed with a key that entry {after.index}"
            f" has replaced ({after.reason.replace('_', ' ')})"
        )
    return head


def continues(verified: Verified, head: Checkpoint) -> None:
    """Raise a `Fault` unless the record continues a head that one holds.

    A record that ends before it is old. One that has another root at the same size has a second past: a fork. The head
    alone tells that the change is at its last entry or before; `first_difference` with another copy tells where.
    """
    if head.size > verified.checkpoint.size:
        what = f"old: the record ends at {verified.checkpoint.size} entries, and you hold a head over {head.size}"
        raise Fault(what, verified.checkpoint.size)
    if head.size and verified.roots[head.size - 1] != head.root:
        raise Fault(
            f"fork: your head over {head.size} entries is signed and has another root;"
            f" entry {head.size - 1} or one before it differs"
        )


def first_difference(verified: Verified, other: Verified) -> None:
    """Raise a `Fault` at the first entry in which the record differs from another verified copy of it."""
    for index, (leaf, theirs) in enumerate(zip(verified.leaves, other.leaves, strict=False)):
        if leaf != theirs:
            raise Fault("fork: the two copies differ here, and both are signed", index)
    continues(verified, other.checkpoint)


def is_fresh(verified: Verified, now: datetime, within: timedelta) -> None:
    """Raise a `Fault` unless enough witnesses cosigned the newest head, not before `now` - `within`.

    Without witnesses the time of the last entry is all there is, and it is the operator's word.
    """
    size = verified.checkpoint.size
    last = parse_time(verified.entries[-1].at)
    if last > now + CLOCK_SLACK:
        raise Fault(f"the entry is of {verified.entries[-1].at}, which is still to come", size - 1)
    if not verified.policy.witnesses:
        fresh, ages = now - last <= within, f"the last entry is of {verified.entries[-1].at}"
    else:
        oldest, newest = (now - within).timestamp(), (now + CLOCK_SLACK).timestamp()
        heard = [said for said in verified.cosigned if said.size == size]
        recent = frozenset(said.witness for said in heard if oldest <= said.unix_seconds <= newest)
        fresh, ages = (
            bool(recent) and verified.policy.is_satisfied(recent),
            f"{len(recent)} witnesses have cosigned since",
        )
    if not fresh:
        raise Fault(f"stale: nobody vouches for the head within {within}; {ages}")


def check_signatures(note: Note, head: Checkpoint, policy: Policy) -> frozenset[str]:
    """Names of the witnesses under a head; a `Fault` unless the log has signed it and enough witnesses have cosigned.

    Nobody else may have signed, and nobody twice: a proof file has no room for anything that is not checked.
    """
    if head.origin != policy.log.name or not is_signed(note, policy.log):
        raise Fault(f"the head is not signed by {policy.log.name} with the key of your policy, which may be an old one")
    known = [policy.log, *policy.witnesses.values()]
    if len(note.with_signatures().signatures) != len(note.signatures):
        raise Fault("a signature stands twice under the head")
    for line in note.signatures:
        if not any(line.is_of(key) for key in known):
            raise Fault(f"a stranger has signed the head: {line.name}")
    names = cosigners(note, policy)
    if not policy.is_satisfied(names):
        raise Fault(f"too few witnesses have cosigned the head: {', '.join(sorted(names)) or 'none'}")
    return names
