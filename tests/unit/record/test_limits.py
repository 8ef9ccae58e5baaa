"""Limits and refusals of the record, each at the last value that holds and the first that does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from detente.case import CaseError
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    append,
    attach,
    current_head,
    is_fresh,
    new_key,
    opening_of,
    policy_text,
    start_record,
    verify_bundle,
)
from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import parse_checkpoint
from detente.record.commitments import commit
from detente.record.compare import CLOCK_SLACK
from detente.record.encoding import from_decimal, to_base64
from detente.record.entries import Entry, opened_draft, parse_entry
from detente.record.kinds import body_problems
from detente.record.notes import MOST_SIGNATURES, cosign_note, parse_note
from unit.record.small_record import (
    BEGAN,
    ORIGIN,
    SmallRecord,
    at,
    charter,
    cosign,
    declaration,
    filled_record,
    memory_store,
    small_record,
)

SALT = bytes(range(32))


@pytest.mark.parametrize("data", [b"NaN", b"-Infinity", b'{"a":Infinity}'])
def test_a_number_that_is_none_is_not_json(data):
    with pytest.raises(Fault, match="the body is not JSON"):
        parse_canonical(data, "the body")


@pytest.mark.parametrize("data", [b'"\\ud800"', b"1e400"])
def test_json_that_no_text_can_stand_for_is_a_fault(data):
    with pytest.raises(Fault, match="the body has no canonical JSON"):
        parse_canonical(data, "the body")


@pytest.mark.parametrize("text", ["", "a\n", "a\n1\n", "\n1\nx\n", "a\n1\nx", "a\n1\nx\n\n", "a\n1\nx\nmore\n"])
def test_a_head_has_three_lines_and_an_origin(text):
    with pytest.raises(Fault, match="three lines"):
        parse_checkpoint(text)


def test_sizes_end_below_two_to_the_63():
    assert from_decimal(str(2**63 - 1), "the size") == 2**63 - 1
    with pytest.raises(Fault, match="the size is not a whole number"):
        from_decimal(str(2**63), "the size")


def test_as_many_signatures_as_allowed_are_read_and_no_more():
    line = "\u2014 someone AAAAAAA=\n"
    assert len(parse_note("hello\n\n" + line * MOST_SIGNATURES).signatures) == MOST_SIGNATURES
    with pytest.raises(Fault, match="not a signed note"):
        parse_note("hello\n\n" + line * (MOST_SIGNATURES + 1))


@pytest.mark.parametrize("text", ["", "a\tb", "a\x1fb", "a\rb"])
def test_the_text_of_a_note_is_there_and_is_printed(text):
    with pytest.raises(Fault, match="empty or holds control characters"):
        parse_note(f"{text}\n\n\u2014 someone AAAAAAA=\n")


@pytest.mark.parametrize(
    ("kind", "sealed"), [("acceptance", 7), ("acceptance", None), ("charter", to_base64(bytes(32)))]
)
def test_a_sealed_entry_has_a_text_and_a_kind_that_may_be_sealed(kind, sealed):
    value = {"at": "2025-11-30T12:01:00Z", "by": "south", "index": 1, "kind": kind, "sealed": sealed}
    with pytest.raises(Fault, match="commitment is no text, or the kind may not be sealed"):
        parse_entry(canonical_bytes(value))


@pytest.mark.parametrize(
    "content",
    [
        [],
        "body by kind",
        {"by": "south", "kind": "acceptance"},
        {"body": {}, "by": "south"},
        {"body": {}, "by": "south", "kind": "acceptance", "more": 1},
        {"body": [], "by": "south", "kind": "acceptance"},
        {"body": "of", "by": "south", "kind": "acceptance"},
    ],
)
def test_what_was_sealed_in_another_form_is_a_fault_although_the_salt_fits(content):
    data = canonical_bytes(content)
    entry = Entry(2, "2025-11-30T12:01:00Z", "acceptance", "south", None, commit(data, SALT))
    with pytest.raises(Fault, match="entry 2: the sealed content has not the form body, by, kind"):
        opened_draft(entry, data, SALT)


@pytest.mark.parametrize(
    ("kind", "field", "value", "needs"),
    [
        ("submission", "elements", ["north", "n o"], "needs an id"),
        ("decision", "rests_on", [1, 9], "needs the number of an earlier entry"),
    ],
)
def test_one_wrong_item_makes_a_list_wrong(kind, field, value, needs):
    def said(items):
        return [each for each in body_problems(kind, {field: items}, 5) if each.startswith(f"{field}: ")]

    assert said(value[:1]) == []
    assert needs in said(value)[0]
    assert needs in said(value[::-1])[0]
    assert said([]) == [f"{field}: needs a list with something in it"]


def test_a_cosignature_is_kept_under_the_size_that_it_signed():
    record = small_record(needed=1)
    record.enter(declaration(1))
    text = current_head(record.store).text
    record.enter(declaration(2))
    line = str(cosign_note(text, record.witnesses["north"], int(BEGAN.timestamp())))
    assert attach(record.store, line) == 2


def test_an_opening_of_what_stands_first_in_its_own_batch_looks_there():
    record = filled_record()
    size = record.store.size()
    opening = Draft("opening", "north", {**opening_of(record.store, 3).body, "of": size})
    with pytest.raises(CaseError, match=f"This opening does not open entry {size}"):
        record.enter(declaration(1), opening)
    assert record.store.size() == size


def test_a_strange_key_is_told_since_when_only_where_the_key_has_changed():
    record = small_record()
    with pytest.raises(Fault) as refused:
        append(record.store, new_key(ORIGIN, KeyKind.LOG), [declaration(1)], at(1), None)
    assert str(refused.value).endswith("the key is not the one that signed this record")


def test_without_witnesses_the_last_entry_says_how_fresh_a_record_is():
    store, key = memory_store(), new_key(ORIGIN, KeyKind.LOG)
    policy = policy_text(key.verifier, {}, 0)
    start_record(store, key, charter(policy), at(0))
    verified = verify_bundle(SmallRecord(store, key, {}, policy).bundle())
    is_fresh(verified, at(60), timedelta(hours=1))
    with pytest.raises(Fault, match=r"stale: .*the last entry is of 2025-11-30T12:00:00Z"):
        is_fresh(verified, at(61), timedelta(hours=1))


def test_a_cosignature_counts_from_the_first_to_the_last_second_of_its_time():
    record = small_record(needed=2)
    record.enter(declaration(1))
    cosign(record, minute=100)
    verified = verify_bundle(record.bundle())
    is_fresh(verified, at(100), timedelta(0))
    is_fresh(verified, at(160), timedelta(hours=1))
    with pytest.raises(Fault, match="stale"):
        is_fresh(verified, at(160) + timedelta(seconds=1), timedelta(hours=1))


def test_an_entry_that_is_still_to_come_is_named():
    record = small_record(needed=2)
    record.enter(declaration(1), declaration(2))
    cosign(record, minute=1)
    verified = verify_bundle(record.bundle())
    is_fresh(verified, at(1) - CLOCK_SLACK, timedelta(hours=1))
    with pytest.raises(Fault, match="which is still to come") as refused:
        is_fresh(verified, at(1) - CLOCK_SLACK - timedelta(seconds=1), timedelta(hours=1))
    assert refused.value.index == 2


def test_a_clock_may_run_ahead_by_the_slack_and_no_more():
    record = small_record(needed=2)
    record.enter(declaration(1))
    cosign(record, minute=100)
    verified = verify_bundle(record.bundle())
    is_fresh(verified, at(100) - CLOCK_SLACK, timedelta(hours=5))
    with pytest.raises(Fault, match="stale"):
        is_fresh(verified, at(100) - CLOCK_SLACK - timedelta(seconds=1), timedelta(hours=5))
