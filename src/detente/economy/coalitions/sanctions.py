"""Who applies what to whom: the part of a shock that each sender owns, and the part that stays whoever joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.economy.trade import Baseline, Shock, no_shock

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

FLOWS = ("tariff", "iceberg", "export_tax", "quantity")
LEVERS = (*FLOWS, "productivity", "capital")


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, a union or a group that acts as one, and its regions."""

    name: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sanctions:
    """What stands between a target and its senders.

    `target`: its regions, shape (region,). `members`: the regions of each sender, shape (sender, region); none is in
    two senders or in the target. `standing` holds whoever joins: other measures, damage, transfers. `imposed` are the
    factors that senders put on trade with the target, 1 elsewhere; both directions of a flow belong to the sender.
    """

    target_name: str
    target: Flags
    senders: tuple[str, ...]
    members: Flags
    standing: Shock
    imposed: Shock


def actor(name: str, known: Mapping[str, Sequence[str]], baseline: Baseline) -> Actor:
    """Find a region, a party or a group by its name; `known` holds the regions of parties and groups.

    Raises
    ------
    CaseError
        When nothing in this world economy has that name.
    """
    regions = (name,) if name in baseline.regions else tuple(known.get(name, ()))
    if not regions or not set(regions) <= set(baseline.regions):
        others = f"\nParties and groups are {', '.join(known)}." if known else ""
        raise CaseError(f'"{name}" has no region here.\nThe regions are {", ".join(baseline.regions)}.{others}')
    return Actor(name, regions)


def sanctions_between(
    baseline: Baseline, target: Actor, senders: Sequence[Actor], counted: Shock, standing: Shock
) -> Sanctions:
    """Split a shock into what each sender applies to the target and what does not depend on them.

    `counted` holds the sanctions. Its factors on flows between the target and a sender are that sender's, in both
    directions; all else in it joins `standing`. A sender without any factor there is an error, and so is a region in
    two places.
    """
    if not senders:
        raise CaseError(f"No sender is named, and no measure lies between {target.name} and anyone else.")
    at = _flags(baseline, target)
    members = np.array([_flags(baseline, sender) for sender in senders])
    _refuse_overlaps(baseline, target, senders, at, members)
    _refuse_idle(baseline, target, senders, counted)
    cells = between(np.logical_or.reduce(members, axis=0), at)
    full = (*baseline.expenditure.shape, len(baseline.regions))
    flows = {name: np.broadcast_to(factor, full) for name, factor in moved(counted).items()}
    theirs: dict[str, Any] = {name: np.where(cells, factor, 1.0) for name, factor in flows.items()}
    others: dict[str, Any] = {name: np.where(cells, 1.0, factor) for name, factor in flows.items()}
    imposed, rest = replace(no_shock(), **theirs), replace(counted, **others)
    return Sanctions(target.name, at, tuple(s.name for s in senders), members, both(standing, rest), imposed)


def _flags(baseline: Baseline, who: Actor) -> Flags:
    return np.isin(baseline.regions, who.regions)


def _refuse_overlaps(baseline: Baseline, target: Actor, senders: Sequence[Actor], at: Flags, members: Flags) -> None:
    for sender, flags in zip(senders, members, strict=True):
        if (flags & at).any():
            raise CaseError(f"{sender.name} is a sender and a target ({target.name}): leave one out.")
    twice = members.sum(axis=0) > 1
    if twice.any():
        region = int(np.flatnonzero(twice)[0])
        names = [s.name for s, flags in zip(senders, members, strict=True) if flags[region]]
        raise CaseError(
            f"{baseline.regions[region]} belongs to several senders: {', '.join(names)}.\n"
            "Name senders that do not overlap."
        )


def _refuse_idle(baseline: Baseline, target: Actor, senders: Sequence[Actor], counted: Shock) -> None:
    busy = applying(baseline, target, senders, counted)
    idle = [sender.name for sender in senders if sender not in busy]
    if idle:
        raise CaseError(
            f"No measure lies between {target.name} and {', '.join(idle)}.\n"
            "Leave out senders without a measure, or write what they apply; who might join goes to --candidates."
        )


def applying(baseline: Baseline, target: Actor, senders: Sequence[Actor], counted: Shock) -> list[Actor]:
    """Those among some actors who have any measure in `counted` on trade with the target."""
    full = (*baseline.expenditure.shape, len(baseline.regions))
    flows = np.zeros(full[1:], dtype=bool)
    for factor in moved(counted).values():
        flows |= np.logical_or.reduce(np.broadcast_to(factor != 1, full), axis=0)
    at = _flags(baseline, target)
    return [one for one in senders if bool((flows & between(_flags(baseline, one), at)).any())]


def moved(shock: Shock) -> dict[str, Array]:
    """Factors on flows that are not 1 throughout, by lever: the others need no room in memory."""
    factors = {name: np.asarray(getattr(shock, name)) for name in FLOWS}
    return {name: factor for name, factor in factors.items() if bool((factor != 1).any())}


def between(some: Flags, others: Flags) -> Flags:
    """Flows between two sets of regions, in both directions, shape (buyer, seller).

    Examples
    --------
    >>> between(np.array([True, False]), np.array([False, True])).tolist()
    [[False, True], [True, False]]
    """
    one_way = some[:, None] & others[None, :]
    return np.asarray(one_way | one_way.T)


def both(first: Shock, second: Shock) -> Shock:
    """Two shocks at once: factors multiply, transfers add, and deficits are those of the first."""
    factors: dict[str, Any] = {name: getattr(first, name) * getattr(second, name) for name in LEVERS}
    return replace(first, **factors, transfer=first.transfer + second.transfer)


def senders_regions(sanctions: Sanctions) -> Flags:
    """Regions of any sender, shape (region,)."""
    return np.asarray(np.logical_or.reduce(sanctions.members, axis=0))


def shock_of(sanctions: Sanctions, joined: Flags) -> Shock:
    """The shock when only some senders apply what is theirs; `joined` has the shape (sender,).

    Senders that stay out trade with the target as if they had never had a measure.
    """
    cells = between(np.logical_or.reduce(sanctions.members[joined], axis=0), sanctions.target)
    factors: dict[str, Any] = {name: np.where(cells, x, 1.0) for name, x in moved(sanctions.imposed).items()}
    return both(sanctions.standing, replace(no_shock(), **factors))


def with_joiner(baseline: Baseline, sanctions: Sanctions, joiner: Actor, like: str) -> Sanctions:
    """The same sanctions with one more sender, which applies to the target what region `like` applies.

    The factors of a cost are copied sector by sector and direction by direction, on top of what stands already
    between the joiner and the target.

    Raises
    ------
    CaseError
        When the joiner overlaps with the target or a sender, or `like` is no region of a sender.
    """
    own, model = _flags(baseline, joiner), baseline.regions.index(like)
    if (own & (sanctions.target | senders_regions(sanctions))).any():
        raise CaseError(f"{joiner.name} cannot join: it is a sender or the target already.")
    if not sanctions.members[:, model].any():
        raise CaseError(f"{like} is not part of a sender, so there is nothing to copy from it.")
    here = sanctions.target
    imposed: dict[str, Any] = {name: np.array(factor) for name, factor in moved(sanctions.imposed).items()}
    for factor in imposed.values():
        for region in np.flatnonzero(own):
            factor[:, region, here] = factor[:, model, here]
            factor[:, here, region] = factor[:, here, model]
    return replace(
        sanctions,
        senders=(*sanctions.senders, joiner.name),
        members=np.vstack([sanctions.members, own]),
        imposed=replace(sanctions.imposed, **imposed),
    )


def largest_partner(baseline: Baseline, sanctions: Sanctions) -> str:
    """The region of a sender that traded most with the target in the baseline: what a joiner copies by default."""
    flow = np.einsum("jni,ni->ni", baseline.border_flow, between(~sanctions.target, sanctions.target))
    trade = np.where(senders_regions(sanctions), flow.sum(axis=0) + flow.sum(axis=1), -1.0)
    return baseline.regions[int(trade.argmax())]
