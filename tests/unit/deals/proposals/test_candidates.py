"""The most accepted package, and what each package is regretted for, against enumeration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals.proposals import candidates
from detente.deals.proposals.bargaining import central_frontiers
from detente.deals.proposals.candidates import candidate_solutions, most_accepted, regrets, smallest_gains
from detente.deals.proposals.fairest import fairest_deals
from detente.deals.worth.gains import in_blocks
from property.slow_deals import lawful, small


@pytest.mark.parametrize("seed", range(10))
def test_no_change_of_up_to_three_elements_improves_the_most_accepted_package(seed):
    case, pairwise, packages, gains, reds = small(seed)
    accepted = ((gains >= -1e-9) & ~reds).all(axis=2).sum(axis=1)
    status_quo = pairwise.axes.status_quo
    starts = [p for p in packages[::13] if lawful(case, p) and (p != status_quo).any()]
    if not starts:
        return
    most = most_accepted(pairwise, starts)
    assert lawful(case, most.package)
    for n, package in enumerate(packages):
        near = (package != most.package).sum() <= 3 and lawful(case, package) and (package != status_quo).any()
        assert not near or accepted[n] <= most.accepted


@pytest.mark.parametrize("seed", range(10))
def test_candidates_stay_below_the_bound_and_keep_the_rules(seed):
    case, pairwise, packages, _, _ = small(seed)
    _, worlds = fairest_deals(in_blocks(pairwise))
    _, solutions, _ = central_frontiers(pairwise, {})
    found, regretted = candidate_solutions(pairwise, worlds, solutions, {"named": packages[7]})
    for candidate in found:
        assert lawful(case, pairwise.axes.choice(candidate.choices))
        assert candidate.joint_as_is <= worlds.possible.mean() + 1e-12
    if worlds.deal.any():
        assert {r.package for r in regretted} >= {"named", "least regret"}
        assert regretted[0].mean == min(r.mean for r in regretted)


@pytest.mark.parametrize("seed", range(10))
def test_regret_is_what_a_package_falls_short_of_the_best_known(seed):
    case, pairwise, packages, gains, reds = small(seed)
    _, worlds = fairest_deals(in_blocks(pairwise))
    named = {str(n): packages[n] for n in range(0, len(packages), 10)}
    value = {}
    for name, package in named.items():
        n = int(name)
        value[name] = []
        for w in range(len(worlds.value)):
            share = min(gains[n, w, i] / worlds.best[w, i] for i in range(3))
            signed = not reds[n, w].any() and share > 0 and lawful(case, package)
            value[name].append(share if signed else 0.0)
    best = [max(worlds.value[w], *(v[w] for v in value.values())) for w in range(len(worlds.value))]
    for found in regrets(pairwise, worlds, named):
        shortfall = np.array(best) - np.array(value[found.package])
        assert found.mean == pytest.approx(shortfall.mean(), abs=1e-9)
        assert found.worst == pytest.approx(np.quantile(shortfall, 0.95), abs=1e-9)
        assert 0 <= found.mean <= found.mean_at_most + 1e-12


def test_a_world_without_any_deal_is_regretted_for_nothing():
    _, pairwise, packages, _, _ = small(3)
    # Every option of one element crosses a red line of the first party in the first half of the worlds.
    red = pairwise.red.copy()
    red[:6, 0, 2] = True
    nobody = replace(pairwise, red=red)
    _, worlds = fairest_deals(in_blocks(nobody))
    assert not worlds.possible[:6].any()
    assert (smallest_gains(nobody, worlds, packages[1])[:6] == 0).all()
    assert (worlds.bound[:6] == 0).all()
    (found,) = regrets(nobody, worlds, {"any": packages[1]})
    assert found.mean_at_most <= worlds.bound[6:].sum() / 12 + 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_what_a_named_package_leaves_open_stays_as_it_is_where_it_is_regretted(seed):
    _, pairwise, packages, _, _ = small(seed)
    _, worlds = fairest_deals(in_blocks(pairwise))
    axes = pairwise.axes
    choice = packages[7].copy()
    choice[[1, 3]] = -1
    _, regretted = candidate_solutions(pairwise, worlds, (), {"named": choice})
    (found,) = (r for r in regretted if r.package == "named")
    complete = [c if c >= 0 else q for c, q in zip(choice.tolist(), axes.status_quo.tolist(), strict=True)]
    assert axes.choice(found.choices).tolist() == complete


@pytest.mark.parametrize("steps", [30, 31])
def test_no_single_change_lowers_the_least_regret(steps, monkeypatch):
    monkeypatch.setattr(candidates, "STEPS", steps)
    sought = 0
    for seed in range(10):
        case, pairwise, packages, _, _ = small(seed)
        _, worlds = fairest_deals(in_blocks(pairwise))
        _, regretted = candidate_solutions(pairwise, worlds, (), {"named": packages[7]})
        least = next((pairwise.axes.choice(r.choices) for r in regretted if r.package == "least regret"), None)
        if least is None:
            continue
        sought += 1
        reached = smallest_gains(pairwise, worlds, least).mean()
        assert reached >= max(
            smallest_gains(pairwise, worlds, pairwise.axes.choice(r.choices)).mean() for r in regretted
        )
        for package in packages:
            if (package != least).sum() == 1 and lawful(case, package):
                assert smallest_gains(pairwise, worlds, package).mean() <= reached + 1e-12
    assert sought >= 3
