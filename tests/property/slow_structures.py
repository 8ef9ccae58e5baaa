"""Whole structures decided slowly: every stake on a grid, every dated fact present or absent, sets grown by sweeps.

Independent of the engine: exact fractions, no bounds, no order of entry.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from detente.case import Control, Holdings, JointArrangement, Listing, Stake
from property.slow_ownership import NEAR, completions

DAYS = (date(2023, 1, 1), date(2024, 7, 3), date(2025, 6, 1))
NAMES = "ABCDEF"
STEP = 10


def random_structure(rng):
    """Stakes of tens of percent, two intervals at most, with control, joint arrangements and days."""
    listed = tuple(
        Listing(name, rng.choice(((), (), (), ("us",), ("eu", "uk"))), *window(rng))
        for name in rng.sample(NAMES, rng.choice((0, 1, 1, 1, 2)))
    )
    controls = tuple(Control(*rng.sample(NAMES, 2), "", *window(rng)) for _ in range(rng.choice((0, 0, 1, 2))))
    joint = tuple(
        JointArrangement(tuple(rng.sample(NAMES, rng.choice((2, 2, 3)))), rng.choice(("", "", *NAMES)))
        for _ in range(rng.choice((0, 0, 1, 2)))
    )
    return Holdings("drawn", listed, random_stakes(rng), controls, joint)


def random_stakes(rng):
    stakes, wide = [], 0
    for _ in range(rng.randint(1, 7)):
        low = rng.choice((0, 10, 20, 30, 40, 50, 50, 60, 100))
        high, opened = low, (False, False)
        if wide < 2 and rng.random() < 0.35:
            low = min(low, 60)
            high = rng.choice([p for p in (low + 10, 50, 60, 100) if p > low])
            opened = (rng.random() < 0.3, rng.random() < 0.3)
            wide += 1
        owned = rng.choice(NAMES)
        held = sum(s.low_percent + (1 if s.low_open else 0) for s in stakes if s.owned == owned)
        if held + low + (1 if opened[0] else 0) <= 100:
            owner = rng.choice(NAMES) if rng.random() < 0.9 else ""
            stakes.append(Stake(owner, owned, Decimal(low), Decimal(high), *opened, *window(rng)))
    return tuple(stakes)


def window(rng):
    """Mostly always, else from or until one of three days."""
    return rng.choice([(None, None)] * 8 + [(DAYS[1], None), (None, DAYS[1]), (DAYS[0], DAYS[1])])


def present(one, on):
    return (one.since is None or one.since <= on) and (one.until is None or on <= one.until)


def histories(holdings, on):
    """What may be in effect: on a day exactly that, without a day every choice among what has a beginning or an end."""
    parts = (holdings.listed, holdings.stakes, holdings.controls)
    if on is not None:
        yield tuple(tuple(one for one in part if present(one, on)) for part in parts)
        return
    dated = [(k, one) for k, part in enumerate(parts) for one in part if one.since or one.until]
    for kept in product((True, False), repeat=len(dated)):
        gone = [id(one) for (_, one), keep in zip(dated, kept, strict=True) if not keep]
        yield tuple(tuple(one for one in part if id(one) not in gone) for part in parts)


def counts_for(stake, group, joint, is_possible):
    """Whether a stake is held by the group, or by one who acts together with a member of it.

    A stake of a holder whom nobody knows counts where it is asked what is possible.
    """
    partners = (a.members for a in joint if a.owned in ("", stake.owned) and stake.owner in a.members)
    if not stake.owner:
        return is_possible
    return stake.owner in group or any(group & set(members) for members in partners)


def grown(root, stakes, percents, half_counts, joint, controls, *, is_possible):
    group = set(root)
    while True:
        entities = {s.owned for s in stakes} | {c.controlled for c in controls}
        added = {c.controlled for c in controls if c.controller in group} - group
        for entity in entities - group:
            held = sum(
                p
                for s, p in zip(stakes, percents, strict=True)
                if s.owned == entity and counts_for(s, group, joint, is_possible)
            )
            if held > 50 or (held == 50 and half_counts):
                added.add(entity)
        if not added:
            return group
        group |= added


def slow_decision(holdings, regime, on):
    """The three rules as the programmes word them, on every history and every completion."""
    half_counts = regime == "us" or (regime == "eu" and (on is None or on >= DAYS[1]))
    joint = holdings.joint_arrangements
    surely, possibly = None, set()
    for listed, stakes, controls in histories(holdings, on):
        names = [one.entity for one in listed if not one.regimes or regime in one.regimes]
        roots = [{name} for name in names] if regime == "uk" else [set(names)]
        for percents in completions([replace(s, since=None, until=None) for s in stakes], STEP, 5 * NEAR):
            given = (stakes, percents, half_counts)
            sure = set().union(
                *(grown(root, *given, joint if regime == "uk" else (), (), is_possible=False) for root in roots)
            )
            others = (joint, controls) if regime != "us" else ((), ())
            wide = [grown(root, *given, *others, is_possible=True) for root in (*roots, set())]
            surely = sure if surely is None else surely & sure
            possibly |= set().union(*wide)
    return {n: "blocked" if n in surely else "unknown" if n in possibly else "not_blocked" for n in NAMES}
