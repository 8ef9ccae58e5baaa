"""Does a coming shift of power break the peace now?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from detente.durability.formulas.factors import whole_steps_up
from detente.durability.formulas.records import DISCOUNT, ROUNDING, SHARE, Answer, Formula, Input, Kind, Output


def power_shift(p_now: float, p_next: float, destroyed: float, discount: float) -> Answer:
    """Say whether one step of power from p0 to p1 leads to war, and the largest p1 that does not.

    War iff ``delta p1 - p0 > d/(1-d)``, so the largest safe p1 is ``(p0 + d/(1-d))/delta``: the general condition of
    [Powell2006]_ for a pie of 1 a period of which war destroys the share d for ever. R, whose chance to win is p,
    cannot promise today to take less tomorrow. When p falls the other side rises, and the condition is that on 1 - p.

    Examples
    --------
    >>> war, largest = power_shift(p_now=0.3, p_next=0.7, destroyed=0.2, discount=0.9).values
    >>> war, round(largest, 6)
    (1.0, 0.611111)
    """
    room = _room(destroyed)
    excess = max(discount * p_next - p_now, discount * (1 - p_next) - (1 - p_now))
    if math.isinf(room):
        return Answer((0.0, None), ("war destroys everything: no shift leads to it, so no p1 is too large",))
    largest, smallest = (p_now + room) / discount, 1 - (1 - p_now + room) / discount
    notes = ("every p1 up to 1 is safe",) if largest >= 1 else ()
    return Answer((_as_number(excess > room + ROUNDING), largest), notes, {"smallest_safe_p1": smallest})


def delayed_shift(p_now: float, p_then: float, destroyed: float, discount: float) -> Answer:
    """Say whether waiting cures a jump of power; it does not.

    However late the jump comes, the period before it has ``delta pN - p0`` against ``d/(1-d)``, the condition of
    [Powell2006]_ for a jump tomorrow. The values are 1 if the jump leads to war, then 1 if the condition over one step
    holds in every period, then 1 if the one over all later steps does. `first_constraint_delay` is the delay that
    satisfies the condition of today alone, which is what misleads.

    Examples
    --------
    >>> answer = delayed_shift(p_now=0.3, p_then=0.7, destroyed=0.2, discount=0.9)
    >>> answer.values, answer.also["first_constraint_delay"]
    ((1.0, 0.0, 0.0), 3.0)
    """
    rising = p_then >= p_now
    before, after = (p_now, p_then) if rising else (1 - p_now, 1 - p_then)
    room = _room(destroyed)
    peace = discount * after - before <= room + ROUNDING
    delay = 1.0
    if not peace:
        delay = (
            whole_steps_up(math.log((before + room) / after) / math.log(discount)) if before + room > 0 else math.inf
        )
    failing = delay - 1
    notes = () if peace else ("the period right before the jump fails, whenever the jump comes",)
    also = {"first_constraint_delay": None if math.isinf(delay) else delay}
    also["failing_periods_before_jump"] = None if math.isinf(failing) else failing
    if math.isinf(delay):
        notes = (*notes, "no delay satisfies even the condition of today: p0 and d are both zero")
    return Answer((_as_number(not peace), _as_number(peace), _as_number(peace)), notes, also)


def shift_path(path: Sequence[float], destroyed: float, discount: float) -> Answer:
    """Say whether a path of power is peaceful: 1 if it is, 0 if some phase fails.

    Peaceful iff ``max_{s>t} delta^(s-t) p_s - p_t <= d/(1-d)`` in every phase t, and the same for 1 - p: the condition
    of [Powell2006]_ over several steps. The path stays at its last value. Phases are counted from 0.

    Examples
    --------
    >>> shift_path([0.3, 0.5, 0.7], destroyed=0.2, discount=0.9).values
    (0.0,)
    >>> shift_path([0.3, 0.45, 0.55, 0.6], destroyed=0.2, discount=0.9).values
    (1.0,)
    """
    room = _room(destroyed)
    rising, falling = _excesses(path, discount), _excesses([1 - p for p in path], discount)
    excess = [max(pair) for pair in zip(rising, falling, strict=True)]
    failing = [phase for phase, over in enumerate(excess) if over > room + ROUNDING]
    largest = max(excess)
    also = {
        "first_failing_phase": float(failing[0]) if failing else None,
        "margin": None if math.isinf(room) else room - largest,
    }
    notes = (f"phases that fail: {', '.join(str(phase) for phase in failing)}",) if failing else ()
    if failing and rising[failing[0]] > room + ROUNDING:
        also["largest_safe_next"] = (path[failing[0]] + room) / discount
    return Answer((_as_number(not failing),), notes, also)


def _excesses(path: Sequence[float], discount: float) -> list[float]:
    """``max_{s>t} delta^(s-t) p_s - p_t`` for each t, from the end of the path backwards."""
    best, excess = path[-1], []
    for p in reversed(path):
        excess.append(discount * best - p)
        best = max(p, discount * best)
    return excess[::-1]


def _room(destroyed: float) -> float:
    """``d/(1-d)``: what war costs, over what is left to fight for."""
    return destroyed / (1 - destroyed) if destroyed < 1 else math.inf


def _as_number(yes: bool) -> float:
    return 1.0 if yes else 0.0


DESTROYED = Input("d", "destroyed", "share of the future pie that war destroys", "", SHARE)
PATIENCE = Input("delta", "discount", "discount factor per period", "", DISCOUNT)
SOURCE = "Powell 2006, International Organization 60(1): 169-203"
ASSUMPTIONS = (
    "The pie is 1 a period. War is won by one side, which then takes what is left for ever. Nobody can commit to "
    "later divisions, and nobody can be paid more than the pie of a period."
)

FORMULAS = (
    Formula(
        id="powell_shift",
        title="War from a power shift",
        question="Is a step of power tomorrow too large for peace today?",
        function=power_shift,
        inputs=(
            Input("p0", "p_now", "chance that R wins a war today", "", SHARE),
            Input("p1", "p_next", "chance that R wins a war from tomorrow on", "", SHARE),
            DESTROYED,
            PATIENCE,
        ),
        outputs=(
            Output("war", "1 if the shift leads to war, 0 if not"),
            Output("largest_safe_p1", "largest p1 that does not; above 1 every rise is safe"),
        ),
        also=(Output("smallest_safe_p1", "smallest p1 that does not; below 0 every fall is safe"),),
        equation="war iff delta p1 - p0 > d/(1-d);  largest safe p1 = (p0 + d/(1-d))/delta",
        assumptions=ASSUMPTIONS,
        limits="One step. For more, see powell_path. If p falls, the other side rises, and its condition is applied.",
        citation=SOURCE,
        keys=("Powell2006",),
        example={"p0": 0.3, "p1": 0.7, "d": 0.2, "delta": 0.9},
    ),
    Formula(
        id="powell_delay",
        title="Delay does not cure a jump",
        question="Would it help if the jump of power came later?",
        function=delayed_shift,
        inputs=(
            Input("p0", "p_now", "chance that R wins a war until the jump", "", SHARE),
            Input("pN", "p_then", "chance that R wins a war after the jump", "", SHARE),
            DESTROYED,
            PATIENCE,
        ),
        outputs=(
            Output("war", "1 if the jump leads to war, however late, 0 if not"),
            Output("one_step_holds", "1 if the condition over one step holds in every period"),
            Output("all_steps_hold", "1 if the condition over all later steps holds in every period"),
        ),
        also=(
            Output("first_constraint_delay", "delay that satisfies the condition of today alone", "periods"),
            Output("failing_periods_before_jump", "how many periods before the jump fail", "periods"),
        ),
        equation="peace iff max_{s>t} delta^(s-t) p_s - p_t <= d/(1-d) at every t; right before the jump: "
        "delta pN - p0 <= d/(1-d)",
        assumptions=ASSUMPTIONS,
        limits="A single jump. What helps is to split it into steps: powell_path.",
        citation=f"worked out from {SOURCE}",
        keys=("Powell2006",),
        example={"p0": 0.3, "pN": 0.7, "d": 0.2, "delta": 0.9},
    ),
    Formula(
        id="powell_path",
        title="Gradual shift of power",
        question="Is a path of power peaceful at every phase, and which phase fails first?",
        function=shift_path,
        inputs=(
            Input("path", "path", "chance that R wins a war, phase by phase", "", SHARE, Kind.NUMBERS),
            DESTROYED,
            PATIENCE,
        ),
        outputs=(Output("peaceful", "1 if every phase holds, 0 if one fails"),),
        also=(
            Output("first_failing_phase", "first phase that fails, counted from 0", "phase"),
            Output("margin", "room left in the tightest phase; negative where one fails"),
            Output("largest_safe_next", "largest p of the phase after the failing one that one step allows"),
        ),
        equation="peaceful iff max_{s>t} delta^(s-t) p_s - p_t <= d/(1-d) at every t, and the same for 1 - p",
        assumptions=f"{ASSUMPTIONS} After the last phase p stays.",
        limits="The path is known to both. Steps that are safe one by one may be too fast together.",
        citation=f"worked out from {SOURCE}",
        keys=("Powell2006",),
        example={"path": (0.3, 0.5, 0.7), "d": 0.2, "delta": 0.9},
    ),
)
