"""Laws of the optimisers: rules and losses never help, labels do not matter, and bounds are bounds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from detente.deals.search.choices import PairRule, Penalty, Problem, clashes_of
from detente.deals.search.exchange import exchanged
from detente.deals.search.optimum import max_min_optimum, nash_optimum, utilitarian_optimum
from detente.deals.search.relaxation import relax

SEEDS = range(6)
SAME = 1e-7


def table(seed, parties=4, blocks=8, rows=5):
    draw = np.random.default_rng(seed)
    weights = draw.dirichlet(np.ones(blocks), size=parties)
    return [draw.random((rows, parties)) * weights[:, b] for b in range(blocks)], draw


def ties(draw, count, blocks=8, rows=5, parties=4):
    def choice(block):
        return int(block), int(draw.integers(rows))

    pairs = [draw.choice(blocks, 2, replace=False) for _ in range(2 * count)]
    rules = [PairRule(choice(a), str(draw.choice(["requires", "excludes"])), choice(b)) for a, b in pairs[:count]]
    penalties = [
        Penalty(int(draw.integers(parties)), choice(a), choice(b), float(draw.random() / 5)) for a, b in pairs[count:]
    ]
    return rules, penalties


def value(found):
    return -np.inf if found is None else found.value


@pytest.mark.parametrize("optimise", [max_min_optimum, nash_optimum, utilitarian_optimum])
@pytest.mark.parametrize("seed", SEEDS)
def test_each_further_rule_or_loss_never_helps(optimise, seed):
    blocks, draw = table(seed)
    rules, penalties = ties(draw, 6)
    values = [value(optimise(blocks, np.zeros(4), rules[:n], penalties[:n])) for n in range(7)]
    assert all(later <= earlier + SAME for earlier, later in pairwise(values))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rule_against_the_best_package_leads_to_another(seed):
    blocks, _ = table(seed)
    best = max_min_optimum(blocks, np.zeros(4))
    against = PairRule((0, int(best.rows[0])), "excludes", (5, int(best.rows[5])))
    next_best = max_min_optimum(blocks, np.zeros(4), [against])
    assert (next_best.rows[[0, 5]] != best.rows[[0, 5]]).any()
    assert next_best.value < best.value


@pytest.mark.parametrize("optimise", [max_min_optimum, nash_optimum, utilitarian_optimum])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_parties_blocks_and_rows_does_not_matter(optimise, seed):
    blocks, draw = table(seed)
    rules, penalties = ties(draw, 5)
    parties, order, rows = draw.permutation(4), draw.permutation(8), draw.permutation(5)
    block_at, row_at, party_at = np.argsort(order), np.argsort(rows), np.argsort(parties)

    def moved(choice):
        return int(block_at[choice[0]]), int(row_at[choice[1]])

    other = optimise(
        [blocks[b][rows][:, parties] for b in order],
        np.zeros(4),
        [replace(r, first=moved(r.first), second=moved(r.second)) for r in rules],
        [replace(p, party=int(party_at[p.party]), choice=moved(p.choice), unless=moved(p.unless)) for p in penalties],
    )
    assert other.value == pytest.approx(optimise(blocks, np.zeros(4), rules, penalties).value, abs=SAME)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_nash_package_does_not_depend_on_scales(seed):
    blocks, draw = table(seed)
    scale = np.array([1.0, 7.0, 0.1, 3.0])
    rules, _ = ties(draw, 4)
    plain, scaled = (
        nash_optimum(blocks, np.zeros(4), rules),
        nash_optimum([b * scale for b in blocks], np.zeros(4), rules),
    )
    assert scaled.value - np.log(scale).sum() == pytest.approx(plain.value, abs=SAME)


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_package_passes_the_bound_of_the_relaxation(logarithmic, seed):
    blocks, draw = table(seed, parties=3, blocks=5, rows=4)
    rules, penalties = ties(draw, 3, blocks=5, rows=4, parties=3)
    lines = np.eye(3)
    problem = Problem(blocks, np.zeros(3), 3, logarithmic, clashes_of(rules, penalties, lines))
    packages = np.stack(np.meshgrid(*[np.arange(4)] * 5, indexing="ij"), axis=-1).reshape(-1, 5)
    best = problem.goal(problem.lines(packages)).max()
    relaxed = relax(problem)
    assert relaxed.bound >= best - 1e-9
    assert (relaxed.lines >= 0).all()
    assert all(share.sum() == pytest.approx(1.0) for share in relaxed.shares)


@pytest.mark.parametrize("seed", SEEDS)
def test_exchanges_end_where_no_single_or_double_exchange_helps(seed):
    blocks, draw = table(seed, parties=3, blocks=5, rows=3)
    rules, penalties = ties(draw, 3, blocks=5, rows=3, parties=3)
    problem = Problem(blocks, np.zeros(3), 3, False, clashes_of(rules, penalties, np.eye(3)))
    found = exchanged(problem, np.zeros(5, dtype=np.int64))
    packages = np.stack(np.meshgrid(*[np.arange(3)] * 5, indexing="ij"), axis=-1).reshape(-1, 5)
    near = packages[(packages != found).sum(axis=1) <= 2]
    reached = problem.goal(problem.lines(found[None]))[0]
    assert np.isfinite(reached)
    assert problem.goal(problem.lines(near)).max() <= reached + 1e-8
