"""Laws of the rules on ownership, and agreement with the slow twin."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.case import CaseError, Control, Holdings, JointArrangement, Listing, Stake
from detente.legal import Answer, decide_ownership
from detente.legal.ownership import REGIMES
from property.slow_ownership import slow_answers

NAMES = "ABCDE"
STEP = 25
REGIME = st.sampled_from(sorted(REGIMES))


@st.composite
def stakes(draw):
    low = draw(st.sampled_from([0, 25, 50, 75]))
    high = draw(st.sampled_from([percent for percent in (0, 25, 50, 75, 100) if percent >= low]))
    owner, owned = draw(st.sampled_from(NAMES)), draw(st.sampled_from(NAMES))
    is_wide = high - low >= 50
    opened = (draw(st.booleans()) and is_wide, draw(st.booleans()) and is_wide)
    return Stake(owner, owned, Decimal(low), Decimal(high), *opened)


@st.composite
def structures(draw):
    held = draw(st.lists(stakes(), min_size=1, max_size=5))
    totals = {}
    for stake in held:
        totals[stake.owned] = totals.get(stake.owned, 0) + stake.low_percent + (STEP if stake.low_open else 0)
    assume(all(total <= 100 for total in totals.values()))
    listed = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    return Holdings("drawn", tuple(Listing(name) for name in listed), tuple(held))


def answers_of(holdings, regime):
    return {name: answer.value for name, answer in decide_ownership(holdings, regime).answers.items()}


@settings(max_examples=250, deadline=None)
@given(structures(), REGIME)
def test_answers_are_those_of_every_completion(holdings, regime):
    assert answers_of(holdings, regime) == slow_answers(holdings, REGIMES[regime], STEP)


@settings(max_examples=100, deadline=None)
@given(structures(), REGIME, st.data())
def test_a_larger_stake_never_unblocks(holdings, regime, data):
    index = data.draw(st.integers(0, len(holdings.stakes) - 1))
    stake = holdings.stakes[index]
    more = replace(stake, low_percent=stake.high_percent, low_open=False, high_open=False)
    changed = replace(holdings, stakes=(*holdings.stakes[:index], more, *holdings.stakes[index + 1 :]))
    before = answers_of(holdings, regime)
    try:
        after = answers_of(changed, regime)
    except CaseError:
        assume(False)
    assert [name for name, answer in before.items() if answer == "blocked" and after[name] != "blocked"] == []


@settings(max_examples=100, deadline=None)
@given(structures(), REGIME, st.sampled_from(NAMES))
def test_one_more_listed_person_never_unblocks(holdings, regime, name):
    before = answers_of(holdings, regime)
    after = answers_of(replace(holdings, listed=(*holdings.listed, Listing(name))), regime)
    assert [n for n, answer in before.items() if answer == "blocked" and after[n] != "blocked"] == []
    assert [n for n, answer in before.items() if answer == "unknown" and after[n] == "not_blocked"] == []


@settings(max_examples=100, deadline=None)
@given(structures(), REGIME)
def test_a_narrower_interval_never_contradicts_a_known_answer(holdings, regime):
    narrow = tuple(replace(s, high_percent=s.low_percent, low_open=False, high_open=False) for s in holdings.stakes)
    before, after = answers_of(holdings, regime), answers_of(replace(holdings, stakes=narrow), regime)
    open_ = [s for s in holdings.stakes if s.low_open]
    if not open_:
        assert [n for n, answer in before.items() if answer != "unknown" and after[n] != answer] == []


@settings(max_examples=100, deadline=None)
@given(structures(), REGIME)
def test_nobody_listed_blocks_nobody(holdings, regime):
    assert set(answers_of(replace(holdings, listed=()), regime).values()) <= {"not_blocked"}


@settings(max_examples=100, deadline=None)
@given(structures(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_control_makes_unknown_and_never_blocks(holdings, controller, controlled):
    controls = (Control(controller, controlled),)
    assert answers_of(holdings, "us") == {
        k: v
        for k, v in answers_of(replace(holdings, controls=controls), "us").items()
        if k in answers_of(holdings, "us")
    }
    for regime in ("eu", "uk"):
        before, after = answers_of(holdings, regime), answers_of(replace(holdings, controls=controls), regime)
        assert [n for n, answer in before.items() if (answer == "blocked") != (after[n] == "blocked")] == []


def test_joint_arrangement_adds_up_in_the_united_kingdom_only_when_it_is_stated():
    held = (Stake("X", "A", Decimal(30), Decimal(30)), Stake("Y", "A", Decimal(30), Decimal(30)))
    apart = Holdings("apart", (Listing("X"), Listing("Y")), held)
    together = replace(apart, joint_arrangements=(JointArrangement(("X", "Y"), "A"),))
    elsewhere = replace(apart, joint_arrangements=(JointArrangement(("X", "Y"), "B"),))
    assert [decide_ownership(h, "uk").answers["A"] for h in (apart, together, elsewhere)] == [
        Answer.NOT_BLOCKED,
        Answer.BLOCKED,
        Answer.NOT_BLOCKED,
    ]


def test_stakes_above_a_hundred_percent_are_refused():
    held = (Stake("X", "A", Decimal(60), Decimal(60)), Stake("Y", "A", Decimal("40.01"), Decimal("40.01")))
    with pytest.raises(CaseError, match="exceed 100 percent"):
        decide_ownership(Holdings("too-much", (Listing("X"),), held), "us")
