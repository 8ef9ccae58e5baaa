"""What transfers between the members of a coalition should bring about, and what they are on paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Infeasible
from detente.economy.coalitions.effects import CoalitionEffects
from detente.economy.coalitions.sanctions import Array, senders_regions

EQUAL, CAP, WHOLE = "equal", "cap", "whole"
RULES = (EQUAL, CAP, WHOLE)
"""Equal shares of income for all; nobody above a threshold; those above it made whole."""

BOOKS, MODEL = "bookkeeping", "model"

ROUNDING = 1e-12
"""A loss this close to the threshold, as a share, is at it and not beyond."""


@dataclass(frozen=True, slots=True, eq=False)
class Transfers:
    """Who pays and who receives among the regions of a coalition.

    Attributes
    ----------
    rule, method : str
        One of `RULES`; by ``bookkeeping`` or in the ``model``.
    threshold : float
        Loss as a share beyond which ``cap`` and ``whole`` help; ``equal`` has no use for it.
    region : array of int, shape (region of a member,)
        Places in the baseline.
    received : array, same shape
        USD bn a year at GDP of the price year, negative for who pays; sums to 0.
    share : array, same shape
        The same as a share of the region's income: of its GDP on paper, of its income in the baseline in the model.
    before, after : array, same shape
        Change of real income as a share, against no sanctions, without and with transfers.
    residual : float
        How far `after` is from what the rule asks for, as a share.
    """

    rule: str
    method: str
    threshold: float
    region: NDArray[np.int64]
    received: Array
    share: Array
    before: Array
    after: Array
    residual: float

    @property
    def moved(self) -> float:
        """Money that changes hands, USD bn a year."""
        return float(self.received[self.received > 0].sum())


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A rule as equations: transfers are ``spread @ z``, and ``read @ change`` should be `goal`.

    `spread` has the shape (region, unknown), and its columns sum to 0; `read` the shape (unknown, region).
    """

    spread: Array
    read: Array
    goal: Array


def equal_burden(count: int) -> Scheme:
    """Everybody's real income changes by the same share.

    Examples
    --------
    >>> scheme = equal_burden(2)
    >>> scheme.spread.ravel().tolist(), scheme.read.ravel().tolist()
    ([1.0, -1.0], [1.0, -1.0])
    """
    one = np.eye(count)[:, : count - 1]
    spread = one - np.eye(count)[:, count - 1 :]
    return Scheme(spread, spread.T.copy(), np.zeros(count - 1))


def relief_above(change: Array, size: Array, threshold: float, left: float) -> Scheme:
    """Who loses more than `threshold` is brought to a loss of `left`, both shares; the others pay by `size`.

    Raises
    ------
    Infeasible
        When everybody loses more than that, so that nobody is left to pay.

    Examples
    --------
    >>> scheme = relief_above(np.array([-0.03, 0.01, 0.0]), np.array([1.0, 3.0, 1.0]), threshold=0.02, left=0.0)
    >>> scheme.spread.ravel().tolist(), scheme.read.tolist()
    ([1.0, -0.75, -0.25], [[1.0, 0.0, 0.0]])
    """
    losing = change < -threshold - ROUNDING
    if losing.all():
        raise Infeasible(
            f"Every region of a sender loses more than {100 * threshold:g} percent: nobody is left to pay the others."
        )
    paying = np.where(losing, 0.0, size)
    one = np.eye(len(change))[:, losing]
    spread = one - (paying / paying.sum())[:, None]
    return Scheme(spread, one.T.copy(), np.full(int(losing.sum()), -left))


def by_bookkeeping(effects: CoalitionEffects, rule: str, threshold: float | None = None) -> Transfers:
    """Transfers in the full coalition as on paper: a dollar received is a dollar of real income, and no price moves.

    ``equal`` gives every region of a sender the same change, ``cap`` brings who loses more than `threshold` back to
    it, and ``whole`` brings these back to no loss; the others pay in proportion to GDP. Without a threshold it is
    what the senders lose jointly, as a share of their joint GDP. The change after transfers is
    ``change + received / gdp``, and transfers sum to zero.

    Raises
    ------
    Infeasible
        When everybody loses more than the threshold.
    """
    places = member_regions(effects)
    before, gdp = effects.change[effects.grand, places], effects.gdp[places]
    limit = joint_loss(effects) if threshold is None else threshold
    scheme = scheme_of(rule, before, gdp, limit)
    slope = scheme.read @ (scheme.spread / gdp[:, None])
    unknown = np.linalg.solve(slope, scheme.goal - scheme.read @ before)
    received = scheme.spread @ unknown
    after = before + received / gdp
    left = float(np.abs(scheme.read @ after - scheme.goal).max(initial=0.0))
    return Transfers(rule, BOOKS, limit, places, received, received / gdp, before, after, left)


def scheme_of(rule: str, change: Array, size: Array, threshold: float) -> Scheme:
    """The equations of a rule by its name."""
    if rule == EQUAL:
        return equal_burden(len(change))
    return relief_above(change, size, threshold, threshold if rule == CAP else 0.0)


def joint_loss(effects: CoalitionEffects) -> float:
    """What the senders lose together in the full coalition, as a share of their GDP; 0 where they gain."""
    return max(0.0, -float(effects.change_of(senders_regions(effects.sanctions))[effects.grand]))


def member_regions(effects: CoalitionEffects) -> NDArray[np.int64]:
    """Places of the regions of all senders."""
    return np.flatnonzero(senders_regions(effects.sanctions)).astype(np.int64)
