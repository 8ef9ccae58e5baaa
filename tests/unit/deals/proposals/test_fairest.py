"""The fairest package of each world lies between what was found and its bound, by enumeration."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.proposals.fairest import fairest_deals
from detente.deals.search.maxmin import MaxMinProgram, Rounded
from detente.deals.worth.gains import in_blocks
from property.slow_deals import lawful, small


def smallest_by_enumeration(case, packages, gains, reds, best):
    """Largest smallest gain over all lawful packages that cross no red line, per world; minus infinity without one."""
    kept = [n for n, p in enumerate(packages) if lawful(case, p)]
    smallest = np.where(reds[kept].any(axis=2), -np.inf, (gains[kept] / best).min(axis=2))
    return smallest.max(axis=0) if kept else np.full(gains.shape[1], -np.inf)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("largest", [1, 1_000])
def test_the_best_package_lies_between_value_and_bound(seed, largest):
    case, pairwise, packages, gains, reds = small(seed)
    summary, worlds = fairest_deals(in_blocks(pairwise, largest))
    truth = smallest_by_enumeration(case, packages, gains, reds, worlds.best)
    deal = truth >= -1e-9
    assert summary.failed == 0
    assert (worlds.deal <= deal).all()
    assert (deal <= worlds.possible).all()
    assert (worlds.value <= np.where(deal, np.maximum(truth, 0), 0) + 1e-7).all()
    assert (np.where(deal, truth, 0) <= worlds.bound + 1e-6).all()
    assert summary.worlds_with_deal <= deal.mean() <= summary.worlds_possible


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("largest", [1, 1_000])
def test_the_package_found_brings_its_value_and_keeps_rules_and_red_lines(seed, largest):
    case, pairwise, packages, gains, reds = small(seed)
    _, worlds = fairest_deals(in_blocks(pairwise, largest))
    index = {tuple(p.tolist()): n for n, p in enumerate(packages)}
    for w in np.flatnonzero(worlds.deal):
        n = index[tuple(worlds.packages[w].tolist())]
        assert lawful(case, packages[n])
        assert not reds[n, w].any()
        assert (gains[n, w] / worlds.best[w]).min() == pytest.approx(worlds.value[w], abs=1e-9)


@pytest.mark.parametrize("largest", [1, 1_000])
def test_how_many_threads_share_the_worlds_changes_nothing(largest):
    blocked = in_blocks(small(4, count=12)[1], largest)
    (one, alone), (two, shared) = fairest_deals(blocked, jobs=1), fairest_deals(blocked, jobs=3)
    assert one == two
    assert (alone.packages == shared.packages).all()
    assert (alone.bound == shared.bound).all()


def test_gains_are_shares_of_the_best_that_a_party_could_gain_however_little_that_is():
    small_ones = 0
    for seed in range(6):
        _, pairwise, _, gains, reds = small(seed, rules=0)
        _, worlds = fairest_deals(in_blocks(pairwise))
        best = np.where(reds.any(axis=2)[:, :, None], -np.inf, gains).max(axis=0)
        np.testing.assert_allclose(worlds.best, np.where(best > 1e-9, best, 1.0), atol=1e-9)
        small_ones += ((best > 1e-9) & (best < 1)).sum()
    assert small_ones > 20


def test_a_world_that_is_not_solved_is_counted_and_may_have_any_deal(monkeypatch):
    _, pairwise, _, _, _ = small(1)
    blocked = in_blocks(pairwise)
    solved = fairest_deals(blocked)[1]
    lost = int(np.flatnonzero(solved.deal)[0])

    def solve(self, gain, allowed, best, world):
        if world == lost:
            return Rounded(-np.inf, np.nan, np.zeros(len(self.sizes), dtype=np.int64))
        return unchanged(self, gain, allowed, best, world)

    unchanged = MaxMinProgram.solve
    monkeypatch.setattr(MaxMinProgram, "solve", solve)
    summary, worlds = fairest_deals(blocked)
    assert summary.failed == 1
    assert (worlds.deal[lost], worlds.possible[lost], worlds.value[lost], worlds.bound[lost]) == (False, True, 0.0, 1.0)
    assert summary.worlds_with_deal == pytest.approx(solved.deal.mean() - 1 / len(solved.deal))
    assert summary.worlds_possible == pytest.approx(solved.possible.mean())
