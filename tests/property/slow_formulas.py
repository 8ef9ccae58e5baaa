"""Slow, obvious twins of the closed forms: streams written out, automata played, subsets tried one by one."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
from scipy.integrate import quad
from scipy.optimize import linprog

HORIZON = 600
"""Periods written out; at the largest discount factor of the tests, 0.95, what follows is worth less than 1e-12."""

KEEP, BREAK = "keep", "break"


def dilemma(game):
    """Payoff of one's own act against the other's."""
    return {(KEEP, KEEP): game["R"], (KEEP, BREAK): game["S"], (BREAK, KEEP): game["T"], (BREAK, BREAK): game["P"]}


def holds_against_one_deviation(payoff, acts, after, delta, slack=1e-12):
    """Whether no party gains from one deviation in any state of an automaton.

    ``acts[state]`` are the two acts of a state; ``after(state, acts)`` is the next state.
    """
    value = {state: [played(payoff, acts, after, state, who, delta) for who in (0, 1)] for state in acts}
    for state, pair in acts.items():
        for who in (0, 1):
            other = {KEEP: BREAK, BREAK: KEEP}[pair[who]]
            changed = (other, pair[1]) if who == 0 else (pair[0], other)
            deviation = of(payoff, changed, who) + delta * value[after(state, changed)][who]
            if deviation > value[state][who] + slack:
                return False
    return True


def of(payoff, acts, who):
    return payoff[acts[who], acts[1 - who]]


def played(payoff, acts, after, state, who, delta):
    """Present value to one party of playing an automaton from a state on."""
    total, weight = 0.0, 1.0
    for _ in range(HORIZON):
        total += weight * of(payoff, acts[state], who)
        weight *= delta
        state = after(state, acts[state])
    return total


def grim_holds(payoff, delta):
    acts = {"on": (KEEP, KEEP), "off": (BREAK, BREAK)}
    return holds_against_one_deviation(
        payoff, acts, lambda state, a: "on" if state == "on" and a == (KEEP, KEEP) else "off", delta
    )


def limited_holds(payoff, periods, delta):
    """States count the periods of punishment that are left."""
    acts = {0: (KEEP, KEEP), **dict.fromkeys(range(1, periods + 1), (BREAK, BREAK))}
    return holds_against_one_deviation(
        payoff, acts, lambda left, a: left - 1 if left else (0 if a == (KEEP, KEEP) else periods), delta
    )


def penance_holds(payoff, delta):
    """In state 0 or 1 that party does penance; a deviation makes the deviator the next to do it."""
    acts = {"on": (KEEP, KEEP), 0: (KEEP, BREAK), 1: (BREAK, KEEP)}

    def after(state, a):
        deviators = [who for who in (0, 1) if a[who] != acts[state][who]]
        return deviators[0] if deviators else "on"

    return holds_against_one_deviation(payoff, acts, after, delta)


def tit_for_tat_holds(payoff, delta):
    """Whether keeping always is a best reply to tit for tat: a decision problem over the other's next act."""
    value = {KEEP: 0.0, BREAK: 0.0}
    for _ in range(HORIZON):
        value = {other: max(payoff[own, other] + delta * value[own] for own in (KEEP, BREAK)) for other in value}
    return value[KEEP] <= payoff[KEEP, KEEP] * (1 - delta**HORIZON) / (1 - delta) + 1e-9


def transfers_hold(coop, deviate, punish, delta):
    """Whether payments that sum to zero leave every party better off keeping, as a linear programme."""
    need = [(1 - delta) * d + delta * n - c for c, d, n in zip(coop, deviate, punish, strict=True)]
    bounds = [(floor, None) for floor in need]
    found = linprog(np.zeros(len(need)), A_eq=np.ones((1, len(need))), b_eq=[0.0], bounds=bounds, method="highs")
    return found.status == 0


def turnover_holds(keep, cheat, sanctioned, hazard, delta):
    """Break once, then be punished until promises lapse and the agreement is made anew."""
    kept = keep / (1 - delta)
    punished = 0.0
    for _ in range(HORIZON):
        punished = sanctioned + delta * ((1 - hazard) * punished + hazard * kept)
    return kept >= cheat + delta * ((1 - hazard) * punished + hazard * kept) - 1e-9


def keeping_minus_cheating(keep, cheat, sanctioned, delta, q, *, lag, bond=0.0):
    """Expected streams, written out over the period in which breaking is first seen."""
    cheating, unseen = 0.0, 1.0
    for seen in range(HORIZON):
        start = seen + lag
        stream = sum(cheat * delta**t for t in range(start)) if start < 40 else cheat * (1 - delta**start) / (1 - delta)
        after = delta**start * (sanctioned / (1 - delta) - bond)
        cheating += unseen * q * (stream + after)
        unseen *= 1 - q
    return keep / (1 - delta) - cheating - unseen * cheat / (1 - delta)


def keeping_minus_cheating_in_years(keep, cheat, sanctioned, rate, detections, lag):
    """The same in continuous time, integrated over the moment of detection."""

    def density(moment):
        start = moment + lag
        worth = cheat * -math.expm1(-rate * start) / rate + sanctioned * math.exp(-rate * start) / rate
        return detections * math.exp(-detections * moment) * worth

    return keep / rate - quad(density, 0, 80 / detections, limit=400, epsabs=1e-11, epsrel=1e-11)[0]


def bond_of_interval(keep, cheat, sanctioned, rate, interval):
    """Bond that makes breaking right after an inspection no better than keeping."""
    gained = quad(lambda t: (cheat - keep) * math.exp(-rate * t), 0, interval)[0]
    lost = math.exp(-rate * interval)
    return max(0.0, gained / lost - (keep - sanctioned) / rate)


def monitored(keep, cheat, sanctioned, alpha, beta, *, delta, periods):
    """Value of keeping and of breaking once, with public findings that suspend the agreement; None: for ever."""
    value = sanctioned / (1 - delta)
    for _ in range(HORIZON * 4):
        value = keep + delta * ((1 - alpha) * value + alpha * suspended(sanctioned, value, delta, periods))
    after = suspended(sanctioned, value, delta, periods)
    return value, cheat + delta * ((1 - beta) * value + beta * after)


def suspended(sanctioned, value, delta, periods):
    if periods is None:
        return sanctioned / (1 - delta)
    for _ in range(periods):
        value = sanctioned + delta * value
    return value


def path_is_peaceful(path, destroyed, delta):
    """Whether divisions of the pie exist that neither side would leave for war, as a linear programme.

    The unknowns are R's share in each period and R's value from it on; after the path the share stays.
    """
    steps, left = len(path), (1 - destroyed) / (1 - delta)
    rows, right = [], []
    for t in range(steps):
        row = np.zeros(2 * steps)
        row[t], row[steps + t] = -1.0, 1.0
        if t + 1 < steps:
            row[steps + t + 1] = -delta
        else:
            row[t] = -1 / (1 - delta)
        rows.append(row)
        right.append(0.0)
    bounds = [*[(0, 1)] * steps, *((p * left, 1 / (1 - delta) - (1 - p) * left) for p in path)]
    return linprog(np.zeros(2 * steps), A_eq=np.array(rows), b_eq=right, bounds=bounds, method="highs").status == 0


def largest_first_step(worth, delta, total, steps=12):
    """Largest first concession over paths with free early steps and an endless tail that shrinks by delta b."""
    ratio = 1 / (delta * worth)
    in_all = np.ones(steps)
    in_all[-1] = 1 / (1 - ratio)
    rows = []
    for t in range(steps - 1):
        row = np.zeros(steps)
        row[t] = 1.0
        for later in range(t + 1, steps):
            row[later] -= (worth - 1) * delta ** (later - t)
        row[-1] -= (worth - 1) * delta ** (steps - 1 - t) * delta * ratio / (1 - delta * ratio)
        rows.append(row)
    goal = np.zeros(steps)
    goal[0] = -1.0
    found = linprog(goal, A_ub=np.array(rows), b_ub=np.zeros(steps - 1), A_eq=[in_all], b_eq=[total], method="highs")
    return -found.fun


def ces_loss(share, elasticity, cost_factor, varieties=1000):
    """Loss of real income from the price index of many varieties, the partner's made dearer or taken away."""
    partner = round(share * varieties)
    factor = math.inf if cost_factor is None else cost_factor
    prices = [factor if k < partner else 1.0 for k in range(varieties)]
    power = sum(price**-elasticity for price in prices) / varieties
    return 1 - power ** (1 / elasticity)


def count_vulnerable(count, pairs, strength, advantage):
    """The definition word by word: every j, every C within its allies and itself that holds j and not i."""
    allies = [{b for a, b in pairs if a == i} | {a for a, b in pairs if b == i} for i in range(count)]
    found = 0
    for i in range(count):
        found += any(
            sum(strength[k] for k in attackers) > advantage * sum(strength[k] for k in ({i} | allies[i]) - attackers)
            for j in range(count)
            if j != i
            for attackers in coalitions_around(j, allies[j] - {i})
        )
    return found


def coalitions_around(leader, allies):
    for size in range(len(allies) + 1):
        for chosen in combinations(sorted(allies), size):
            yield {leader, *chosen}
