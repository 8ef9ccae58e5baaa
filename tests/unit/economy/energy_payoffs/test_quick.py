"""The quick solver finds what the usual one finds, and where it does not the usual one is asked."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import NotConverged
from detente.economy.energy import EnergyShock, Lever, solve_each, solve_energy
from detente.economy.energy.builtin_years import builtin_year
from detente.economy.energy.equilibrium import TOLERANCE
from detente.economy.energy.highs import highs_solver
from detente.economy.energy_payoffs import quick
from detente.economy.energy_payoffs.quick import quick_solver, solve_worlds
from unit.economy.energy_payoffs.small_energy import NETWORK

MONEY = 1e-6
"""Share of total surplus: the tolerance of the conditions of equilibrium."""

SHOCKS = [
    EnergyShock(),
    EnergyShock((Lever("measure", "line-shut", 0.2), Lever("supply_levy", "owner:r0", 2.0, ("M",)))),
    EnergyShock((Lever("conduct", "owner:r0", 0.7), Lever("demand", "M", 1.3))),
    EnergyShock((Lever("price_cap", "owner:r0", 12.0, ("M",), (), 0.5),)),
]


@pytest.mark.parametrize("shock", SHOCKS)
def test_a_second_method_finds_the_same(shock):
    found, other = solve_energy(NETWORK, shock, quick_solver), solve_energy(NETWORK, shock, highs_solver)
    assert found.diagnostics.kkt <= TOLERANCE
    np.testing.assert_allclose(found.consumption, other.consumption, rtol=1e-5)
    assert found.surplus.total == pytest.approx(other.surplus.total, rel=MONEY)


@pytest.mark.parametrize(("name", "year"), [("gas", 2025), ("gas", 2021), ("crude", 2023)])
def test_on_the_built_in_networks_it_agrees_with_the_usual_solver(name, year):
    network, shock = builtin_year(name, year)
    found, other = solve_energy(network, shock, quick_solver), solve_energy(network, shock)
    assert found.diagnostics.kkt <= TOLERANCE
    for part in ("consumers", "producers", "storage", "transit_fees", "levies"):
        one, two = getattr(found.surplus, part).sum(), getattr(other.surplus, part).sum()
        assert one == pytest.approx(two, abs=MONEY * other.surplus.gross_benefit), part


def test_worlds_are_those_of_the_usual_way():
    found = solve_worlds(NETWORK, SHOCKS)
    usual = solve_each([(NETWORK, shock) for shock in SHOCKS]).found()
    for one, other in zip(found, usual, strict=True):
        assert one is not None
        assert one.surplus.total == pytest.approx(other.surplus.total, rel=MONEY)


def test_what_the_quick_solver_misses_the_usual_one_is_asked_for(monkeypatch):
    def stops(reduced):
        raise NotConverged("stopped")

    monkeypatch.setattr(quick, "quick_solver", stops)
    (found,) = solve_worlds(NETWORK, SHOCKS[1:2])
    assert found is not None
    assert found.surplus.total == pytest.approx(solve_energy(NETWORK, SHOCKS[1]).surplus.total, rel=1e-12)
    monkeypatch.setattr(quick, "clarabel_solver", stops)
    assert solve_worlds(NETWORK, SHOCKS[1:2]) == [None]
