"""Bargaining solutions by optimisation: the best package among any number, with rules, and a proven bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Infeasible, NotConverged
from detente.deals.search.branching import Search
from detente.deals.search.choices import FLOOR, PairRule, Penalty, Problem, clashes_of, restricted
from detente.deals.search.exchange import exchanged
from detente.deals.search.relaxation import relax

ROWS = 2e8
"""Rows looked at before a search stops and its gap is given: it stops by count, not by clock."""

GREEDY_ROWS, GREEDY_WIDTH = 3e6, 1_000
"""The first pass keeps at most this many branches per level; it finds a package close to the best."""

PROVEN = 1e-9
"""Packages are told apart down to this share of what is at stake."""

PROVEN_LOG = 1e-7
"""Sums of logarithms are told apart down to this, so Nash products to one part in ten million."""

NARROWINGS = 4
"""Most rounds of leaving out rows before a search."""

NO_DEAL = -1e-6
"""Where a search for the largest smallest gain starts: packages clearly worse than no deal are of no interest."""


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A package found by optimisation: the row chosen in each block, its gains, and the proven bound.

    No package has a value above `bound`. For the Nash solution both are sums of logarithms of gains.
    """

    rows: NDArray[np.int64]
    gains: NDArray[np.float64]
    value: float
    bound: float


def max_min_optimum(
    blocks: Sequence[NDArray[np.float64]],
    constant: NDArray[np.float64],
    rules: Sequence[PairRule] = (),
    penalties: Sequence[Penalty] = (),
) -> Optimum | None:
    """The package with the largest smallest gain, proven best; None if it leaves someone worse off.

    ``max min_i  constant_i + sum_b blocks[b][x_b, i]`` less penalties, with one row per block: egalitarian [Kalai1977]_
    for gains over no deal on a common scale, Kalai-Smorodinsky [KalaiSmorodinsky1975]_ for gains divided by what each
    party could gain at most.

    Parameters
    ----------
    blocks : sequence of arrays, shape (row, party)
        Gains of the rows among which each block chooses one; a row with minus infinity is closed.
    constant : array, shape (party,)
        Added to every sum; usually minus the utility of no deal.
    rules : sequence of PairRule
        Pairs of choices of which one requires or excludes the other.
    penalties : sequence of Penalty
        Losses of a party from a choice unless another is made.

    Examples
    --------
    >>> blocks = [np.array([[0.5, 0.1], [0.2, 0.3]]), np.array([[0.1, 0.2], [0.0, 0.4]])]
    >>> found = max_min_optimum(blocks, np.zeros(2))
    >>> found.rows.tolist(), round(found.value, 9)
    ([0, 1], 0.5)
    >>> found = max_min_optimum(blocks, np.zeros(2), rules=[PairRule((0, 0), "excludes", (1, 1))])
    >>> found.rows.tolist(), round(found.value, 9)
    ([0, 0], 0.3)
    """
    given = _Given(blocks, constant, rules, penalties)
    parties = np.eye(len(constant))
    found = _solve(given, given.problem(parties, parties[:0], logarithmic=False), NO_DEAL)
    return found if found is not None and found.value >= -FLOOR else None


def nash_optimum(
    blocks: Sequence[NDArray[np.float64]],
    constant: NDArray[np.float64],
    rules: Sequence[PairRule] = (),
    penalties: Sequence[Penalty] = (),
) -> Optimum | None:
    """The package with the largest product of gains [Nash1950]_, proven best; None if none leaves all as well off.

    Maximises ``sum_i log gain_i``; `value` and `bound` are such sums, equal to one part in ten million of the product.
    Where no package gives everyone more than no deal, every product is zero and the package with the largest smallest
    gain is returned, with that gain as `value`. Parameters are those of `max_min_optimum`.

    Examples
    --------
    >>> blocks = [np.array([[0.9, 0.1], [0.6, 0.6], [0.2, 0.8]])]
    >>> nash_optimum(blocks, np.zeros(2)).rows.tolist()
    [1]
    """
    start = max_min_optimum(blocks, constant, rules, penalties)
    if start is None or start.gains.min() <= 0:
        return start
    given = _Given(blocks, constant, rules, penalties)
    parties = np.eye(len(constant))
    known = float(np.log(start.gains).sum())
    better = _solve(given, given.problem(parties, parties[:0], logarithmic=True), known)
    return better or Optimum(start.rows, start.gains, known, known + PROVEN_LOG)


def utilitarian_optimum(
    blocks: Sequence[NDArray[np.float64]],
    constant: NDArray[np.float64],
    rules: Sequence[PairRule] = (),
    penalties: Sequence[Penalty] = (),
) -> Optimum | None:
    """The package with the largest sum of gains among those that leave nobody worse off [Harsanyi1955]_.

    Gains are compared as given: divide each party's by its range first if its scale should not count. None when every
    package leaves someone worse off. Parameters are those of `max_min_optimum`.

    Examples
    --------
    >>> blocks = [np.array([[0.9, -0.1], [0.5, 0.2], [0.3, 0.3]])]
    >>> utilitarian_optimum(blocks, np.zeros(2)).rows.tolist()
    [1]
    """
    given = _Given(blocks, constant, rules, penalties)
    return _solve(given, given.problem(np.ones((1, len(constant))), np.eye(len(constant)), logarithmic=False), -np.inf)


def maximin_optimum(
    blocks: Sequence[NDArray[np.float64]],
    constant: NDArray[np.float64],
    disagreement: NDArray[np.float64],
    rules: Sequence[PairRule] = (),
    penalties: Sequence[Penalty] = (),
) -> Optimum | None:
    """The package with the largest smallest utility [Rawls1971]_ among those that leave nobody worse off.

    Utility is the gain plus `disagreement`, what no deal is worth to each party on the common scale, (party,). The
    value is the smallest utility; the gains stay gains. Other parameters are those of `max_min_optimum`.

    Examples
    --------
    >>> blocks = [np.array([[0.4, 0.1], [0.1, 0.3]])]
    >>> maximin_optimum(blocks, np.zeros(2), np.array([0.0, 0.5])).rows.tolist()
    [0]
    """
    given = _Given(blocks, constant, rules, penalties)
    parties = np.eye(len(constant))
    problem = given.problem(parties, parties, logarithmic=False)
    lifted = problem.constant + np.append(disagreement, np.zeros(len(constant)))
    return _solve(given, Problem(problem.blocks, lifted, problem.goals, False, problem.clashes), -np.inf)


def best_for_party(
    blocks: Sequence[NDArray[np.float64]],
    constant: NDArray[np.float64],
    party: int,
    rules: Sequence[PairRule] = (),
    penalties: Sequence[Penalty] = (),
) -> float:
    """The most that one party can gain while nobody is worse off than without a deal, proven.

    Raises Infeasible when every package leaves someone worse off.
    """
    given = _Given(blocks, constant, rules, penalties)
    parties = np.eye(len(constant))
    found = _solve(given, given.problem(parties[[party]], parties, logarithmic=False), -np.inf)
    if found is None:
        raise Infeasible("Every package leaves someone worse off than no deal, so nobody has a best one.")
    return float(found.gains[party])


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """What the caller stated, in gains of parties."""

    blocks: Sequence[NDArray[np.float64]]
    constant: NDArray[np.float64]
    rules: Sequence[PairRule]
    penalties: Sequence[Penalty]

    def problem(self, goals: NDArray[np.float64], floors: NDArray[np.float64], logarithmic: bool) -> Problem:
        """The problem whose goal lines and floor lines are these sums of the parties' gains, (line, party)."""
        lines = np.vstack([goals, floors])
        blocks = []
        for block in self.blocks:
            closed = ~np.logical_and.reduce(np.isfinite(block), axis=1)
            blocks.append(np.where(closed[:, None], -np.inf, np.where(closed[:, None], 0.0, block) @ lines.T))
        clashes = clashes_of(self.rules, self.penalties, lines)
        return Problem(blocks, lines @ self.constant, len(goals), logarithmic, clashes)

    def gains(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gains of one package, (party,)."""
        parties = np.eye(len(self.constant))
        found: NDArray[np.float64] = self.problem(parties, parties[:0], logarithmic=False).lines(rows[None])[0]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """A problem with some rows left out, and what its rows are called in the whole one."""

    problem: Problem
    names: list[NDArray[np.int64]]

    def without(self, kept: list[NDArray[np.bool_]]) -> _Left | None:
        """What is left with these rows only; None when a block has none."""
        fewer = restricted(self.problem, kept)
        if fewer is None:
            return None
        return _Left(fewer[0], [name[rows] for name, rows in zip(self.names, fewer[1], strict=True)])

    def best_near(self, rows: NDArray[np.int64], whole: Problem) -> tuple[NDArray[np.int64], float]:
        """The package after exchanges, in the rows of the whole problem, and its value there."""
        better = exchanged(self.problem, rows)
        named = np.array([name[row] for name, row in zip(self.names, better, strict=True)], dtype=np.int64)
        return named, float(whole.goal(whole.lines(named[None]))[0])


def _solve(given: _Given, whole: Problem, above: float) -> Optimum | None:
    """The best package whose value is above `above`; None when there is none."""
    everything = _Left(whole, [np.arange(len(b)) for b in whole.blocks])
    left = everything.without([np.isfinite(b[:, 0]) for b in whole.blocks])
    relaxed = relax(left.problem) if left else None
    if left is None or relaxed is None or relaxed.bound <= above:
        return None
    above = max(above, _worst(left.problem))
    tolerance = PROVEN_LOG if whole.logarithmic else PROVEN * _at_stake(left.problem)
    best, value = left.best_near(np.array([int(share.argmax()) for share in relaxed.shares]), whole)
    bound = relaxed.bound
    for width, most in ((GREEDY_WIDTH, GREEDY_ROWS), (None, ROWS)):
        known = max(above, value)
        narrowed = _narrowed(left, known, tolerance)
        if narrowed is None:
            bound = known + tolerance
            break
        left, search = narrowed
        found = search.run(known, width, most)
        bound = min(bound, found.bound)
        if found.rows is not None:
            best, value = left.best_near(found.rows, whole)
    if value > above:
        return Optimum(best, given.gains(best), value, max(value, bound))
    if bound > above + 2 * tolerance:
        raise NotConverged(f"No package was found before the search stopped; the best is at most {bound:.6g}.")
    return None


def _narrowed(left: _Left, known: float, tolerance: float) -> tuple[_Left, Search] | None:
    """Leave out rows that no package better than `known` can hold, by their reduced costs, until none goes.

    None when nothing better is left.
    """
    for narrowings_left in reversed(range(NARROWINGS + 1)):
        relaxed = relax(left.problem)
        if relaxed is None or relaxed.bound <= known + tolerance:
            return None
        search = Search(left.problem, relaxed, tolerance)
        kept = search.rows_that_may_beat(known)
        if not narrowings_left or all(mask.all() for mask in kept):
            # The search speaks of the rows that are left, so nothing may be left out after it was set up.
            break
        fewer = left.without(kept)
        if fewer is None:
            return None
        left = fewer
    return left, search


def _worst(problem: Problem) -> float:
    """A value below that of every package, when the goal is the smallest of its lines."""
    if problem.logarithmic:
        return -np.inf
    losses = sum((c.loss for c in problem.clashes if not c.forbids), start=np.zeros(len(problem.constant)))
    lowest = problem.constant - losses + sum(b.min(axis=0) for b in problem.blocks)
    return float(lowest[: problem.goals].min()) - _at_stake(problem)


def _at_stake(problem: Problem) -> float:
    """The mean over the lines of the goal of what lies between their best and worst package, noise apart."""
    ahead = [b[:, : problem.goals] for b in problem.blocks]
    spread = sum(float((b.max(axis=0) - b.min(axis=0)).mean()) for b in ahead)
    size = sum(float(np.abs(b).max()) for b in ahead)
    return max(spread, 1e-6 * size) or 1.0
