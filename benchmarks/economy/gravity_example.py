"""Thirty countries and one sector, made up: the size of the example that ships with gegravity.

Needs NumPy only, so that the environment of the rival can import it too.
"""

from __future__ import annotations

import numpy as np

COUNTRIES = tuple(f"C{k:02d}" for k in range(30))
SIGMA = 6.0
DISTANCE, INTERNATIONAL, AGREEMENT = -0.9, -2.0, 0.4
AGREEMENT_ERROR = 0.1
PARTNERS = ("C03", "C07")
"""The two countries that sign an agreement with each other."""


def costs() -> dict[str, np.ndarray]:
    """Logarithm of distance, border and agreement dummies, and output; rows are exporters, columns importers."""
    draw = np.random.default_rng(2006)
    count = len(COUNTRIES)
    place = draw.random((count, 2))
    apart = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=2)) + 0.1
    international = 1.0 - np.eye(count)
    signed = np.triu(draw.random((count, count)) < 0.2, 1)
    signed[[3, 7], [7, 3]] = False
    return {
        "lndist": np.log(1000 * apart),
        "international": international,
        "pta": (signed | signed.T).astype(float),
        "output": np.exp(draw.normal(12, 1.2, count)),
    }


def fitted_flows() -> np.ndarray:
    """Trade that structural gravity fits to these costs: rows and columns sum to output, in balanced trade."""
    table = costs()
    cost = np.exp(DISTANCE * table["lndist"] + INTERNATIONAL * table["international"] + AGREEMENT * table["pta"])
    output = table["output"]
    seller, buyer = np.ones_like(output), np.ones_like(output)
    for _ in range(10_000):
        seller = output / (cost @ buyer)
        buyer = output / (cost.T @ seller)
    return np.asarray(seller[:, None] * cost * buyer[None])
