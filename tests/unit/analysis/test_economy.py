"""The look at the world economy: solved where it is shown, the same for any number of cores, counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.analysis.economy import ANCHORS, look_at_economy
from detente.economy.effects import OPTION, effects_of, pose_effects
from detente.workers import Processes
from detente.worlds import draw_worlds
from unit.report import fixtures, trade_fixtures

CASE = trade_fixtures.small_world_case()


def test_case_without_a_shock_that_acts_is_not_looked_at():
    idle = replace(CASE, shocks=tuple(row for row in CASE.shocks if row.id == "unused"))
    assert look_at_economy(fixtures.small_case(), "draft", draw_worlds(5, 1)) is None
    assert look_at_economy(idle, "deal", draw_worlds(5, 1)) is None


def test_looking_agrees_with_the_effects_of_the_whole_case():
    look = look_at_economy(CASE, "deal", draw_worlds(8, 1))
    whole = effects_of(pose_effects(CASE, draw_worlds(8, 1)))
    assert look is not None
    assert look.effects is not None
    assert look.beside is not None
    package = whole.item("deal", "package")
    for mine, theirs in ((0, 0), (1, package)):
        np.testing.assert_array_equal(
            look.effects.over_worlds.real_income_share[:, mine], whole.over_worlds.real_income_share[:, theirs]
        )
        np.testing.assert_array_equal(
            look.effects.central.output_change[:, mine], whole.central.output_change[:, theirs]
        )
    short = whole.horizon("short")
    for k, item in enumerate(look.beside.items):
        if item.kind == OPTION:
            np.testing.assert_array_equal(
                look.beside.over_worlds.party_usd_bn_per_year[0, k],
                whole.over_worlds.party_usd_bn_per_year[short, whole.item(item.id)],
            )


@pytest.mark.parametrize("horizon", ["long", "short"])
def test_options_are_solved_beside_in_the_horizon_that_the_verdict_does_not_use(horizon):
    case = replace(CASE, economy=replace(CASE.economy, horizon=horizon))
    look = look_at_economy(case, "", draw_worlds(ANCHORS + 3, 1))
    assert look is not None
    assert look.beside is not None
    assert {look.beside.horizon, horizon} == {"long", "short"}
    assert look.beside.over_worlds.converged.shape[2] == ANCHORS


def test_the_number_of_processes_changes_no_digit():
    alone = look_at_economy(CASE, "deal", draw_worlds(20, 1))
    two = look_at_economy(CASE, "deal", draw_worlds(20, 1), Processes(2))
    for name in ("real_income_share", "party_usd_bn_per_year", "group_usd_bn_per_year"):
        np.testing.assert_array_equal(getattr(alone.effects.over_worlds, name), getattr(two.effects.over_worlds, name))
        np.testing.assert_array_equal(getattr(alone.beside.over_worlds, name), getattr(two.beside.over_worlds, name))
