"""Entries are added with the change they describe; what is wrong is refused and leaves no trace."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    Sealed,
    append,
    attach,
    current_head,
    export_bundle,
    new_key,
    opening_of,
    parse_policy,
    policy_text,
    prove_growth,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from detente.record.canonical import canonical_bytes
from detente.record.checkpoint import parse_checkpoint
from detente.record.commitments import commit, fits
from detente.record.encoding import to_base64
from detente.record.entries import open_entry, opened_draft, parse_entry, sealed_content, sealed_entry
from detente.record.kinds import entry_kinds
from detente.record.notes import cosign_note
from detente.record.tiles import LARGEST_ENTRY
from unit.record.small_record import (
    ORIGIN,
    SHA,
    at,
    charter,
    declaration,
    draft_text,
    filled_record,
    memory_store,
    small_record,
    vote,
)

KINDS = [
    "submission",
    "receipt",
    "disclosure",
    "draft",
    "clause-state",
    "acceptance",
    "declaration",
    "decision",
    "meeting",
    "obligation",
    "evidence",
    "monitoring",
    "verification",
    "investigation",
    "attribution",
    "reply",
    "breach-notice",
    "venture-state",
    "correction",
]


def example(field, index):
    """A value that a field takes."""
    kind, _, argument = field.type.partition(":")
    plain = {
        "text": "Words.", "slug": "GAS.1", "slugs": ["north", "south"], "sha256": SHA, "date": "2025-11-30",
        "entry": index - 1, "entries": [0], "salt": "A" * 43 + "=",
    }  # fmt: skip
    return argument.split("|")[0] if kind == "choice" else plain[kind]


def test_every_kind_of_the_list_is_there():
    assert set(KINDS) | {"charter", "policy", "opening"} == set(entry_kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_entered_with_all_fields_and_with_the_required_ones(kind):
    record = small_record(needed=0)
    fields = entry_kinds()[kind].values()
    record.enter(Draft(kind, "north", {field.name: example(field, 1) for field in fields}))
    record.enter(Draft(kind, "north", {field.name: example(field, 2) for field in fields if field.required}))
    assert [entry.kind for entry in verify_bundle(record.bundle()).entries] == ["charter", kind, kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_all_that_is_wrong_at_once(kind):
    record = small_record(needed=0)
    with pytest.raises(CaseError) as refused:
        record.enter(Draft(kind, "n o", {"colour": 1, **dict.fromkeys(entry_kinds()[kind])}))
    text = str(refused.value)
    assert '"colour" is no field' in text
    assert 'by: "n o" is not an id' in text
    assert all(f"{name}: needs" in text for name in entry_kinds()[kind])
    assert record.store.size() == 1


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft("treaty", "north", {}), '"treaty" is no kind of entry'),
        (Draft("receipt", "north", {"of": 2}), "of: needs the number of an earlier entry"),
        (Draft("receipt", "north", {"of": True}), "of: needs the number of an earlier entry"),
        (Draft("draft", "north", {"title": "x", "document": "AB" * 32}), "document: needs a SHA-256"),
        (Draft("meeting", "north", {"title": "x", "held_on": "2025-02-30"}), "held_on: needs a day"),
        (Draft("declaration", "north", {"title": "x" * LARGEST_ENTRY}), "may have 65,535"),
        (Draft("declaration", "north", {"title": "half a pair \ud800"}), "no canonical JSON"),
        (Sealed(Draft("charter", "north", {"title": "x", "policy": "x"})), "cannot be sealed"),
    ],
)
def test_what_cannot_be_entered(draft, said):
    record = small_record(needed=0)
    before = record.bundle()
    with pytest.raises(CaseError, match=said):
        record.enter(declaration(1), draft)
    assert record.bundle() == before


def test_the_longest_entry_is_exactly_65535_bytes():
    record = small_record(needed=0)
    room = LARGEST_ENTRY - len(open_entry(Draft("declaration", "n", {"title": "x"}), 1, at(1)).leaf()) + 1
    record.enter(Draft("declaration", "n", {"title": "x" * room}))
    assert len(record.store.leaf(1)) == LARGEST_ENTRY
    assert verify_bundle(record.bundle()).checkpoint.size == 2


def test_the_clock_must_not_go_backwards_and_needs_a_zone():
    record = small_record(needed=0)
    record.enter(declaration(1))
    with pytest.raises(CaseError, match="The clock went backwards: the last entry is of 2025-11-30T12:01:00Z"):
        append(record.store, record.key, [declaration(2)], at(0), None)
    with pytest.raises(CaseError, match="does not say in which zone"):
        append(record.store, record.key, [declaration(2)], datetime(2026, 1, 1), None)
    append(record.store, record.key, [declaration(2)], at(1), None)
    assert record.store.size() == 3


def test_entry_and_change_are_written_together_or_not_at_all():
    record = small_record(needed=0)
    record.store.connection.execute("CREATE TABLE events (words TEXT)")

    def change(connection):
        connection.execute("INSERT INTO events VALUES ('signed')")

    def fails(connection):
        change(connection)
        raise ValueError("no")

    append(record.store, record.key, [declaration(1)], at(1), change)
    before = record.bundle()
    with pytest.raises(ValueError, match="no"):
        append(record.store, record.key, [declaration(2)], at(2), fails)
    assert record.bundle() == before

    def two_appends():
        with record.store.writing():
            append(record.store, record.key, [declaration(2)], at(2), change)
            append(record.store, record.key, [declaration(3)], at(0), change)

    with pytest.raises(CaseError):
        two_appends()
    assert record.bundle() == before
    assert record.store.connection.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_caller_who_has_begun_a_transaction_can_take_the_record_along():
    record = small_record(needed=0)
    before = record.bundle()
    record.store.connection.execute("BEGIN IMMEDIATE")
    with record.store.joining():
        append(record.store, record.key, [declaration(1)], at(1), None)
    record.store.connection.execute("ROLLBACK")
    assert record.bundle() == before


@pytest.mark.parametrize("table", ["record_entries", "record_heads", "record_policies"])
def test_tables_refuse_to_be_rewritten(table):
    record = filled_record()
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid + 100"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            record.store.connection.execute(statement)


def test_a_record_begins_once_with_a_charter_and_its_own_key():
    record = small_record()
    with pytest.raises(CaseError, match="has begun already"):
        start_record(record.store, record.key, charter(record.policy), at(0))
    with pytest.raises(CaseError, match="begins with a charter"):
        start_record(record.store, record.key, declaration(0), at(0))
    other = new_key("example.org/corridor", KeyKind.LOG)
    with pytest.raises(Fault, match="another key for the log"):
        start_record(record.store, other, charter(record.policy), at(0))
    with pytest.raises(Fault, match="not the one that signed"):
        append(record.store, other, [declaration(1)], at(1), None)


def test_appending_to_hashes_that_were_changed_is_refused():
    record = filled_record()
    record.store.connection.execute("DROP TRIGGER record_entries_update")
    record.store.connection.execute("UPDATE record_entries SET hashes = zeroblob(128) WHERE position = 7")
    with pytest.raises(Fault, match="do not lead to the last signed head"):
        record.enter(declaration(9))


def test_proofs_of_every_entry_hold_and_name_the_newest_head():
    record = filled_record()
    for index in range(record.store.size()):
        proof = prove_inclusion(record.store, index)
        proof.check()
        assert proof.note == current_head(record.store)
        with pytest.raises(Fault, match=f"entry {index}: the proof does not lead"):
            type(proof)(proof.entry + b" ", proof.index, proof.hashes, proof.note, proof.checkpoint).check()
    for index in (-1, 9):
        with pytest.raises(CaseError, match="There is no entry"):
            prove_inclusion(record.store, index)
    with pytest.raises(CaseError, match="nothing can be proved since 10"):
        prove_growth(record.store, 10)


def test_commitments_of_accept_and_reject_cannot_be_told_apart():
    """What all can see of a sealed vote has the same form and length, whatever the vote, and never repeats."""
    leaves = {}
    for answer in ("accept", "reject"):
        record = small_record(needed=0)
        record.enter(draft_text())
        record.enter(*(Sealed(vote(answer)) for _ in range(64)))
        leaves[answer] = [record.store.leaf(index) for index in range(10, 64)]
        assert not any(word in line for line in record.bundle() for word in (b'"answer"', b"accept_in", b"reject"))
    assert {len(leaf) for leaf in leaves["accept"]} == {len(leaf) for leaf in leaves["reject"]}
    commitments = [parse_entry(leaf).commitment for both in leaves.values() for leaf in both]
    assert len(set(commitments)) == 108
    # Each bit is set about as often under either answer: five standard deviations of a fair coin.
    for sealed in leaves.values():
        ones = sum(int.from_bytes(parse_entry(leaf).commitment, "big").bit_count() for leaf in sealed)
        assert abs(ones - 54 * 128) < 5 * (54 * 256 / 4) ** 0.5


def test_a_vote_cannot_be_guessed_from_its_hash():
    record = filled_record()
    commitment = parse_entry(record.store.leaf(3)).commitment
    guesses = [sealed_content(vote(a, "north")) for a in ("accept", "accept_in_part", "reject", "abstain")]
    assert not any(fits(commitment, content, bytes(32)) for content in guesses)
    salt, content = record.store.sealed(3)
    assert content in guesses
    assert fits(commitment, content, salt)


def test_opening_with_another_salt_content_author_or_kind_fails():
    salt = bytes(range(32))
    entry = sealed_entry(vote("accept"), 2, at(1), salt)
    assert opened_draft(entry, sealed_content(vote("accept")), salt) == vote("accept")
    for content, used in (
        (sealed_content(vote("reject")), salt),
        (sealed_content(vote("accept")), bytes(32)),
        (sealed_content(vote("accept")), salt[:-1]),
        (sealed_content(vote("accept")), salt + b"\0"),
    ):
        with pytest.raises(Fault, match="entry 2: salt and content do not fit"):
            opened_draft(entry, content, used)
    copied = sealed_entry(vote("accept", "north"), 3, at(1), salt)
    stolen = type(copied)(3, copied.at, copied.kind, "east", None, copied.commitment)
    with pytest.raises(Fault, match="another author or kind"):
        opened_draft(stolen, sealed_content(vote("accept", "north")), salt)
    with pytest.raises(Fault, match="not sealed"):
        opened_draft(open_entry(vote("accept"), 2, at(1)), b"{}", salt)
    with pytest.raises(ValueError, match="32 bytes"):
        commit(b"", b"short")


def test_an_opening_that_an_operator_forces_into_a_record_is_found_there(monkeypatch):
    record = filled_record(needed=0)
    right = opening_of(record.store, 3)
    monkeypatch.setattr("detente.record.log._refuse_opening", lambda *_: None)
    record.enter(Draft("opening", "north", {**right.body, "of": 2}))
    with pytest.raises(Fault, match="entry 9: does not open entry 2: salt and content do not fit"):
        verify_bundle(record.bundle())


def test_an_opening_that_does_not_fit_is_not_entered():
    record = filled_record()
    good = opening_of(record.store, 3)
    for body in ({**good.body, "of": 2}, {**good.body, "salt": "A" * 43 + "="}, {**good.body, "of": 1}):
        with pytest.raises(CaseError, match="This opening does not open entry"):
            record.enter(Draft("opening", "north", body))
    record.enter(good)
    assert verify_bundle(record.bundle(), no_witness(record)).entries[-1].kind == "opening"


def no_witness(record):
    """A policy that asks for no witness."""
    return parse_policy(f"log {record.key.verifier}\nquorum none\n")


def test_erasing_keeps_the_record_verifiable_and_the_vote_gone():
    record = filled_record()
    before = record.bundle()
    assert record.store.erase(3)
    assert not record.store.erase(3)
    assert record.bundle() == before
    verify_bundle(record.bundle())
    with pytest.raises(CaseError, match="was erased"):
        opening_of(record.store, 3)
    with pytest.raises(CaseError, match="not sealed"):
        opening_of(record.store, 1)


def test_only_witnesses_of_the_charter_are_kept_and_only_under_the_head_they_signed():
    record = filled_record()
    stranger = new_key("east.example", KeyKind.WITNESS)
    text = current_head(record.store).text
    with pytest.raises(Fault, match=r"east\.example is no witness"):
        attach(record.store, str(cosign_note(text, stranger, 1)))
    with pytest.raises(Fault, match="under no head"):
        attach(record.store, str(cosign_note(text.replace("9", "8"), record.witnesses["north"], 1)))


def test_entries_are_read_strictly():
    good = open_entry(declaration(1), 1, at(1)).leaf()
    assert parse_entry(good).leaf() == good
    value = {"at": "2025-11-30T12:01:00Z", "by": "north", "index": 1, "kind": "declaration", "body": {"title": "x"}}
    for changed in (
        {"at": "2025-11-30T12:01:00+00:00"}, {"at": "2025-02-30T12:01:00Z"}, {"at": 5}, {"by": "n o"},
        {"index": -1}, {"index": True}, {"index": "1"}, {"kind": "treaty"}, {"body": []}, {"body": {}}, {"sealed": "x"},
    ):  # fmt: skip
        with pytest.raises(Fault):
            parse_entry(canonical_bytes({**value, **changed}))
    for data in (b"", b"{", good + b"\n", b" " + good, b"\xff", b"[]", b'{"a":1,"a":1}', b"NaN", b"[" * 100_000):
        with pytest.raises(Fault):
            parse_entry(data)


def test_a_sealed_entry_is_of_a_kind_that_there_is():
    value = {"at": "2025-11-30T12:01:00Z", "by": "north", "index": 1, "sealed": to_base64(bytes(32))}
    assert parse_entry(canonical_bytes({**value, "kind": "acceptance"})).is_sealed
    with pytest.raises(Fault, match='"treaty" is no kind of entry'):
        parse_entry(canonical_bytes({**value, "kind": "treaty"}))


def test_beginning_and_entering_give_the_head_that_is_kept():
    store, key = memory_store(), new_key(ORIGIN, KeyKind.LOG)
    began = start_record(store, key, charter(policy_text(key.verifier, {}, 0)), at(0))
    assert str(began) == store.head(1)
    entered = append(store, key, [declaration(1), declaration(2)], at(1), None)
    assert str(entered) == store.head(3)
    assert parse_checkpoint(entered.text).size == 3


def test_a_record_that_has_not_begun():
    with pytest.raises(Fault, match="has not begun"):
        list(export_bundle(memory_store()))
    with pytest.raises(Fault, match="has no charter"):
        append(memory_store(), new_key("a", KeyKind.LOG), [declaration(1)], datetime.now(UTC), None)
    with pytest.raises(CaseError, match="nothing to enter"):
        append(memory_store(), new_key("a", KeyKind.LOG), [], datetime.now(UTC), None)


def test_entries_are_read_in_one_piece_as_one_by_one_and_a_missing_one_is_a_fault():
    store = filled_record().store
    size = store.size()
    for start, end in ((0, size), (1, 3), (2, 2), (size, size)):
        assert store.leaves_between(start, end) == [store.leaf(index) for index in range(start, end)]
    with pytest.raises(Fault, match="missing"):
        store.leaves_between(0, size + 1)
