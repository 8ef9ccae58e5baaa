"""Games of the literature, built from their published parameters; tests and benchmarks share them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.sparse import csr_array

from detente.durability.game import StochasticGame, stochastic_game

Outcome = Mapping[tuple[int, ...], tuple[tuple[float, ...], Mapping[object, float]]]


def assemble(states: Iterable[tuple[object, tuple[int, ...], Outcome]], discount: object) -> StochasticGame:
    """Put a game together from (name, number of actions, {actions: (payoffs, {next state: chance})})."""
    listed = list(states)
    number = {name: index for index, (name, _, _) in enumerate(listed)}
    payoff, chance, row, column = [], [], [], []
    for _, counts, outcomes in listed:
        for profile in itertools.product(*(range(n) for n in counts)):
            paid, following = outcomes[profile]
            row += [len(payoff)] * len(following)
            column += [number[name] for name in following]
            chance += list(following.values())
            payoff.append(paid)
    transition = csr_array((chance, (row, column)), shape=(len(payoff), len(listed)))
    return stochastic_game([counts for _, counts, _ in listed], payoff, transition, discount)


def two_state_dilemma(delta: float) -> StochasticGame:
    """Abreu, Brooks and Sannikov (2016): a prisoners' dilemma, two units richer in the second state."""
    one = {(0, 0): (2, 2), (0, 1): (-1, 3), (1, 0): (3, -1), (1, 1): (0, 0)}
    states = []
    for name in (1, 2):
        same = {1: 1 / 3, 2: 2 / 3} if name == 1 else {1: 2 / 3, 2: 1 / 3}
        even = {1: 0.5, 2: 0.5}
        outcomes = {
            a: (tuple(p + (2 if name == 2 else 0) for p in paid), same if a[0] == a[1] else even)
            for a, paid in one.items()
        }
        states.append((name, (2, 2), outcomes))
    return assemble(states, delta)


def reserves_duopoly(capacity: int = 20, demand: int = 20, delta: float = 2 / 3) -> StochasticGame:
    """Section 4.3 of Goldluecke and Kranz (2018): two sellers with reserves that refill by 3 or 4."""
    reserves = list(itertools.product(range(capacity + 1), repeat=2))
    first = np.cumsum([0] + [(a + 1) * (b + 1) for a, b in reserves])
    payoff = np.empty((first[-1], 2))
    columns = np.empty((first[-1], 4), dtype=np.int64)
    for number, (a, b) in enumerate(reserves):
        one, two = (q.ravel() for q in np.meshgrid(np.arange(a + 1), np.arange(b + 1), indexing="ij"))
        price = np.maximum(demand - one - two, 0)
        block = slice(first[number], first[number + 1])
        payoff[block] = np.column_stack([price * one, price * two])
        for k, (more, other) in enumerate(itertools.product((3, 4), repeat=2)):
            left = np.minimum(a - one + more, capacity)
            columns[block, k] = left * (capacity + 1) + np.minimum(b - two + other, capacity)
    rows = np.repeat(np.arange(first[-1]), 4)
    transition = csr_array((np.full(rows.size, 0.25), (rows, columns.ravel())), shape=(first[-1], len(reserves)))
    return stochastic_game([(a + 1, b + 1) for a, b in reserves], payoff, transition, delta)


def gift(delta: float) -> StochasticGame:
    """Mutual gifts with a choice to become vulnerable: states start, safe, vulnerable."""
    effort = [k / 10 for k in range(11)]
    harm = [-1.0, *effort]
    moves = {(0, 0): ((0.0, 0.0), {"vulnerable": 1.0}), (1, 0): ((0.0, 0.0), {"safe": 1.0})}
    return assemble(
        [
            ("start", (2, 1), moves),
            ("safe", (11, 11), _gifts(effort, effort, "safe")),
            ("vulnerable", (11, 12), _gifts(effort, harm, "vulnerable")),
        ],
        delta,
    )


def _gifts(own: list[float], other: list[float], name: str) -> Outcome:
    return {
        (i, j): ((y - 0.5 * max(x, 0) ** 2, x - 0.5 * max(y, 0) ** 2), {name: 1.0})
        for i, x in enumerate(own)
        for j, y in enumerate(other)
    }


def intensifying(delta: float) -> StochasticGame:
    """Efforts first, then steps into vulnerability: two stages a period, with transfers before each."""
    steps = [k / 20 for k in range(11)]
    effort = [k / 20 for k in range(21)]
    states: list[tuple[object, tuple[int, ...], Outcome]] = []
    for x, y in itertools.product(range(11), repeat=2):
        own, other = ([-steps[v], *effort] if v else effort for v in (y, x))
        states.append((("effort", x, y), (len(own), len(other)), _gifts(own, other, ("step", x, y))))
    for x, y in itertools.product(range(11), repeat=2):
        moves = {(i, j): ((0.0, 0.0), {("effort", x + i, y + j): 1.0}) for i in range(11 - x) for j in range(11 - y)}
        states.append((("step", x, y), (11 - x, 11 - y), moves))
    factors = np.repeat([1.0, delta], 121)
    return assemble(states, np.column_stack([factors, factors]))


def arms_race(delta: float = 0.99) -> StochasticGame:
    """Arsenals of up to three: wait or attack, and disarm, hold or build; building works with chance 0.08."""
    return assemble(
        [((x, y), (len(_moves(x)), len(_moves(y))), _war(x, y)) for x, y in itertools.product(range(4), repeat=2)],
        delta,
    )


def _moves(arsenal: int) -> list[tuple[str, str]]:
    attack = ["wait", "attack"] if arsenal else ["wait"]
    arm = (["disarm"] if arsenal else []) + ["hold"] + (["build"] if arsenal < 3 else [])
    return [(a, i) for i in arm for a in attack]


def _war(x: int, y: int) -> Outcome:
    found = {}
    for (i, (a1, i1)), (j, (a2, i2)) in itertools.product(enumerate(_moves(x)), enumerate(_moves(y))):
        paid = (_cost(x, a1, i1) - y * (a2 == "attack"), _cost(y, a2, i2) - x * (a1 == "attack"))
        following = {(nx, ny): p * q for nx, p in _arsenal(x, i1).items() for ny, q in _arsenal(y, i2).items() if p * q}
        found[i, j] = (paid, following)
    return found


def _cost(arsenal: int, attack: str, arm: str) -> float:
    return -0.05 * arsenal * (attack == "attack") - 0.01 * (arm == "build") - 0.3 * arsenal


def _arsenal(now: int, arm: str) -> dict[int, float]:
    if arm == "build":
        return {now: 0.92, now + 1: 0.08}
    return {now - 1 if arm == "disarm" else now: 1.0}
