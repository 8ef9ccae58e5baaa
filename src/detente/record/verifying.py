"""Verifying a record, one entry after the other: its place, its head, and who has signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from detente.record.checkpoint import Checkpoint, parse_head
from detente.record.entries import Entry, parse_entry
from detente.record.faults import Fault
from detente.record.keys import VerifierKey
from detente.record.notes import Note, cosigned_at, is_signed
from detente.record.policy import Policy
from detente.record.reading import check_opening
from detente.record.terms import CHARTER, POLICY, Term, policy_at, signers_at, term_of
from detente.record.tree import CompactRange, leaf_hash


@dataclass(frozen=True, slots=True)
class Cosigned:
    """When a witness cosigned the newest head that it cosigned at all, and the size of that head."""

    witness: str
    size: int
    unix_seconds: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What a record shows once everything in it holds.

    `policy` is the one under which the newest head is, that of the verifier where it counts; `terms` are those by which
    it was judged. `roots` has the root after each entry, so that any earlier head can be compared; `notes` has the
    signed heads, `cosigned` the last word of each witness. `lacking` says which witnesses are missing, None when enough
    have cosigned.
    """

    checkpoint: Checkpoint
    policy: Policy
    terms: tuple[Term, ...]
    entries: tuple[Entry, ...]
    leaves: tuple[bytes, ...]
    roots: tuple[bytes, ...]
    notes: tuple[Note, ...]
    cosigned: tuple[Cosigned, ...]
    lacking: str | None


@dataclass(slots=True)
class Reading:
    """A record while it is verified; `policy` is that of the verifier, None where the record's own must do.

    `said` has, for each key of a witness, the newest head it cosigned and when; `under` the keys below each head that
    changed the policy.
    """

    origin: str
    policy: Policy | None
    terms: list[Term] = field(default_factory=list)
    known: dict[str, VerifierKey] = field(default_factory=dict)
    tree: CompactRange = field(default_factory=CompactRange)
    entries: list[Entry] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    said: dict[str, tuple[int, int]] = field(default_factory=dict)
    under: dict[int, frozenset[str]] = field(default_factory=dict)

    def take(self, leaf: bytes, head: str) -> None:
        """Verify one entry and the head over it, and keep what they say."""
        entry = parse_entry(leaf)
        self._check_place(entry)
        tree = self.tree.appended(leaf_hash(leaf))
        self._check_head(head, tree)
        self.tree = tree
        self.entries.append(entry)
        self.leaves.append(leaf)

    def result(self) -> Verified:
        """What the record shows; a `Fault` when a key is not the verifier's, or a change of policy was not agreed."""
        size = len(self.entries)
        terms = judged_by(self.terms, self.policy)
        self._check_agreed(terms)
        # The newest policy of a verifier counts for the very head that brings it in: it is the one that was asked for.
        policy = self.policy if self.policy == terms[-1].policy else policy_at(terms, size)
        assert policy is not None, "a record has a charter"
        cosigned = {name: self.said.get(str(key)) for name, key in policy.witnesses.items()}
        return Verified(
            Checkpoint(self.origin, size, self.roots[-1]),
            policy,
            terms,
            tuple(self.entries),
            tuple(self.leaves),
            tuple(self.roots),
            tuple(self.notes),
            tuple(Cosigned(name, *last) for name, last in cosigned.items() if last is not None),
            _lacking(policy, cosigned, size),
        )

    def _check_place(self, entry: Entry) -> None:
        index = len(self.entries)
        if entry.index != index:
            raise Fault(f"the entry in this place says that it is entry {entry.index}")
        if index and entry.at < self.entries[-1].at:
            raise Fault(f"the clock went backwards, from {self.entries[-1].at} to {entry.at}")
        if entry.kind == "opening" and entry.body is not None:
            check_opening(entry, self.entries[entry.body["of"]])
        if entry.kind in (CHARTER, POLICY) or not index:
            self._begin(term_of(entry))

    def _begin(self, term: Term) -> None:
        if term.policy.log.name != self.origin:
            raise Fault(f"the record is {self.origin}, and the key is that of {term.policy.log.name}")
        if self.terms and term.policy == self.terms[-1].policy:
            raise Fault("the policy is the one that counts already: nothing is changed")
        self.terms.append(term)
        given = [] if self.policy is None else self.policy.witnesses.values()
        self.known |= {str(key): key for key in (*term.policy.witnesses.values(), *given)}

    def _check_head(self, text: str, tree: CompactRange) -> None:
        note, head = parse_head(text)
        if head != Checkpoint(self.origin, tree.size, tree.root()):
            raise Fault("the entry is not the one under the head, or the head is of another record")
        signers = signers_at(self.terms, tree.size)
        for place, signer in enumerate(signers):
            if not is_signed(note, signer) or not note.signatures[place].is_of(signer):
                raise Fault(f"the head is not signed by {signer.name}, or not first by it")
        if len(note.signatures) > 1 and note.signatures != note.with_signatures().signatures:
            raise Fault("a signature stands twice under the head")
        self._check_cosignatures(note, len(signers))
        self.roots.append(head.root)
        self.notes.append(note)

    def _check_cosignatures(self, note: Note, own: int) -> None:
        under, size = [], len(self.entries) + 1
        for line in note.signatures[own:]:
            key = next((key for key in self.known.values() if line.is_of(key)), None)
            at = cosigned_at(note, key) if key else None
            if key is None or at is None:
                raise Fault(f"a stranger has signed the head: {line.name}")
            self.said[str(key)] = (size, at)
            under.append(str(key))
        if self.terms[-1].index == size - 1:
            self.under[size - 1] = frozenset(under)

    def _check_agreed(self, terms: tuple[Term, ...]) -> None:
        for before, after in pairwise(terms):
            keys = self.under[after.index]
            agreed = frozenset(name for name, key in before.policy.witnesses.items() if str(key) in keys)
            if after.counts_at(len(self.entries)) and not before.policy.is_satisfied(agreed):
                raise Fault("too few of the witnesses before it have cosigned this change of policy", after.index)


def judged_by(terms: list[Term], policy: Policy | None) -> tuple[Term, ...]:
    """The terms of a record, with the policy of a verifier in the place where it belongs.

    It takes the place of the last term that is the same, or else of the first with the same key for the log: what came
    before is the record's word, and what comes after needs the consent of the verifier's witnesses.

    Raises
    ------
    Fault
        At the first entry, when the record never had that key.
    """
    if policy is None:
        return tuple(terms)
    same = [place for place, term in enumerate(terms) if term.policy == policy]
    alike = [place for place, term in enumerate(terms) if term.policy.log == policy.log]
    if not alike:
        raise Fault("the charter names another key for the log than your policy, and so does every change of it", 0)
    place = same[-1] if same else alike[0]
    return tuple(Term(t.index, policy, t.reason) if number == place else t for number, t in enumerate(terms))


def _lacking(policy: Policy, cosigned: dict[str, tuple[int, int] | None], size: int) -> str | None:
    if policy.is_satisfied(frozenset(name for name, last in cosigned.items() if last is not None and last[0] == size)):
        return None
    words = []
    for name, last in cosigned.items():
        if last is None:
            words.append(f"{name} has cosigned no head")
        elif last[0] < size:
            words.append(f"{name} is stale: it last cosigned the head at size {last[0]}")
    return f"too few witnesses have cosigned the head at size {size}: " + "; ".join(words)
