"""What each sender adds, what it pays, and in which order senders would join at least cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial

import numpy as np

from detente.economy.coalitions.effects import CoalitionEffects, order_alone
from detente.economy.coalitions.sanctions import Array, Flags


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What each sender does to the target, and what it pays; USD bn a year, shape (sender,).

    `alone`: the target's loss when nobody else acts. `last`: what the target would be spared if only this sender
    left. `shapley`: the average over all orders of joining, None unless every subset was solved. `loss_alone`,
    `loss_together`: the sender's own loss alone and in the full coalition. `loss_caused`: what all senders lose more
    because it is in.
    """

    alone: Array
    last: Array
    shapley: Array | None
    loss_alone: Array
    loss_together: Array
    loss_caused: Array


@dataclass(frozen=True, slots=True)
class Step:
    """One sender joins: what the target and all senders together lose more by it, USD bn a year."""

    sender: str
    target_loss: float
    senders_loss: float

    @property
    def cost_ratio(self) -> float | None:
        """Senders' loss for each dollar of the target's; None where the target loses nothing."""
        return self.senders_loss / self.target_loss if self.target_loss > 0 else None


def contributions(effects: CoalitionEffects) -> Contributions:
    """Take apart the loss of the target by sender: alone, as the last to join, and on average [Shapley1953]_."""
    one = np.eye(len(effects.sanctions.senders), dtype=bool)
    alone, without = ([effects.row(row) for row in rows] for rows in (one, ~one))
    own, target = effects.sender_worth, effects.target_loss
    places = np.arange(len(one))
    senders_loss = -own.sum(axis=1)
    return Contributions(
        alone=target[alone],
        last=target[effects.grand] - target[without],
        shapley=shapley(target) if effects.exhaustive else None,
        loss_alone=-own[alone, places],
        loss_together=-own[effects.grand],
        loss_caused=senders_loss[effects.grand] - senders_loss[without],
    )


def shapley(worth: Array) -> Array:
    """Average contribution of each player over all orders, shape (player,); sums to the worth of all less none.

    ``phi_i = sum_{S without i} |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))`` [Shapley1953]_. Row s of `worth`, shape
    (2**player,), is the coalition of the players whose bits are set in s.

    Examples
    --------
    >>> shapley(np.array([0.0, 1.0, 3.0, 6.0])).tolist()
    [2.0, 4.0]
    """
    count = len(worth).bit_length() - 1
    codes = np.arange(len(worth))
    weight = np.array([factorial(k) * factorial(count - 1 - k) for k in range(count)]) / factorial(count)
    size = np.bitwise_count(codes).astype(int)
    without = (codes[(codes >> i) & 1 == 0] for i in range(count))
    return np.array([weight[size[s]] @ (worth[s | 1 << i] - worth[s]) for i, s in enumerate(without)])


def joining_order(effects: CoalitionEffects) -> tuple[Step, ...]:
    """The order of joining that buys the target's loss most cheaply at every step.

    Each step takes the sender that adds least loss to all senders together for each dollar it adds to the target's;
    a sender that adds nothing to the target's loss comes last. Where not every subset was solved, the
    order is that of the senders alone. It is greedy: the cheapest coalition of a given size need not lie on it.
    """
    if effects.exhaustive:
        return tuple(_cheapest_steps(effects))
    return tuple(_steps(effects, order_alone(effects)))


def _cheapest_steps(effects: CoalitionEffects) -> Iterator[Step]:
    joined = np.zeros(len(effects.sanctions.senders), dtype=bool)
    while not joined.all():
        steps = {int(k): _step(effects, joined, int(k)) for k in np.flatnonzero(~joined)}
        best = min(steps, key=lambda k: _dearness(steps[k]))
        yield steps[best]
        joined[best] = True


def _dearness(step: Step) -> float:
    return float("inf") if step.cost_ratio is None else step.cost_ratio


def _steps(effects: CoalitionEffects, order: list[int]) -> Iterator[Step]:
    joined = np.zeros(len(order), dtype=bool)
    for sender in order:
        yield _step(effects, joined, sender)
        joined[sender] = True


def _step(effects: CoalitionEffects, joined: Flags, sender: int) -> Step:
    grown = joined.copy()
    grown[sender] = True
    before, after = effects.row(joined), effects.row(grown)
    loss = -effects.sender_worth[[before, after]].sum(axis=1)
    target = effects.target_loss[after] - effects.target_loss[before]
    return Step(effects.sanctions.senders[sender], float(target), float(loss[1] - loss[0]))
