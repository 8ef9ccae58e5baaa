"""From claims to constraints on the value of options: which stance says what, and when a later one replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim, Stance
from detente.positions import constrains
from detente.worlds import Axes, Worlds


class Effect(Enum):
    """What a stance says about the options it names."""

    IDEAL = "one of them is the best"
    AT_LEAST = "each is at least as good as the status quo"
    AT_MOST = "none is better than the status quo"
    LINKED = "at least as good if the condition is met, else at most"
    PARTLY = "some of them are at least as good"
    NOTHING = "says nothing about values"


EFFECTS: dict[Stance, Effect] = {
    Stance.PROPOSES: Effect.IDEAL,
    Stance.DEMANDS: Effect.IDEAL,
    Stance.ACCEPTS: Effect.AT_LEAST,
    Stance.REJECTS: Effect.AT_MOST,
    Stance.CONDITIONAL: Effect.LINKED,
    Stance.ACCEPTS_IN_PART: Effect.PARTLY,
    Stance.OPEN: Effect.NOTHING,
    Stance.CONCERNED: Effect.NOTHING,
    Stance.UNKNOWN: Effect.NOTHING,
}


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """One claim's word on one element: `options` are indices, `active` says in which worlds it counts."""

    claim: str
    effect: Effect
    options: tuple[int, ...]
    red_line: bool
    reliability: float
    active: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the claims leave open on one element: possible best options (None: any), signs against status quo.

    `red` are the options that cross a red line, which no gain compensates.
    """

    ideal: frozenset[int] | None
    at_least: frozenset[int]
    at_most: frozenset[int]
    red: frozenset[int] = frozenset()


def claims_in_force(case: Case, worlds: Worlds) -> dict[str, NDArray[np.bool_]]:
    """Decide in which worlds each claim counts: uniform(claim) < reliability, shape (world,) per claim."""
    return {c.id: worlds.uniform(f"claim:{c.id}")[:, 0] < c.reliability for c in case.claims}


def constraints_by_cell(
    case: Case, axes: Axes, ordered: Sequence[Claim], in_force: dict[str, NDArray[np.bool_]], worlds: Worlds
) -> tuple[dict[tuple[int, int], list[Constraint]], dict[str, NDArray[np.bool_]]]:
    """Collect constraints per (party, element), oldest first, and the drawn parts of set-valued acceptances.

    "Accepts several elements without saying which" becomes, world by world, a drawn subset of at least
    `several_means_at_least` elements of the package: its size is uniform, and so is the subset of that size.
    """
    cells: dict[tuple[int, int], list[Constraint]] = defaultdict(list)
    parts: dict[str, NDArray[np.bool_]] = {}
    for claim in ordered:
        effect = EFFECTS[claim.stance]
        party, active = axes.party(claim.party), in_force[claim.id]
        if claim.element and claim.options and effect not in {Effect.NOTHING, Effect.PARTLY} and constrains(claim):
            element = axes.element(claim.element)
            options = tuple(axes.option(claim.element, o) for o in claim.options)
            cells[party, element].append(
                Constraint(claim.id, effect, options, claim.red_line, claim.reliability, active)
            )
        elif effect is Effect.PARTLY:
            targets = _parts_named(case, axes, claim)
            if targets:
                drawn = draw_parts(worlds, claim.id, len(targets), case.several_means_at_least)
                parts[claim.id] = drawn
                for column, (element, option) in enumerate(targets):
                    partly = active & drawn[:, column]
                    cells[party, element].append(
                        Constraint(claim.id, Effect.AT_LEAST, (option,), False, claim.reliability, partly)
                    )
    return cells, parts


def _parts_named(case: Case, axes: Axes, claim: Claim) -> list[tuple[int, int]]:
    """The (element, option) pairs among which a set-valued acceptance chooses."""
    if claim.element and claim.options:
        return [(axes.element(claim.element), axes.option(claim.element, o)) for o in claim.options]
    package = next((p for p in case.packages if p.id == claim.package), None)
    if package is None:
        return []
    return [(axes.element(e), axes.option(e, o)) for e, o in package.choices.items()]


def draw_parts(worlds: Worlds, claim: str, count: int, at_least: int) -> NDArray[np.bool_]:
    """Draw which of `count` parts are accepted, shape (world, part): uniform size, then a uniform subset.

    Examples
    --------
    >>> from detente.worlds import draw_worlds
    >>> drawn = draw_parts(draw_worlds(100, seed=1), "C1", count=5, at_least=2)
    >>> bool((drawn.sum(axis=1) >= 2).all())
    True
    """
    smallest = min(at_least, count)
    draws = worlds.uniform(f"parts:{claim}", count + 1)
    size = smallest + np.floor(draws[:, 0] * (count - smallest + 1)).astype(int)
    rank = np.argsort(np.argsort(draws[:, 1:], axis=1), axis=1)
    chosen: NDArray[np.bool_] = rank < size[:, None]
    return chosen


def resolve(constraints: Sequence[Constraint], status_quo: int) -> Allowed:
    """Let later constraints replace earlier ones on one target; the sequence is oldest first."""
    ideal: set[int] | None = None
    sign: dict[int, int] = {}
    red: set[int] = set()
    for constraint in constraints:
        options = set(constraint.options)
        drawn = constraint.effect is Effect.AT_MOST and constraint.red_line
        red = red | options if drawn else red - options
        if constraint.effect is Effect.IDEAL:
            ideal = set(options)
            sign = {o: s for o, s in sign.items() if o not in options}
        elif constraint.effect in {Effect.AT_LEAST, Effect.LINKED}:
            # A conditional acceptance holds where its condition is met; deals take the value back where it is not.
            sign |= dict.fromkeys(options, 1)
        else:
            sign |= dict.fromkeys(options, -1)
            # A later rejection of all that was wanted leaves no known ideal, rather than an impossible one.
            ideal = (ideal - (options - {status_quo})) or None if ideal else None
    sign.pop(status_quo, None)
    return Allowed(
        ideal=None if ideal is None else frozenset(ideal),
        at_least=frozenset(o for o, s in sign.items() if s > 0),
        at_most=frozenset(o for o, s in sign.items() if s < 0),
        red=frozenset(red),
    )
