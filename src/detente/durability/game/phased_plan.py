"""A phased agreement in one world, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from detente.case import CaseError
from detente.durability.game.records import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class PhasedPlan:
    """Who does what when, and what each obligation brings each party; axes party i, phase t, obligation n.

    `starts_years` (t,) rises from phase to phase. `owner`, `phase` (n,) are indices. `gain` (i, n) is the flow in USD
    bn a year that starts with an obligation, against no deal; `reversible` (n,) in [0, 1] the part that snapback
    undoes; `cost_once` (n,) in USD bn. `p_detect` (n,) in [0, 1] and `lag_years` (n,): how often a breach is looked
    for, and the chance of seeing it. `rate` (i,) per year: minus the log of patience, plus turnover. `transfer` (i,
    t) in USD bn a year, `escrow` and `exposure` (i, t) in USD bn, all as built up by phase t; an exposure of NaN
    means nothing to seize. `hybrid` (i, 3) holds gain a year, detection and lag of a deniable breach, NaN where there
    is none. `suspended` in [0, 1] is the share of time under a false alarm.
    `afterwards` (i, t) in USD bn a year is what a party that broke gets beyond what snapback leaves: its outside option
    less the response of guarantors; None is nothing.
    """

    starts_years: FloatArray
    owner: IntArray
    phase: IntArray
    gain: FloatArray
    reversible: FloatArray
    cost_once: FloatArray
    p_detect: FloatArray
    lag_years: FloatArray
    rate: FloatArray
    transfer: FloatArray
    escrow: FloatArray
    exposure: FloatArray
    hybrid: FloatArray
    suspended: float = 0.0
    afterwards: FloatArray | None = None

    def __post_init__(self) -> None:
        parties, obligations = self.gain.shape
        shapes = {
            "owner": (obligations,),
            "phase": (obligations,),
            "reversible": (obligations,),
            "cost_once": (obligations,),
            "p_detect": (obligations,),
            "lag_years": (obligations,),
            "rate": (parties,),
            "transfer": (parties, len(self.starts_years)),
            "escrow": (parties, len(self.starts_years)),
            "exposure": (parties, len(self.starts_years)),
            "hybrid": (parties, 3),
        }
        if self.afterwards is not None:
            shapes["afterwards"] = shapes["transfer"]
        for name, shape in shapes.items():
            if getattr(self, name).shape != shape:
                raise CaseError(f"{name} has shape {getattr(self, name).shape}; it must be {shape}.")
        _check_values(self)

    @property
    def obliged(self) -> BoolArray:
        """Whether each party owes anything, shape (party,)."""
        return np.isin(np.arange(len(self.rate)), self.owner)

    def due(self, party: int, phase: int) -> BoolArray:
        """Own obligations of one party that fall due in a phase, shape (obligation,)."""
        return np.asarray((self.owner == party) & (self.phase == phase))


def with_standing_phase(plan: PhasedPlan, review_years: float) -> PhasedPlan:
    """Add a last phase in which nothing falls due, unless the last one is such a phase already.

    There everything done stays, and each party can still leave: it stands for all of the time after the last step.

    Examples
    --------
    >>> one = np.ones(1)
    >>> plan = PhasedPlan(
    ...     starts_years=np.array([0.0]), owner=np.array([0]), phase=np.array([0]), gain=np.array([[1.0], [2.0]]),
    ...     reversible=one, cost_once=0 * one, p_detect=one, lag_years=one, rate=np.array([0.1, 0.1]),
    ...     transfer=np.zeros((2, 1)), escrow=np.zeros((2, 1)), exposure=np.full((2, 1), np.nan),
    ...     hybrid=np.full((2, 3), np.nan))
    >>> with_standing_phase(plan, 0.5).starts_years
    array([0. , 0.5])
    """
    if not review_years > 0:
        raise CaseError("The time between two reviews must be positive.")
    if not (plan.phase == len(plan.starts_years) - 1).any():
        return plan
    built_up = [name for name in _BUILT_UP if getattr(plan, name) is not None]
    longer = {name: np.append(getattr(plan, name), getattr(plan, name)[:, -1:], axis=1) for name in built_up}
    return replace(plan, starts_years=np.append(plan.starts_years, plan.starts_years[-1] + review_years), **longer)


_BUILT_UP = ("transfer", "escrow", "exposure", "afterwards")
_MAY_BE_MISSING = ("exposure", "hybrid")


def _check_values(plan: PhasedPlan) -> None:
    parties, phases = plan.transfer.shape
    rules = {
        "starts_years must rise from phase to phase": (np.diff(plan.starts_years) > 0).all(),
        "an owner must be one of the parties": ((plan.owner >= 0) & (plan.owner < parties)).all(),
        "a phase must be one of the phases": ((plan.phase >= 0) & (plan.phase < phases)).all(),
        "reversible must be in [0, 1]": _is_share(plan.reversible),
        "detection must be in [0, 1]": _is_share(plan.p_detect) and _is_share(_known(plan.hybrid[:, 1])),
        "a lag must not be negative": (plan.lag_years >= 0).all() and (_known(plan.hybrid[:, 2]) >= 0).all(),
        "a discount rate must be positive": (plan.rate > 0).all(),
        "escrow must not be negative": (plan.escrow >= 0).all(),
        "suspended must be in [0, 1]": 0 <= plan.suspended <= 1,
        "a hybrid breach needs gain, detection and lag": np.isin(np.isnan(plan.hybrid).sum(axis=1), (0, 3)).all(),
        "numbers must be finite": all(
            np.isfinite(_known(getattr(plan, f.name)) if f.name in _MAY_BE_MISSING else getattr(plan, f.name)).all()
            for f in fields(plan)
            if getattr(plan, f.name) is not None
        ),
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    if broken:
        raise CaseError("The plan cannot be weighed: " + "; ".join(broken) + ".")


def _known(values: FloatArray) -> FloatArray:
    return values[~np.isnan(values)]


def _is_share(values: FloatArray) -> bool:
    return bool(((values >= 0) & (values <= 1)).all())
