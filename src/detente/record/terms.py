"""Terms of office: which policy counts from which entry on, as the charter and later entries state it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.record.entries import Entry, parse_entry
from detente.record.faults import Fault
from detente.record.keys import VerifierKey
from detente.record.notes import Note, cosigned_at
from detente.record.policy import Policy, parse_policy
from detente.record.store import Store

CHARTER, POLICY = "charter", "policy"


@dataclass(frozen=True, slots=True)
class Term:
    """A policy and the entry that states it.

    That of the charter counts from the first head on; a later one from the head after the one over its entry, because
    those who counted before must have agreed to it.
    """

    index: int
    policy: Policy
    reason: str = ""

    def counts_at(self, size: int) -> bool:
        """Whether heads over so many entries are under this policy, or under one after it."""
        return self.index == 0 or size > self.index + 1


def term_of(entry: Entry) -> Term:
    """The term that an entry begins.

    Raises
    ------
    Fault
        When the first entry is no charter, another one is, or the policy is malformed.
    """
    if (entry.kind == CHARTER) != (entry.index == 0) or entry.body is None:
        raise Fault("a record begins with a charter, and has no other", entry.index)
    try:
        return Term(entry.index, parse_policy(entry.body["policy"]), entry.body.get("reason", ""))
    except Fault as fault:
        raise fault.at(entry.index) from None


def terms_of(store: Store) -> tuple[Term, ...]:
    """All terms of a record, in order."""
    return tuple(term_of(parse_entry(store.leaf(index))) for index in store.policies())


def policy_at(terms: Sequence[Term], size: int) -> Policy:
    """The policy under which the head over `size` entries is."""
    return next(term.policy for term in reversed(terms) if term.counts_at(size))


def signers_at(terms: Sequence[Term], size: int) -> tuple[VerifierKey, ...]:
    """Who signs the head over `size` entries: the key of the log, and over a change of it the next key as well."""
    now = policy_at(terms, size).log
    following = next((term.policy.log for term in terms if term.index == size - 1), now)
    return (now,) if following == now else (now, following)


def replaced(terms: Sequence[Term], key: VerifierKey) -> Term | None:
    """The term that put another key in the place of this one; None where it is in place, or was never."""
    pairs = pairwise(terms)
    return next((after for before, after in pairs if before.policy.log == key != after.policy.log), None)


def cosigners(note: Note, policy: Policy) -> frozenset[str]:
    """Names of the witnesses of a policy that have cosigned a head; a `Fault` when a signature is wrong."""
    return frozenset(name for name, key in policy.witnesses.items() if cosigned_at(note, key) is not None)
