"""Who can be attacked with success, given who stands by whom?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.case import CaseError
from detente.durability.formulas.records import (
    NOT_NEGATIVE,
    POSITIVE,
    ROUNDING,
    Answer,
    Formula,
    Input,
    Kind,
    Output,
    Range,
)

MOST_PARTIES = 200
"""Every pair is looked at with all allies of both; beyond this it takes seconds."""

SHAPES = ("complete", "empty", "ring", "star", "line")
OTHER_NAMES = {"cycle": "ring", "circle": "ring", "path": "line", "chain": "line"}
PAIR = re.compile(r"(?<![\w.])(\d+)\s*-\s*(\d+)(?![\w.])")


def vulnerable_parties(count: int, network: str, strengths: Sequence[float], advantage: float) -> Answer:
    """Count the parties that some party and its allies could attack with success.

    i is vulnerable iff for some j and some C within N_j + {j}, with j in C and i not,
    ``M(C) > gamma M({i} + N_i - C)``: the definition of [JacksonNei2015]_. The whole of N_j + {j} without i is always
    the strongest C, so it alone is tried. One strength stands for all parties; they are numbered from 0.

    Examples
    --------
    >>> vulnerable_parties(count=3, network="one alliance 0-1", strengths=[1], advantage=1.5)
    Answer(values=(1.0,), notes=('vulnerable: 2',), also={})
    """
    if len(strengths) not in (1, count):
        raise CaseError(f"M has {len(strengths)} numbers for {count} parties.\nGive one for all, or one for each.")
    strength = list(strengths) * count if len(strengths) == 1 else list(strengths)
    allies = _allies(count, network)
    found = [i for i in range(count) if _is_vulnerable(i, allies, strength, advantage)]
    notes = (f"vulnerable: {', '.join(str(i) for i in found)}",) if found else ()
    return Answer((float(len(found)),), notes)


def _is_vulnerable(party: int, allies: list[set[int]], strength: list[float], advantage: float) -> bool:
    for other in range(len(allies)):
        if other == party:
            continue
        attackers = (allies[other] | {other}) - {party}
        defenders = (allies[party] | {party}) - attackers
        attack = sum(strength[k] for k in sorted(attackers))
        defence = advantage * sum(strength[k] for k in sorted(defenders))
        if attack - defence > ROUNDING * max(attack, defence):
            return True
    return False


def _allies(count: int, network: str) -> list[set[int]]:
    allies: list[set[int]] = [set() for _ in range(count)]
    for first, second in _pairs(count, network):
        allies[first].add(second)
        allies[second].add(first)
    return allies


def _pairs(count: int, network: str) -> list[tuple[int, int]]:
    """Alliances of a network that goes by a name, or that lists them as pairs of numbers."""
    shapes = {
        "complete": [(i, j) for i in range(count) for j in range(i)],
        "empty": [],
        "ring": [(i, (i + 1) % count) for i in range(count)] if count > 1 else [],
        "star": [(0, i) for i in range(1, count)],
        "line": [(i, i + 1) for i in range(count - 1)],
    }
    name = network.strip().casefold()
    name = OTHER_NAMES.get(name, name)
    if name in shapes:
        return [(i, j) for i, j in shapes[name] if i != j]
    pairs = [(int(first), int(second)) for first, second in PAIR.findall(name)]
    if not pairs or re.search(r"\d", PAIR.sub("", name)):
        raise CaseError(
            f"net={network} names no network.\nWrite {', '.join(SHAPES[:-1])}, {SHAPES[-1]}, or pairs such as 0-1,1-2."
        )
    odd = [f"{i}-{j}" for i, j in pairs if i == j or max(i, j) >= count]
    if odd:
        raise CaseError(f"net: {', '.join(odd)} is no pair of two parties.\nParties are 0 to {count - 1}.")
    return pairs


FORMULAS = (
    Formula(
        id="alliance_vulnerability",
        title="Vulnerable parties in a network of alliances",
        question="How many parties could be attacked with success, given who stands by whom?",
        function=vulnerable_parties,
        inputs=(
            Input("n", "count", "number of parties", "", Range(1, MOST_PARTIES), Kind.WHOLE),
            Input("net", "network", "complete, empty, ring, star, line, or pairs such as 0-1,1-2", kind=Kind.WORDS),
            Input("M", "strengths", "strength: one for all, or one for each", "any unit", NOT_NEGATIVE, Kind.NUMBERS),
            Input("gamma", "advantage", "what an attacker needs over the defenders", "", POSITIVE),
        ),
        outputs=(Output("vulnerable", "number of parties that are vulnerable", "parties"),),
        equation="i is vulnerable iff M(C) > gamma M({i} + N_i - C) for some j and C within N_j + {j}, j in C, i not",
        assumptions="Allies of the attacker join it, allies of the attacked defend it unless they attack.",
        limits="Who could win, not who gains from it: with trade, an ally joins an attack only if its spoils are worth "
        "more than the trade it loses.",
        citation="Jackson and Nei 2015, PNAS 112(50): 15277-15284",
        keys=("JacksonNei2015",),
        example={"n": 3, "net": "one alliance 0-1", "M": (1.0,), "gamma": 1.5},
    ),
)
