"""A record read back from its bundle, copied or moved is the same record, and what is not it is refused."""

from __future__ import annotations

import random
import re

import pytest

from detente.case import CaseError
from detente.record import (
    Fault,
    check_hashes,
    copy_record,
    current_head,
    export_bundle,
    move_record,
    new_sqlite_store,
    open_sqlite_store,
    open_witness,
    parse_policy,
    policy_text,
    prove_growth,
    prove_inclusion,
    restore_bundle,
    terms_of,
)
from unit.record.small_record import SmallRecord, at, cosign, declaration, filled_record, memory_store, small_record
from unit.record.test_terms import rotated


@pytest.mark.parametrize("record", [filled_record(), rotated()], ids=["filled", "rotated"])
def test_a_bundle_read_back_is_the_record_and_goes_on(record):
    lines, store = list(export_bundle(record.store)), memory_store()
    verified = restore_bundle(store, lines)
    assert verified.lacking is None
    assert list(export_bundle(store)) == lines
    assert terms_of(store) == terms_of(record.store)
    assert prove_inclusion(store, 3) == prove_inclusion(record.store, 3)
    assert prove_growth(store, 2) == prove_growth(record.store, 2)
    assert store.sealed(3) is None
    check_hashes(store)
    before, record.store = record.store, store
    record.minute = 99
    record.enter(declaration(9))
    check_hashes(store)
    assert current_head(store) != current_head(before)


def test_a_restored_record_continues_what_witnesses_have_seen():
    record, store = filled_record(), memory_store()
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        witness.cosign(prove_growth(record.store, 0), record.key.verifier, at(20))
        restore_bundle(store, record.bundle(), parse_policy(record.policy))
        SmallRecord(store, record.key, {}, record.policy, minute=60).enter(declaration(9))
        witness.cosign(prove_growth(store, 9), record.key.verifier, at(61))
        assert witness.last_seen(record.key.verifier).size == 10


def test_without_a_policy_missing_witnesses_are_named_and_with_one_they_are_asked_for():
    record = filled_record()
    record.enter(declaration(9))
    verified = restore_bundle(memory_store(), record.bundle())
    assert "north is stale: it last cosigned the head at size 9" in str(verified.lacking)
    store = memory_store()
    with pytest.raises(Fault, match="too few witnesses"):
        restore_bundle(store, record.bundle(), parse_policy(record.policy))
    stranger = small_record()
    with pytest.raises(Fault, match="entry 0: the charter names another key"):
        restore_bundle(store, record.bundle(), parse_policy(policy_text(stranger.key.verifier, {}, 0)))
    assert store.size() == 0


def test_no_damaged_bundle_is_read_back_and_nothing_of_it_is_kept():
    whole, chance, store = b"".join(filled_record().bundle()), random.Random(11), memory_store()
    for _ in range(1000):
        changed = bytearray(whole)
        place = chance.randrange(len(whole))
        changed[place] ^= chance.randrange(1, 256)
        with pytest.raises(Fault):
            restore_bundle(store, re.findall(rb"[^\n]*\n|[^\n]+$", bytes(changed)))
        assert store.size() == 0
    restore_bundle(store, re.findall(rb"[^\n]*\n", whole))


def test_a_place_that_holds_a_record_takes_no_other():
    record = filled_record()
    for fill in (restore_bundle, copy_record):
        with pytest.raises(CaseError, match="holds a record already"):
            fill(small_record().store, record.bundle() if fill is restore_bundle else record.store)


def test_a_copy_has_what_is_sealed_and_a_copy_of_damage_is_refused():
    record, store = filled_record(), memory_store()
    copy_record(record.store, store)
    assert store.sealed(3) == record.store.sealed(3)
    assert list(export_bundle(store)) == record.bundle()
    record.store.connection.execute("DROP TRIGGER record_entries_update")
    record.store.connection.execute("UPDATE record_entries SET hashes = zeroblob(96) WHERE position = 3")
    store = memory_store()
    with pytest.raises(Fault, match="entry 3: the hashes that are kept"):
        copy_record(record.store, store)
    assert store.size() == 0


def test_a_moved_record_goes_on_in_one_place_only(tmp_path):
    record = filled_record()
    with new_sqlite_store(tmp_path / "new.record") as store:
        verified = move_record(record.store, store, "new.record")
        assert verified.checkpoint.size == 9
    for refused in (lambda: record.enter(declaration(9)), lambda: cosign(record)):
        with pytest.raises(CaseError, match=r"was moved to new\.record"):
            refused()
    with pytest.raises(CaseError, match=r"moved already, to new\.record"):
        move_record(record.store, memory_store(), "elsewhere")
    with open_sqlite_store(tmp_path / "new.record") as store:
        SmallRecord(store, record.key, record.witnesses, record.policy, minute=60).enter(declaration(9))
        assert list(export_bundle(store))[1:10] == record.bundle()[1:]


def test_a_move_that_fails_leaves_the_record_open():
    record = filled_record()
    with pytest.raises(CaseError, match="holds a record already"):
        move_record(record.store, small_record().store, "elsewhere")
    record.enter(declaration(9))
    assert record.store.size() == 10
    assert record.store.moved_to() is None
