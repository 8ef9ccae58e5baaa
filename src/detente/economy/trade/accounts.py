"""From raw trade flows, tariffs and input-output coefficients to a baseline in equilibrium."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.case import CaseError
from detente.economy.trade.baseline import Array, Baseline
from detente.economy.trade.checks import check, rescaled
from detente.economy.trade.counterfactual import FINEST, solve
from detente.economy.trade.equilibrium import Equilibrium
from detente.economy.trade.shock import no_shock


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """Raw accounts of a year; axes as in `Baseline`, money in `unit`.

    `trade` is the flow at the border without domestic sales, shape (sector, buyer, seller); `tariff` is one plus
    the tariff; `gross_output` has the shape (sector, region).
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None
    unit: str
    source: str
    trade: Array
    tariff: Array
    gross_output: Array
    value_added_share: Array
    input_share: Array
    theta: Array


def build_base(accounts: Accounts) -> Baseline:
    """Build a baseline from raw accounts, as the appendix of [CaliendoParro2015]_ does.

    Domestic sales are gross output less exports (output is raised to exports where it falls short). Final spending
    is what is left of spending after inputs; where it would be negative it is set to zero and the shares are
    rescaled. That breaks the accounts a little, so the model is solved once without a shock: what comes out is
    an equilibrium with the deficits of the data, as shares of world value added.
    """
    _refuse(accounts)
    exports = accounts.trade.sum(axis=1)
    output = np.maximum(accounts.gross_output, exports)
    regions = np.arange(len(accounts.regions))
    spent = accounts.trade * accounts.tariff
    spent[:, regions, regions] = output - exports
    expenditure = spent.sum(axis=2)
    if (expenditure <= 0).any():
        j, n = np.argwhere(expenditure <= 0)[0]
        raise CaseError(
            f"{accounts.regions[n]} spends nothing on {accounts.sectors[j]}: merge the sector or the region."
        )
    border = spent / accounts.tariff
    surplus = (exports - _foreign(border)).sum(axis=0)
    value_added = (accounts.value_added_share * output).sum(axis=0)
    share = spent / expenditure[:, :, None]
    used = np.einsum("nkj,jn->kn", accounts.input_share, (1 - accounts.value_added_share) * output)
    final = np.maximum(expenditure - used, 0.0)
    if (final.sum(axis=0) <= 0).any():
        crowded = accounts.regions[int(final.sum(axis=0).argmin())]
        raise CaseError(f"Producers in {crowded} use all that it spends as inputs: nothing is left for final demand.")
    return _settled(accounts, share, final / final.sum(axis=0), (value_added, surplus, expenditure))


def _refuse(accounts: Accounts) -> None:
    for name in ("trade", "tariff", "gross_output", "value_added_share", "input_share", "theta"):
        if not np.isfinite(getattr(accounts, name)).all():
            raise CaseError(f"The raw accounts hold entries of {name} that are not a finite number.")
    if (accounts.trade < 0).any() or (accounts.gross_output < 0).any():
        raise CaseError("Raw trade flows and gross output must not be negative.")
    if (accounts.tariff <= 0).any():
        raise CaseError("Raw tariffs must be above -100 percent.")
    if ((accounts.value_added_share <= 0) | (accounts.value_added_share > 1)).any():
        raise CaseError("value_added_share must be above 0 and at most 1.")


def _foreign(border: Array) -> Array:
    """Imports at the border without what a region buys from itself."""
    return np.asarray(border.sum(axis=2) - np.einsum("jnn->jn", border))


def _settled(accounts: Accounts, share: Array, final: Array, money: tuple[Array, Array, Array]) -> Baseline:
    value_added, surplus, expenditure = money
    raw = Baseline(
        regions=accounts.regions,
        sectors=accounts.sectors,
        year=accounts.year,
        unit=accounts.unit,
        source=accounts.source,
        trade_share=share,
        tariff=accounts.tariff,
        export_tax=np.ones_like(accounts.tariff),
        value_added_share=accounts.value_added_share,
        input_share=accounts.input_share,
        final_share=final,
        value_added=value_added,
        surplus=surplus,
        expenditure=expenditure,
        theta=accounts.theta,
    )
    check(raw)
    return solve(rescaled(raw), no_shock(), tolerance=FINEST).after


def close_deficits(baseline: Baseline) -> Equilibrium:
    """Solve for the world in which trade is balanced everywhere; its `after` is the base of most published tables."""
    return solve(baseline, no_shock("closed"), tolerance=FINEST)
