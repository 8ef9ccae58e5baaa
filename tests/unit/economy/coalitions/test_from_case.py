"""From the measures in force of a case to what each sender applies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import CaseError, EconomySettings
from detente.economy.coalitions import Wanted, effects_of_coalitions, sanctions_of_case, shock_of
from detente.economy.coalitions.from_case import apart
from detente.economy.coalitions.sanctions import Actor
from detente.economy.shock_cells import combine, draw_rows
from detente.worlds import draw_worlds
from unit.economy.small_economy import BASELINE, CASE, IN_FORCE, number, party, row

BOTH_WAYS = (*IN_FORCE, row("quota", "quantity", 0.0, origin=("r1",), destination=("r0",), in_force=True))


def with_rows(*rows, **other):
    return replace(CASE, shocks=rows, **other)


def test_senders_are_those_named_opposite_the_target_in_measures_in_force():
    baseline, found = sanctions_of_case(with_rows(*BOTH_WAYS), BASELINE, Wanted("EAST"))
    assert found.target_name == "EAST"
    assert found.senders == ("SOUTH",)
    assert np.array(BASELINE.regions)[found.members[0]].tolist() == ["r1", "r2"]
    assert baseline.theta.tolist() == BASELINE.theta.tolist()


def test_all_senders_together_are_the_status_quo_at_the_mode_of_every_estimate():
    baseline, found = sanctions_of_case(with_rows(*BOTH_WAYS), BASELINE, Wanted("r0"))
    fixed = tuple(replace(r, factor=number(r.factor.id, r.factor.mode)) for r in BOTH_WAYS)
    case = with_rows(*fixed)
    status_quo = combine(draw_rows(case, draw_worlds(1, 0), baseline), (), baseline.theta[None])[0]
    made = shock_of(found, np.array([True]))
    for lever in ("iceberg", "quantity", "productivity"):
        np.testing.assert_allclose(getattr(made, lever), getattr(status_quo, lever))
    nobody = shock_of(found, np.array([False]))
    assert (nobody.iceberg == 1).all()
    assert (nobody.quantity == 1).all()
    np.testing.assert_allclose(nobody.productivity, status_quo.productivity)


def test_measures_that_do_not_count_stay_whoever_joins():
    rows = (*IN_FORCE, row("toll", "tariff", 1.3, origin=("r1",), destination=("r0",), in_force=True))
    _, found = sanctions_of_case(with_rows(*rows), BASELINE, Wanted("EAST", measures=("sanctions",)))
    assert (shock_of(found, np.array([False])).tariff[:, 0, 1] == 1.3).all()
    assert (shock_of(found, np.array([True])).tariff[:, 0, 1] == 1.3).all()
    _, toll = sanctions_of_case(with_rows(*rows), BASELINE, Wanted("EAST", measures=("toll",)))
    assert toll.senders == ("r1",)


def test_senders_that_are_not_asked_for_keep_what_they_apply():
    _, found = sanctions_of_case(with_rows(*IN_FORCE), BASELINE, Wanted("EAST", senders=("r2",)))
    nobody = shock_of(found, np.array([False]))
    assert (nobody.iceberg[:, 0, 2] == 1).all()
    assert (nobody.iceberg[:, 0, 1] > 1).all()


def test_a_row_for_all_makes_every_region_with_a_measure_a_sender():
    rows = (row("blockade", "iceberg", 1.5, destination=("r0",), in_force=True),)
    _, found = sanctions_of_case(with_rows(*rows), BASELINE, Wanted("r0"))
    assert found.senders == tuple(region for region in BASELINE.regions if region != "r0")


def test_of_a_union_and_its_member_the_union_is_the_sender():
    rows = (
        row("wide", "iceberg", 1.5, origin=("r0",), destination=("r1",), in_force=True),
        row("union", "iceberg", 1.2, origin=("r0",), destination=("SOUTH",), in_force=True),
    )
    _, found = sanctions_of_case(with_rows(*rows), BASELINE, Wanted("r0"))
    assert found.senders == ("SOUTH",)
    union, member, other = Actor("U", ("a", "b")), Actor("a", ("a",)), Actor("c", ("c",))
    assert apart([member, union, other]) == [union, other]


def test_elasticities_are_scaled_by_the_mode():
    case = with_rows(*IN_FORCE, economy=EconomySettings(elasticity_scale=number("scale", 1.5, 1.0, 2.0)))
    baseline, _ = sanctions_of_case(case, BASELINE, Wanted("EAST"))
    np.testing.assert_allclose(baseline.theta, 1.5 * BASELINE.theta)


def test_the_target_loses_under_the_measures_of_a_case():
    baseline, found = sanctions_of_case(with_rows(*IN_FORCE), BASELINE, Wanted("EAST"))
    gdp = np.where(np.isin(BASELINE.regions, ["r0", "r1", "r2"]), 100.0, np.nan)
    effects = effects_of_coalitions(baseline, found, gdp)
    assert effects.target_loss[effects.grand] > 0


@pytest.mark.parametrize(
    ("rows", "wanted", "message"),
    [
        ((), Wanted("EAST"), "The case has no measure in force"),
        (IN_FORCE, Wanted("MOON"), '"MOON" has no region here.\nThe regions are r0'),
        (IN_FORCE, Wanted("NOWHERE"), '"NOWHERE" has no region here.'),
        (IN_FORCE, Wanted("EAST", senders=("MARS",)), '"MARS" has no region here.'),
        (IN_FORCE, Wanted("EAST", senders=("EAST", "SOUTH")), "EAST is a sender and a target"),
        (IN_FORCE, Wanted("EAST", senders=("SOUTH", "r1")), "r1 belongs to several senders: SOUTH, r1."),
        (IN_FORCE, Wanted("EAST", senders=("r3",)), "No measure lies between EAST and r3."),
        (IN_FORCE, Wanted("EAST", measures=("nothing",)), '"nothing" is not a measure in force.'),
        (IN_FORCE, Wanted("EAST", measures=("damage",)), "no measure lies between EAST and anyone else"),
        (IN_FORCE, Wanted("r3"), "no measure lies between r3 and anyone else"),
    ],
)
def test_what_cannot_be_answered_is_said(rows, wanted, message):
    assert "r3" in BASELINE.regions
    with pytest.raises(CaseError) as raised:
        sanctions_of_case(with_rows(*rows), BASELINE, wanted)
    assert message in str(raised.value)


def test_a_target_may_be_several_regions():
    case = with_rows(*IN_FORCE, parties=(party("NORTH", "r0", "r3"), *CASE.parties[1:]))
    _, found = sanctions_of_case(case, BASELINE, Wanted("NORTH"))
    assert found.target.sum() == 2
    assert found.senders == ("SOUTH",)
