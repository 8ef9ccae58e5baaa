"""What blocks, and which single answer would tell most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.case import Package
from detente.deals.acceptance import read_as_is
from detente.deals.gains import Gains
from detente.deals.records import Blocked, Question
from detente.preferences import Preferences

FEWEST = 30
"""An answer with fewer worlds is not compared: too few to tell."""

ASKED = 10
"""Questions reported."""


def blocked_elements(preferences: Preferences, required: list[int]) -> tuple[Blocked, ...]:
    """Elements on which, in some worlds, every option crosses a red line of someone required."""
    exists = preferences.axes.exists
    crossed = np.logical_or.reduce(preferences.red_lines[:, required], axis=1)
    stuck: NDArray[np.bool_] = np.logical_and.reduce(crossed | ~exists, axis=2)
    found = []
    for e in np.flatnonzero(stuck.any(axis=0)):
        drawn: NDArray[np.bool_] = np.logical_or.reduce(preferences.red_lines[:, required, e], axis=2)
        drawing = drawn[stuck[:, e]].mean(axis=0)
        parties = tuple(preferences.axes.parties[i] for i, share in zip(required, drawing, strict=True) if share > 0)
        found.append(Blocked(preferences.axes.elements[e], float(stuck[:, e].mean()), parties))
    return tuple(sorted(found, key=lambda b: -b.share))


def open_questions(package: Package, gains: Gains, preferences: Preferences) -> tuple[Question, ...]:
    """Rank the questions "would party P take the option that the package names?" by what the answer moves.

    Yes means that P values the option at least as much as the status quo and draws no red line there. Compared are
    the shares of worlds, among those with either answer, in which all required accept the package.
    """
    axes = gains.axes
    choice = axes.choice(package.choices)
    joint: NDArray[np.bool_] = np.logical_and.reduce(read_as_is(gains, choice).accepts, axis=1)
    questions = []
    for i in gains.parties:
        for e in np.flatnonzero((choice >= 0) & (choice != axes.status_quo)):
            yes = _would_take(preferences, i, int(e), int(choice[e]), int(axes.status_quo[e]))
            if min(yes.sum(), (~yes).sum()) >= FEWEST and _tells(joint, yes):
                names = axes.parties[i], axes.elements[e], axes.options[e][choice[e]], package.id
                shares = float(joint[yes].mean()), float(joint[~yes].mean()), float(yes.mean())
                questions.append(Question(*names, *shares))
    questions.sort(key=lambda q: -abs(q.joint_if_yes - q.joint_if_no))
    return tuple(questions[:ASKED])


def _tells(joint: NDArray[np.bool_], yes: NDArray[np.bool_]) -> bool:
    """Whether two shares differ by more than chance: two standard errors of their difference."""
    one, other = joint[yes].mean(), joint[~yes].mean()
    error = np.sqrt(one * (1 - one) / yes.sum() + other * (1 - other) / (~yes).sum())
    return bool(abs(one - other) > 2 * error)


def _would_take(preferences: Preferences, i: int, e: int, option: int, status_quo: int) -> NDArray[np.bool_]:
    better = preferences.values[:, i, e, option] >= preferences.values[:, i, e, status_quo]
    taken: NDArray[np.bool_] = better & ~preferences.red_lines[:, i, e, option]
    return taken
