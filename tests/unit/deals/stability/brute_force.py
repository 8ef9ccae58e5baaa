"""The slow twin: the definitions word for word, on plain sets, with every legal sequence walked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

Pattern = tuple[int, ...]
CONCEPTS = ("nash", "gmr", "smr", "seq")
IN_A_ROW, AT_MOST_ONCE = "no-one-twice-in-a-row", "each-at-most-once"


@dataclass(frozen=True)
class Game:
    """Moves as sets of pairs, ranks as lists; options only where the game has them."""

    states: int
    moves: tuple[frozenset[tuple[int, int]], ...]
    ranks: tuple[tuple[int, ...], ...]
    patterns: tuple[Pattern, ...] = ()
    owners: tuple[int, ...] = ()
    directions: tuple[int, ...] = ()

    @property
    def makers(self) -> range:
        return range(len(self.ranks))

    def reach(self, i: int, s: int) -> set[int]:
        return {b for a, b in self.moves[i] if a == s}

    def improve(self, i: int, s: int) -> set[int]:
        return {t for t in self.reach(i, s) if self.ranks[i][t] > self.ranks[i][s]}


def reached(group, start: int, step: Callable[[int, int], set[int]], rule: str) -> set[int]:
    """Walk every legal sequence of moves by the group."""
    found: set[int] = set()
    # What may come next depends on the last mover alone, or on everyone who has moved.
    seen = {(start, frozenset())}
    waiting = list(seen)
    while waiting:
        state, barred = waiting.pop()
        for mover in group:
            if mover in barred:
                continue
            for target in step(mover, state):
                found.add(target)
                now_barred = barred | {mover} if rule == AT_MOST_ONCE else frozenset({mover})
                if (target, now_barred) not in seen:
                    seen.add((target, now_barred))
                    waiting.append((target, now_barred))
    return found


def stable(game: Game, i: int, s: int, concept: str, rule: str = IN_A_ROW) -> bool:
    others = [j for j in game.makers if j != i]
    rank = game.ranks[i]

    def sanctioned(a: int) -> bool:
        step = game.improve if concept == "seq" else game.reach
        for b in reached(others, a, step, rule):
            escapes = concept == "smr" and any(rank[c] > rank[s] for c in game.reach(i, b))
            if rank[b] <= rank[s] and not escapes:
                return True
        return False

    if concept == "nash":
        return not game.improve(i, s)
    return all(sanctioned(a) for a in game.improve(i, s))


def simultaneously_stable(game: Game, i: int, s: int) -> bool:
    others = [j for j in game.makers if j != i]
    index = {pattern: state for state, pattern in enumerate(game.patterns)}

    def together(targets: dict[int, int]) -> int | None:
        pattern = tuple(game.patterns[targets.get(owner, s)][option] for option, owner in enumerate(game.owners))
        return index.get(pattern)

    def deterred(a: int) -> bool:
        for size in range(1, len(others) + 1):
            for group in combinations(others, size):
                for targets in product(*(game.improve(j, s) for j in group)):
                    result = together({i: a, **dict(zip(group, targets, strict=True))})
                    if result is not None and game.ranks[i][result] <= game.ranks[i][s]:
                        return True
        return False

    return all(deterred(a) for a in game.improve(i, s))


def coalition_stable(game: Game, group: tuple[int, ...], s: int, concept: str, rule: str = IN_A_ROW) -> bool:
    others = [j for j in game.makers if j not in group]

    def better_for_all(t: int) -> bool:
        return all(game.ranks[i][t] > game.ranks[i][s] for i in group)

    def improvements(x: int) -> set[int]:
        return {t for t in reached(group, x, game.reach, rule) if better_for_all(t)}

    def sanctioned(a: int) -> bool:
        step = game.improve if concept == "seq" else game.reach
        for b in reached(others, a, step, rule):
            escapes = concept == "smr" and improvements(b)
            if not better_for_all(b) and not escapes:
                return True
        return False

    if concept == "nash":
        return not improvements(s)
    return all(sanctioned(a) for a in improvements(s))


def option_game(draw: np.random.Generator, makers: int, options: int) -> Game:
    """Draw a game in option form with patterns that cannot be, options that go one way, and ties."""
    owners = tuple(draw.integers(0, makers, options).tolist())
    directions = tuple(draw.choice([0, 0, 0, 1, -1], options).tolist())
    everything = list(product((0, 1), repeat=options))
    # The first option is the lowest bit, as in published tables.
    everything.sort(key=lambda pattern: sum(bit << k for k, bit in enumerate(pattern)))
    barred = [dict(zip(draw.choice(options, 2).tolist(), draw.integers(0, 2, 2).tolist(), strict=True))] * int(
        draw.integers(0, 2)
    )
    patterns = tuple(
        p for p in everything if not any(all(p[k] == wanted for k, wanted in part.items()) for part in barred)
    )
    moves = tuple(
        frozenset(
            (a, b)
            for a, p in enumerate(patterns)
            for b, q in enumerate(patterns)
            if a != b and all(may_change(owners[k] == i, directions[k], p[k], q[k]) for k in range(options))
        )
        for i in range(makers)
    )
    return Game(len(patterns), moves, draw_ranks(draw, makers, len(patterns)), patterns, owners, directions)


def may_change(own: bool, direction: int, before: int, after: int) -> bool:
    return before == after or (own and (direction == 0 or (after - before) == direction))


def draw_ranks(draw: np.random.Generator, makers: int, states: int) -> tuple[tuple[int, ...], ...]:
    """Ranks with ties in about half of the games."""
    levels = states if draw.random() < 0.5 else max(2, states // 3)
    drawn = [draw.permutation(states) if levels == states else draw.integers(0, levels, states) for _ in range(makers)]
    return tuple(tuple(ranks.tolist()) for ranks in drawn)


def graph_game(draw: np.random.Generator, makers: int, states: int) -> Game:
    """Draw a game in graph form, whose moves are not transitive."""
    moves = []
    for _ in range(makers):
        chosen = draw.random((states, states)) < draw.uniform(0.05, 0.3)
        moves.append(frozenset((a, b) for a, b in np.argwhere(chosen).tolist() if a != b))
    return Game(states, tuple(moves), draw_ranks(draw, makers, states))
