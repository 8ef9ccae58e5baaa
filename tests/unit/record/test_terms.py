"""Keys and witnesses change over the life of a record: who signs when, who must agree, and what old heads are worth."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    Policy,
    Sealed,
    SigningKey,
    append,
    attach,
    change_policy,
    check_signatures,
    continues,
    current_policy,
    export_bundle,
    known_head,
    new_key,
    open_witness,
    parse_policy,
    policy_text,
    prove_growth,
    prove_inclusion,
    start_record,
    terms_of,
    verify_bundle,
)
from detente.record.bundle import read_bundle
from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import Checkpoint, parse_head, sign_checkpoint
from detente.record.notes import is_signed
from detente.record.sql_store import SqlStore
from detente.record.tree import CompactRange, leaf_hash
from unit.record.small_record import ORIGIN, at, charter, declaration, memory_store

NAMES = ("north", "south", "neutral")


@dataclass
class Life:
    """A record whose keys and witnesses change; witnesses keep their memories."""

    keys: list[SigningKey]
    witnesses: dict[str, SigningKey]
    store: SqlStore = field(default_factory=memory_store)
    minute: int = 0

    def enter(self, *drafts):
        """Append with the newest key."""
        self.minute += 1
        return append(self.store, self.keys[-1], drafts, at(self.minute), None)

    def change(self, policy: str, next_key: SigningKey | None = None, reason: str = "rotation"):
        """Change the policy, and take the next key."""
        self.minute += 1
        draft = Draft("policy", "secretariat", {"policy": policy, "reason": reason})
        note = change_policy(self.store, self.keys[-1], next_key or self.keys[-1], draft, at(self.minute))
        self.keys += [next_key] if next_key else []
        return note

    def cosign(self, *names: str, key: SigningKey | None = None, since: int = 0):
        """Let witnesses without a memory cosign the newest head."""
        self.minute += 1
        for name in names:
            with open_witness(self.witnesses[name], ":memory:") as witness:
                log = (key or self.keys[-1]).verifier
                attach(self.store, str(witness.cosign(prove_growth(self.store, since), log, at(self.minute))))

    def policy(self, needed: int, *names: str, key: SigningKey | None = None) -> str:
        """A policy text."""
        return policy_text((key or self.keys[-1]).verifier, {n: self.witnesses[n].verifier for n in names}, needed)

    def bundle(self):
        """Lines of the bundle."""
        return list(export_bundle(self.store))


def fresh() -> SigningKey:
    """Another key for the same record."""
    return new_key(ORIGIN, KeyKind.LOG)


def life(needed: int = 1, *names: str) -> Life:
    """A record that has begun, with one declaration."""
    made = Life([fresh()], {name: new_key(f"{name}.example", KeyKind.WITNESS) for name in NAMES})
    start_record(made.store, made.keys[0], charter(made.policy(needed, *(names or ("north", "south")))), at(0))
    made.enter(declaration(1))
    return made


def rotated() -> Life:
    """Two changes: another key, then other witnesses; the newest head is cosigned."""
    made = life()
    following = fresh()
    made.change(made.policy(1, "north", "south", key=following), following, "key_stolen")
    made.cosign("north", key=made.keys[0])
    made.enter(declaration(3))
    made.change(made.policy(2, "south", "neutral"), reason="witnesses")
    made.cosign("south")
    made.enter(declaration(5))
    made.cosign("south", "neutral")
    return made


def test_each_head_is_signed_by_the_key_of_its_time_and_a_change_by_both():
    made = rotated()
    signed = []
    for line in made.bundle()[1:]:
        note, _ = parse_head(parse_canonical(line[:-1])["head"])
        signed.append([number for number, key in enumerate(made.keys) if is_signed(note, key.verifier)])
    assert signed == [[0], [0], [0, 1], [1], [1], [1]]
    assert [term.index for term in terms_of(made.store)] == [0, 2, 4]
    verify_bundle(made.bundle())


def test_old_heads_verify_with_the_old_key_and_later_ones_by_it_are_named():
    made = rotated()
    verified = verify_bundle(made.bundle())
    for size in range(1, 7):
        continues(verified, known_head(made.store.head(size), verified))
    late = Checkpoint(ORIGIN, 5, bytes(32))
    forged = str(sign_checkpoint(late, made.keys[0]))
    with pytest.raises(Fault, match=r"signed with a key that entry 2 has replaced \(key stolen\)"):
        known_head(forged, verified)
    with pytest.raises(Fault, match="not signed by the key of this record"):
        known_head(str(sign_checkpoint(late, fresh())), verified)


def test_the_old_key_signs_nothing_more():
    made = rotated()
    with pytest.raises(Fault, match="not the one that signed this record since entry 4"):
        append(made.store, made.keys[0], [declaration(9)], at(99), None)


def test_nothing_is_entered_until_enough_of_the_witnesses_so_far_agree():
    made = life(2, "north", "south")
    made.change(made.policy(0), reason="witnesses")
    assert current_policy(made.store).quorum == "none"
    for names in ((), ("north",)):
        made.cosign(*names)
        with pytest.raises(CaseError, match="change of policy at entry 2 waits for enough of the witnesses before it"):
            made.enter(declaration(3))
    made.cosign("south")
    made.enter(declaration(3))
    verify_bundle(made.bundle())


def test_a_change_that_is_the_newest_entry_is_judged_by_the_witnesses_before_it():
    made = life(1, "north")
    made.change(made.policy(0), reason="witnesses")
    with pytest.raises(Fault, match="too few witnesses have cosigned the head at size 3: north has cosigned no head"):
        verify_bundle(made.bundle())
    made.cosign("north")
    verify_bundle(made.bundle())


def forged_without_consent(made: Life) -> list[bytes]:
    """What an operator would write who drops the witnesses and goes on without asking them."""
    drafts = [Draft("policy", "secretariat", {"policy": made.policy(0), "reason": "witnesses"}), declaration(9)]
    lines, tree = made.bundle(), CompactRange()
    for line in lines[1:]:
        tree = tree.appended(leaf_hash(canonical_bytes(parse_canonical(line[:-1])["entry"])))
    for draft in drafts:
        entry = {
            "at": "2026-01-01T00:00:00Z",
            "by": draft.by,
            "index": tree.size,
            "kind": draft.kind,
            "body": draft.body,
        }
        tree = tree.appended(leaf_hash(canonical_bytes(entry)))
        head = sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), made.keys[-1])
        lines.append(canonical_bytes({"entry": entry, "head": str(head)}) + b"\n")
    lines[0] = canonical_bytes({**parse_canonical(lines[0][:-1]), "size": tree.size}) + b"\n"
    return lines


def test_an_operator_who_drops_the_witnesses_without_asking_them_is_found_at_the_change():
    made = life(1, "north", "south")
    made.cosign("north", "south")
    lines = forged_without_consent(made)
    given = parse_policy(made.policy(2, "north", "south"))
    for policy in (None, given, parse_policy(made.policy(1, "neutral"))):
        with pytest.raises(Fault, match="entry 2: too few of the witnesses before it") as found:
            verify_bundle(lines, policy)
        assert found.value.index == 2


def test_a_verifier_may_hold_the_policy_of_any_time():
    made = rotated()
    lines = made.bundle()
    stated = [term.policy for term in terms_of(made.store)]
    for policy in stated:
        verified = verify_bundle(lines, policy)
        assert verified.policy == stated[-1]
    # Stricter than what is stated: both of the first witnesses would have had to agree to the first change.
    with pytest.raises(Fault, match="entry 2: too few of the witnesses before it"):
        verify_bundle(lines, parse_policy(made.policy(2, "north", "south", key=made.keys[0])))
    with pytest.raises(Fault, match="entry 0: the charter names another key"):
        verify_bundle(lines, parse_policy(made.policy(0, key=fresh())))
    strict = Policy(made.keys[-1].verifier, stated[-1].witnesses, stated[0].groups, "none")
    assert verify_bundle(lines, strict).policy == stated[-1]


def test_a_change_is_refused_when_it_is_wrong_and_leaves_no_trace():
    made = life(0)
    before, other = made.bundle(), fresh()
    stranger = new_key("example.org/other", KeyKind.LOG)
    wrong = [
        (made.policy(0, "north", "south"), None, CaseError, "counts already"),
        (made.policy(1, "north", key=other), None, Fault, "does not name the next key"),
        (made.policy(1, "north"), other, Fault, "does not name the next key"),
        (made.policy(0, key=stranger), stranger, Fault, "another name than the record"),
        ("log nonsense\nquorum none\n", other, Fault, "the policy, line 1"),
    ]
    for policy, key, error, said in wrong:
        with pytest.raises(error, match=said):
            made.change(policy, key)
        made.keys = made.keys[:1]
    with pytest.raises(CaseError, match="by an entry of kind policy"):
        change_policy(made.store, made.keys[0], other, declaration(1), at(9))
    for kind in ("charter", "policy"):
        draft = Draft(kind, "north", {"policy": made.policy(0), "reason": "rotation"})
        with pytest.raises(CaseError, match="one charter, and its policy is changed on its own"):
            made.enter(draft)
        with pytest.raises(CaseError):
            made.enter(Sealed(draft))
    assert made.bundle() == before


def test_every_flipped_byte_of_a_record_with_changes_is_found():
    lines = rotated().bundle()
    whole = b"".join(lines)
    missed = []
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 + place % 255
        try:
            verify_bundle([part + b"\n" for part in bytes(changed).split(b"\n")[:-1]])
            missed.append(place)
        except Fault as fault:
            expected = whole.count(b"\n", 0, place) - 1
            if expected >= 0 and fault.index != expected:
                missed.append(place)
    assert missed == []


def test_heads_that_only_one_of_the_two_keys_has_signed_are_refused():
    made = rotated()
    lines = made.bundle()
    value = parse_canonical(lines[3][:-1])
    text, _, signatures = value["head"].rpartition("\n\n")
    both = signatures.rstrip("\n").split("\n")
    for kept in (both[:1] + both[2:], both[1:], [both[1], both[0], *both[2:]]):
        head = f"{text}\n\n" + "".join(f"{line}\n" for line in kept)
        changed = canonical_bytes({**value, "head": head}) + b"\n"
        with pytest.raises(Fault, match="entry 2: the head is not signed by"):
            read_bundle([*lines[:3], changed, *lines[4:]])


def test_a_witness_goes_over_to_the_next_key_by_the_head_that_both_have_signed():
    made = life(1, "north", "south")
    following = fresh()
    with (
        open_witness(made.witnesses["north"], ":memory:") as north,
        open_witness(made.witnesses["south"], ":memory:") as south,
    ):
        old, new = made.keys[0].verifier, following.verifier
        for witness in (north, south):
            witness.cosign(prove_growth(made.store, 0), old, at(1))
        made.change(made.policy(1, "north", "south", key=following), following)
        attach(made.store, str(north.cosign(prove_growth(made.store, 2), old, at(2))))
        made.enter(declaration(3))
        north.cosign(prove_growth(made.store, 3), new, at(3))
        with pytest.raises(Fault, match=r"under another key: cosign the head over the change.*--since 2 --until SIZE"):
            south.cosign(prove_growth(made.store, 2), new, at(3))
        south.cosign(prove_growth(made.store, 2, 3), old, at(3))
        south.cosign(prove_growth(made.store, 3), new, at(4))
        assert south.last_seen(new).size == 4


def test_a_proof_made_at_a_change_is_for_those_who_hold_the_policy_before_it():
    made = life(1, "north")
    following = fresh()
    made.change(made.policy(1, "north", key=following), following)
    made.cosign("north", key=made.keys[0])
    proof = prove_inclusion(made.store, 1)
    proof.check()
    old = parse_policy(made.policy(1, "north", key=made.keys[0]))
    assert check_signatures(proof.note, proof.checkpoint, old) == {"north"}
    made.enter(declaration(3))
    made.cosign("north")
    later = prove_inclusion(made.store, 1)
    assert check_signatures(later.note, later.checkpoint, current_policy(made.store)) == {"north"}
    with pytest.raises(Fault, match="which may be an old one"):
        check_signatures(later.note, later.checkpoint, old)


def test_a_witness_that_takes_a_new_key_under_its_old_name_does_not_hide_its_old_one():
    made = life(1, "north")
    made.witnesses["north-2"] = new_key("north.example", KeyKind.WITNESS)
    made.change(made.policy(1, "north-2"), reason="witnesses")
    made.cosign("north-2")
    with pytest.raises(CaseError, match="waits for"):
        made.enter(declaration(3))
    made.cosign("north")
    made.enter(declaration(3))
    made.cosign("north-2")
    verify_bundle(made.bundle())
