"""What no package may do, whoever likes it: the hard rules of a case on option indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Rule
from detente.worlds import Axes


@dataclass(frozen=True, slots=True)
class HardRule:
    """A package that takes `option` of `element` must hold (or, if not `requires`, must not hold) the other option.

    Every rule reads on two elements at most, so a package is ruled out by pairs of its choices alone.
    """

    element: int
    option: int
    requires: bool
    other_element: int
    other_option: int

    def broken(self, option: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which choices on the rule's two elements break it, element by element of two arrays of one shape."""
        held: NDArray[np.bool_] = other == self.other_option
        broken: NDArray[np.bool_] = (option == self.option) & (~held if self.requires else held)
        return broken


def hard_rules(axes: Axes, rules: Sequence[Rule]) -> tuple[HardRule, ...]:
    """Find the options that the rules of a case name. An option that no element has raises `KeyError`."""
    place = {option: (e, o) for e, options in enumerate(axes.options) for o, option in enumerate(options)}
    return tuple(HardRule(*place[r.option], r.kind == "requires", *place[r.other]) for r in rules)


def broken_rules(rules: Sequence[HardRule], packages: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many rules each complete package breaks; `packages` (..., element) gives counts (...)."""
    count = np.zeros(packages.shape[:-1], dtype=np.int64)
    for rule in rules:
        count += rule.broken(packages[..., rule.element], packages[..., rule.other_element])
    return count


def feasible(axes: Axes, rules: Sequence[Rule], choice: NDArray[np.int64]) -> bool:
    """Whether a package breaks none of the rules; what it leaves open (-1) stays at the status quo, which counts.

    Examples
    --------
    >>> axes = Axes((), ("tax", "fund"), (("no", "yes"), ("none", "joint")), np.zeros(2, int), np.ones((2, 2), bool))
    >>> rule = Rule("R1", option="yes", kind="requires", other="joint")
    >>> feasible(axes, [rule], np.array([1, -1])), feasible(axes, [rule], np.array([1, 1]))
    (False, True)
    """
    complete = np.where(choice < 0, axes.status_quo, choice)
    return not broken_rules(hard_rules(axes, rules), complete)
