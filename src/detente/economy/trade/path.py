"""The long way round: follow the equilibrium from the baseline to a shock that is too far for one look."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from detente.economy.trade.baseline import Array
from detente.economy.trade.iterate import Found, Limits, iterate
from detente.economy.trade.newton import newton
from detente.economy.trade.shock import no_shock
from detente.economy.trade.steps import Responses, respond, respond_at
from detente.economy.trade.system import State, System, pose, sweep, unchanged

FIRST_STEP, LEAST_STEP = 0.25, 1e-5
"""Parts of the shock: the first one tried, and the one below which the search is given up."""

WAYPOINT = 1e-6
"""Residual at which a point on the way is good enough to go on from."""

ON_THE_WAY = Limits(tolerance=WAYPOINT, iterations=60, memory=10, caution=0.6)
AT_THE_END = Limits(iterations=100, memory=10, caution=1.0)
LAST_LOOKS = 4
EASY = 30
"""Iterations to a point below which the next step may be twice as long."""

MOST_ITERATIONS = 6000
"""About five seconds in a world of 40 regions and 30 sectors; a search that ends well takes a tenth of it."""

FADING = 12.0
"""How fast banned flows and old deficits fade: soon, as a deficit can outgrow an income on the way; but not at once."""


@dataclass(frozen=True, slots=True)
class _Point:
    """Where the path has come to: the part of the shock, and the world there."""

    part: float
    state: State


def follow(whole: System, tolerance: float) -> Found:
    """Look for the equilibrium of a single draw along a path of growing parts of its shock.

    A predictor and a corrector, as in [AllgowerGeorg2003]_. Each point starts from a straight line through the two
    before, and takes its first-order answers from the world reached last, not from the baseline. Steps are a third as
    long where the search does not arrive, and twice as long where it is easy. Bans come on gradually.
    """
    start = pose(whole.baseline, no_shock(), whole.theta[:, :, 0], np.ones(len(whole.theta)))
    here = before = _Point(0.0, unchanged(start))
    responses, step, spent = respond(whole.baseline), FIRST_STEP, 0
    while here.part < 1 and step >= LEAST_STEP and spent < MOST_ITERATIONS:
        part = min(1.0, here.part + step)
        system = between(start, whole, part)
        found = _arrived(system, responses, _ahead(before, here, part))
        spent += int(found.iterations[0])
        if found.residual[0] <= WAYPOINT:
            before, here = here, _Point(part, found.state)
            responses = respond_at(system, found.state)
            step *= 2 if found.iterations[0] < EASY else 1
        else:
            step /= 3
    found = Found(here.state, np.array([spent]), np.array([np.inf]))
    return _polished(whole, responses, found, tolerance) if here.part == 1 else found


def _arrived(system: System, responses: Responses, start: State) -> Found:
    """A point on the path, by approximate steps or else by careful ones; its residual is that of the markets alone.

    Income may be negative on the way, as long as it is not at the end.
    """
    found = iterate(system, responses, start, ON_THE_WAY)
    residual = sweep(system, found.state).residual
    if residual[0] <= WAYPOINT:
        return replace(found, residual=residual)
    careful = newton(system, start, WAYPOINT)
    return replace(careful, iterations=careful.iterations + found.iterations)


def _polished(whole: System, responses: Responses, found: Found, tolerance: float) -> Found:
    """Go from a waypoint at the full shock to the tolerance that was asked for."""
    limits = replace(AT_THE_END, tolerance=tolerance)
    for _ in range(LAST_LOOKS):
        again = iterate(whole, responses, found.state, limits)
        better = sweep(whole, again.state).residual[0] <= WAYPOINT
        spent = found.iterations + again.iterations
        found = Found(again.state if better else found.state, spent, again.residual)
        if found.residual[0] <= tolerance:
            break
        careful = newton(whole, found.state, tolerance)
        found = replace(found, state=careful.state, iterations=spent + careful.iterations)
        responses = respond_at(whole, found.state)
    return found


def _ahead(before: _Point, here: _Point, part: float) -> State:
    """Where a straight line through the last two points leads; spending in logarithms, so that it stays positive."""
    if before.part == here.part:
        return here.state
    far = (part - here.part) / (here.part - before.part)
    old, new = before.state, here.state
    growth = np.clip(new.spending / np.where(old.spending == 0, 1.0, old.spending), 0.2, 5.0)
    return State(
        wage=new.wage + far * (new.wage - old.wage),
        price=new.price + far * (new.price - old.price),
        spending=new.spending * growth**far,
    )


def between(start: System, whole: System, part: float) -> System:
    """A part of a shock: weights in equal parts of their logarithm; banned flows and old deficits fade away.

    Examples
    --------
    >>> from detente.economy.trade.builtin import builtin_baseline
    >>> one = np.ones(1)
    >>> world = pose(builtin_baseline(), no_shock(), builtin_baseline().theta[None], one)
    >>> half = between(world, replace(world, weight=world.weight / 4), 0.5)
    >>> bool(np.allclose(half.weight, world.weight / 2))
    True
    """
    if part == 1.0:
        return whole
    return replace(
        whole,
        weight=_mixed(start.weight, whole.weight, part),
        border=_mixed(start.border, whole.border, part),
        factory=_mixed(start.factory, whole.factory, part),
        productivity=part * whole.productivity,
        capital=part * whole.capital,
        gift=whole.gift + _fading(part) * (start.gift - whole.gift),
        offset=part * whole.offset,
    )


def _mixed(old: Array, new: Array, part: float) -> Array:
    both = (old > 0) & (new > 0)
    mixed = np.where(both, old, 1.0) ** (1 - part) * np.where(both, new, 1.0) ** part
    # What nobody bought, and what a ban has left a buyer with nothing else for, stays as the shock has it.
    return np.where(both, mixed, np.where(old > 0, old * _fading(part), new))


def _fading(part: float) -> float:
    """What is left, at a part of the shock, of what ends with it."""
    return float(np.exp(-FADING * part / (1 - part)))
