"""Files and lines that are wrong: each is a clear error, and none is anything else."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys

import pytest

from detente.case import CaseError
from detente.record import (
    Fault,
    open_sqlite_store,
    parse_growth_proof,
    parse_inclusion_proof,
    parse_policy,
    parse_signing_key,
    parse_verifier_key,
    prove_growth,
    prove_inclusion,
    verify_bundle,
)
from detente.record.canonical import canonical_bytes
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.tiles import LARGEST_ENTRY
from detente.record.tree import CompactRange, leaf_hash
from unit.record.small_record import ORIGIN, filled_record, small_record
from unit.record.test_crashes import begin

FILL = """
import resource, sys
from pathlib import Path
from detente.case import CaseError
from detente.record import Draft, append, open_sqlite_store, parse_signing_key
from unit.record.small_record import at
path, key = Path(sys.argv[1]), parse_signing_key(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
with open_sqlite_store(path) as store:
    try:
        for number in range(1000):
            append(store, key, [Draft("declaration", "north", {"title": "x" * 5000})], at(1), None)
            print(number, flush=True)
    except CaseError as error:
        print(error)
"""


def test_a_file_that_may_not_grow_is_a_clean_error_and_what_was_acknowledged_is_there(tmp_path, root):
    key = begin(tmp_path / "r.record")
    path = f"{root / 'src'}:{root / 'tests'}"
    words = [str(tmp_path / "r.record"), key.secret_text(), "200000"]
    done = subprocess.run(
        [sys.executable, "-c", FILL, *words], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    *acknowledged, said, unchanged = done.stdout.splitlines()
    assert re.fullmatch(r"The record was not written: .*(full|I/O error).*", said), done.stdout
    assert unchanged.startswith("Its head is where it was")
    assert len(acknowledged) > 5
    with open_sqlite_store(tmp_path / "r.record") as store:
        assert store.size() == len(acknowledged) + 1


def bundle_of(entries: list[bytes]) -> list[bytes]:
    """A bundle whose heads are signed over these leaves, whatever they are; the charter comes first."""
    record = small_record(needed=0)
    tree = CompactRange().appended(leaf_hash(record.store.leaf(0)))
    lines = [canonical_bytes({"format": "detente-record-bundle/1", "origin": ORIGIN, "size": len(entries) + 1}) + b"\n"]
    lines.append(record.bundle()[1])
    for entry in entries:
        tree = tree.appended(leaf_hash(entry))
        head = str(sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), record.key))
        lines.append(b'{"entry":' + entry + b',"head":' + json.dumps(head, ensure_ascii=False).encode() + b"}\n")
    return lines


def entry(**more) -> dict:
    """An entry that can stand first after a charter, with changes."""
    body = {"title": "x", "words": "y"}
    return {"at": "2025-11-30T12:00:00Z", "body": body, "by": "north", "index": 1, "kind": "declaration", **more}


def test_a_good_entry_holds():
    verify_bundle(bundle_of([canonical_bytes(entry())]))


@pytest.mark.parametrize(
    ("leaf", "said"),
    [
        (canonical_bytes(entry(body={"title": "x" * LARGEST_ENTRY})), "and may have 65,535"),
        (json.dumps(entry()).encode(), "not canonical"),
        (canonical_bytes(entry()).replace(b'"index":1', b'"index":1.0'), "not canonical"),
        (canonical_bytes(entry()).replace(b'"index":1', b'"index":1e0'), "not canonical"),
        (canonical_bytes(entry()).replace(b'"by":"north"', b'"by":"n","by":"north"'), "not JSON"),
        (canonical_bytes(entry()).replace(b"north", b"\\u006eorth"), "not canonical"),
        (canonical_bytes(entry()).replace(b"north", b"n\xffrth"), "not JSON"),
        (canonical_bytes(entry(at="2025-11-30T11:59:59Z")), "the clock went backwards"),
        (canonical_bytes(entry(index=2)), "says that it is entry 2"),
        (canonical_bytes(entry(index=10**15)), "says that it is entry"),
        (canonical_bytes(entry(body={"title": float(2**60)})), "title: needs a text"),
        (canonical_bytes(entry(kind="charter")), "missing"),
    ],
)
def test_entries_under_a_signed_head_that_may_not_be_there_are_named(leaf, said):
    """The operator signs them: only the rules can refuse them."""
    with pytest.raises(Fault, match=said) as found:
        verify_bundle(bundle_of([leaf]))
    assert found.value.index == 1


def texts() -> dict:
    """A good text of each kind of file, and what reads it."""
    record = filled_record()
    return {
        "inclusion": (prove_inclusion(record.store, 4).text(), parse_inclusion_proof),
        "growth": (prove_growth(record.store, 5).text(), parse_growth_proof),
        "policy": (record.policy, parse_policy),
        "public key": (str(record.key.verifier), parse_verifier_key),
        "secret key": (record.witnesses["north"].secret_text(), parse_signing_key),
    }


TEXTS = texts()
PIECES = [
    "",
    "\n",
    "\n\n",
    " ",
    "+",
    "=",
    "A" * 44,
    "\u2014 x AAAA",
    "-1",
    "0",
    "9" * 30,
    "\x00",
    "\ufeff",
    "\u0665",
    "old 5",
]


@pytest.mark.parametrize("name", TEXTS)
def test_2000_malformed_files_of_each_kind_are_faults_and_nothing_else(name):
    text, parse = TEXTS[name]
    parse(text)
    chance, refused = random.Random(name), 0
    for _ in range(2000):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 1, 1, 2, 10, 1000]))
        try:
            parse(text[:start] + chance.choice(PIECES) + text[end:])
        except Fault:
            refused += 1
    assert refused > 1000


def test_messages_repeat_no_secret():
    secret = TEXTS["secret key"][0]
    body = secret.split("+", maxsplit=4)[4]  # in which "+" is a digit
    for wrong in (secret + "A", secret[:-1], secret.replace("+", "-"), secret.lower(), secret[10:]):
        with pytest.raises(Fault) as found:
            parse_signing_key(wrong)
        assert body[:20].lower() not in str(found.value).lower()
    with pytest.raises(CaseError):
        canonical_bytes({"a": float("nan")})
