"""The part of the validation page on coalitions: who joins, and how much the target then loses more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.casefile import read_case
from detente.economy.coalitions import (
    Actor,
    Sanctions,
    Wanted,
    contributions,
    effects_of_coalitions,
    effects_of_joining,
    largest_partner,
    sanctions_between,
    sanctions_of_case,
)
from detente.economy.trade import Baseline, LeverTable, no_shock, shock_from_levers
from detente.economy.trade.builtin import builtin_baseline, builtin_gdp, builtin_groups, elasticity_sets
from detente.economy.world_economy import world_economy

CASE = Path(__file__).resolve().parents[1] / "cases" / "business-links-2025"
MEASURES = ("eu-sanctions", "us-sanctions", "ally-sanctions")
TARGET, JOINER = "RUS", "CHN"
SERVICES = ("TRN", "SER")
PERCENT = 100

HEAD = ("Run", "Elasticities", "Sanctions", "RUS", "RUS with CHN", "more by %", "CHN", "share of all %")

INTRODUCTION = """
## One more sender

Two sets of sanctions on Russia: those of the Union, the United States and four allies that the main case holds in
force, and the embargo above. First these senders alone, then China joins, then everybody does. Who joins applies what
{like} applies, the region of a sender that traded most with Russia. Columns: real income of Russia without China and
with it; by how much China's joining raises Russia's loss; what joining costs China; Russia's loss under the present
senders as a share of that when all take part.
"""

PUBLISHED = """
Chowdhry, Hinz, Kamin and Wanner (2024) find that China's joining raises Russia's loss by 22 percent, and that the
coalition reaches about 60 percent of what all countries together would. Theirs are the measures of 2014 on a finer
world; ours are those in force in 2025, or a ban on all goods: a comparison, and no test. Ours lie between
{least:.0f} and {most:.0f} percent for China, and between {lowest:.0f} and {highest:.0f} percent of all."""


TOGETHER = """
Acting together also changes what each does. For the measures in force, what Russia and what the senders lose in the
full coalition, against the sum of what they lose when each sender acts alone:
"""

TOGETHER_HEAD = ("Run", "Elasticities", "RUS, more by %", "senders, more by %")

TOGETHER_PUBLISHED = """
In a summary of their paper of 2022 the same authors give, for the measures of 2014, 9.3 percent more for Russia and 9.6
percent less for the members on average. Ours lie between {least:+.1f} and {most:+.1f} percent for Russia, and between
{lowest:+.1f} and {highest:+.1f} percent for the senders."""


def joining_part() -> Iterator[tuple[str, ...] | str]:
    """An introduction, rows of a table with their head, and what is published."""
    rows = [
        (run, name, sanctions, _figures(baseline, made), largest_partner(baseline, made))
        for run in ("long", "short")
        for name in elasticity_sets()
        for sanctions, (baseline, made) in _sanctions(name, run).items()
    ]
    yield INTRODUCTION.format(like=" or ".join(sorted({like for *_, like in rows})))
    yield HEAD
    for run, name, sanctions, (now, joined, more, own, part), _ in rows:
        yield run, f"`{name}`", sanctions, f"{now:+.2f}", f"{joined:+.2f}", f"{more:.1f}", f"{own:+.2f}", f"{part:.0f}"
    figures = np.array([row[3] for row in rows])
    least, lowest = figures[:, [2, 4]].min(axis=0)
    most, highest = figures[:, [2, 4]].max(axis=0)
    yield PUBLISHED.format(least=least, most=most, lowest=lowest, highest=highest)


def together_part() -> Iterator[tuple[str, ...] | str]:
    """The same for acting together against acting alone."""
    found = {
        (run, name): _together(*_sanctions(name, run)["in force"])
        for run in ("long", "short")
        for name in elasticity_sets()
    }
    yield TOGETHER
    yield TOGETHER_HEAD
    for (run, name), (target, senders) in found.items():
        yield run, f"`{name}`", f"{target:+.1f}", f"{senders:+.1f}"
    least, lowest = np.min(list(found.values()), axis=0)
    most, highest = np.max(list(found.values()), axis=0)
    yield TOGETHER_PUBLISHED.format(least=least, most=most, lowest=lowest, highest=highest)


def _together(baseline: Baseline, sanctions: Sanctions) -> tuple[float, float]:
    effects = effects_of_coalitions(baseline, sanctions, _gdp(baseline))
    parts = contributions(effects)
    target = effects.target_loss[effects.grand] / parts.alone.sum() - 1
    return PERCENT * float(target), PERCENT * float(parts.loss_together.sum() / parts.loss_alone.sum() - 1)


def _gdp(baseline: Baseline) -> NDArray[np.float64]:
    figures = builtin_gdp()
    return np.array([figures[region].mode for region in baseline.regions])


def _sanctions(name: str, run: str) -> dict[str, tuple[Baseline, Sanctions]]:
    case = read_case(CASE)
    case, world = world_economy(replace(case, economy=replace(case.economy, elasticities=name, horizon=run)))
    return {
        "in force": sanctions_of_case(case, world, Wanted(TARGET, measures=MEASURES)),
        "embargo": _embargo(builtin_baseline(name, run)),
    }


def _embargo(baseline: Baseline) -> tuple[Baseline, Sanctions]:
    """No trade in goods between the coalition and the target, which acts as one here."""
    coalition = Actor("coalition", builtin_groups()["sanctioning_coalition"])
    pairs = [pair for member in coalition.regions for pair in ((member, TARGET), (TARGET, member))]
    goods = [sector for sector in baseline.sectors if sector not in SERVICES]
    rows = [("quantity", origin, destination, sector, 0.0) for origin, destination in pairs for sector in goods]
    shock = shock_from_levers(baseline, LeverTable(*zip(*rows, strict=True)))
    return baseline, sanctions_between(baseline, Actor(TARGET, (TARGET,)), [coalition], shock, no_shock())


def _figures(baseline: Baseline, sanctions: Sanctions) -> tuple[float, float, float, float, float]:
    """The columns of the table, in percent."""
    figures = builtin_gdp()
    effects = effects_of_coalitions(baseline, sanctions, _gdp(baseline))
    others = np.array(baseline.regions)[effects.third]
    candidates = [Actor(JOINER, (JOINER,)), Actor("all", tuple(others.tolist()))]
    joining = effects_of_joining(baseline, effects, candidates, largest_partner(baseline, sanctions))
    loss, size = effects.target_loss[effects.grand], figures[TARGET].mode
    return (
        -PERCENT * float(loss) / size,
        -PERCENT * float(joining.target_loss[0]) / size,
        PERCENT * float(joining.target_more[0]),
        PERCENT * float(joining.own_worth[0]) / figures[JOINER].mode,
        PERCENT * float(loss / joining.target_loss[1]),
    )
