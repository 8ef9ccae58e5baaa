"""What every option that the model reaches is worth to every party with regions, in both horizons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from detente.analysis import Analysis, Beside
from detente.case import Estimate
from detente.deals import Quantiles
from detente.deals.worth.spread import quantiles
from detente.economy.effects import OPTION
from detente.report.economy.records import ClauseWorth

MONEY = "USD bn a year"
DIGITS = 4
"""Decimals of an error that are kept; finer ones tell nothing."""

Array = NDArray[np.float64]


def clause_worths(analysis: Analysis) -> tuple[ClauseWorth, ...]:
    """One entry per option and party, in the order of the case; what the model does not reach is left out."""
    return tuple(_worths(analysis))


def _worths(analysis: Analysis) -> Iterator[ClauseWorth]:
    payoffs, case, look = analysis.payoffs, analysis.case, analysis.effects
    if payoffs.modelled is None:
        return
    added = {(p.party, p.option): p.estimate for p in case.payoffs if p.beside_model == "added"}
    other = _other_horizon(look.beside) if look and look.beside else {}
    carried = payoffs.modelled.carried
    direct, error = (carried.direct, carried.error) if carried else ({}, {})
    for e, element in enumerate(case.elements):
        for o, option in enumerate(element.options):
            for i in np.flatnonzero(payoffs.modelled.covers[:, e, o]):
                party = payoffs.axes.parties[i]
                money, by_hand = payoffs.money[:, i, e, o], added.get((party, option.id))
                energy = direct[option.id][:, i] if option.id in direct else None
                beside = np.zeros(0) if energy is not None else other.get((party, option.id), np.zeros(0))
                trade = money - _drawn(analysis, by_hand) - (0.0 if energy is None else energy)
                yield ClauseWorth(
                    element=element.id,
                    option=option.id,
                    shocks=tuple(sorted(option.shocks)),
                    party=party,
                    hand_entered=by_hand is not None,
                    in_verdict_usd_bn_per_year=quantiles(money, MONEY),
                    trade_usd_bn_per_year=quantiles(trade, MONEY),
                    other_horizon_trade_usd_bn_per_year=_known(beside),
                    other_horizon_worlds=beside.size,
                    energy_usd_bn_per_year=None if energy is None else quantiles(energy, MONEY),
                    energy_error_usd_bn_per_year=None if energy is None else round(float(error[option.id][i]), DIGITS),
                )


def _drawn(analysis: Analysis, estimate: Estimate | None) -> Array | float:
    return 0.0 if estimate is None else analysis.worlds.estimate(estimate)


def _known(draws: Array) -> Quantiles | None:
    return quantiles(draws, MONEY) if draws.size and np.isfinite(draws).all() else None


def _other_horizon(beside: Beside) -> Mapping[tuple[str, str], Array]:
    """Money by party and option in the worlds that converged."""
    over = beside.over_worlds
    return {
        (party, item.id): over.party_usd_bn_per_year[0, k, over.converged[0, k], n]
        for k, item in enumerate(beside.items)
        if item.kind == OPTION
        for n, party in enumerate(beside.parties)
    }
