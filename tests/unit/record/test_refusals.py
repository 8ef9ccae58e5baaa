"""What a policy, a witness and a head refuse, each with words that say what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import CaseError
from detente.record import (
    Fault,
    KeyKind,
    check_signatures,
    current_head,
    new_key,
    open_witness,
    parse_policy,
    parse_signing_key,
    parse_verifier_key,
    policy_text,
    prove_growth,
    verify_bundle,
)
from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.checkpoint import Checkpoint, parse_head, sign_checkpoint
from detente.record.entries import Entry
from detente.record.notes import Note, cosign_note, is_signed, sign_note
from detente.record.reading import check_opening
from detente.record.sqlite import FULL
from detente.record.tree import EMPTY_ROOT
from unit.record.small_record import BEGAN, ORIGIN, at, cosign, declaration, filled_record, small_record

LOG = new_key(ORIGIN, KeyKind.LOG).verifier
NORTH, SOUTH = (new_key(f"{name}.example", KeyKind.WITNESS).verifier for name in ("north", "south"))
NAMESAKE = new_key("north.example", KeyKind.WITNESS).verifier
TWO = f"log {LOG}\nwitness north {NORTH}\nwitness south {SOUTH}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"log {LOG}\nwitness a {NORTH}\nwitness b {NORTH}\nquorum a\n", "line 3: the key of b is that of another"),
        (f"log {LOG}\nwitness a {NORTH}\nwitness b {NAMESAKE}\nquorum a\n", "line 3: the name in the key of b is that"),
        (f"log {LOG}\nwitness a {NORTH}\nwitness a {SOUTH}\nquorum a\n", "line 3: the name a is taken"),
        (f"log {LOG}\nwitness none {NORTH}\nquorum none\n", "line 2: the name none is taken"),
        (f"{TWO}group g all north north\nquorum g\n", "line 4: the group g names a member twice"),
        (f"{TWO}group north any south\nquorum south\n", "line 4: the name north is taken"),
        (f"{TWO}group g 3 north south\nquorum g\n", "line 4: the group g asks for 3 of 2 members"),
        (f"{TWO}group g 0 north south\nquorum g\n", "line 4: the group g asks for 0 of 2 members"),
        (f"{TWO}group g any east\nquorum g\n", "line 4: east is neither a witness nor a group"),
        (f"{TWO}group g any g\nquorum g\n", "line 4: g is neither a witness nor a group"),
        (f"log {NORTH}\nquorum none\n", "line 1: .*wrong kind: 1 is for logs, 4 for witnesses"),
        (f"log {LOG}\nwitness a {LOG}\nquorum none\n", "line 2: .*wrong kind"),
        (f"log {LOG}\nlog {LOG}\nquorum none\n", "line 2: .*stands twice"),
        (f"log {LOG}\nquorum none\nquorum none\n", "line 3: .*stands twice"),
        (f"log {LOG}\n", "one that begins with quorum"),
        ("quorum none\n", "one line that begins with log"),
    ],
    # Keys are new each time; the names of tests are not.
    ids=lambda given: "policy" if "\n" in given else given,
)
def test_a_policy_that_makes_no_sense_is_refused_at_its_line(text, said):
    with pytest.raises(Fault, match=said):
        parse_policy(text)


@pytest.mark.parametrize(
    ("needed", "names", "enough"),
    [
        ("any", (), False),
        ("any", ("south",), True),
        ("all", ("north",), False),
        ("all", ("north", "south"), True),
        ("1", ("north",), True),
        ("2", ("south",), False),
        ("2", ("north", "south"), True),
    ],
)
def test_a_group_is_satisfied_by_as_many_members_as_it_asks_for(needed, names, enough):
    policy = parse_policy(f"# two states\n\n{TWO}group g {needed} north south\nquorum g\n")
    assert policy.is_satisfied(frozenset(names)) == enough


def test_a_witness_signs_with_the_key_of_a_witness_only():
    record = small_record()
    with (
        open_witness(record.key, ":memory:") as witness,
        pytest.raises(Fault, match="is not that of a witness"),
    ):
        witness.cosign(prove_growth(record.store, 0), record.key.verifier, at(1))


def test_a_witness_refuses_an_empty_head_and_a_proof_that_needs_none():
    record = small_record()
    request, verifier = prove_growth(record.store, 0), record.key.verifier
    nothing = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    empty = sign_checkpoint(nothing, record.key)
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        with pytest.raises(Fault, match="over no entries says nothing"):
            witness.cosign(replace(request, note=empty, checkpoint=nothing), verifier, at(1))
        with pytest.raises(Fault, match="proof from nothing has no hashes"):
            witness.cosign(replace(request, hashes=(bytes(32),)), verifier, at(1))
        assert witness.last_seen(verifier).size == 0
        witness.cosign(request, verifier, at(1))
        assert witness.last_seen(verifier).size == 1


def test_a_witness_signs_at_the_second_of_its_last_signature_and_never_before():
    record = small_record()
    with open_witness(record.witnesses["north"], ":memory:") as witness:
        request, verifier = prove_growth(record.store, 0), record.key.verifier
        witness.cosign(request, verifier, at(5))
        record.enter(declaration(1))
        grown = prove_growth(record.store, 1)
        with pytest.raises(Fault, match="clock of this witness went backwards"):
            witness.cosign(grown, verifier, at(4))
        assert witness.last_seen(verifier).size == 1
        witness.cosign(grown, verifier, at(5))
        assert witness.last_seen(verifier).size == 2


def test_what_a_witness_remembers_is_on_disk_before_it_signs(tmp_path):
    key = new_key("north.example", KeyKind.WITNESS)
    with open_witness(key, tmp_path / "memory") as witness:
        settings = [witness.memory.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", FULL]


def test_a_memory_that_is_no_database_is_named_and_nothing_is_signed(tmp_path):
    memory = tmp_path / "memory"
    memory.write_bytes(b"not a database at all" * 100)
    key = new_key("north.example", KeyKind.WITNESS)
    with pytest.raises(CaseError, match=r"memory of the witness, cannot be used.*\nNothing was cosigned"):  # noqa: SIM117
        with open_witness(key, memory):
            pass


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"size": "9"}, "the header needs an origin and a size"),
        ({"size": True}, "the header needs an origin and a size"),
        ({"origin": 9}, "the header needs an origin and a size"),
        ({"size": 0}, "the header says that there are no entries"),
        ({"format": "other/1"}, "the first line is not the header of a bundle"),
        ({"more": 1}, "the first line is not the header of a bundle"),
    ],
)
def test_a_bundle_is_refused_by_what_its_header_lacks(changes, said):
    first, *rest = filled_record().bundle()
    header = canonical_bytes({**parse_canonical(first[:-1]), **changes}) + b"\n"
    with pytest.raises(Fault) as refused:
        verify_bundle([header, *rest])
    assert str(refused.value).startswith(said)
    assert refused.value.index is None


def test_a_key_is_read_back_and_a_damaged_one_refused():
    key = new_key(ORIGIN, KeyKind.LOG)
    assert parse_signing_key(key.secret_text()) == key
    assert parse_verifier_key(str(key.verifier)) == key.verifier
    for text, read in ((key.secret_text(), parse_signing_key), (str(key.verifier), parse_verifier_key)):
        other = key.verifier.key_id.hex()
        with pytest.raises(Fault, match="does not fit its id 00000000"):
            read(text.replace(other, "00000000"))
    with pytest.raises(Fault, match=r"this is not a secret key: one begins with PRIVATE\+KEY\+"):
        parse_signing_key(str(key.verifier))


def test_a_head_carries_each_signature_once_no_stranger_and_enough_witnesses():
    record = small_record(needed=2)
    policy = parse_policy(record.policy)
    cosign(record, ["north"])
    bare = current_head(record.store)
    _, head = parse_head(str(bare))
    second = int(BEGAN.timestamp())
    north, south = (cosign_note(bare.text, record.witnesses[name], second) for name in ("north", "south"))
    stranger = cosign_note(bare.text, new_key("east.example", KeyKind.WITNESS), second)
    log = bare.signatures[0]
    assert check_signatures(Note(bare.text, (log, north, south)), head, policy) == {"north", "south"}
    for signatures, said in (
        ((log, north, south, north), "a signature stands twice"),
        ((log, north, south, stranger), r"a stranger has signed the head: east\.example"),
        ((log, north), "too few witnesses have cosigned the head: north"),
        ((log,), "too few witnesses have cosigned the head: none"),
        ((north, south), "is not signed by"),
    ):
        with pytest.raises(Fault, match=said):
            check_signatures(Note(bare.text, signatures), head, policy)


def test_a_head_in_a_bundle_bears_each_signature_once():
    lines = filled_record(needed=0).bundle()
    line = parse_canonical(lines[3][:-1])
    signature = line["head"].rpartition("\n\n")[2]
    lines[3] = canonical_bytes({**line, "head": line["head"] + signature}) + b"\n"
    with pytest.raises(Fault, match="entry 2: a signature stands twice under the head"):
        verify_bundle(lines)


def test_one_wrong_signature_under_a_note_is_not_made_good_by_a_right_one():
    key = new_key(ORIGIN, KeyKind.LOG)
    right, wrong = sign_note("a\n", key), sign_note("b\n", key)
    short = replace(right, payload=right.payload[:-1])
    assert is_signed(Note("a\n", (right,)), key.verifier)
    for lines in ((right, wrong), (wrong, right), (right, short), (wrong,), ()):
        assert not is_signed(Note("a\n", lines), key.verifier)


def test_an_opening_that_is_sealed_itself_opens_nothing():
    record = filled_record()
    entries = verify_bundle(record.bundle(), parse_policy(policy_text(record.key.verifier, {}, 0))).entries
    sealed = Entry(7, entries[7].at, "opening", "south", None, bytes(32))
    with pytest.raises(Fault, match="entry 7: an opening is not sealed"):
        check_opening(sealed, entries[2])
