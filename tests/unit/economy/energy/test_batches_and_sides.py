"""Many worlds at once, parties, dependence, security, and what a cut costs its sides."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError, NotConverged
from detente.economy.energy import (
    Cut,
    EnergyShock,
    Lever,
    cost_of_cut,
    dependence,
    party_surplus,
    solve_each,
    solve_energy,
    stress_supply,
)
from detente.economy.energy import each as each_module
from unit.economy.energy.line_network import line_network


class Backwards:
    """Does the tasks in another order, as processes might."""

    def spread(self, function, shared, tasks, expected_seconds):
        found = {k: function(shared, tasks[k]) for k in reversed(range(len(tasks)))}
        return [found[k] for k in range(len(tasks))]


def worlds(count=20):
    network = line_network()
    return [(network, EnergyShock((Lever("arc_capacity", "east-m", 0.01 * k),))) for k in range(count)]


def test_who_does_the_work_changes_no_digit_and_each_is_what_one_alone_gives():
    one, other = solve_each(worlds()), solve_each(worlds(), Backwards())
    assert one.converged.all()
    for a, b, (network, shock) in zip(one.equilibria, other.equilibria, worlds(), strict=True):
        assert np.array_equal(a.price, b.price, equal_nan=True)
        assert np.array_equal(a.price, solve_energy(network, shock).price, equal_nan=True)


def test_a_world_that_does_not_converge_is_left_out_and_counted(monkeypatch):
    tried = []

    def sometimes(posed, layout, shock, solver):
        tried.append(shock)
        if len(tried) == 2:
            raise NotConverged("off by 1.")
        return solve(posed, layout, shock, solver)

    solve = each_module.solve_posed
    monkeypatch.setattr(each_module, "solve_posed", sometimes)
    found = solve_each(worlds(3))
    assert found.converged.tolist() == [True, False, True]
    assert found.reasons == ("", "off by 1.", "")
    with pytest.raises(NotConverged, match=r"1 of 3 energy equilibria are missing\. off by 1\."):
        found.found()


def test_parties_share_all_of_the_surplus():
    found = solve_energy(line_network(), EnergyShock((Lever("supply_levy", "owner:BBB", 2.0, into=("M",)),)))
    shared = party_surplus(found)
    assert shared.total.sum() == pytest.approx(found.surplus.total, rel=1e-9)
    assert shared.of(["EEE"]) == pytest.approx(shared.total[shared.parties.index("EEE")])


def test_dependence_counts_what_a_group_does_not_make_itself():
    found = dependence(
        solve_energy(line_network()), {"m": ("EEE",), "all": ("AAA", "BBB", "EEE", "NNN"), "b": ("BBB",)}
    )
    assert found.import_share[:2] == pytest.approx([1, 0])
    assert np.isnan(found.share[2]).all()
    share = found.share[0]
    assert found.concentration[0] == pytest.approx((share**2).sum())
    # 60 of East and the rest of West mix at M before any goes on to N.
    assert share[0] == pytest.approx(60 / found.delivered[1].sum(), rel=1e-6)
    with pytest.raises(CaseError, match='There is no region "X" in the network'):
        dependence(solve_energy(line_network()), {"x": ("X",)})


def test_the_largest_source_is_lost_and_a_cold_month_is_colder_than_the_shock_makes_it():
    network = line_network(periods=("p1", "p2"))
    shock = EnergyShock((Lever("demand", "M", 1.5, periods=("p2",)),))
    found = stress_supply(network, ("EEE", "NNN"), shock, cold_factor=1.2)
    assert found.coldest == "p2"
    assert found.largest_source == "West"
    before, cold, lost, both = found.consumed
    # Without West only 60 of East are left in each period, however cold it is.
    assert cold > before > lost
    assert [lost, both] == pytest.approx([120, 120])
    assert found.price[2] > found.price[0]
    colder = EnergyShock(
        (*shock.levers, Lever("demand", "M", 1.8, periods=("p2",)), Lever("demand", "N", 1.2, periods=("p2",)))
    )
    assert cold == pytest.approx(solve_energy(network, colder).consumption.sum())
    with pytest.raises(CaseError, match="Nothing is consumed in AAA"):
        stress_supply(network, ("AAA",))


def test_a_longer_cut_costs_more_and_the_sides_add_up():
    network = line_network(periods=("p1", "p2", "p3"))
    cut = Cut("AAA", ("EEE", "NNN"), (1, 2, 3))
    found = cost_of_cut(network, cut)
    # East earns on 60 units what West costs more: 20 + 4 less 10 + 1 in M; the buyers pay West's price all along.
    assert found.cost_to_supplier == pytest.approx(60 * 13 * np.array([1, 2, 3]), rel=1e-6)
    assert found.cost_to_buyers == pytest.approx([0, 0, 0], abs=1e-3)
    assert found.asymmetry == pytest.approx([-1, -1, -1], abs=1e-6)


def test_a_cut_that_cannot_be_is_refused():
    network = line_network()
    with pytest.raises(CaseError, match='No supply is owned by "CCC"'):
        cost_of_cut(network, Cut("CCC", ("EEE",), (1,)))
    with pytest.raises(CaseError, match="A cut of 2 periods does not fit"):
        cost_of_cut(network, Cut("AAA", ("EEE",), (2,)))
    with pytest.raises(CaseError, match="AAA cannot cut off itself"):
        cost_of_cut(network, Cut("AAA", ("AAA",), (1,)))
    with pytest.raises(CaseError, match='There is no period "p7"'):
        cost_of_cut(network, Cut("AAA", ("EEE",), (1,), start="p7"))
