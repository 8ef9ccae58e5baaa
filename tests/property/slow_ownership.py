"""The rules on ownership written out slowly: every completion of the stakes on a grid, sets grown by whole sweeps."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

NEAR = Fraction(1, 1000)
"""How near an open bound is gone to."""


def completions(stakes, step, inside=0):
    """Every choice of exact stakes on a grid within the bounds that sum to 100 at most in each entity.

    With `inside`, so far from either bound too: where one stake keeps another from its bound.
    """
    grids = []
    for stake in stakes:
        low = Fraction(stake.low_percent) + (NEAR if stake.low_open else 0)
        high = Fraction(stake.high_percent) - (NEAR if stake.high_open else 0)
        between = (Fraction(step * k) for k in range(100 // step + 1))
        near = (low + inside, high - inside)
        grids.append(sorted({low, high, *(at for at in (*between, *near) if low <= at <= high)}))
    for choice in product(*grids):
        totals = {}
        for stake, percent in zip(stakes, choice, strict=True):
            totals[stake.owned] = totals.get(stake.owned, 0) + percent
        if all(total <= 100 for total in totals.values()):
            yield choice


def blocked_by_sweeps(listed, stakes, percents, rule):
    """The least set for one choice of exact stakes: sweep over all entities until nothing is added."""
    groups = [set(listed)] if rule.aggregates else [{one} for one in listed]
    entities = {s.owned for s in stakes} | {s.owner for s in stakes} | set(listed)
    blocked = set()
    for group in groups:
        grown = set(group)
        while True:
            added = set()
            for entity in entities - grown:
                held = sum(p for s, p in zip(stakes, percents, strict=True) if s.owned == entity and s.owner in grown)
                if held > 50 or (held == 50 and rule.half_counts):
                    added.add(entity)
            if not added:
                break
            grown |= added
        blocked |= grown
    return blocked


def slow_answers(holdings, rule, step):
    """Blocked in every completion, in none, or unknown."""
    listed = [one.entity for one in holdings.listed]
    entities = {s.owned for s in holdings.stakes} | {s.owner for s in holdings.stakes} | set(listed)
    outcomes = [
        blocked_by_sweeps(listed, holdings.stakes, percents, rule) for percents in completions(holdings.stakes, step)
    ]
    answers = {}
    for entity in entities:
        times = sum(entity in blocked for blocked in outcomes)
        answers[entity] = "blocked" if times == len(outcomes) else "unknown" if times else "not_blocked"
    return answers
