"""The published vectors of the hash tree and of signed notes are reproduced, those that must fail included."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from detente.record.keys import parse_verifier_key
from detente.record.notes import is_signed, parse_note
from detente.record.tree import (
    CompactRange,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
)

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "record"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference folder beside the project is not here"
)

# Example of the package golang.org/x/mod/sumdb/note: a key, and a note signed with it.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def cases(name: str, count: int):
    found = json.loads((REFERENCE / f"rfc6962_{name}_vectors.json").read_text(encoding="utf-8"))["cases"]
    assert len(found) == count
    assert {case["wantErr"] for case in found} == {True, False}
    return found


def plain(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def proof_of(case) -> list[bytes]:
    return [plain(text) for text in case["proof"] or []]


@needs_reference
def test_98_published_inclusion_proofs():
    wrong = [
        case["file"]
        for case in cases("inclusion", 98)
        if verify_inclusion(
            plain(case["leafHash"]), case["leafIdx"], case["treeSize"], proof_of(case), plain(case["root"])
        )
        is case["wantErr"]
    ]
    assert wrong == []


@needs_reference
def test_98_published_consistency_proofs():
    wrong = [
        case["file"]
        for case in cases("consistency", 98)
        if verify_consistency(case["size1"], case["size2"], plain(case["root1"]), plain(case["root2"]), proof_of(case))
        is case["wantErr"]
    ]
    assert wrong == []


@needs_reference
def test_204_published_inclusion_proofs_in_subtrees():
    wrong = []
    for case in cases("subtreeinclusion", 204):
        start, end = case["start"], case["end"]
        aligned = start < end and start % (1 << (end - start - 1).bit_length()) == 0
        place = (plain(case["leafHash"]), case["leafIdx"] - start, end - start)
        if (aligned and verify_inclusion(*place, proof_of(case), plain(case["root"]))) is case["wantErr"]:
            wrong.append(case["file"])
    assert wrong == []


@needs_reference
def test_118_published_consistency_proofs_of_subtrees():
    wrong = []
    for case in cases("subtreeconsistency", 118):
        roots = (plain(case["root1"]), plain(case["root2"]))
        part = (case["start"], case["end"])
        if verify_subtree_consistency(part, case["size"], *roots, proof_of(case)) is case["wantErr"]:
            wrong.append(case["file"])
    assert wrong == []


@needs_reference
def test_published_tree_of_eight_leaves():
    tree = json.loads((REFERENCE / "rfc6962_tree_vectors.json").read_text(encoding="utf-8"))
    leaves = [leaf_hash(bytes.fromhex(text)) for text in tree["leaf_inputs_hex"]]
    assert [root_of(leaves[:size]).hex() for size in range(9)] == tree["root_hash_hex_by_size"]
    grown, made = CompactRange(), {}
    for index, leaf in enumerate(leaves):
        grown, (row,) = grown.grown_by([leaf])
        made |= {(level, index >> level): row[32 * level : 32 * level + 32] for level in range(len(row) // 32)}
    assert [[made[level, i].hex() for i in range(8 >> level)] for level in range(4)] == tree["node_hashes_by_level"]
    assert len(inclusion_proof(lambda level, i: made[level, i], 5, 8)) == 3


def test_consistency_from_size_zero_is_refused():
    root = root_of([leaf_hash(b"")])
    assert not verify_consistency(0, 1, root_of([]), root, [])
    assert not verify_consistency(0, 0, root_of([]), root_of([]), [])


def test_published_signed_note():
    note, key = parse_note(PUBLISHED_NOTE), parse_verifier_key(PUBLISHED_KEY)
    assert str(note) == PUBLISHED_NOTE
    assert str(key) == PUBLISHED_KEY
    assert is_signed(note, key)
    assert not is_signed(parse_note(PUBLISHED_NOTE.replace("don't", "do not")), key)
