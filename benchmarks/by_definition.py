"""Engines that no published program rivals, beside their definitions written out; and screening beside rapidfuzz.

The definitions are those of ``tests/unit`` and ``tests/property``: what is timed here is what is held right there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
from pairs import Pair, beside, taken
from rapidfuzz import fuzz, process

from detente.case import Holdings, Listing, ScreenedName, Stake
from detente.deals.stability import MoveRule
from detente.deals.stability.verdicts import stable_states
from detente.legal import decide_ownership
from detente.legal.ownership import REGIMES
from detente.legal.screening import screen_name
from detente.legal.screening.normalise import read_name
from property.slow_ownership import blocked_by_sweeps
from unit.deals.stability import brute_force
from unit.deals.stability.games import option_moves
from unit.durability.agreement import random_setting
from unit.durability.slow_twin import slow_margins


def stability(quick: bool) -> Iterator[Pair]:
    """Nash, GMR, SMR and SEQ of every state and decision maker, beside the definitions state by state."""
    makers, options = (2, 4) if quick else (3, 7)
    game = brute_force.option_game(np.random.default_rng(1), makers, options)

    def ours() -> dict[str, list[list[bool]]]:
        found = stable_states(option_moves(game), MoveRule.NO_ONE_TWICE_IN_A_ROW)
        return {concept: found[concept].tolist() for concept in brute_force.CONCEPTS}

    def theirs() -> dict[str, list[list[bool]]]:
        states = range(game.states)
        return {
            concept: [[brute_force.stable(game, i, s, concept) for s in states] for i in game.makers]
            for concept in brute_force.CONCEPTS
        }

    yield Pair(
        "stability",
        f"{makers} decision makers, {game.states} states, four concepts",
        "definitions, brute force",
        taken(ours, 5),
        taken(theirs, 3),
        ours() == theirs(),
        "every verdict",
    )


def durability(quick: bool) -> Iterator[Pair]:
    """Every margin of an agreement drawn at random, beside a loop over worlds, parties, phases and ways."""
    count = 20 if quick else 100
    setting = random_setting(3, phases=4, obligations=12, count=count)

    def theirs() -> list[dict[tuple[str, str, str], float]]:
        return [slow_margins(setting, world) for world in range(count)]

    found = {(m.party, m.phase, m.way): m.margin for m in setting.assess().margins}
    gap = max(abs(found[key][w] - value) for w, world in enumerate(theirs()) for key, value in world.items())
    yield Pair(
        "durability",
        f"4 phases, 12 obligations, {count} worlds: all margins",
        "explicit streams, loops",
        taken(setting.assess, 5),
        taken(theirs, 3),
        bool(gap < 1e-8),
        f"margins, largest gap {gap:.0e} bn USD",
    )


def ownership(quick: bool) -> Iterator[Pair]:
    """Who is blocked through whom, beside sweeps over all entities until nothing is added."""
    count = 200 if quick else 1_000
    draw = np.random.default_rng(5)
    stakes = tuple(
        Stake(f"E{owner}", f"E{owned}", Decimal(int(percent)), Decimal(int(percent)))
        for owned in range(10, count)
        for owner, percent in zip(draw.choice(owned, 2, replace=False), (draw.integers(20, 70), 30), strict=True)
    )
    holdings = Holdings("drawn", tuple(Listing(f"E{k}") for k in range(5)), stakes)
    percents = [Fraction(stake.low_percent) for stake in stakes]

    def theirs() -> set[str]:
        return blocked_by_sweeps([f"E{k}" for k in range(5)], stakes, percents, REGIMES["us"])

    answers = decide_ownership(holdings, "us").answers
    yield Pair(
        "ownership",
        f"{count:,} entities, {len(stakes):,} stakes",
        "sweeps over all entities",
        taken(lambda: decide_ownership(holdings, "us"), 5),
        taken(theirs, 3),
        {name for name, answer in answers.items() if answer.value == "blocked"} == theirs(),
        "everybody blocked",
    )


def screening(quick: bool) -> Iterator[Pair]:
    """Names with a typo looked up in an index, beside rapidfuzz over every name."""
    with beside("legal"):
        import names
        import run

        count, queries = (5_000, 10) if quick else (200_000, 20)
        index = run.build_index(
            run.ListEntry(f"e{k}", (name,), source="invented") for k, name in enumerate(names.invented_names(count, 1))
        )
        draw = run.random.Random(7)
        chosen = draw.sample(range(count), queries)
        asked = [names.RULES["one typo"](index.names.of(k), draw) for k in chosen]
    cores = [index.cores.of(k) for k in range(count)]

    def ours() -> list[list[int]]:
        hits = (screen_name(index, ScreenedName("q", name), top=50, threshold=0.0).hits for name in asked)
        return [[int(hit.entry.id[1:]) for hit in found] for found in hits]

    def theirs() -> list[list[int]]:
        return [
            [k for _, _, k in process.extract(read_name(name).core, cores, scorer=fuzz.token_sort_ratio, limit=50)]
            for name in asked
        ]

    mine, other = (sum(k in hits for k, hits in zip(chosen, found, strict=True)) for found in (ours(), theirs()))
    yield Pair(
        "screening",
        f"{queries} names with a typo among {count:,}",
        "rapidfuzz, every name",
        taken(ours, 5),
        taken(theirs, 3),
        mine >= other,
        f"names found in the first 50: {mine} and {other}",
    )


BY_DEFINITION: Sequence[Callable[[bool], Iterator[Pair]]] = (stability, durability, ownership, screening)
