"""Money of a named package solved as a whole, on its elements."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Package
from detente.worlds import Payoffs


def with_interactions(payoffs: Payoffs, package: Package) -> Payoffs:
    """The same payoffs, with the options of one package adding up to what the model says of it as a whole.

    The residual ``M - sum_e m_e`` is spread over the elements of the package in proportion to ``|m_e|``, for each world
    and party; where all are 0, evenly over the elements that the model reaches. Options outside the package stay as
    they are. Without a model, or when the package was not solved, nothing changes.
    """
    modelled = payoffs.modelled
    if modelled is None or package.id not in modelled.interactions:
        return payoffs
    axes = payoffs.axes
    elements = np.array([axes.element(e) for e in package.choices])
    options = np.array([axes.option(e, o) for e, o in package.choices.items()])
    size = np.abs(payoffs.money[:, :, elements, options])
    reached = modelled.covers[:, elements, options].astype(float)
    part = np.where(size.sum(axis=2, keepdims=True) > 0, size, reached)
    total = part.sum(axis=2, keepdims=True)
    part = np.divide(part, total, out=np.zeros_like(part), where=total > 0)
    money = payoffs.money.copy()
    money[:, :, elements, options] += part * modelled.interactions[package.id][:, :, None]
    money.setflags(write=False)
    return replace(payoffs, money=money)
