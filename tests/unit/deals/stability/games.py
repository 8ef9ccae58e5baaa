"""From a game of the slow twin to the moves and records of the package."""

from __future__ import annotations

import numpy as np

from detente.case import (
    ConflictModel,
    ConflictOption,
    ConflictState,
    DecisionMaker,
    Irreversible,
    StatePreference,
)
from detente.deals.stability.graph_moves import GraphMoves
from detente.deals.stability.option_moves import OptionMoves
from unit.deals.stability.brute_force import Game, graph_game, option_game

DIRECTION = {0: Irreversible.NO, 1: Irreversible.FORWARD, -1: Irreversible.BACKWARD}


def random_game(seed: int) -> Game:
    """Draw a game of two to four decision makers: every other one in option form, up to 32 states."""
    draw = np.random.default_rng(seed)
    makers = 2 + seed % 3
    if seed % 2:
        return option_game(draw, makers, int(draw.integers(2, 6)))
    return graph_game(draw, makers, int(draw.integers(3, 20)))


def option_moves(game: Game) -> OptionMoves:
    codes = np.array([sum(bit << k for k, bit in enumerate(pattern)) for pattern in game.patterns])
    return OptionMoves(codes, np.array(game.owners), np.array(game.directions), np.array(game.ranks, dtype=np.int32))


def graph_moves(game: Game) -> GraphMoves:
    pairs = [np.array(sorted(moves), dtype=np.int64).reshape(-1, 2) for moves in game.moves]
    return GraphMoves(pairs, np.array(game.ranks, dtype=np.int32))


def engines(game: Game) -> list[OptionMoves | GraphMoves]:
    """Return every engine that can hold the game: one in option form can be written as a graph too."""
    return [graph_moves(game), *([option_moves(game)] if game.patterns else [])]


def names_of(game: Game) -> list[str]:
    if game.patterns:
        return ["".join("NY"[bit] for bit in pattern) for pattern in game.patterns]
    return [f"s{state}" for state in range(game.states)]


def model_of(game: Game) -> ConflictModel:
    """Write a game down as a record; what cannot be is ruled out pattern by pattern."""
    names = names_of(game)
    makers = [f"D{i}" for i in game.makers]
    shared = {
        "title": "A game",
        "decision_makers": tuple(DecisionMaker(maker, f"Side {maker}") for maker in makers),
        "preferences": tuple(
            StatePreference(maker, payoffs=dict(zip(names, ranks, strict=True)))
            for maker, ranks in zip(makers, game.ranks, strict=True)
        ),
        "status_quo": names[0],
    }
    if not game.patterns:
        moves = {makers[i]: tuple((names[a], names[b]) for a, b in sorted(game.moves[i])) for i in game.makers}
        return ConflictModel(
            states=tuple(ConflictState(name, f"state {name}") for name in names), moves=moves, **shared
        )
    options = tuple(
        ConflictOption(f"o{k}", f"option {k}", makers[owner], DIRECTION[game.directions[k]])
        for k, owner in enumerate(game.owners)
    )
    count = len(options)
    possible = set(game.patterns)
    every = [tuple(code >> k & 1 for k in range(count)) for code in range(1 << count)]
    infeasible = tuple(
        {f"o{k}": bool(bit) for k, bit in enumerate(pattern)} for pattern in every if pattern not in possible
    )
    return ConflictModel(options=options, infeasible=infeasible, **shared)
