"""How long agreements stayed in force: the product-limit curve with bands, and single provisions by Cox."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Provision
from detente.precedents.records import COLLAPSED, UNKNOWN, YES, Hazard, Precedent, Survival, SurvivalPoint

CONFIDENCE = 0.95
EXACT = {"precision": 1e-10, "r_precision": 1e-14}
"""Steps and gains at which the search ends; the defaults leave the fourth digit open."""
FEW_COLLAPSES = 10
"""Collapses per provision in a model below which its estimates are known to go astray [Peduzzi1995]_."""

TESTED = (
    Provision.THIRD_PARTY,
    Provision.VERIFICATION,
    Provision.JOINT_BODY,
    Provision.SNAPBACK,
    Provision.GUARANTEE,
    Provision.PHASED,
)
"""Provisions that are about holding; what an agreement trades in is not tested."""


def survival_of(precedents: Sequence[Precedent]) -> Survival | None:
    """Estimate how long agreements like these stay in force; None where there are none.

    Collapse is the event. What ran out as written, is in force in whole or in part, or is pending is censored when it
    was last seen.
    """
    if not precedents:
        return None
    years = np.array([p.followed_until - p.signed for p in precedents])
    collapsed = np.array([p.outcome == COLLAPSED for p in precedents])
    points = survival_curve(years, collapsed)
    below = [point.years for point in points if point.in_force <= 0.5]
    return Survival(
        points=points,
        median_years=below[0] if below else None,
        agreements=len(precedents),
        collapses=int(collapsed.sum()),
        hazards=tuple(_hazard(provision, precedents, years, collapsed) for provision in TESTED),
        warning=(
            f"{len(precedents)} agreements, picked because they became known, and {int(collapsed.sum())} collapses: "
            "bands are wide, and provisions were not given by chance. Where they stand says nothing of what they cause."
        ),
    )


def survival_curve(years: NDArray[np.float64], ended: NDArray[np.bool_]) -> tuple[SurvivalPoint, ...]:
    """Estimate the share that lasts, by the product-limit method of [KaplanMeier1958]_, at 0 and at every ending.

    Bands hold 95 percent, pointwise, by Greenwood's variance on the scale of log(-log S), which stays in [0, 1]
    [KalbfleischPrentice2002]_.

    Parameters
    ----------
    years : array, shape (agreement,), at least 0
        Time until the end, or until last seen.
    ended : array, shape (agreement,)
        Whether it ended; otherwise it is censored.

    Examples
    --------
    >>> points = survival_curve(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    >>> [(point.years, round(point.in_force, 6), point.at_risk) for point in points]
    [(0.0, 1.0, 4), (1.0, 0.75, 4), (3.0, 0.375, 2)]
    """
    from lifelines import KaplanMeierFitter  # noqa: PLC0415  (it takes a second to load)

    model = KaplanMeierFitter(alpha=1 - CONFIDENCE)
    model.fit(years, ended)
    band = model.confidence_interval_survival_function_
    points = [SurvivalPoint(0.0, 1.0, 1.0, 1.0, len(years))]
    for at in np.unique(years[ended]).tolist():
        low, high = (float(v) for v in band.loc[at])
        in_force = float(model.survival_function_.loc[at].iloc[0])
        # With nobody left the scale of the bands ends, and so does what the data say.
        low, high = (low, high) if in_force > 0 else (0.0, points[-1].high)
        points.append(SurvivalPoint(float(at), in_force, low, high, int((years >= at).sum())))
    return tuple(points)


def _hazard(
    provision: Provision, precedents: Sequence[Precedent], years: NDArray[np.float64], ended: NDArray[np.bool_]
) -> Hazard:
    known = np.array([p.has[provision] != UNKNOWN for p in precedents])
    has = np.array([p.has[provision] == YES for p in precedents])[known]
    count, collapses = int(known.sum()), int(ended[known].sum())
    if min(ended[known][has].sum(), ended[known][~has].sum()) < 1:
        what = "every collapse known is on one side" if collapses else "no collapse is known"
        return Hazard(provision, None, None, None, count, collapses, what)
    found = hazard_ratio(years[known], ended[known], has.astype(float))
    if found is None:
        return Hazard(provision, None, None, None, count, collapses, "the model did not converge")
    few = f"fewer than {FEW_COLLAPSES} collapses" if collapses < FEW_COLLAPSES else ""
    return Hazard(provision, *found, count, collapses, few)


def hazard_ratio(
    years: NDArray[np.float64], ended: NDArray[np.bool_], has: NDArray[np.float64]
) -> tuple[float, float, float] | None:
    """Estimate the ratio of rates of ending with one unit more of something, with its 95 percent interval.

    The proportional hazards model of [Cox1972]_, ties by [Efron1977]_. None where it does not converge.
    """
    import pandas as pd  # noqa: PLC0415  (it takes a second to load)
    from lifelines import CoxPHFitter  # noqa: PLC0415
    from lifelines.exceptions import ConvergenceError  # noqa: PLC0415

    frame = pd.DataFrame({"years": years, "ended": ended.astype(int), "has": has})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            model = CoxPHFitter(alpha=1 - CONFIDENCE).fit(frame, "years", "ended", fit_options=EXACT)
        except (ConvergenceError, Warning):
            return None
    low, high = np.exp(model.confidence_intervals_.loc["has"].to_numpy())
    return float(np.exp(model.params_["has"])), float(low), float(high)
