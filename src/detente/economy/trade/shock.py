"""What changes: tariffs, trade costs, bans, productivity, transfers, as factors by sector, buyer and seller."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline

FLOW_LEVERS = ("tariff", "iceberg", "export_tax", "quantity")
SELLER_LEVERS = ("productivity", "capital")
TRANSFER_LEVERS = ("transfer", "transfer_share")


@dataclass(frozen=True, slots=True, eq=False)
class Shock:
    """A counterfactual, as factors against the baseline (1: nothing changes).

    Attributes
    ----------
    tariff, iceberg, export_tax : array, shape (sector, buyer, seller) or (1, 1, 1)
        Factors on ``1 + tariff``, on the iceberg cost, and on ``1 + export tax``; above 0; infinite is a ban.
    quantity : array, same shape, 0 or 1
        0 bans the flow: its share is exactly 0.
    productivity, capital : array, shape (sector, region) or (1, 1)
        Factors on output per unit of all inputs, and on the services of labour and capital per unit paid for.
        A capital stock that grows by ``k`` with capital share ``s`` is a factor ``k ** s``.
    transfer : array, shape (region,) or (1,), sums to 0
        What a region receives (negative: gives), as a share of world value added.
    deficits : {"kept", "closed"}
        Deficits of the baseline stay the same share of world value added, or vanish.
    """

    tariff: Array
    iceberg: Array
    export_tax: Array
    quantity: Array
    productivity: Array
    capital: Array
    transfer: Array
    deficits: Literal["kept", "closed"] = "kept"

    @property
    def banned(self) -> NDArray[np.bool_]:
        """Which flows are banned, by a quantity of 0 or an infinite factor."""
        infinite = np.isinf(self.tariff) | np.isinf(self.iceberg) | np.isinf(self.export_tax)
        return np.asarray(infinite | (self.quantity == 0))


def no_shock(deficits: Literal["kept", "closed"] = "kept") -> Shock:
    """Nothing changes, or only the deficits do.

    Examples
    --------
    >>> no_shock("closed").deficits
    'closed'
    """
    flow, seller = np.ones((1, 1, 1)), np.ones((1, 1))
    return Shock(flow, flow, flow, flow, seller, seller, np.zeros(1), deficits)


def check_shock(shock: Shock) -> None:
    """Raise `CaseError` where a factor is zero, negative or no number, or transfers do not sum to zero."""
    for name in (*FLOW_LEVERS, *SELLER_LEVERS):
        factor = getattr(shock, name)
        bad = np.isnan(factor) | ((factor != 0) & (factor != 1) if name == "quantity" else factor <= 0)
        if name in SELLER_LEVERS:
            bad |= np.isinf(factor)
        extreme = np.isfinite(factor) & ((factor > LARGEST_FACTOR) | ((factor > 0) & (factor < 1 / LARGEST_FACTOR)))
        if extreme.any():
            raise CaseError(
                f"Lever {name}: a factor of {factor[extreme].flat[0]:g} is beyond what can be computed with."
            )
        if bad.any():
            raise CaseError(f"Lever {name}: a factor of {factor[bad].flat[0]:g} has no meaning. {_MEANING[name]}")
    if abs(shock.transfer.sum()) > 1e-12 or not np.isfinite(shock.transfer).all():
        raise CaseError("Transfers must be finite and sum to zero: what one region receives another gives.")


LARGEST_FACTOR = 1e100
"""Far beyond what means something; a ban is an infinite factor."""

_MEANING = {
    "tariff": "It multiplies 1 + tariff: above 0; infinity is a ban.",
    "iceberg": "It multiplies the trade cost: above 0; infinity is a ban.",
    "export_tax": "It multiplies 1 + export tax: above 0; infinity is a ban.",
    "quantity": "Use 0 for a ban and 1 for none; a partial limit is not modelled.",
    "productivity": "It multiplies output per unit of input: above 0 and finite.",
    "capital": "It multiplies the services of labour and capital: above 0 and finite.",
}


def inverse(shock: Shock) -> Shock:
    """The shock that takes the new equilibrium back to the old one: every factor inverted, bans refused.

    Examples
    --------
    >>> float(inverse(replace(no_shock(), iceberg=np.full((1, 1, 1), 2.0))).iceberg[0, 0, 0])
    0.5
    """
    if shock.banned.any():
        raise CaseError("A ban has no inverse: the flow is gone, and no factor brings it back.")
    factors = {name: 1 / getattr(shock, name) for name in ("tariff", "iceberg", "export_tax", *SELLER_LEVERS)}
    return replace(shock, transfer=-shock.transfer, **factors)


def partial(shock: Shock, size: float) -> Shock:
    """A part of a shock: factors to the power `size`, transfers times `size`; bans are refused unless `size` is 1.

    Examples
    --------
    >>> float(partial(replace(no_shock(), tariff=np.full((1, 1, 1), 4.0)), 0.5).tariff[0, 0, 0])
    2.0
    """
    if shock.banned.any() and size != 1.0:
        raise CaseError("A ban cannot be applied in part.")
    factors = {name: getattr(shock, name) ** size for name in ("tariff", "iceberg", "export_tax", *SELLER_LEVERS)}
    return replace(shock, transfer=shock.transfer * size, **factors)


def tariffs_to(baseline: Baseline, tariff: Array) -> Shock:
    """The shock that takes tariffs to new levels; `tariff` is one plus the tariff, shape (sector, buyer, seller)."""
    return replace(no_shock(), tariff=tariff / baseline.tariff)
