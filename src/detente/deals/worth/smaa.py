"""Stochastic multicriteria acceptability analysis: how often each alternative takes each rank, and under which weights.

Ties share the better rank: the rank of an alternative is the number of those strictly above it, 0 for the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHUNK = 4096
"""Draws worked on at once: their values for a few dozen alternatives stay in the cache of a core."""

TIE = 1e-12
"""Values closer than this share of the largest one count as tied, so that the order of a sum decides nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Acceptability:
    """What a run of draws says of each alternative.

    `rank_acceptability` (alternative, rank): share of draws in which it takes the rank, the best in column 0.
    `central_weights` (alternative, criterion): mean weights of the draws in which it is first; NaN where it never is.
    `confidence` (alternative,): share of draws in which it is first under its own central weights; NaN likewise.
    """

    rank_acceptability: NDArray[np.float64]
    central_weights: NDArray[np.float64]
    confidence: NDArray[np.float64]
    draws: int


def uniform_weights(generator: np.random.Generator, draws: int, criteria: int) -> NDArray[np.float64]:
    """Draw weights evenly from the simplex, shape (draw, criterion): exponentials over their sum [Tervonen2007]_.

    Examples
    --------
    >>> weights = uniform_weights(np.random.default_rng(0), draws=3, criteria=4)
    >>> np.allclose(weights.sum(axis=1), 1)
    True
    """
    weights = generator.standard_exponential((draws, criteria))
    weights /= (weights @ np.ones(criteria))[:, None]
    return weights


def ordinal_weights(generator: np.random.Generator, draws: int, order: Sequence[int]) -> NDArray[np.float64]:
    """Draw weights evenly from the part of the simplex where criteria come in a known order of importance.

    `order` lists criteria, the most important first. Sorting an even draw gives an even draw of the sorted part
    [Tervonen2007]_. Shape (draw, criterion).

    Examples
    --------
    >>> weights = ordinal_weights(np.random.default_rng(0), draws=5, order=(2, 0, 1))
    >>> bool((weights[:, 2] >= weights[:, 0]).all() and (weights[:, 0] >= weights[:, 1]).all())
    True
    """
    return _in_order(uniform_weights(generator, draws, len(order)), order)


def ranks_of(values: NDArray[np.float64], margin: float = 0.0) -> NDArray[np.unsignedinteger]:
    """Rank alternatives in every draw, both (alternative, draw): how many others lie above by more than `margin`.

    Comparing all pairs costs more operations than sorting and far less time: each runs over the draws at once.

    Examples
    --------
    >>> ranks_of(np.array([[0.9], [0.5], [0.9], [0.1]]))[:, 0].tolist()
    [0, 2, 0, 3]
    """
    ranks = np.empty(values.shape, dtype=np.uint8 if len(values) <= 256 else np.uint16)
    _rank_into(ranks, np.empty(values.shape, dtype=bool), values, margin)
    return ranks


def rank_acceptability(ranks: NDArray[np.unsignedinteger]) -> NDArray[np.float64]:
    """Share of draws in which each alternative takes each rank, (alternative, rank), from ranks (alternative, draw).

    The rank acceptability index of [Lahdelma2001]_; each row sums to 1, and so does each column where nothing ties.

    Examples
    --------
    >>> rank_acceptability(np.array([[0, 0, 1], [1, 1, 0]], dtype=np.uint8)).round(2).tolist()
    [[0.67, 0.33], [0.33, 0.67]]
    """
    counts = np.array([np.bincount(row, minlength=len(ranks)) for row in ranks])
    shares: NDArray[np.float64] = counts / ranks.shape[1]
    return shares


def smaa(values: NDArray[np.float64], weights: NDArray[np.float64]) -> Acceptability:
    """Rank alternatives under drawn weights, and under drawn values where they are uncertain too.

    The value of alternative a in draw d is ``sum_k weights[d, k] values[a, k]`` [Lahdelma1998]_, [Lahdelma2001]_.

    Parameters
    ----------
    values : array, shape (alternative, criterion) or (draw, alternative, criterion)
        Partial values, the higher the better, in any one unit. Given per draw, they go with the weights of the draw.
    weights : array, shape (draw, criterion)
        Weights of each draw, as from `uniform_weights`.

    Raises
    ------
    ValueError
        If shapes do not match, there is no draw, or a number is not finite.

    Examples
    --------
    >>> found = smaa(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.8, 0.2], [0.6, 0.4], [0.1, 0.9]]))
    >>> found.rank_acceptability[:, 0].round(2).tolist(), found.central_weights[0].round(2).tolist()
    ([0.67, 0.33], [0.7, 0.3])
    """
    _refuse_bad_shapes(values, weights)
    tally = _Tally(values)
    for rows in _chunks(len(weights)):
        tally.add(values if values.ndim == 2 else values[rows], weights[rows])
    return tally.result(values)


def sample_smaa(
    values: NDArray[np.float64], draws: int, seed: int, order: Sequence[int] | None = None
) -> Acceptability:
    """Rank alternatives with known values under weights of which nothing, or only the order, is known.

    Weights come from Philox under `seed` [Salmon2011]_, chunk by chunk: memory does not grow with the number of
    draws. `order` lists the criteria from the most to the least important; None where no order is known.

    Examples
    --------
    >>> found = sample_smaa(np.array([[1.0, 0.0], [0.0, 0.8]]), draws=10_000, seed=1)
    >>> found.rank_acceptability[0].round(1).tolist()
    [0.6, 0.4]
    """
    if draws < 1:
        raise ValueError(f"The number of draws must be at least 1, not {draws}.")
    criteria = values.shape[-1]
    if order is not None and sorted(order) != list(range(criteria)):
        raise ValueError(f"The order must name each of the {criteria} criteria once, not {list(order)}.")
    _refuse_bad_shapes(values, np.ones((1, criteria)))
    generator = np.random.Generator(np.random.Philox(seed))
    tally = _Tally(values)
    for rows in _chunks(draws):
        weights = uniform_weights(generator, rows.stop - rows.start, criteria)
        tally.add(values, weights if order is None else _in_order(weights, order))
    return tally.result(values)


class _Tally:
    """Counts of ranks and sums of winning weights so far, and the arrays that every chunk is worked out in.

    Arrays made anew for each chunk would cost as much time as the ranking: the system hands out fresh pages.
    """

    def __init__(self, values: NDArray[np.float64]) -> None:
        alternatives, criteria = values.shape[-2:]
        self.rank_counts = np.zeros(alternatives**2, dtype=np.int64)
        self.winning = np.zeros((alternatives, criteria))
        self.draws = 0
        self.margin = TIE * float(np.abs(values).max())
        self.offsets = np.arange(alternatives)[:, None] * alternatives
        self.room = _Room.of(alternatives, CHUNK)

    def add(self, values: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
        """Count a chunk of draws: values (alternative, criterion), or with draws in front, and weights."""
        room = self.room if len(weights) == CHUNK else _Room.of(len(self.offsets), len(weights))
        if values.ndim == 2:
            np.matmul(values, weights.T, out=room.values)
        else:
            np.einsum("dac,dc->ad", values, weights, out=room.values)
        _rank_into(room.ranks, room.above, room.values, self.margin)
        np.add(room.ranks, self.offsets, out=room.codes)
        self.rank_counts += np.bincount(room.codes.ravel(), minlength=len(self.rank_counts))
        np.equal(room.ranks, 0, out=room.values)
        self.winning += room.values @ weights
        self.draws += len(weights)

    def result(self, values: NDArray[np.float64]) -> Acceptability:
        counts = self.rank_counts.reshape(len(self.offsets), -1)
        firsts = counts[:, :1]
        central = np.divide(self.winning, firsts, out=np.full(self.winning.shape, np.nan), where=firsts > 0)
        return Acceptability(counts / self.draws, central, self._confidence(values, central), self.draws)

    def _confidence(self, values: NDArray[np.float64], central: NDArray[np.float64]) -> NDArray[np.float64]:
        confidence = np.full(len(central), np.nan)
        drawn = values if values.ndim == 3 else values[None]
        for alternative in np.flatnonzero(~np.isnan(central[:, 0])):
            first = ranks_of((drawn @ central[alternative]).T, self.margin)[alternative] == 0
            confidence[alternative] = first.mean()
        return confidence


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """Work arrays of one chunk, all (alternative, draw)."""

    values: NDArray[np.float64]
    above: NDArray[np.bool_]
    ranks: NDArray[np.unsignedinteger]
    codes: NDArray[np.intp]

    @classmethod
    def of(cls, alternatives: int, draws: int) -> _Room:
        shape = alternatives, draws
        counter = np.uint8 if alternatives <= 256 else np.uint16
        return cls(np.empty(shape), np.empty(shape, bool), np.empty(shape, counter), np.empty(shape, np.intp))


def _rank_into(
    ranks: NDArray[np.unsignedinteger], above: NDArray[np.bool_], values: NDArray[np.float64], margin: float
) -> None:
    for own, rank in zip(values, ranks, strict=True):
        np.greater(values, own + margin, out=above)
        np.add.reduce(above.view(np.uint8), axis=0, dtype=ranks.dtype, out=rank)


def _in_order(weights: NDArray[np.float64], order: Sequence[int]) -> NDArray[np.float64]:
    return np.sort(weights, axis=1)[:, ::-1][:, np.argsort(np.asarray(order))]


def _chunks(draws: int) -> Iterator[slice]:
    return (slice(start, min(start + CHUNK, draws)) for start in range(0, draws, CHUNK))


def _refuse_bad_shapes(values: NDArray[np.float64], weights: NDArray[np.float64]) -> None:
    if values.ndim not in {2, 3} or weights.ndim != 2 or values.shape[-1] != weights.shape[1]:
        raise ValueError(f"Values {values.shape} and weights {weights.shape} do not share their criteria.")
    if len(weights) == 0 or 0 in values.shape or (values.ndim == 3 and len(values) != len(weights)):
        raise ValueError(f"Values {values.shape} and weights {weights.shape} do not share their draws.")
    if not (np.isfinite(values).all() and np.isfinite(weights).all()):
        raise ValueError("A value or a weight is not a finite number.")
