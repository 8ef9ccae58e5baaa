"""Whatever is done to a bundle is found, and the first entry that it touches is named."""

from __future__ import annotations

import json
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import CaseError
from detente.record import (
    Fault,
    KeyKind,
    append,
    attach,
    check_signatures,
    continues,
    current_head,
    export_bundle,
    first_difference,
    is_fresh,
    known_head,
    new_key,
    open_witness,
    parse_growth_proof,
    parse_inclusion_proof,
    parse_policy,
    policy_text,
    prove_growth,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import Checkpoint, parse_head, sign_checkpoint
from detente.record.notes import parse_note
from detente.record.tree import CompactRange, leaf_hash
from unit.record.small_record import (
    ORIGIN,
    at,
    charter,
    cosign,
    declaration,
    filled_record,
    memory_store,
    small_record,
)

RECORD = filled_record()
BUNDLE = RECORD.bundle()
WHOLE = b"".join(BUNDLE)
POLICY = parse_policy(RECORD.policy)
SIZE = len(BUNDLE) - 1


def fault_in(lines, policy=None) -> Fault:
    with pytest.raises(Fault) as found:
        verify_bundle(lines, policy)
    return found.value


def entry_of_byte(place: int) -> int:
    """Entry in whose line a byte lies; -1 in the header."""
    return WHOLE.count(b"\n", 0, place) - 1


def lines_of(data: bytes) -> list[bytes]:
    return [part + b"\n" for part in data.split(b"\n")[:-1]] + ([data.split(b"\n")[-1]] if data[-1:] != b"\n" else [])


def test_the_untouched_bundle_holds():
    verified = verify_bundle(BUNDLE, POLICY)
    assert verified.checkpoint.size == SIZE
    assert {said.witness for said in verified.cosigned} == {"north", "south"}
    assert verify_bundle(BUNDLE) == verified


def test_every_flipped_byte_is_found_at_its_entry():
    """Each byte of the bundle, changed once: all of them, none sampled away."""
    chance = random.Random(1)
    for place in range(len(WHOLE)):
        changed = bytearray(WHOLE)
        changed[place] ^= chance.randrange(1, 256)
        fault = fault_in(lines_of(bytes(changed)))
        if entry_of_byte(place) >= 0:
            assert fault.index == entry_of_byte(place), place


def test_every_truncation_is_found_at_the_first_missing_entry():
    for end in range(len(BUNDLE[0]), len(WHOLE)):
        assert fault_in(lines_of(WHOLE[:end])).index == entry_of_byte(end), end


@given(st.data())
def test_deletions_insertions_and_reorders_are_found_where_they_begin(data):
    entries = BUNDLE[1:]
    start = data.draw(st.integers(0, SIZE - 1))
    kind = data.draw(st.sampled_from(["delete", "repeat", "reorder"]))
    if kind == "delete":
        end = data.draw(st.integers(start + 1, SIZE))
        changed, first = entries[:start] + entries[end:], start
    elif kind == "repeat":
        changed, first = entries[: start + 1] + entries[data.draw(st.integers(0, start)) :], start + 1
    else:
        changed = data.draw(st.permutations(entries))
        first = next((i for i, (old, new) in enumerate(zip(entries, changed, strict=True)) if old != new), None)
    if first is not None:
        assert fault_in([BUNDLE[0], *changed], POLICY).index == first


def reheaded(lines, start, size=SIZE, key=None):
    """Write new heads from an entry on, as one who rewrites history would; signed when there is a key."""
    tree, out = CompactRange(), [lines[0]]
    for index, line in enumerate(lines[1 : size + 1]):
        value = parse_canonical(line[:-1])
        tree = tree.appended(leaf_hash(canonical_bytes(value["entry"])))
        if index >= start:
            head = Checkpoint(ORIGIN, tree.size, tree.root())
            old = parse_note(value["head"])
            signed = sign_checkpoint(head, key) if key else type(old)(head.text(), old.signatures)
            value["head"] = str(signed)
        out.append(canonical_bytes(value) + b"\n")
    return out


def rewritten(index, key=None):
    """A bundle in which one entry has another author, and all heads from there on fit it."""
    lines = list(BUNDLE)
    value = parse_canonical(lines[index + 1][:-1])
    value["entry"]["by"] += "er"
    lines[index + 1] = canonical_bytes(value) + b"\n"
    return reheaded(lines, index, key=key)


@pytest.mark.parametrize("index", range(SIZE))
def test_rewriting_without_the_key_is_found_where_it_begins(index):
    assert fault_in(rewritten(index)).index == index
    stranger = new_key(ORIGIN, KeyKind.LOG)
    assert fault_in(rewritten(index, stranger)).index == index


@pytest.mark.parametrize("index", [0, 1, 4, 5, 6, 8])
def test_rewriting_with_the_key_is_found_by_witnesses_and_by_whoever_holds_a_head_or_a_copy(index):
    """The operator can sign a second past. Alone it looks sound: only others can find it."""
    forged = rewritten(index, RECORD.key)
    assert "too few witnesses" in str(fault_in(forged))
    alone = parse_policy(f"log {RECORD.key.verifier}\nquorum none\n")
    verified, honest = verify_bundle(forged, alone), verify_bundle(BUNDLE)
    with pytest.raises(Fault, match="fork") as found:
        first_difference(verified, honest)
    assert found.value.index == index
    for size in range(1, SIZE + 1):
        head = known_head(json.loads(BUNDLE[size])["head"], verified)
        if size > index:
            with pytest.raises(Fault, match="fork: your head over"):
                continues(verified, head)
        else:
            continues(verified, head)


def test_an_old_copy_is_found_by_whoever_holds_a_newer_head():
    for size in range(1, SIZE):
        header = canonical_bytes({**json.loads(BUNDLE[0]), "size": size}) + b"\n"
        old = verify_bundle([header, *BUNDLE[1 : size + 1]], parse_policy(f"log {RECORD.key.verifier}\nquorum none\n"))
        with pytest.raises(Fault, match="old: the record ends at") as found:
            continues(old, known_head(str(current_head(RECORD.store)), old))
        assert found.value.index == size


def test_of_two_copies_of_a_record_the_shorter_is_the_old_one():
    header = canonical_bytes({**json.loads(BUNDLE[0]), "size": 4}) + b"\n"
    policy = parse_policy(f"log {RECORD.key.verifier}\nquorum none\n")
    old, whole = verify_bundle([header, *BUNDLE[1:5]], policy), verify_bundle(BUNDLE)
    first_difference(whole, old)
    first_difference(whole, whole)
    with pytest.raises(Fault, match="old: the record ends at 4 entries, and you hold a head over 9") as found:
        first_difference(old, whole)
    assert found.value.index == 4


def test_wrong_keys_are_found_at_the_first_entry():
    stranger = new_key(ORIGIN, KeyKind.LOG).verifier
    other_name = new_key("example.org/other", KeyKind.LOG).verifier
    for key in (stranger, other_name):
        assert fault_in(BUNDLE, parse_policy(f"log {key}\nquorum none\n")).index == 0
    witnesses = {name: new_key(f"{name}.example", KeyKind.WITNESS).verifier for name in ("north", "south")}
    fault = fault_in(BUNDLE, parse_policy(policy_text(RECORD.key.verifier, witnesses, 1)))
    assert str(fault).count("has cosigned no head") == 2
    foreign = small_record()
    foreign_head = str(current_head(foreign.store))
    with pytest.raises(Fault, match="not signed by the key of this record"):
        known_head(foreign_head, verify_bundle(BUNDLE))


def test_a_charter_cannot_name_its_own_witness_as_one_of_the_verifier():
    """The operator's witness bears the very name that the verifier trusts; it must not count."""
    forged = new_key("north", KeyKind.WITNESS)
    key = new_key(ORIGIN, KeyKind.LOG)
    store = memory_store()
    start_record(store, key, charter(policy_text(key.verifier, {"north": forged.verifier}, 1)), at(0))
    with open_witness(forged, ":memory:") as witness:
        attach(store, str(witness.cosign(prove_growth(store, 0), key.verifier, at(1))))
    lines = list(export_bundle(store))
    verify_bundle(lines)
    for name in ("north", "north.example"):
        trusted = {"north": new_key(name, KeyKind.WITNESS).verifier}
        assert "too few witnesses" in str(fault_in(lines, parse_policy(policy_text(key.verifier, trusted, 1))))


@pytest.mark.parametrize("needed", [1, 2])
def test_stale_witnesses_are_named(needed):
    record = filled_record(needed)
    verify_bundle(record.bundle())
    record.enter(declaration(9))
    fault = fault_in(record.bundle())
    assert "north is stale: it last cosigned the head at size 9" in str(fault)
    assert fault.index is None
    cosign(record, ["north"])
    if needed == 1:
        verify_bundle(record.bundle())
    else:
        assert "south is stale" in str(fault_in(record.bundle()))


def test_a_head_that_nobody_has_cosigned_lately_is_stale():
    verified = verify_bundle(BUNDLE)
    minute = RECORD.minute
    is_fresh(verified, at(minute + 60), timedelta(hours=2))
    for now, within in ((at(minute + 121), timedelta(hours=2)), (at(minute - 30), timedelta(hours=2))):
        with pytest.raises(Fault):
            is_fresh(verified, now, within)
    alone = small_record(needed=0)
    with pytest.raises(Fault, match="stale"):
        is_fresh(verify_bundle(alone.bundle()), at(121), timedelta(hours=2))


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_witness_signs_growth_and_nothing_else(first, more):
    record = small_record()
    record.enter(*(declaration(i) for i in range(first + 1)))
    log = record.key.verifier
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        witness.cosign(prove_growth(record.store, 0), log, at(1))
        seen = witness.last_seen(log).size
        record.enter(*(declaration(i) for i in range(more + 1)))
        request = prove_growth(record.store, seen)
        for wrong in (prove_growth(record.store, 0), prove_growth(record.store, seen - 1)):
            with pytest.raises(Fault, match=f"prove --since {seen}"):
                witness.cosign(wrong, log, at(2))
        with pytest.raises(Fault, match="did not only grow"):
            witness.cosign(type(request)(seen, request.hashes[:-1], request.note, request.checkpoint), log, at(2))
        with pytest.raises(Fault, match="clock of this witness"):
            witness.cosign(request, log, at(0))
        witness.cosign(request, log, at(2))
        assert witness.last_seen(log) == request.checkpoint
        with pytest.raises(Fault, match="has cosigned one over"):
            witness.cosign(parse_growth_proof(f"old 0\n\n{record.store.head(1)}"), log, at(3))


def test_a_witness_refuses_a_fork_and_a_head_by_another_key():
    record, twin = small_record(), memory_store()
    start_record(twin, record.key, charter(record.policy), at(0))
    record.enter(declaration(1))
    append(twin, record.key, [declaration(2)], at(1), None)
    log = record.key.verifier
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        witness.cosign(prove_growth(record.store, 0), log, at(1))
        with pytest.raises(Fault, match="fork: two signed heads over 2 entries"):
            witness.cosign(prove_growth(twin, 2), log, at(1))
        with pytest.raises(Fault, match="not signed by"):
            witness.cosign(prove_growth(record.store, 2), new_key(ORIGIN, KeyKind.LOG).verifier, at(1))
        append(twin, record.key, [declaration(3)], at(1), None)
        with pytest.raises(Fault, match="did not only grow"):
            witness.cosign(prove_growth(twin, 2), log, at(1))


PROOF_FILES = {
    "inclusion": (prove_inclusion(RECORD.store, 4).text(), parse_inclusion_proof),
    "growth": (prove_growth(RECORD.store, 5).text(), parse_growth_proof),
    "head": (str(current_head(RECORD.store)), parse_head),
    "policy": (RECORD.policy, parse_policy),
}


@pytest.mark.parametrize("name", PROOF_FILES)
def test_proof_files_read_back_to_the_same_text(name):
    text, parse = PROOF_FILES[name]
    assert name in ("head", "policy") or parse(text).text() == text


@pytest.mark.parametrize("name", PROOF_FILES)
@given(data=st.data())
def test_malformed_files_give_a_clear_error_and_nothing_else(name, data):
    text, parse = PROOF_FILES[name]
    for _ in range(20):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        put = data.draw(st.text(max_size=8))
        try:
            parse(text[:start] + put + text[end:])
        except Fault:
            continue


@given(st.text(max_size=200))
def test_any_text_is_refused_as_a_proof(text):
    for parse in (parse_inclusion_proof, parse_growth_proof, parse_head):
        with pytest.raises(Fault):
            parse(text)


def test_every_flipped_character_of_a_proof_is_found():
    text = PROOF_FILES["inclusion"][0]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n —"
    chance = random.Random(2)
    for place, old in enumerate(text):
        put = chance.choice(alphabet.replace(old, ""))
        assert not _is_accepted(text[:place] + put + text[place + 1 :]), place


def _is_accepted(text: str) -> bool:
    """As a verifier would judge: well-formed, proof holds, signed by the log, cosigned by both witnesses."""
    try:
        proof = parse_inclusion_proof(text)
        proof.check()
        check_signatures(proof.note, proof.checkpoint, POLICY)
    except Fault:
        return False
    return True


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=20,
    )
)
def test_canonical_json_is_one_text_for_one_value(value):
    try:
        data = canonical_bytes(value)
    except CaseError:
        return
    again = parse_canonical(data)
    assert canonical_bytes(again) == data
    for other in (json.dumps(value).encode(), b" " + data, data + b"\n"):
        if other != data:
            with pytest.raises(Fault):
                parse_canonical(other)
