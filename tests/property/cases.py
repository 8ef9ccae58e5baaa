"""Small generated cases: one module of strategies and builders for all property tests."""

from __future__ import annotations

from datetime import date

import numpy as np

from detente.case import Case, Claim, Element, Estimate, Option, Origin, Package, Party, Payoff, Role, Stance, State

STANCES = tuple(Stance)


def assumed(name: str, low: float, mode: float, high: float, unit: str = "USD bn per year") -> Estimate:
    return Estimate(name, mode, unit, Origin.ASSUMED, low, high, why="generated")


def generated_case(seed: int, parties: int = 4, elements: int = 6, options: int = 4, claims: int = 30) -> Case:
    """A random case: partial and complete packages, stakes for the first two parties, claims of every stance.

    Its first element ends the conflict; in every fourth case none does, so that any deal brings what its end saves.
    """
    draw = np.random.default_rng(seed)
    names = [f"E{e}" for e in range(elements)]
    made = tuple(
        Element(
            n,
            f"Element {n}",
            "generated",
            State.PROPOSED,
            tuple(Option(f"{n}.{o}", f"option {o}") for o in range(options)),
            f"{n}.{draw.integers(options)}",
            ordered=bool(e % 2),
            ends_conflict=e == 0 and seed % 4 != 3,
        )
        for e, n in enumerate(names)
    )
    people = tuple(
        Party(
            f"P{i}",
            f"Party {i}",
            "state",
            Role.SIGNATORY,
            stake_usd_bn_per_year=assumed(f"stake:P{i}", 5, 10, 30) if i < 2 else None,
            conflict_cost_usd_bn_per_year=assumed(f"conflict_cost:P{i}", 1, 2, 4) if i < 2 else None,
        )
        for i in range(parties)
    )
    some = tuple(f"P{i}" for i in range(min(3, parties)))
    packages = (
        Package("whole", "Whole", {n: f"{n}.{draw.integers(options)}" for n in names}, some),
        Package("part", "Part", {n: f"{n}.{draw.integers(options)}" for n in names[: elements // 2]}, some[:2]),
    )
    payoffs = tuple(
        Payoff(f"P{i}", n, f"{n}.{o}", assumed(f"payoff:P{i}:{n}.{o}", -1, 0.5, 3))
        for i in range(2)
        for e, n in enumerate(names)
        for o in range(options)
        if f"{n}.{o}" != made[e].status_quo and e % 3
    )
    said = tuple(_claim(draw, k, names, parties, options) for k in range(claims))
    return Case(
        "generated",
        "Generated",
        "?",
        date(2030, 1, 31),
        "USD",
        2030,
        people,
        made,
        packages,
        claims=said,
        payoffs=payoffs,
    )


def _claim(draw: np.random.Generator, k: int, names: list[str], parties: int, options: int) -> Claim:
    stance = STANCES[draw.integers(len(STANCES))]
    party, reliability = f"P{draw.integers(parties)}", float(draw.uniform(0.3, 1))
    said_on = None if k % 7 == 0 else date(2030, 1, 1 + k % 28)
    if k % 6 == 0:
        return Claim(f"C{k}", party, stance, reliability, "generated", said_on, package=("whole", "part")[k % 2])
    element = names[draw.integers(len(names))]
    condition = ""
    if stance is Stance.CONDITIONAL and k % 2:
        condition = f"{names[draw.integers(min(3, len(names)))]}.{draw.integers(options)}"
    return Claim(
        f"C{k}",
        party,
        stance,
        reliability,
        "generated",
        said_on,
        element=element,
        options=(f"{element}.{draw.integers(options)}",),
        condition_option=condition,
        red_line=bool(k % 4 == 0),
    )
