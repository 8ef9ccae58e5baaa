"""What a party told in confidence: shares of worlds are shown, amounts are not."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from math import isnan

import numpy as np
import pytest

from detente.analysis import analyse
from detente.deals.confidence import WHY, keep_back
from property.cases import generated_case
from unit.deals.mediation.test_rounds import in_rounds

CASE = generated_case(2)


@pytest.fixture(scope="module")
def deals():
    return analyse(replace(CASE, claims=()), 60, 0).deals


def test_nothing_is_kept_back_where_nobody_told(deals):
    assert keep_back(deals, ()) is deals


def test_shares_of_worlds_are_shown_and_gains_of_the_party_are_not(deals):
    shown = keep_back(deals, ("P0",))
    for before, after in zip(deals.packages, shown.packages, strict=True):
        assert (after.joint_as_is == before.joint_as_is).all()
        for own, told in zip(before.parties, after.parties, strict=True):
            assert (told.as_is, told.surely, told.possibly) == (own.as_is, own.surely, own.possibly)
            assert told.gain.unit == own.gain.unit
            if told.party == "P0":
                assert isnan(told.gain.median)
                assert told.break_even_stake is None
            else:
                assert told == own


def test_solutions_and_frontiers_name_no_gain_of_the_party(deals):
    shown = keep_back(deals, ("P0",))
    assert any("P0" in s.gains for s in (*deals.solutions, *deals.candidates))
    for before, after in ((deals.solutions, shown.solutions), (deals.candidates, shown.candidates)):
        assert [s.name for s in after] == [s.name for s in before]
        assert [dict(s.gains) for s in after] == [{p: g for p, g in s.gains.items() if p != "P0"} for s in before]
    assert any("P0" in f.parties for f in deals.frontiers)
    assert not any("P0" in f.parties for f in shown.frontiers)


def test_the_smallest_gain_is_kept_back_where_the_party_signs(deals):
    shown = keep_back(deals, ("P0",))
    assert isnan(shown.fairest.smallest_gain.median)
    assert isnan(shown.fairest.certificate_gap.high)
    assert shown.fairest.worlds_with_deal == deals.fairest.worlds_with_deal
    assert (deals.regrets != (), shown.regrets) == (True, ())


def test_the_smallest_gain_is_shown_where_the_party_signs_nothing(deals):
    shown = keep_back(deals, ("P3",))
    assert not any("P3" in package.signatories for package in deals.packages)
    assert shown.fairest is deals.fairest
    assert shown.regrets is deals.regrets


def test_amounts_in_the_advice_leave_the_party_out(deals):
    shown = keep_back(deals, ("P0",))
    advice = shown.advice
    assert "P0" not in advice.improvement.gains
    assert "P0" not in deals.advice.improvement.gains or isnan(advice.improvement.smallest_gain)
    for named in advice.bridges:
        assert not {"P0"} & {p for c in named.bridge.concessions for p in (c.giver, c.receiver)}
    for allies in advice.allies:
        assert all(isnan(o.gain.median) and o.payment is None for o in allies.outsiders if o.party == "P0")
    assert not any(x.target == "P0" for x in advice.leverage)
    assert not any(h.target == "P0" or any(x.holder == "P0" for x in h.leaving) for h in advice.holders)
    assert not any("P0" in {x.target, x.holder} for x in advice.leaving)


def test_advice_about_others_stays_as_it_is(deals):
    before, after = deals.advice, keep_back(deals, ("P3",)).advice
    assert after.improvement == before.improvement
    assert after.rounds == before.rounds
    for one, other in zip(before.bridges, after.bridges, strict=True):
        kept = [c for c in one.bridge.concessions if "P3" not in {c.giver, c.receiver}]
        assert list(other.bridge.concessions) == kept


def test_whose_turn_it_is_is_unknown_where_the_party_made_a_package():
    found = analyse(in_rounds(1)[0], 60, 0).deals
    assert found.advice.rounds.known
    assert keep_back(found, ("P3",)).advice.rounds == found.advice.rounds
    kept = keep_back(found, ("P0",)).advice.rounds
    assert (kept.known, kept.why, kept.standings, kept.moves, kept.next_step) == (False, WHY, (), (), None)


def amounts(record):
    """Every number in a record of results, however deep."""
    if is_dataclass(record):
        for field in fields(record):
            yield from amounts(getattr(record, field.name))
    elif isinstance(record, dict):
        for value in record.values():
            yield from amounts(value)
    elif isinstance(record, tuple | list):
        for value in record:
            yield from amounts(value)
    elif isinstance(record, np.ndarray):
        yield from record.ravel().tolist()
    elif isinstance(record, float):
        yield record


def test_no_number_that_only_the_gain_of_the_party_gives_is_left(deals):
    own = {x for package in deals.packages for p in package.parties if p.party == "P0" for x in amounts(p.gain)}
    secret = own - {0.0}
    assert secret
    assert secret & set(amounts(deals.packages))
    shown = keep_back(deals, ("P0",))
    assert not secret & {x for part in (shown.packages, shown.advice.allies, shown.regrets) for x in amounts(part)}
