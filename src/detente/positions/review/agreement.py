"""How far two coders agree beyond what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.positions.review.events import Decision
from detente.positions.review.outcome import Outcome, same_claims

REJECTED, SPLIT = "not a claim", "several claims"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two coders on the proposals that both decided: how many, in how many they agree, and kappa twice.

    `kept_kappa` compares whether a proposal holds a claim; `stance_kappa` which stance, where both kept one claim.
    A kappa is None where it is not defined.
    """

    coders: tuple[str, str]
    both: int
    same: int
    kept_kappa: float | None
    stances: int
    stance_kappa: float | None


def cohen_kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Agreement of two coders beyond chance, from -1 to 1.

    ``kappa = (p_o - p_e) / (1 - p_e)`` with the observed share of agreement ``p_o`` and the share ``p_e`` that two
    independent coders with the same habits would reach [Cohen1960]_. None without items, or when both use one and
    the same label throughout, for then nothing can be told from chance.

    Examples
    --------
    >>> round(cohen_kappa(["yes"] * 25 + ["no"] * 25, ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15), 2)
    0.4
    """
    total = len(one)
    if total != len(other):
        raise ValueError("Both coders need a label for every item.")
    if total == 0:
        return None
    observed = sum(a == b for a, b in zip(one, other, strict=True))
    mine, theirs = Counter(one), Counter(other)
    by_chance = sum(count * theirs[label] for label, count in mine.items())
    if by_chance == total * total:
        return None
    return (observed * total - by_chance) / (total * total - by_chance)


def compare_coders(outcomes: Iterable[Outcome]) -> tuple[Agreement, ...]:
    """Compare every pair of coders, in order of their names, on what both decided before any adjudication."""
    listed = list(outcomes)
    coders = sorted({coder for outcome in listed for coder in outcome.decisions})
    return tuple(_pair(one, other, listed) for one, other in combinations(coders, 2))


def _pair(one: str, other: str, outcomes: Sequence[Outcome]) -> Agreement:
    both = [(o.decisions[one], o.decisions[other]) for o in outcomes if one in o.decisions and other in o.decisions]
    kept = [(_is_kept(a), _is_kept(b)) for a, b in both]
    stances = [(a, b) for a, b in ((_stance(a), _stance(b)) for a, b in both) if a and b]
    return Agreement(
        coders=(one, other),
        both=len(both),
        same=sum(same_claims(a, b) for a, b in both),
        kept_kappa=cohen_kappa([a for a, _ in kept], [b for _, b in kept]),
        stances=len(stances),
        stance_kappa=cohen_kappa([a for a, _ in stances], [b for _, b in stances]),
    )


def _is_kept(decision: Decision) -> str:
    count = len(decision.claims or ())
    return REJECTED if count == 0 else SPLIT if count > 1 else "a claim"


def _stance(decision: Decision) -> str:
    return str(decision.claims[0]["stance"]) if decision.claims and len(decision.claims) == 1 else ""
