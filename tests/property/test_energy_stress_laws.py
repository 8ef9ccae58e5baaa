"""Laws of cuts and stress on generated networks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detente.economy.energy import (
    Cut,
    EnergyShock,
    Lever,
    Network,
    cost_of_cut,
    dependence,
    solve_energy,
    stress_supply,
)
from property.energy_networks import made_network

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Network, Cut]:
    """A plain network of two to four periods, and a cut of one to all of them between an owner and a region."""
    network = made_network(draw(st.integers(0, 2**31)), draw(st.integers(3, 6)), draw(st.integers(2, 4)), plain=True)
    owner = draw(st.sampled_from(network.owners))
    region = draw(st.sampled_from(network.regions))
    return network, Cut(owner, (region,), tuple(range(1, len(network.periods.ids) + 1)))


def stake(network: Network) -> float:
    return 1.0 + float((network.demands.quantity * network.about.unserved_price).sum())


@few
@given(cuts())
def test_a_longer_cut_never_makes_all_together_better_off(asked: tuple[Network, Cut]) -> None:
    network, cut = asked
    found = cost_of_cut(network, cut)
    base = solve_energy(network)
    into = tuple(f"region:{region}" for region in cut.buyers)
    for k, count in enumerate(cut.lasting):
        lever = Lever("embargo", f"owner:{cut.supplier}", into=into, periods=network.periods.ids[:count])
        after = solve_energy(network, EnergyShock((lever,)))
        sides = found.cost_to_supplier[k] + found.cost_to_buyers[k] + found.cost_to_others[k]
        unfilled = base.surplus.unfilled - after.surplus.unfilled
        assert sides + unfilled == pytest.approx(base.surplus.total - after.surplus.total, abs=1e-8 * stake(network))
    totals = found.cost_to_supplier + found.cost_to_buyers + found.cost_to_others
    if not base.unfilled.any():
        assert (np.diff(totals) > -1e-7 * stake(network)).all()
        assert (totals > -1e-7 * stake(network)).all()


@few
@given(cuts())
def test_cutting_what_was_never_sold_costs_nobody_anything(asked: tuple[Network, Cut]) -> None:
    network, cut = asked
    base = solve_energy(network)
    origin = dependence(base, {"buyers": cut.buyers})
    owned = {
        o for o, owner in zip(network.supplies.origin, network.supplies.owner, strict=True) if owner == cut.supplier
    }
    other = {
        o for o, owner in zip(network.supplies.origin, network.supplies.owner, strict=True) if owner != cut.supplier
    }
    rows = [k for k, name in enumerate(origin.origins) if name in owned]
    assume(not owned & other)
    assume(float(np.nan_to_num(origin.delivered[0, rows]).sum()) < 1e-9)
    found = cost_of_cut(network, cut)
    for cost in (found.cost_to_supplier, found.cost_to_buyers, found.cost_to_others):
        assert cost == pytest.approx(0, abs=1e-6 * stake(network))


@few
@given(st.integers(0, 2**31), st.integers(1, 4))
def test_what_is_unserved_in_the_group_is_the_sum_over_its_regions(seed: int, periods: int) -> None:
    network = made_network(seed, 5, periods, plain=True)
    base = solve_energy(network)
    found = dependence(base, {"all": network.regions[:2]})
    assume(float(np.where(found.domestic[0], 0.0, found.delivered[0]).sum()) > 1e-6)
    stress = stress_supply(network, network.regions[:2], cold_factor=1.3)
    assert stress.unserved_in.sum(axis=1) == pytest.approx(stress.unserved, abs=1e-9)
    assert (stress.unserved_in > -1e-9).all()
    assert stress.unserved[0] == pytest.approx(base.unserved[in_group(network, network.regions[:2])].sum(), abs=1e-9)


@few
@given(st.integers(0, 2**31))
def test_a_spell_that_is_no_colder_changes_nothing(seed: int) -> None:
    network = made_network(seed, 5, 3, plain=True)
    base = solve_energy(network)
    found = dependence(base, {"all": network.regions[:1]})
    assume(float(np.where(found.domestic[0], 0.0, found.delivered[0]).sum()) > 1e-6)
    stress = stress_supply(network, network.regions[:1], cold_factor=1.0)
    assert stress.consumed[1] == pytest.approx(stress.consumed[0])
    assert stress.consumed[3] == pytest.approx(stress.consumed[2])


def in_group(network: Network, regions: tuple[str, ...]) -> np.ndarray:
    return np.isin(np.array(network.nodes.region)[network.demands.node], regions)
