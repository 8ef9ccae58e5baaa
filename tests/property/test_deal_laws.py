"""Laws of acceptance and search, each checked against the obvious computation on generated cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.deals import find_deals
from detente.deals.worth.acceptance import open_elements, read_as_is, read_possibly, read_surely
from detente.deals.worth.gains import in_blocks, option_gains, pairwise_gains
from detente.positions import tally_positions
from property.cases import generated_case
from property.slow_deals import drawn, slow_gain

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_gain_equals_the_definition_term_by_term(seed):
    case = generated_case(seed)
    preferences, payoffs = drawn(case, count=6)
    gains = in_blocks(pairwise_gains(option_gains(case, preferences, payoffs), range(4)))
    choice = np.random.default_rng(seed).integers(0, 4, size=6)
    reading = read_as_is(gains, choice)
    for w in range(6):
        for i in range(4):
            total, crossed = slow_gain(case, preferences, payoffs, w, i, choice)
            assert reading.gain[w, i] == pytest.approx(total, abs=1e-9)
            assert reading.accepts[w, i] == (total >= 0 and not crossed)


@pytest.mark.parametrize("seed", SEEDS)
def test_surely_implies_as_is_implies_possibly_for_each_party(seed):
    case = generated_case(seed)
    preferences, payoffs = drawn(case)
    pairwise = pairwise_gains(option_gains(case, preferences, payoffs), range(4))
    choice, elements = pairwise.axes.choice(case.packages[1].choices), open_elements(pairwise)
    surely, possibly = read_surely(elements, choice).accepts, read_possibly(elements, choice).accepts
    as_is = read_as_is(pairwise, choice).accepts
    assert (surely <= as_is).all()
    assert (as_is <= possibly).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_readings_agree_on_a_complete_package(seed):
    case = generated_case(seed)
    preferences, payoffs = drawn(case)
    pairwise = pairwise_gains(option_gains(case, preferences, payoffs), range(4))
    choice, elements = pairwise.axes.choice(case.packages[0].choices), open_elements(pairwise)
    first = read_as_is(pairwise, choice).accepts
    assert all((read(elements, choice).accepts == first).all() for read in (read_surely, read_possibly))


@pytest.mark.parametrize("seed", SEEDS)
def test_relabelling_the_order_of_parties_relabels_the_result(seed):
    case = generated_case(seed)
    turned = replace(case, parties=case.parties[::-1])
    one, other = (find_deals(c, *drawn(c)) for c in (case, turned))
    for a, b in zip(one.packages, other.packages, strict=True):
        assert (a.joint_as_is == b.joint_as_is).all()
        assert {p.party: p.as_is for p in a.parties} == {p.party: p.as_is for p in b.parties}


def test_worlds_already_drawn_do_not_change_when_more_are_drawn():
    case = generated_case(3)
    few, many = drawn(case, count=20)[0], drawn(case, count=60)[0]
    np.testing.assert_array_equal(few.values, many.values[:20])
    np.testing.assert_allclose(few.weights, many.weights[:20], atol=1e-12)
    assert (few.red_lines == many.red_lines[:20]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_claims_in_force_are_obeyed_unless_counted_as_dropped(seed):
    case = generated_case(seed)
    preferences, _ = drawn(case, count=200)
    axes = preferences.axes
    dropped = {d.claim for d in preferences.dropped}
    last: dict[tuple[str, str], str] = {}
    for claim_id in tally_positions(case).in_order:
        claim = next(c for c in case.claims if c.id == claim_id)
        if claim.element:
            last[claim.party, claim.element] = claim_id
    for claim in case.claims:
        if last.get((claim.party, claim.element)) != claim.id or claim.id in dropped or not claim.options:
            continue
        i, e, o = axes.party(claim.party), axes.element(claim.element), axes.option(claim.element, claim.options[0])
        value = preferences.values[preferences.in_force[claim.id], i, e]
        if claim.stance.value in {"proposes", "demands"} and not any(
            d.party == claim.party for d in preferences.dropped
        ):
            assert (value[:, o] == 1).all()
        elif claim.stance.value == "rejects":
            assert (value[:, o] <= value[:, axes.status_quo[e]]).all()
