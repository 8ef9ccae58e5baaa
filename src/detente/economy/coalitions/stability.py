"""Would the coalition hold? Who would gain from leaving, and whose joining would add most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.economy.coalitions.effects import CoalitionEffects, real_incomes
from detente.economy.coalitions.sanctions import Actor, Array, Sanctions, shock_of, with_joiner
from detente.economy.coalitions.schemes import Transfers
from detente.economy.trade import Baseline
from detente.workers import ALONE, Workers


@dataclass(frozen=True, slots=True, eq=False)
class Joining:
    """The full coalition with one more sender, for each candidate; USD bn a year, shape (candidate,).

    `target_loss` with the candidate in and `target_more` as a share of the loss without it; `own_worth` is what
    joining brings the candidate, `senders_worth` what it brings all senders so far.
    """

    candidates: tuple[str, ...]
    like: str
    target_loss: Array
    target_more: Array
    own_worth: Array
    senders_worth: Array


def gain_from_leaving(effects: CoalitionEffects, transfers: Transfers | None = None) -> Array:
    """What each sender would gain by lifting its measures while the others keep theirs; USD bn a year, shape (sender,).

    Real income outside less inside, internal stability as in [DAspremont1983]_: above 0 it pays to leave. With
    transfers the inside is with them; who leaves neither pays nor receives, and the others then move no money.
    """
    one = np.eye(len(effects.sanctions.senders), dtype=bool)
    outside = np.array([effects.sender_worth[effects.row(~row), k] for k, row in enumerate(one)])
    inside = effects.sender_worth[effects.grand] if transfers is None else worth_with(effects, transfers)
    return np.asarray(outside - inside)


def worth_with(effects: CoalitionEffects, transfers: Transfers) -> Array:
    """Change of each sender in the full coalition with transfers, USD bn a year, shape (sender,)."""
    worth = np.zeros(len(effects.gdp))
    worth[transfers.region] = transfers.after * effects.gdp[transfers.region]
    return np.asarray(np.where(effects.sanctions.members, worth, 0.0).sum(axis=1))


def effects_of_joining(
    baseline: Baseline, effects: CoalitionEffects, candidates: Sequence[Actor], like: str, workers: Workers = ALONE
) -> Joining:
    """Solve the full coalition with each candidate in turn, which applies what the region `like` applies.

    Raises
    ------
    CaseError
        When a candidate is in the coalition already or overlaps with the target.
    NotConverged
        When the markets of a coalition do not clear.
    """
    grown = [with_joiner(baseline, effects.sanctions, one, like) for one in candidates]
    shocks = [shock_of(effects.sanctions, np.zeros(len(effects.sanctions.senders), dtype=bool))]
    shocks += [shock_of(larger, np.ones(len(larger.senders), dtype=bool)) for larger in grown]
    names = ["nobody", *(f"{one.name} in the coalition" for one in candidates)]
    income = real_incomes(baseline, shocks, names.__getitem__, workers=workers)
    worth = (income[1:] / income[0] - 1) * effects.gdp
    before = effects.worth[effects.grand]
    loss = -worth[:, effects.sanctions.target].sum(axis=1)
    old = -float(before[effects.sanctions.target].sum())
    return Joining(
        candidates=tuple(one.name for one in candidates),
        like=like,
        target_loss=loss,
        target_more=loss / old - 1,
        own_worth=np.array([_of_joiner(new - before, larger) for new, larger in zip(worth, grown, strict=True)]),
        senders_worth=np.array([float((new - before)[_old_members(effects)].sum()) for new in worth]),
    )


def _of_joiner(more: Array, larger: Sanctions) -> float:
    return float(more[larger.members[-1]].sum())


def _old_members(effects: CoalitionEffects) -> Array:
    return np.asarray(np.logical_or.reduce(effects.sanctions.members, axis=0))
