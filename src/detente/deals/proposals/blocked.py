"""What blocks: elements on which every option crosses a red line."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.deals.records import Blocked
from detente.preferences import Preferences


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
