"""The plan of a package in one world, taken from the terms and sides that the margins use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.case import CaseError
from detente.durability.flows import Side
from detente.durability.game.phased_plan import PhasedPlan
from detente.durability.game.records import FloatArray
from detente.durability.terms import Terms


def plan_in_world(terms: Terms, sides: Sequence[Side], world: int) -> PhasedPlan:
    """Read one world of a package as a phased plan between the parties whose sides are given, in their order.

    Every party that owes something must be among them; others may be, if their patience and stake are stated. Those
    left out can neither break nor pay.

    Raises
    ------
    CaseError
        When an obliged party is left out, or a party's patience or stake, or the detection or lag of an obligation,
        is unknown: nothing is filled in.
    """
    _check_known(terms, sides)
    parties = [side.party for side in sides]
    gain = np.array([side.gains[0, world] + _stake(side, world) * side.gains[1, world] for side in sides])
    return PhasedPlan(
        starts_years=terms.starts_years,
        owner=np.array([parties.index(owner) for owner in terms.owner], dtype=np.int64),
        phase=terms.phase,
        gain=gain,
        reversible=terms.reversible[world],
        cost_once=terms.cost_once[world],
        p_detect=terms.p_detect[world],
        lag_years=terms.lag_years[world],
        rate=terms.rate[world, parties],
        transfer=terms.transfer[world, parties],
        escrow=terms.escrow[world, parties],
        exposure=np.where(terms.exposed, terms.exposure[world], np.nan)[parties],
        hybrid=np.array([_hybrid(terms, party, world) for party in parties]),
        suspended=float(terms.suspended[world]),
        afterwards=terms.afterwards[world, parties],
    )


def _stake(side: Side, world: int) -> float:
    return 0.0 if side.stake is None else float(side.stake[world])


def _hybrid(terms: Terms, party: int, world: int) -> FloatArray:
    hybrid = terms.hybrids.get(party)
    if hybrid is None:
        return np.full(3, np.nan)
    return np.array([hybrid.gain[world], hybrid.p_detect[world], hybrid.lag_years[world]])


def _check_known(terms: Terms, sides: Sequence[Side]) -> None:
    parties = [side.party for side in sides]
    missing = [f"the side of party {i}" for i in np.setdiff1d(terms.owner, parties)]
    missing += [f"patience of party {i}" for i in parties if not terms.rate_known[i]]
    missing += [f"stake of party {side.party}" for side in sides if side.stake is None and side.gains[1].any()]
    missing += [f"detection or lag of {o.id}" for o, w in zip(terms.obligations, terms.watched, strict=True) if not w]
    if missing:
        raise CaseError("The agreement cannot be read as a game: unknown are " + ", ".join(missing) + ".")
    if not terms.obligations:
        raise CaseError("The package obliges nobody, so there is nothing to keep or break.")
    if len(set(parties)) < len(parties):
        raise CaseError("The game needs the side of each of its parties once.")
