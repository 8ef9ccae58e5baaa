"""A phased agreement as a stochastic game: phases, breach-pending states, and the end of the agreement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from detente.case import CaseError
from detente.durability.breaches import Way
from detente.durability.game.phased_breaches import Breach, breaches_of, costs_of, ended_when_kept, flow_when_kept
from detente.durability.game.phased_plan import PhasedPlan, with_standing_phase
from detente.durability.game.records import FloatArray, IntArray, StochasticGame, stochastic_game

# A game of so many action profiles is solved in seconds; beyond, the ways of many parties multiply too fast.
LARGEST = 500_000


@dataclass(frozen=True, slots=True, eq=False)
class PhasedGame:
    """The game of one plan.

    `plan` is the plan with its standing phase. States are the phases in order, then one breach-pending state for each
    of `pending`, then the end of the agreement. Action 0 of a party is to keep; the others are `ways` (phase, party,
    way) in order. `keep` (state,) is the row of the profile in which everyone keeps.
    """

    plan: PhasedPlan
    game: StochasticGame
    ways: tuple[tuple[tuple[Way, ...], ...], ...]
    breaches: tuple[Breach, ...]
    pending: tuple[Breach, ...]
    keep: IntArray


def phased_game(plan: PhasedPlan, review_years: float = 1.0) -> PhasedGame:
    """Turn a phased agreement into a game that `solve_game` solves.

    - In phase t everyone keeps, or breaks in one of the open ways of `docs/explanation/durability.md`. If all keep, the
      phase pays ``f_t`` for its length, less one-off costs, and phase t + 1 follows; the last phase repeats at
      every review.
    - If one party breaks unseen, a breach-pending state follows. It pays ``d`` until the next look, at which the breach
      is seen with chance q; nobody can act on what nobody has seen. Once seen, snapback ends the agreement
      and the escrow is gone.
    - Leaving and seizing are seen at once and end the agreement. So does a phase in which two or more break; what
      has not been seen by then forfeits no escrow.

    The present value of a breach is therefore that of the margins, ``A + d (1 - X)/rho + X (z/rho - escrow)``.
    Parties discount at their own rates.

    Parameters
    ----------
    plan : PhasedPlan
        A last phase with nothing due is added where there is none (`with_standing_phase`).
    review_years : float
        Time from the last step to the standing phase, and between two moments at which it can be broken.

    Raises
    ------
    CaseError
        When the plan allows more than half a million combinations of actions.
    """
    return _assemble(with_standing_phase(plan, review_years), review_years)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """The rows of one state: payoff and discount (row, party), and for each row up to two next states with chances."""

    payoff: FloatArray
    discount: FloatArray
    following: IntArray
    chance: FloatArray


def _assemble(plan: PhasedPlan, review_years: float) -> PhasedGame:
    parties, phases = len(plan.rate), len(plan.starts_years)
    table = [[breaches_of(plan, i, t) for i in range(parties)] for t in range(phases)]
    breaches = tuple(b for row in table for cell in row for b in cell)
    pending = tuple(b for b in breaches if not b.seen_at_once)
    actions = [[1 + len(cell) for cell in row] for row in table] + [[1] * parties] * (len(pending) + 1)
    _check_size(actions)
    over = phases + len(pending)
    waits = {(b.phase, b.party, b.way): phases + k for k, b in enumerate(pending)}
    lengths = np.append(np.diff(plan.starts_years), review_years)
    blocks = [_phase(plan, cells, t, lengths[t], waits, over) for t, cells in enumerate(table)]
    blocks += [_waiting(plan, b, phases + k, over, review_years) for k, b in enumerate(pending)]
    blocks.append(_still(np.zeros((1, parties)), np.exp(-plan.rate * review_years), over))
    ways = tuple(tuple(tuple(b.way for b in cell) for cell in row) for row in table)
    game = _join(actions, blocks)
    return PhasedGame(plan, game, ways, breaches, pending, game.first)


def _phase(
    plan: PhasedPlan,
    cells: list[list[Breach]],
    phase: int,
    length: float,
    waits: dict[tuple[int, int, Way], int],
    over: int,
) -> _Block:
    """All profiles of one phase: every party keeps or breaks in one of its ways."""
    block = _still(_ended(plan, cells, phase), np.ones(len(plan.rate)), over)
    discount = np.exp(-plan.rate * length)
    block.payoff[0] = flow_when_kept(plan, phase) * (1 - discount) / plan.rate - costs_of(plan, phase)
    block.discount[0] = discount
    block.following[0, 0] = min(phase + 1, len(plan.starts_years) - 1)
    counts = [1 + len(cell) for cell in cells]
    for party, cell in enumerate(cells):
        step = int(np.prod(counts[party + 1 :]))
        for number, breach in enumerate(cell, start=1):
            row = number * step
            block.payoff[row] = breach.at_once + (breach.after if breach.seen_at_once else 0.0)
            block.following[row, 0] = waits.get((phase, party, breach.way), over)
    return block


def _ended(plan: PhasedPlan, cells: list[list[Breach]], phase: int) -> FloatArray:
    """Present values when a phase ends the agreement, shape (profile, party).

    What a party leaves undone, seizes or forfeits adds up over the breakers, so one breaker's effect is read off alone.
    One who breaks alone forfeits its escrow; where two or more break, nobody does.
    """
    base = ended_when_kept(plan, phase)
    total = base[None, :]
    for party, cell in enumerate(cells):
        effects = np.zeros((1 + len(cell), len(base)))
        for number, breach in enumerate(cell, start=1):
            effects[number] = breach.at_once + breach.after - base
            effects[number, party] += plan.escrow[party, phase]
        total = (total[:, None, :] + effects[None, :, :]).reshape(-1, len(base))
    return total


def _waiting(plan: PhasedPlan, breach: Breach, state: int, over: int, review_years: float) -> _Block:
    """From a breach nobody has seen to the next look: ``d`` until then, and snapback with chance q."""
    discount = np.exp(-plan.rate * (breach.lag_years or review_years))
    seen = discount * breach.p_detect * breach.after
    block = _still((breach.unnoticed * (1 - discount) / plan.rate + seen)[None, :], discount, over)
    block.following[0, 1] = state
    block.chance[0] = breach.p_detect, 1 - breach.p_detect
    return block


def _still(payoff: FloatArray, discount: FloatArray, following: int) -> _Block:
    """Rows that all lead to one state."""
    rows = len(payoff)
    return _Block(
        payoff=payoff.copy(),
        discount=np.tile(discount, (rows, 1)),
        following=np.full((rows, 2), following),
        chance=np.tile([1.0, 0.0], (rows, 1)),
    )


def _join(actions: list[list[int]], blocks: list[_Block]) -> StochasticGame:
    following = np.concatenate([b.following for b in blocks])
    chance = np.concatenate([b.chance for b in blocks])
    rows = np.repeat(np.arange(len(following)), 2)
    transition = csr_array((chance.ravel(), (rows, following.ravel())), shape=(len(following), len(actions)))
    transition.sum_duplicates()
    transition.eliminate_zeros()
    payoff, discount = (np.concatenate([getattr(b, name) for b in blocks]) for name in ("payoff", "discount"))
    return stochastic_game(actions, payoff, transition, discount)


def _check_size(actions: list[list[int]]) -> None:
    profiles = sum(int(np.prod(counts)) for counts in actions)
    if profiles > LARGEST:
        raise CaseError(
            f"The plan allows {profiles:,} combinations of actions, more than {LARGEST:,}.\n"
            "Weigh fewer parties at once, or join those that act together."
        )
