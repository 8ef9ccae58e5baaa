"""The slow and obvious twins: definitions of gain, rules and acceptance, term by term, and all packages one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product

import numpy as np

from detente.case import Claim, Rule, Stance
from detente.deals.worth.gains import option_gains, pairwise_gains
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds
from property.cases import generated_case


def drawn(case, count=40, seed=1):
    worlds = draw_worlds(count, seed)
    payoffs = value_options(case, worlds)
    return draw_preferences(case, tally_positions(case), payoffs, worlds), payoffs


def ruled_case(seed, rules=3, **sizes):
    """A generated case with hard rules between options of different elements; the status quo may break one."""
    case = generated_case(seed, **sizes)
    draw = np.random.default_rng(1000 + seed)
    made = []
    for n in range(rules):
        one, other = draw.choice(len(case.elements), size=2, replace=False)
        first, second = (
            case.elements[e].options[draw.integers(len(case.elements[e].options))].id for e in (one, other)
        )
        made.append(Rule(f"R{n}", first, ("requires", "excludes")[draw.integers(2)], second))
    return replace(case, rules=tuple(made))


def tied_case(seed, rules=3, **sizes):
    """A ruled case whose parties also set conditions across elements and draw red lines, some of them conditional."""
    case = ruled_case(seed, rules, **sizes)
    draw = np.random.default_rng(2000 + seed)
    said = []
    for n in range(6):
        one, other = draw.choice(len(case.elements), size=2, replace=False)
        element, option = case.elements[one], case.elements[one].options[draw.integers(3)].id
        if option == element.status_quo:
            continue
        condition = case.elements[other].options[draw.integers(3)].id
        stance, more = (Stance.CONDITIONAL, {"condition_option": condition}) if n < 4 else (Stance.REJECTS, {})
        more["red_line"] = n % 2 == 0
        party, on = f"P{draw.integers(3)}", date(2030, 1, 29)
        said.append(Claim(f"T{n}", party, stance, 0.6, "generated", on, element=element.id, options=(option,), **more))
    return replace(case, claims=(*case.claims, *said))


def lawful(case, package):
    """Whether a package (option indices) keeps every rule, read from the ids of its options."""
    held = {case.elements[e].options[o].id for e, o in enumerate(package)}
    return all((r.other in held) == (r.kind == "requires") for r in case.rules if r.option in held)


def all_packages(case):
    return [np.array(p) for p in product(*(range(len(e.options)) for e in case.elements))]


def slow_gain(case, preferences, payoffs, world, party, choice):
    """The definition of the gain, term by term, for one world, party and complete package (option indices)."""
    axes = preferences.axes
    has_stake = preferences.has_stake[party]
    stake = preferences.stake[world, party] if has_stake else 1.0
    total, crossed = 0.0, False
    if has_stake and not any(element.ends_conflict for element in case.elements):
        # Where the case does not say what ends the conflict, any deal does.
        total += preferences.conflict_cost[world, party]
    for e, option in enumerate(choice):
        value = preferences.values[world, party, e, option]
        for link in preferences.linkages:
            mine = link.party == party and link.element == e and link.option == option and link.active[world]
            if mine and choice[link.condition_element] != link.condition_option:
                value = min(value, preferences.values[world, party, e, axes.status_quo[e]])
                crossed = crossed or link.red_line
        total += stake * preferences.weights[world, party, e] * (value - preferences.no_deal_values[world, party, e])
        if has_stake and payoffs.known[party, e, option]:
            total += payoffs.money[world, party, e, option] - preferences.no_deal_money[world, party, e]
        if has_stake and case.elements[e].ends_conflict and option != axes.status_quo[e]:
            total += preferences.conflict_cost[world, party]
        crossed = crossed or preferences.red_lines[world, party, e, option]
    return total, crossed


@cache
def small(seed, count=12, parties=(0, 1, 2), rules=3):
    """A small case, its pairwise gains for some parties, all packages, and their gains and red lines one by one."""
    case = tied_case(seed, rules=rules, elements=4, options=3, claims=18)
    preferences, payoffs = drawn(case, count)
    pairwise = pairwise_gains(option_gains(case, preferences, payoffs), parties)
    packages = all_packages(case)
    judged = [
        [[slow_gain(case, preferences, payoffs, w, i, p) for i in parties] for w in range(count)] for p in packages
    ]
    table = np.array(judged, dtype=float)
    return case, pairwise, packages, table[..., 0], table[..., 1] > 0
