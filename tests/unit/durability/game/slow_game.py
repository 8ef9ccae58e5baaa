"""Policy elimination again, the obvious way: plain floats, loops over profiles, value iteration; and brute force."""

from __future__ import annotations

import itertools

import numpy as np

from detente.durability.game import StochasticGame

STILL = 1e-13
TOLERANCE = 1e-9


class SlowGame:
    """One game as nested dictionaries."""

    def __init__(self, game: StochasticGame) -> None:
        self.parties = range(game.actions.shape[1])
        self.states = range(len(game.actions))
        self.profiles = {x: list(itertools.product(*(range(n) for n in game.actions[x]))) for x in self.states}
        self.paid, self.next, self.delta = {}, {}, {}
        chances, row = game.transition.toarray(), 0
        for x in self.states:
            for a in self.profiles[x]:
                self.paid[x, a] = [float(v) for v in game.payoff[row]]
                self.next[x, a] = [(y, float(p)) for y, p in enumerate(chances[row]) if p]
                self.delta[x, a] = [float(d) for d in game.discount[row]]
                row += 1
        self.counts = game.actions

    def expected(self, x, a, value):
        return sum(p * value[y] for y, p in self.next[x, a])

    def replies(self, x, a, i):
        return [(*a[:i], b, *a[i + 1 :]) for b in range(self.counts[x][i])]

    def cheat(self, x, a, i, value):
        return max(self.paid[x, r][i] + self.delta[x, r][i] * self.expected(x, r, value) for r in self.replies(x, a, i))

    def iterate(self, step):
        value = [0.0 for _ in self.states]
        while True:
            new = [step(x, value) for x in self.states]
            if max(abs(a - b) for a, b in zip(new, value, strict=True)) < STILL:
                return new
            value = new


def slow_solve(game: StochasticGame):
    """Return joint (state,) and punishment (state, party) by elimination with value iteration, or None."""
    slow = SlowGame(game)
    left = {x: list(profiles) for x, profiles in slow.profiles.items()}
    while True:
        punished = [harshest(slow, i, left) for i in slow.parties]
        joint = largest(slow, punished, left)
        kept = {x: [a for a in left[x] if room(slow, x, a, joint, punished) >= -TOLERANCE] for x in slow.states}
        if not all(kept.values()):
            return None
        if kept == left:
            return np.array(joint), np.array(punished).T
        left = kept


def harshest(slow: SlowGame, i, left):
    return slow.iterate(lambda x, v: min(slow.cheat(x, a, i, v) for a in left[x]))


def largest(slow: SlowGame, punished, left):
    return slow.iterate(lambda x, u: max(joint_worth(slow, x, a, u, punished) for a in left[x]))


def promises(slow: SlowGame, x, a, punished):
    """What each party must be promised of the next period so that it does not cheat."""
    return [(slow.cheat(x, a, i, punished[i]) - slow.paid[x, a][i]) / slow.delta[x, a][i] for i in slow.parties]


def room(slow: SlowGame, x, a, joint, punished):
    return slow.expected(x, a, joint) - sum(promises(slow, x, a, punished))


def joint_worth(slow: SlowGame, x, a, joint, punished):
    """Payoffs now, promises at each party's own patience, and the rest held by the most patient."""
    promised = promises(slow, x, a, punished)
    held = slow.expected(x, a, joint) - sum(promised)
    later = sum(d * w for d, w in zip(slow.delta[x, a], promised, strict=True))
    return sum(slow.paid[x, a]) + later + max(slow.delta[x, a]) * held


def brute_force(game: StochasticGame):
    """Best joint value and worst punishments over every simple equilibrium of stationary policies; equal patience.

    A simple equilibrium names one policy for the path and one per party to punish it; all are tried.
    """
    slow = SlowGame(game)
    policies = list(itertools.product(*(slow.profiles[x] for x in slow.states)))
    joints = [np.array(slow.iterate(lambda x, u, p=p: worth_of_path(slow, x, p[x], u))) for p in policies]
    harms = [
        [np.array(slow.iterate(lambda x, v, i=i, p=p: slow.cheat(x, p[x], i, v))) for p in policies]
        for i in slow.parties
    ]
    best, worst = np.full(len(slow.states), -np.inf), np.full((len(slow.states), len(slow.parties)), np.inf)
    for path, punish in itertools.product(
        range(len(policies)), itertools.product(range(len(policies)), repeat=len(slow.parties))
    ):
        punished = [harms[i][k] for i, k in enumerate(punish)]
        chosen = [policies[path], *(policies[k] for k in punish)]
        if all(kept(slow, x, p[x], joints[path], punished) for p in chosen for x in slow.states):
            best = np.maximum(best, joints[path])
            worst = np.minimum(worst, np.array(punished).T)
    return (best, worst) if np.isfinite(best).all() else None


def worth_of_path(slow: SlowGame, x, a, joint):
    return sum(slow.paid[x, a]) + slow.delta[x, a][0] * slow.expected(x, a, joint)


def kept(slow: SlowGame, x, a, joint, punished):
    return worth_of_path(slow, x, a, joint) - sum(slow.cheat(x, a, i, punished[i]) for i in slow.parties) >= -TOLERANCE
