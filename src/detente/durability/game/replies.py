"""What a party can do about what the others do: its replies to each profile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.durability.game.records import FloatArray, IntArray, StochasticGame


@dataclass(frozen=True, slots=True, eq=False)
class Replies:
    """The profiles of a game, grouped by what everyone but one party does.

    `order` (profile,) lists profiles group by group, `start` (group,) is where each group begins in it, `size` (group,)
    its length, and `group` (profile,) the group of each profile.
    """

    order: IntArray
    start: IntArray
    size: IntArray
    group: IntArray

    def best(self, values: FloatArray) -> FloatArray:
        """Largest value the party can reach by changing its own action only, shape (profile,)."""
        return np.asarray(np.maximum.reduceat(values[self.order], self.start)[self.group])

    def rows(self, policy: IntArray) -> tuple[IntArray, IntArray]:
        """Profiles the party can reach from one profile per state: rows, and where each state begins in them."""
        groups = self.group[policy]
        size = self.size[groups]
        first = np.cumsum(size) - size
        step = np.arange(int(size.sum())) - np.repeat(first, size)
        return self.order[np.repeat(self.start[groups], size) + step], first


def replies_of(game: StochasticGame, party: int) -> Replies:
    """Group the profiles of a game by the actions of all other parties.

    Examples
    --------
    >>> from detente.durability.game import stochastic_game
    >>> pd = stochastic_game([[2, 2]], [[2, 2], [-1, 3], [3, -1], [0, 0]], np.ones((4, 1)), 0.7)
    >>> replies_of(pd, 0).best(pd.payoff[:, 0])
    array([3., 0., 3., 0.])
    """
    order, sizes = [], []
    for first, counts in zip(game.first, game.actions, strict=True):
        block = first + np.arange(int(np.prod(counts))).reshape(counts)
        order.append(np.moveaxis(block, party, -1).ravel())
        sizes.append(np.full(block.size // counts[party], counts[party]))
    listed, size = np.concatenate(order), np.concatenate(sizes)
    group = np.empty_like(listed)
    group[listed] = np.repeat(np.arange(len(size)), size)
    return Replies(listed, np.cumsum(size) - size, size, group)
