"""What branches have in common, against the lines of every package they can become."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from detente.deals.search.branches import level_of
from detente.deals.search.choices import Clash


def tied(seed, forbidden):
    """Four blocks of three rows for two lines, with clashes of both kinds; `forbidden` ones lose without limit."""
    draw = np.random.default_rng(seed)
    blocks = [draw.random((3, 2)) for _ in range(4)]
    clashes = []
    for n in range(6):
        one, other = (int(b) for b in draw.choice(4, 2, replace=False))
        loss = np.full(2, np.inf) if forbidden else draw.random(2)
        clashes.append(Clash((one, int(draw.integers(3))), (other, int(draw.integers(3))), bool(n % 2), loss))
    return blocks, clashes, draw.random(len(clashes))


def clashing(clash, rows, settled):
    """Whether the rows of the open blocks, by block, hold both sides of a clash."""
    first, second = (rows[side[0] - settled] == side[1] for side in (clash.first, clash.second))
    return bool(first and second == clash.with_second)


@pytest.mark.parametrize("settled", range(4))
@pytest.mark.parametrize("seed", range(6))
def test_priced_losses_never_take_more_from_a_package_than_its_clashes_do(seed, settled):
    blocks, clashes, multipliers = tied(seed, forbidden=False)
    level = level_of(blocks, clashes, multipliers, settled)
    still_open = [c for c in clashes if min(c.first[0], c.second[0]) >= settled]
    for rows in product(range(3), repeat=4 - settled):
        bare = sum(block[row] for block, row in zip(blocks[settled:], rows, strict=True))
        lost = sum((c.loss for c in still_open if clashing(c, rows, settled)), start=np.zeros(2))
        priced = level.brings[level.starts + np.array(rows)].sum(axis=0) + level.shift
        assert (priced >= bare - lost - 1e-12).all()
        assert (bare <= level.reach + 1e-12).all()


@pytest.mark.parametrize("seed", range(6))
def test_at_a_full_price_a_package_with_every_clash_between_open_blocks_loses_all_of_it(seed):
    blocks, clashes, _ = tied(seed, forbidden=False)
    for clash in clashes:
        level = level_of(blocks, [clash], np.ones(1), 0)
        for rows in product(range(3), repeat=4):
            if clashing(clash, rows, 0):
                bare = sum(block[row] for block, row in zip(blocks, rows, strict=True))
                priced = level.brings[level.starts + np.array(rows)].sum(axis=0) + level.shift
                np.testing.assert_allclose(priced, bare - clash.loss, atol=1e-12)


@pytest.mark.parametrize("settled", range(4))
@pytest.mark.parametrize("seed", range(6))
def test_priced_rules_cost_no_package_that_keeps_them(seed, settled):
    blocks, clashes, multipliers = tied(seed, forbidden=True)
    level = level_of(blocks, clashes, multipliers, settled)
    still_open = [c for c in clashes if min(c.first[0], c.second[0]) >= settled]
    broken = 0
    for rows in product(range(3), repeat=4 - settled):
        price = level.extra[level.starts + np.array(rows)].sum() + level.price
        held = [clashing(c, rows, settled) for c in still_open]
        assert price >= -1e-12 or any(held)
        broken += any(held)
    assert broken or not still_open


@pytest.mark.parametrize("settled", range(5))
def test_a_clash_with_one_side_settled_is_kept_for_the_branch(settled):
    blocks, clashes, multipliers = tied(1, forbidden=False)
    level = level_of(blocks, clashes, multipliers, settled)
    halves = [c for c in clashes if min(c.first[0], c.second[0]) < settled <= max(c.first[0], c.second[0])]
    assert level.half == halves
