"""The check of a plan on all worlds, and against explicit payoff streams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.durability.breaches import WayMargin
from detente.durability.design.plan import Plan
from detente.durability.design.records import Verification
from detente.durability.design.stream import stream_margin
from detente.durability.design.verify import Carried, carry_out, share_that_holds
from detente.durability.flows import Side
from detente.durability.terms import Terms
from detente.durability.verdict import Weighing, weigh

MOST_STREAMS = 1000
"""Streams gone through payment by payment; beyond this many, worlds are taken at even steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Proof:
    """Margins before and after a plan, over all worlds, and the verification."""

    before: Weighing
    after: Weighing
    verification: Verification


def prove(text: tuple[Terms, Terms], sides: Sequence[Side], plan: Plan, floor: float, streams: int) -> Proof:
    """Weigh everything again under the plan; `text` holds the terms as written and those of the regime."""
    written, terms = text
    worlds = int(terms.suspended.shape[0])
    before = weigh(sides, written)
    carried = carry_out(terms, sides, plan)
    after = weigh(carried.sides, carried.terms)
    gap, compared = largest_gap(carried, after, streams)
    share = share_that_holds(after, floor, worlds)
    return Proof(before, after, Verification(worlds, share, share_that_holds(before, floor, worlds), gap, compared))


def largest_gap(carried: Carried, weighing: Weighing, most: int = MOST_STREAMS) -> tuple[float, int]:
    """Largest difference between margins and streams, USD bn, and how many were compared."""
    sides = {side.party: side for side in carried.sides}
    known = [way for way in weighing.margins if way.margin is not None]
    worlds = int(carried.terms.suspended.shape[0])
    per_way = min(worlds, max(1, most // max(1, len(known))))
    chosen = np.linspace(0, worlds - 1, per_way).astype(int)
    gaps = [_gap(sides[way.party], carried.terms, way, int(world)) for way in known for world in chosen]
    return max(gaps, default=0.0), len(gaps)


def _gap(side: Side, terms: Terms, way: WayMargin, world: int) -> float:
    if way.margin is None:
        raise ValueError("Only known margins have a stream to compare with.")
    return abs(float(way.margin[world]) - stream_margin(side, terms, way.phase, way.way, world))
