"""Readings of partial packages: exact where tied elements are enumerated, honest bounds beyond."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.worth.acceptance import open_elements, read_as_is, read_possibly, read_surely
from detente.deals.worth.gains import in_blocks
from property.slow_deals import lawful, small

PARTIAL = [np.array(c) for c in ([-1, -1, -1, -1], [1, -1, -1, 0], [-1, 2, 0, -1], [0, 1, 2, -1], [2, 0, 1, 1])]


def completions(case, packages, choice):
    return [n for n, p in enumerate(packages) if ((choice < 0) | (p == choice)).all() and lawful(case, p)]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("choice", PARTIAL, ids=str)
def test_surely_means_every_lawful_completion_and_possibly_means_some(seed, choice):
    case, pairwise, packages, gains, reds = small(seed)
    rows = completions(case, packages, choice)
    accepts = (gains[rows] >= -1e-9) & ~reds[rows]
    elements = open_elements(pairwise)
    surely, possibly = read_surely(elements, choice).accepts, read_possibly(elements, choice).accepts
    assert (possibly == accepts.any(axis=0)).all()
    assert (surely == (accepts.all(axis=0) if rows else False)).all()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("choice", PARTIAL, ids=str)
def test_beyond_the_bound_surely_is_never_overstated_and_possibly_never_understated(seed, choice):
    case, pairwise, packages, gains, reds = small(seed)
    rows = completions(case, packages, choice)
    accepts = (gains[rows] >= -1e-9) & ~reds[rows]
    apart = open_elements(pairwise, largest=1)
    assert (read_possibly(apart, choice).accepts >= accepts.any(axis=0)).all()
    if rows:
        assert (read_surely(apart, choice).accepts <= accepts.all(axis=0)).all()
    assert apart.unfollowed == tuple(sorted({p.claim for p in pairwise.penalties}))


@pytest.mark.parametrize("seed", range(8))
def test_as_it_is_follows_every_condition_however_elements_are_grouped(seed):
    case, pairwise, packages, gains, reds = small(seed)
    for n in range(0, len(packages), 5):
        expected = (gains[n] >= -1e-9) & ~reds[n] & lawful(case, packages[n])
        assert (read_as_is(pairwise, packages[n]).accepts == expected).all()
        assert (read_as_is(in_blocks(pairwise, 1), packages[n]).accepts == expected).all()


@pytest.mark.parametrize("largest", [1, 1_000])
@pytest.mark.parametrize("seed", range(8))
def test_the_three_readings_of_a_complete_package_agree_however_elements_are_grouped(seed, largest):
    case, pairwise, packages, gains, reds = small(seed)
    elements = open_elements(pairwise, largest)
    for n, package in enumerate(packages):
        if lawful(case, package):
            accepts = (gains[n] >= -1e-9) & ~reds[n]
            for read in (read_surely, read_possibly):
                assert (read(elements, package).accepts == accepts).all()
                np.testing.assert_allclose(read(elements, package).gain, gains[n], atol=1e-9)
