"""Levers on top of levers: the year, what is given, the shock."""

from __future__ import annotations

from dataclasses import replace

from detente.economy.energy.records import EnergyShock, Lever


def followed_by(given: EnergyShock, shock: EnergyShock) -> EnergyShock:
    """What holds when a shock comes on top of what is given: its factors multiply, its settings replace.

    Examples
    --------
    >>> year = EnergyShock((Lever("supply_capacity", "owner:NOR", 0.5, tier=0),))
    >>> more = EnergyShock((Lever("supply_capacity", "owner:NOR", 0.8),))
    >>> [(lever.value, lever.tier) for lever in followed_by(year, more).levers]
    [(0.5, 0), (0.8, 1)]
    """
    if not given.levers or not shock.levers:
        return EnergyShock(given.levers + shock.levers)
    above = 1 + max(lever.tier for lever in given.levers) - min(lever.tier for lever in shock.levers)
    return EnergyShock(given.levers + tuple(replace(lever, tier=lever.tier + above) for lever in shock.levers))


def in_tiers(shock: EnergyShock) -> dict[int, list[tuple[int, Lever]]]:
    """The levers of each tier from the lowest up, each with its number in the shock, counted from 1.

    Examples
    --------
    >>> in_tiers(EnergyShock((Lever("measure", "line", 1.0), Lever("measure", "line", 0.0, tier=0))))[0][0][0]
    2
    """
    numbered = list(enumerate(shock.levers, start=1))
    tiers = sorted({lever.tier for lever in shock.levers})
    return {tier: [(number, lever) for number, lever in numbered if lever.tier == tier] for tier in tiers}
