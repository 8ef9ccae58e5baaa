"""The tree agrees with the definitions at every size, and no other proof passes."""

from __future__ import annotations

import pytest

from detente.record.tree import (
    CompactRange,
    compact_range,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    node_number,
    verify_consistency,
    verify_inclusion,
)
from unit.record import slow_tree

LEAVES = [f"leaf {number}".encode() for number in range(70)]


def stored():
    """Hashes in the order of appending, and a reader of them."""
    tree, numbered = CompactRange(), []
    for leaf in LEAVES:
        tree, made = tree.grown(leaf_hash(leaf))
        numbered += made
    return numbered, lambda level, position: numbered[node_number(level, position)]


NUMBERED, READ = stored()


def test_node_numbers_are_the_order_of_appending():
    assert [node_number(0, i) for i in range(5)] == [0, 1, 3, 4, 7]
    numbers = {node_number(level, i) for level in range(7) for i in range(len(LEAVES) >> level)}
    assert numbers == set(range(len(NUMBERED)))


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_roots_and_proofs_are_those_of_the_definitions(size):
    leaves = LEAVES[:size]
    root = slow_tree.mth(leaves)
    assert compact_range(READ, size).root() == root
    for index in range(size):
        proof = inclusion_proof(READ, index, size)
        assert list(proof) == slow_tree.path(index, leaves)
        assert verify_inclusion(leaf_hash(leaves[index]), index, size, proof, root)
    for old in range(1, size + 1):
        proof = consistency_proof(READ, old, size)
        assert list(proof) == slow_tree.proof(old, leaves)
        assert verify_consistency(old, size, slow_tree.mth(leaves[:old]), root, proof)


def test_an_inclusion_proof_fits_one_leaf_one_place_and_one_size():
    size, index = 37, 21
    root, proof = slow_tree.mth(LEAVES[:size]), inclusion_proof(READ, index, size)
    for place in range(size):
        fits = verify_inclusion(leaf_hash(LEAVES[place]), index, size, proof, root)
        assert fits is (place == index)
        assert verify_inclusion(leaf_hash(LEAVES[index]), place, size, proof, root) is (place == index)
    for changed in (proof[:-1], (*proof, proof[-1]), proof[::-1], (b"", *proof[1:]), (proof[0] + b"\0", *proof[1:])):
        assert not verify_inclusion(leaf_hash(LEAVES[index]), index, size, changed, root)
    assert not verify_inclusion(leaf_hash(LEAVES[index]), index, 2**64, proof, root)
    assert not verify_inclusion(leaf_hash(LEAVES[index]), -1, size, proof, root)


def test_a_node_cannot_pass_for_a_leaf():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(b"\x01" + left + right) != node_hash(left, right)


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (-1, 5)])
def test_there_is_no_consistency_proof_from_nothing_or_from_the_future(old, size):
    with pytest.raises(ValueError, match="no subtree"):
        consistency_proof(READ, old, size)


def test_there_is_no_inclusion_proof_for_a_leaf_that_is_not_there():
    with pytest.raises(ValueError, match="leaf 5 is not in a tree of 5"):
        inclusion_proof(READ, 5, 5)
