"""A phased plan against what any strategy could sustain: as stated, and with the transfers that would help most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.durability.breaches import Way
from detente.durability.game.elimination import SLACK, solve_game
from detente.durability.game.paths import Path, check_path
from detente.durability.game.phased_breaches import costs_of, flow_when_kept, value_of_breach
from detente.durability.game.phased_game import PhasedGame, phased_game
from detente.durability.game.phased_plan import PhasedPlan
from detente.durability.game.records import FloatArray, GameSolution

WAYS = tuple(Way)


@dataclass(frozen=True, slots=True, eq=False)
class PlanCheck:
    """What holds of one plan in one world; the last phase is the standing one.

    `margins` (party, phase, way) in USD bn are those of the plan as stated, NaN where a way is not open; `keeps` says
    that none is negative. `slack` (phase,) is what the parties' joint future holds beyond what keeps everyone, in USD
    bn at the start of the phase; `sustainable` says that it is never negative: then some phasing of transfers
    sustains the plan, and otherwise none does, `first_short` being the first phase that lacks it. It is None where
    the game has no pure-strategy equilibrium, so that no punishment can be named. `signing_slack` is the joint value
    at the start beyond no deal and beyond what breaking in the first phase brings. `payments` (phase + 1, party) in
    USD bn, received at the start of each phase and, last row, at every later review, sum to zero and sustain the
    plan; NaN when nothing does.
    """

    margins: FloatArray
    keeps: bool
    slack: FloatArray
    sustainable: bool | None
    first_short: int | None
    signing_slack: float
    payments: FloatArray
    phased: PhasedGame
    solution: GameSolution


def check_plan(plan: PhasedPlan, review_years: float = 1.0) -> PlanCheck:
    """Compare the margins of a plan with what any strategy could sustain.

    Where every margin is at least zero, the game sustains the plan: keeping is a subgame-perfect path with no
    transfers beyond the plan's own. Where one is negative, the parties' gains are pooled: if the joint future beyond
    every party's best breach, `slack`, is nowhere negative, transfers at the starts of phases sustain it,
    and `payments` is one such schedule. If it is negative anywhere, the plan fails whatever is paid; only other
    phasing, watching, escrow or more to gain can help.

    Examples
    --------
    A bears 3 a year so that B gains 5, and B pays nothing: A's margins are negative. Payments sustain the plan, since A
    can stop when they stop: 5 - 3 a year is there to share.

    >>> one = np.ones(1)
    >>> plan = PhasedPlan(
    ...     starts_years=np.array([0.0]), owner=np.array([0]), phase=np.array([0]), gain=np.array([[-3.0], [5.0]]),
    ...     reversible=one, cost_once=0 * one, p_detect=one, lag_years=0.1 * one, rate=np.array([0.1, 0.1]),
    ...     transfer=np.zeros((2, 1)), escrow=np.zeros((2, 1)), exposure=np.full((2, 1), np.nan),
    ...     hybrid=np.full((2, 3), np.nan))
    >>> found = check_plan(plan)
    >>> found.keeps, found.margins[0, 0, :2].round(6), found.sustainable
    (False, array([-30., -30.]), True)
    >>> from dataclasses import replace
    >>> check_plan(replace(plan, gain=np.array([[-3.0], [2.0]]))).sustainable
    False
    """
    phased = phased_game(plan, review_years)
    solution = solve_game(phased.game)
    path = check_path(phased.game, solution, phased.keep)
    margins = plan_margins(phased)
    phases = len(phased.plan.starts_years)
    sustainable = bool(path.kept[:phases].all()) if solution.exists else None
    floor = np.maximum(solution.punishment[0], 0.0)
    payments = _payments(phased, path, solution) if sustainable else np.full((phases + 1, len(floor)), np.nan)
    return PlanCheck(
        margins=margins,
        keeps=bool(np.nanmin(margins, initial=0.0) >= -_tolerance(margins)),
        slack=path.slack[:phases],
        sustainable=sustainable,
        first_short=int(path.kept[:phases].argmin()) if sustainable is False else None,
        signing_slack=float(path.joint[0] - floor.sum()),
        payments=payments,
        phased=phased,
        solution=solution,
    )


def plan_margins(phased: PhasedGame) -> FloatArray:
    """Keeping minus every way of breaking, as stated and without further transfers, shape (party, phase, way)."""
    plan = phased.plan
    keeping = _value_of_keeping(plan)
    margins = np.full((len(plan.rate), len(plan.starts_years), len(WAYS)), np.nan)
    for breach in phased.breaches:
        gained = keeping[breach.phase] - value_of_breach(plan, breach)
        margins[breach.party, breach.phase, WAYS.index(breach.way)] = gained[breach.party]
    return margins


def _value_of_keeping(plan: PhasedPlan) -> FloatArray:
    """Present value at the start of each phase if all keep, own costs of that phase included, shape (phase, party)."""
    last = len(plan.starts_years) - 1
    value = np.empty((last + 1, len(plan.rate)))
    value[last] = flow_when_kept(plan, last) / plan.rate - costs_of(plan, last)
    for phase in range(last - 1, -1, -1):
        discount = np.exp(-plan.rate * (plan.starts_years[phase + 1] - plan.starts_years[phase]))
        flow = flow_when_kept(plan, phase) * (1 - discount) / plan.rate
        value[phase] = flow - costs_of(plan, phase) + discount * value[phase + 1]
    return value


def _payments(phased: PhasedGame, path: Path, solution: GameSolution) -> FloatArray:
    """Payments received that leave everyone at least what breaking would bring, shape (phase + 1, party).

    At each start a party holds exactly what kept it from cheating the phase before, at the first its punishment; the
    most patient party holds the rest. The last row, for every later review, carries on from itself.
    """
    last, keep = len(phased.plan.starts_years) - 1, phased.keep
    now = np.append(np.arange(last + 1), last)
    payoff, discount = phased.game.payoff[keep][now], phased.game.discount[keep][now]
    needed = (path.cheating[now] - payoff) / discount
    held = np.vstack([solution.punishment[:1], needed[:-1]])
    holder = int(phased.plan.rate.argmin())
    held[:, holder] += path.joint[now] - held.sum(axis=1)
    following = np.vstack([held[1:], held[-1:]])
    return np.asarray(held - payoff - discount * following)


def _tolerance(margins: FloatArray) -> float:
    return SLACK * max(1.0, float(np.nanmax(np.abs(margins), initial=0.0)))
