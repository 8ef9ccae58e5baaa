"""Even swaps: how much of one element would make up for another, held against the points [Hammond1998]_.

With weights k and values that go from 0 at the worst to 1 at the best outcome of each element, losing all of one
element is made up for by a part s of another where ``k_other = s * k_against``. So an answer states a ratio of weights,
and the points state one, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

QUESTIONS = 5
"""Most questions: with the form before them they fit into ten minutes."""

NEAR = 10
"""Steps of 100 by which answer and points may differ and still say the same."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One question, and what the points would say: steps of 100 of the element against which it is held."""

    element: str
    implied: int
    answer: int | None = None
    is_answered: bool = False

    @property
    def agrees(self) -> bool:
        """Whether answer and points say about the same."""
        return self.is_answered and self.answer is not None and abs(self.answer - self.implied) <= NEAR


def against(points: Mapping[str, int]) -> str | None:
    """The element against which swaps are asked: that with most points, the first of equals; None without points."""
    best = max(points, key=lambda slug: points[slug], default=None)
    return best if best is not None and points[best] > 0 else None


def questions_of(points: Mapping[str, int], swaps: Mapping[str, object]) -> list[Swap]:
    """The questions, from the weightiest element on, with the answers that were given against the same element.

    Examples
    --------
    >>> [(one.element, one.implied) for one in questions_of({"a": 50, "b": 30, "c": 20, "d": 0}, {})]
    [('b', 60), ('c', 40)]
    """
    anchor = against(points)
    if anchor is None:
        return []
    given = swaps.get("answers", {}) if swaps.get("against") == anchor else {}
    answers: Mapping[str, int | None] = given if isinstance(given, dict) else {}
    others = sorted((s for s in points if s != anchor and points[s] > 0), key=lambda slug: -points[slug])
    return [
        Swap(slug, round(100 * points[slug] / points[anchor]), answers.get(slug), slug in answers)
        for slug in others[:QUESTIONS]
    ]


def points_of(points: Mapping[str, int], swaps: list[Swap]) -> dict[str, int]:
    """Points that say what the swaps say; an element without an answer keeps its ratio to that with most points.

    "More than all of it" counts as all of it: the element is worth as much as the one with most points, at least.

    Examples
    --------
    >>> points_of({"a": 50, "b": 30, "c": 20}, [Swap("b", 60, 100, True), Swap("c", 40)])
    {'a': 42, 'b': 42, 'c': 16}
    """
    anchor = against(points)
    ratio = {slug: 100 * value / points[anchor] if anchor else 0.0 for slug, value in points.items()}
    for one in swaps:
        if one.is_answered:
            ratio[one.element] = 100 if one.answer is None else one.answer
    return scaled(ratio)


def scaled(points: Mapping[str, float], total: int = 100) -> dict[str, int]:
    """Whole points in the same ratios that add up to `total`: the largest remainders are rounded up.

    Examples
    --------
    >>> scaled({"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(points.values())
    if whole <= 0:
        return dict.fromkeys(points, 0)
    exact = {slug: total * value / whole for slug, value in points.items()}
    found = {slug: int(value) for slug, value in exact.items()}
    left = total - sum(found.values())
    # Equal remainders differ in their last bits: rounded, the first of equals comes first.
    for slug in sorted(exact, key=lambda slug: round(found[slug] - exact[slug], 9))[:left]:
        found[slug] += 1
    return found
