"""A baseline small enough to check by hand, for examples."""

from __future__ import annotations

import numpy as np

from detente.casefile.baseline.records import BaselineTables


def two_regions() -> BaselineTables:
    """Two regions that each sell a tenth of what they make to the other, with goods and services.

    Each sector makes 100; half of that is value added, the rest is spent on the same sector as input.

    Examples
    --------
    >>> two_regions().expenditure.tolist()
    [[100.0, 100.0], [100.0, 100.0]]
    """
    flow = np.array([[90.0, 10.0], [10.0, 90.0]])
    half = np.full((2, 2), 50.0)
    return BaselineTables(
        regions=("north", "south"),
        sectors=("goods", "services"),
        year=2020,
        unit="million USD",
        source="made up",
        trade=np.stack([flow, flow]),
        tariff=np.ones((2, 2, 2)),
        export_tax=np.ones((2, 2, 2)),
        inputs=np.stack([np.diag([50.0, 50.0])] * 2),
        final=half,
        value_added=half,
        theta=np.array([5.0, 4.0]),
        theta_source=("made up", "made up"),
    )
