"""Laws of durability that hold for every agreement."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from detente.case import Escrow
from unit.durability.agreement import (
    Setting,
    a_case,
    a_setting,
    element,
    fixed,
    guarantee,
    obligation,
    party,
    random_setting,
)
from unit.durability.slow_twin import slow_margins

SEEDS = st.integers(min_value=0, max_value=10_000)

# Margins are sums of some tens of doubles of size up to a few hundred.
ROUNDING = 1e-9


def margins(setting: Setting) -> dict[tuple[str, str, str], np.ndarray]:
    return {(m.party, m.phase, m.way): m.margin for m in setting.assess().margins}


def with_obligations(setting: Setting, change) -> Setting:
    return setting.with_case(obligations=tuple(change(o) for o in setting.case.obligations))


def breaking_pays_while_unseen(setting: Setting) -> Setting:
    """Make every flow positive and let no alarm or conflict blur it: then d >= z for every way."""
    preferences = setting.preferences
    return replace(
        setting,
        preferences=replace(
            preferences,
            no_deal_values=np.zeros_like(preferences.no_deal_values),
            no_deal_money=np.zeros_like(preferences.no_deal_money),
        ),
        payoffs=replace(setting.payoffs, money=np.abs(setting.payoffs.money)),
    ).with_case(transfers=(), parties=tuple(replace(p, outside_usd_bn_per_year=None) for p in setting.case.parties))


def fair_trade(seed: int, patience: float) -> Setting:
    """Three phases in which A and B each do one thing that costs the doer less than the other's brings it."""
    rng = np.random.default_rng(seed)
    steps = {"T0": 0.0, "T1": 0.7, "T2": 2.1}
    back = fixed("reversible", float(rng.uniform(0.1, 1)))
    duties, money = [], {}
    for phase in steps:
        for who, other in (("A", "B"), ("B", "A")):
            name = f"{who}-{phase}"
            watch = {
                "p_detect": fixed(f"p_detect:{name}", float(rng.uniform(0, 1))),
                "lag_days": fixed(f"lag_days:{name}", float(rng.uniform(10, 2000)), "days"),
            }
            duties.append(obligation(name, who, name, phase, reversible=back, **watch))
            money[who, name], money[other, name] = -float(rng.uniform(0, 1)), float(rng.uniform(1, 3))
    parties = [party(who, patience=patience, stake=0.0) for who in "AB"]
    return a_setting(a_case(parties, [element(d.element) for d in duties], steps, duties), money=money)


def scaled(estimate, factor):
    return replace(estimate, low=estimate.low * factor, mode=estimate.mode * factor, high=estimate.high * factor)


@given(SEEDS)
@examples(max_examples=15)
def test_engine_agrees_with_the_slow_twin(seed):
    setting = random_setting(seed, phases=2, obligations=5, count=1)
    expected = slow_margins(setting, 0)
    found = margins(setting)
    assert found.keys() == expected.keys()
    assert all(abs(found[key][0] - expected[key]) < 1e-8 for key in expected)


@given(SEEDS, st.floats(min_value=1.0, max_value=20.0))
@examples(max_examples=25)
def test_longer_lag_never_raises_a_margin_where_the_breach_pays_while_unseen(seed, factor):
    setting = breaking_pays_while_unseen(random_setting(seed))
    longer = with_obligations(setting, lambda o: replace(o, lag_days=scaled(o.lag_days, factor)))
    before, after = margins(setting), margins(longer)
    assert all((after[key] <= before[key] + ROUNDING).all() for key in before)


@given(SEEDS, st.floats(min_value=0.0, max_value=1.0))
@examples(max_examples=25)
def test_lower_detection_never_raises_a_margin_where_the_breach_pays_while_unseen(seed, factor):
    setting = breaking_pays_while_unseen(random_setting(seed))
    blinder = with_obligations(setting, lambda o: replace(o, p_detect=scaled(o.p_detect, factor)))
    before, after = margins(setting), margins(blinder)
    assert all((after[key] <= before[key] + ROUNDING).all() for key in before)


@given(SEEDS, st.floats(min_value=0.3, max_value=0.95), st.floats(min_value=0.2, max_value=1.0))
@examples(max_examples=25)
def test_less_patience_never_turns_a_negative_margin_positive_without_bond_and_one_off_cost(seed, patience, factor):
    # Where promises come to more than they cost in every phase, later flows are no lower: patience speaks for keeping.
    before, after = margins(fair_trade(seed, patience)), margins(fair_trade(seed, patience * factor))
    assert before.keys() == after.keys()
    assert all(after[key][0] <= ROUNDING for key in before if before[key][0] < 0)


def test_patience_matters_in_fair_trades():
    # Without both signs the law above would say nothing.
    found = [margin[0] for seed in range(20) for margin in margins(fair_trade(seed, 0.5)).values()]
    assert min(found) < 0 < max(found)


@given(SEEDS, st.floats(min_value=0.0, max_value=50.0))
@examples(max_examples=25)
def test_larger_escrow_never_lowers_a_margin(seed, amount):
    setting = random_setting(seed)
    escrow = Escrow("more", "P1", "T0", fixed("escrow:more", amount, "USD bn"))
    before, after = margins(setting), margins(setting.with_case(escrows=(*setting.case.escrows, escrow)))
    for key in before:
        if key[0] == "P1":
            assert (after[key] >= before[key] - ROUNDING).all()
        else:
            assert (after[key] == before[key]).all()


@given(SEEDS)
@examples(max_examples=10)
def test_without_obligations_everything_is_unknown(seed):
    result = random_setting(seed).with_case(obligations=()).assess()
    assert (result.status, result.holds, result.margins, result.repairs) == ("unknown", None, (), ())


@given(SEEDS)
@examples(max_examples=15)
def test_relabelling_parties_relabels_results(seed):
    setting = random_setting(seed)
    new = {"P0": "Z", "P1": "Y", "P2": "X"}
    before = margins(setting)
    after = margins(relabelled(setting, new))
    assert {(new[who], phase, way) for who, phase, way in before} == after.keys()
    for (who, phase, way), margin in before.items():
        assert (after[new[who], phase, way] == margin).all()


@given(SEEDS)
@examples(max_examples=15)
def test_repairs_of_escrow_hold_in_no_fewer_worlds(seed):
    result = random_setting(seed, count=20).assess()
    escrows = [r for r in result.repairs if r.kind.startswith("escrow")]
    assert all(r.holds_share >= result.holds_share for r in escrows)


def relabelled(setting: Setting, new: dict[str, str]) -> Setting:
    """Rename parties; ids of estimates stay, so that the draws stay the same."""
    case = setting.case
    axes = replace(setting.preferences.axes, parties=tuple(new[p] for p in setting.preferences.axes.parties))
    return replace(
        setting,
        case=replace(
            case,
            parties=tuple(replace(p, id=new[p.id]) for p in case.parties),
            obligations=tuple(replace(o, owner=new[o.owner]) for o in case.obligations),
            escrows=tuple(replace(e, party=new[e.party]) for e in case.escrows),
            exposures=tuple(replace(e, party=new[e.party]) for e in case.exposures),
            transfers=tuple(replace(t, payer=new[t.payer], payee=new[t.payee]) for t in case.transfers),
            guarantees=tuple(replace(g, guarantor=new[g.guarantor], against=new[g.against]) for g in case.guarantees),
        ),
        preferences=replace(setting.preferences, axes=axes),
        payoffs=replace(setting.payoffs, axes=axes),
    )


@given(SEEDS, st.floats(min_value=0.0, max_value=20.0))
@examples(max_examples=20)
def test_better_outside_option_never_raises_a_margin_of_its_party(seed, amount):
    setting = random_setting(seed)
    better = setting.with_case(
        parties=tuple(
            replace(p, outside_usd_bn_per_year=fixed(f"more:{p.id}", 1 + amount, "USD bn per year"))
            for p in setting.case.parties
        )
    )
    before, after = margins(setting), margins(better)
    assert all((after[key] <= before[key] + ROUNDING).all() for key in before)


@given(SEEDS)
@examples(max_examples=20)
def test_guarantee_never_lowers_a_margin_and_stands_only_under_its_options(seed):
    setting = random_setting(seed)
    named = guarantee("more", "P0", "P1", "T0", ("E0.full",))
    before = margins(setting)
    with_it = margins(setting.with_case(guarantees=(*setting.case.guarantees, named)))
    idle = replace(named, options=("E0.part",))
    without = margins(setting.with_case(guarantees=(*setting.case.guarantees, idle)))
    for key, margin in before.items():
        assert (without[key] == margin).all()
        assert (with_it[key] >= margin - ROUNDING).all() if key[0] == "P1" else (with_it[key] == margin).all()
