"""Inside a region: what a unit costs, and how the money of producers and households is spread over goods.

All quantities are changes against the baseline, in logarithms; axes are draw, sector, region.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.economy.trade.baseline import Array, Baseline


def mean_price(share: Array, log_price: Array, elasticity: float) -> Array:
    """Change of the price of a bundle, in logarithms: a mean with an elasticity of substitution.

    ``log(sum_k s_k exp((1 - e) p_k)) / (1 - e)``, and ``sum_k s_k p_k`` at ``e = 1``, over the last axis but one
    of `log_price`.

    Examples
    --------
    >>> half = np.array([[0.5, 0.5]])
    >>> round(float(np.exp(mean_price(half, np.log([[1.0], [4.0]]), 1.0))[0, 0]), 9)
    2.0
    """
    if elasticity == 1.0:
        return np.asarray(share @ log_price)
    power = 1.0 - elasticity
    total = share @ np.exp(power * log_price)
    # A sector without inputs has no price of inputs; its share is zero wherever this is used.
    return np.asarray(np.log(np.where(total > 0, total, 1.0)) / power)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What producers buy at given prices: price of their inputs and the share of value added in cost."""

    input_price: Array
    value_added_share: Array


def by_region(table: Array) -> Array:
    """Turn (draw, sector, region) into (region, sector, draw): one matrix product per region for all draws."""
    return table.transpose(2, 1, 0)


def unit_costs(baseline: Baseline, wage: Array, price: Array) -> tuple[Array, Bundle]:
    """Change of the cost of a unit before productivity, in logarithms, shape (draw, sector, region).

    Equation 10 of [CaliendoParro2015]_: ``c = w^gamma (prod_k P_k^g_k)^(1 - gamma)``; with elasticities other
    than 1 the two means have them. `wage` is the price of value added, shape (draw, sector, region).
    """
    factors = baseline.substitution.factors
    using = baseline.input_share.transpose(0, 2, 1)
    inputs = by_region(mean_price(using, by_region(price), baseline.substitution.inputs))
    gamma = baseline.value_added_share
    if factors == 1.0:
        return gamma * wage + (1 - gamma) * inputs, Bundle(inputs, np.broadcast_to(gamma, wage.shape))
    power = 1.0 - factors
    value_added = gamma * np.exp(power * wage)
    total = value_added + (1 - gamma) * np.exp(power * inputs)
    return np.log(total) / power, Bundle(inputs, value_added / total)


def input_spending(baseline: Baseline, bundle: Bundle, price: Array, receipts: Array) -> Array:
    """What producers spend on each good as an input, shape (draw, sector, region), in money."""
    power = 1.0 - baseline.substitution.inputs
    bought = (1 - bundle.value_added_share) * receipts
    if power == 0.0:
        return by_region(baseline.input_share @ by_region(bought))
    relative = bought * np.exp(-power * bundle.input_price)
    return np.asarray(np.exp(power * price) * by_region(baseline.input_share @ by_region(relative)))


def living_cost(baseline: Baseline, price: Array) -> Array:
    """Change of the price of final demand, in logarithms, shape (draw, region)."""
    final = baseline.substitution.final
    if final == 1.0:
        return np.asarray((baseline.final_share * price).sum(axis=-2))
    power = 1.0 - final
    return np.asarray(np.log((baseline.final_share * np.exp(power * price)).sum(axis=-2)) / power)


def final_spending(baseline: Baseline, price: Array, income: Array) -> Array:
    """What households and governments spend on each good, shape (draw, sector, region), in money."""
    power = 1.0 - baseline.substitution.final
    if power == 0.0:
        return np.asarray(baseline.final_share * income[..., None, :])
    relative = baseline.final_share * np.exp(power * (price - living_cost(baseline, price)[..., None, :]))
    return np.asarray(relative * income[..., None, :])


def input_composition(baseline: Baseline, bundle: Bundle, price: Array) -> Array:
    """Composition of intermediate inputs after the change, shape (draw, region, input sector, using sector)."""
    power = 1.0 - baseline.substitution.inputs
    if power == 0.0:
        return np.broadcast_to(baseline.input_share, (len(price), *baseline.input_share.shape))
    of_input = np.exp(power * price).transpose(0, 2, 1)[:, :, :, None]
    of_bundle = np.exp(-power * bundle.input_price).transpose(0, 2, 1)[:, :, None, :]
    return np.asarray(baseline.input_share * of_input * of_bundle)
