"""The tree agrees with the definitions at every size, and no other proof passes."""

from __future__ import annotations

import pytest

from detente.record.tree import (
    CompactRange,
    compact_range,
    completing_leaf,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    subtree_consistency_proof,
    verify_consistency,
    verify_inclusion,
    verify_subtree_consistency,
)
from unit.record import slow_tree

LEAVES = [f"leaf {number}".encode() for number in range(70)]


def stored():
    """The hashes that each leaf completes, and a reader of them."""
    _, rows = CompactRange().grown_by(map(leaf_hash, LEAVES))

    def read(level, position):
        return rows[completing_leaf(level, position)][32 * level : 32 * level + 32]

    return rows, read


ROWS, READ = stored()


def test_each_leaf_completes_the_subtrees_that_end_with_it():
    ends = [(completing_leaf(level, i), level) for level in range(7) for i in range(len(LEAVES) >> level)]
    held = [(index, level) for index, row in enumerate(ROWS) for level in range(len(row) // 32)]
    assert sorted(ends) == held


def test_growing_at_once_is_growing_one_by_one():
    tree, rows = CompactRange(), []
    for leaf in LEAVES:
        tree, row = tree.grown_by([leaf_hash(leaf)])
        rows += row
    assert rows == ROWS
    assert tree.root() == slow_tree.mth(LEAVES)


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


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 21, 32, 33])
def test_every_subtree_is_shown_to_be_a_part_of_the_tree_and_nothing_else_is(size):
    """A subtree begins at a multiple of the least power of two that holds it; other parts have no proof."""
    root = slow_tree.mth(LEAVES[:size])
    for start in range(size):
        for end in range(start + 1, size + 1):
            part, part_root = (start, end), slow_tree.mth(LEAVES[start:end])
            if start % slow_tree.largest_power_below(2 * (end - start)):
                with pytest.raises(ValueError, match="no subtree"):
                    subtree_consistency_proof(READ, start, end, size)
                assert not verify_subtree_consistency(part, size, part_root, root, ())
                continue
            proof = subtree_consistency_proof(READ, start, end, size)
            assert verify_subtree_consistency(part, size, part_root, root, proof)
            assert not verify_subtree_consistency(part, size, leaf_hash(b"other"), root, proof)
            assert not verify_subtree_consistency(part, size, part_root, leaf_hash(b"other"), proof)
            assert not verify_subtree_consistency(part, size, part_root, root, (*proof, root))


def test_there_is_no_inclusion_proof_for_a_leaf_that_is_not_there():
    with pytest.raises(ValueError, match="leaf 5 is not in a tree of 5"):
        inclusion_proof(READ, 5, 5)
