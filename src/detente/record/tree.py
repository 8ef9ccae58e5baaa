"""The hash tree of RFC 6962: roots, proofs and their verification; pure functions over SHA-256.

Leaf: ``SHA-256(0x00 || data)``. Node: ``SHA-256(0x01 || left || right)``. A tree of n leaves splits at the largest
power of two below n (sections 2.1 of [Laurie2013]_ and [Laurie2021]_). A *complete* subtree is named by its level
and its position on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hmac import compare_digest

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
LARGEST_SIZE = 2**63 - 1

ReadNode = Callable[[int, int], bytes]
"""Hash of the complete subtree at (level, position)."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of one leaf.

    Examples
    --------
    >>> leaf_hash(b"").hex()[:8]
    '6e340b9c'
    """
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    r"""The first `size` leaves, as the roots of their complete subtrees, largest first.

    At most 63 hashes, whatever the size: all that is needed to append and to know the root.

    Examples
    --------
    >>> tree = CompactRange().appended(leaf_hash(b"")).appended(leaf_hash(b"\x00"))
    >>> tree.size, tree.root().hex()[:8]
    (2, 'fac54203')
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def appended(self, leaf: bytes) -> CompactRange:
        """The range with one more leaf, given by its hash."""
        return self.grown_by((leaf,))[0]

    def grown_by(self, leaves: Iterable[bytes]) -> tuple[CompactRange, list[bytes]]:
        r"""The range with more leaves, and for each the hashes of the subtrees that it completes, from level 0 up.

        Examples
        --------
        >>> tree, rows = CompactRange().grown_by([leaf_hash(b"a"), leaf_hash(b"b"), leaf_hash(b"c")])
        >>> tree.size, [len(row) // HASH_BYTES for row in rows]
        (3, [1, 2, 1])
        """
        # One loop over all leaves, with nothing made that is not kept: in bulk this is where the time goes.
        peaks, rows, size, sha256 = list(self.peaks), [], self.size, hashlib.sha256
        for leaf in leaves:
            node = row = leaf
            merges = size
            while merges & 1:
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                row += node
                merges >>= 1
            peaks.append(node)
            rows.append(row)
            size += 1
        return CompactRange(size, tuple(peaks)), rows

    def root(self) -> bytes:
        """Root of the tree; the hash of nothing when it is empty."""
        return _folded(self.peaks) if self.peaks else EMPTY_ROOT


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over the hashes of leaves."""
    return CompactRange().grown_by(leaves)[0].root()


def compact_range(read: ReadNode, size: int) -> CompactRange:
    """The first `size` leaves of a stored tree: one read for each bit of `size` that is set."""
    return CompactRange(size, tuple(read(level, position) for level, position in _complete(0, size)))


def completing_leaf(level: int, position: int) -> int:
    """The leaf that completes a subtree: once it is there, the hash of the subtree never changes.

    Examples
    --------
    >>> [completing_leaf(0, 0), completing_leaf(0, 1), completing_leaf(1, 0), completing_leaf(2, 1)]
    [0, 1, 1, 7]
    """
    return ((position + 1) << level) - 1


def inclusion_proof(read: ReadNode, index: int, size: int) -> tuple[bytes, ...]:
    """Hashes that lead from leaf `index` to the root of the first `size` leaves, from the leaf up.

    Raises
    ------
    ValueError
        Unless ``0 <= index < size``.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")
    proof, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range_hash(read, middle, high))
            high = middle
        else:
            proof.append(_range_hash(read, low, middle))
            low = middle
    return tuple(reversed(proof))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the hash of a leaf at `index` to the root of `size` leaves."""
    if not 0 <= index < size <= LARGEST_SIZE or not _are_hashes([leaf, *proof]):
        return False
    sides, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        sides.append(index < middle)
        low, high = (low, middle) if index < middle else (middle, high)
    if len(sides) != len(proof):
        return False
    reached = leaf
    for beside, is_left in zip(proof, reversed(sides), strict=True):
        reached = node_hash(reached, beside) if is_left else node_hash(beside, reached)
    return compare_digest(reached, root)


def consistency_proof(read: ReadNode, old: int, size: int) -> tuple[bytes, ...]:
    """Hashes that show the first `old` leaves to be a prefix of the first `size` leaves.

    Raises
    ------
    ValueError
        Unless ``1 <= old <= size``: everything is consistent with nothing, so size 0 proves nothing.
    """
    return subtree_consistency_proof(read, 0, old, size)


def verify_consistency(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `size` leaves only appended to that of `old` leaves.

    False from size 0, which would say nothing.
    """
    return old > 0 and verify_subtree_consistency((0, old), size, old_root, root, proof)


def subtree_consistency_proof(read: ReadNode, start: int, end: int, size: int) -> tuple[bytes, ...]:
    """Hashes that show the leaves ``start <= i < end`` to be a part of the first `size` leaves.

    `start` must be a multiple of the least power of two that is at least ``end - start``.

    Raises
    ------
    ValueError
        When there is no such subtree.
    """
    if not _is_subtree(start, end, size):
        raise ValueError(f"leaves {start} to {end} are no subtree of a tree of {size} leaves")
    steps, (low, high) = _descent(start, end, size)
    proof = [_range_hash(read, *step.beside) for step in steps]
    if any(step.shared for step in steps):
        proof.append(_range_hash(read, low, high))
    return tuple(reversed(proof))


def verify_subtree_consistency(
    part: tuple[int, int], size: int, part_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows the leaves ``part[0] <= i < part[1]`` to be a part of the tree of `size` leaves.

    No leaves are a part of every tree, whatever its root: then the proof is empty and `part_root` the root of nothing.
    """
    if 0 <= part[0] == part[1] <= size:
        return not proof and part_root == EMPTY_ROOT
    if not _is_subtree(*part, size) or not _are_hashes(proof):
        return False
    steps, _ = _descent(*part, size)
    seeded = any(step.shared for step in steps)
    if len(proof) != len(steps) + seeded:
        return False
    old = new = proof[0] if seeded else part_root
    for step, beside in zip(reversed(steps), proof[seeded:], strict=True):
        new = node_hash(beside, new) if step.on_the_left else node_hash(new, beside)
        old = node_hash(beside, old) if step.shared else old
    return compare_digest(old, part_root) and compare_digest(new, root)


@dataclass(frozen=True, slots=True)
class _Step:
    """One level down: the range left aside, on which side it lies, and whether it belongs to the old tree too."""

    beside: tuple[int, int]
    on_the_left: bool
    shared: bool


def _descent(start: int, end: int, size: int) -> tuple[list[_Step], tuple[int, int]]:
    """The way from the whole tree down to the last complete part of ``start <= i < end``."""
    steps, low, high = [], 0, size
    while (low, high) != (start, end):
        middle = low + _split(high - low)
        if end <= middle:
            steps.append(_Step((middle, high), on_the_left=False, shared=False))
            high = middle
        else:
            steps.append(_Step((low, middle), on_the_left=True, shared=start < middle))
            low, start = middle, max(start, middle)
    return steps, (low, high)


def _is_subtree(start: int, end: int, size: int) -> bool:
    if not 0 <= start < end <= size <= LARGEST_SIZE:
        return False
    return start % (1 << (end - start - 1).bit_length()) == 0


def _are_hashes(values: Sequence[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def _split(count: int) -> int:
    """Largest power of two below `count`, which is 2 or more."""
    return 1 << ((count - 1).bit_length() - 1)


def _complete(start: int, end: int) -> list[tuple[int, int]]:
    """Complete subtrees that make up a range that begins at a subtree, largest first."""
    parts = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append((level, start >> level))
        start += 1 << level
    return parts


def _range_hash(read: ReadNode, start: int, end: int) -> bytes:
    return _folded([read(level, position) for level, position in _complete(start, end)])


def _folded(peaks: Sequence[bytes]) -> bytes:
    reached = peaks[-1]
    for peak in reversed(peaks[:-1]):
        reached = node_hash(peak, reached)
    return reached
