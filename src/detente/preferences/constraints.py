"""From claims to constraints on the value of options: whom a claim binds, and when a later one replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim
from detente.positions import constrains
from detente.preferences.stances import ROWS, Ideal, RedLine, StanceRow
from detente.worlds import Axes, Worlds


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """One claim's word on one element: `options` are indices, `active` says in which worlds it counts."""

    claim: str
    row: StanceRow
    options: tuple[int, ...]
    red_line: bool
    reliability: float
    active: NDArray[np.bool_]


Cells = dict[tuple[int, int], list[Constraint]]
"""Constraints per (party, element), oldest first."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the claims leave open on one element: possible best options (None: any), signs against status quo.

    `red` are the options that cross a red line, which no gain compensates.
    """

    ideal: frozenset[int] | None
    at_least: frozenset[int]
    at_most: frozenset[int]
    red: frozenset[int] = frozenset()


@dataclass(slots=True)
class Standing:
    """What stands once later constraints have replaced earlier ones, each word with the number of who said it.

    `ideal` is the set that holds the best option, `signs` and `red` go by option. Numbers count the constraints.
    """

    ideal: tuple[int, frozenset[int]] | None = None
    signs: dict[int, tuple[int, int]] = field(default_factory=dict)
    red: dict[int, int] = field(default_factory=dict)

    def allowed(self, among: Sequence[int] | None = None) -> Allowed:
        """What is left open by the constraints with these numbers (None: by all)."""
        kept = None if among is None else set(among)
        signs = {o: sign for o, (owner, sign) in self.signs.items() if kept is None or owner in kept}
        named = self.ideal is not None and (kept is None or self.ideal[0] in kept)
        return Allowed(
            ideal=self.ideal[1] if self.ideal is not None and named else None,
            at_least=frozenset(o for o, sign in signs.items() if sign > 0),
            at_most=frozenset(o for o, sign in signs.items() if sign < 0),
            red=frozenset(o for o, owner in self.red.items() if kept is None or owner in kept),
        )


def claims_in_force(case: Case, worlds: Worlds) -> dict[str, NDArray[np.bool_]]:
    """Decide in which worlds each claim counts: uniform(claim) < reliability, shape (world,) per claim."""
    return {c.id: worlds.uniform(f"claim:{c.id}")[:, 0] < c.reliability for c in case.claims}


def binding_claims(case: Case, ordered: Sequence[Claim]) -> dict[str, list[Claim]]:
    """Claims that bind each party, oldest first.

    A voice that ratifies is bound by what its party says and, on top, by its own words: these come last, so that on
    one target its own word beats the party's.
    """
    own: dict[str, list[Claim]] = defaultdict(list)
    for claim in ordered:
        own[claim.party].append(claim)
    return {p.id: (own[p.voice_of] if p.voice_of and p.ratifies else []) + own[p.id] for p in case.parties}


def constraints_by_cell(
    axes: Axes,
    binding: Mapping[str, Sequence[Claim]],
    in_force: Mapping[str, NDArray[np.bool_]],
    parts: Mapping[str, Sequence[tuple[int, int, NDArray[np.bool_]]]],
) -> Cells:
    """Collect constraints per (party, element), oldest first.

    `parts` holds, per set-valued claim, the (element, option, worlds in which it is accepted) drawn for it; a
    set-valued claim that is not in it constrains nothing.
    """
    cells: Cells = defaultdict(list)
    for party, claims in binding.items():
        i = axes.party(party)
        for claim in claims:
            row, active = ROWS[claim.stance], in_force[claim.id]
            if row.set_valued:
                for element, option, drawn in parts.get(claim.id, ()):
                    cells[i, element].append(
                        Constraint(claim.id, row, (option,), False, claim.reliability, active & drawn)
                    )
            elif claim.element and constrains(claim):
                options = tuple(axes.option(claim.element, o) for o in claim.options)
                cells[i, axes.element(claim.element)].append(
                    Constraint(claim.id, row, options, claim.red_line, claim.reliability, active)
                )
    return cells


def stand(constraints: Sequence[Constraint], status_quo: int) -> Standing:
    """Let later constraints replace earlier ones on one target; the sequence is oldest first.

    A conditional acceptance holds where its condition is met; deals take the value back where it is not.
    """
    standing = Standing()
    for number, constraint in enumerate(constraints):
        row, options = constraint.row, constraint.options
        for option in options:
            standing.red.pop(option, None)
            if row.red_line is RedLine.MAY_DRAW and constraint.red_line:
                standing.red[option] = number
            standing.signs.pop(option, None)
            if row.sign and option != status_quo:
                standing.signs[option] = number, row.sign
        if row.ideal is Ideal.NAMES:
            standing.ideal = number, frozenset(options)
        elif row.ideal is Ideal.WITHDRAWS and standing.ideal is not None:
            # A later rejection of all that was wanted leaves no known ideal, rather than an impossible one.
            left = standing.ideal[1] - (set(options) - {status_quo})
            standing.ideal = (standing.ideal[0], left) if left else None
    return standing


def resolve(constraints: Sequence[Constraint], status_quo: int) -> Allowed:
    """What all constraints together leave open, later ones replacing earlier ones on one target."""
    return stand(constraints, status_quo).allowed()
