"""Options that a model solved together: what they bring beyond the sum of each alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Wholes:
    """Combinations of options that were solved as a whole, each with its residual ``M - sum_e m_e``.

    A package has the combination of those of its options that the model reaches. With fewer than two of them there is
    nothing to interact, and the sum is exact.

    Attributes
    ----------
    reached : array of bool, shape (element, option)
        Options that the model reaches.
    combinations : array of int, shape (combination, element)
        Option of each element, -1 where the model reaches none.
    beyond : array, shape (combination, world, party)
        What a combination brings beyond the sum of its options, USD bn a year.
    error : array, shape (combination, party)
        Root mean square of the error of interpolating that.

    Examples
    --------
    Option 1 of the first two elements is reached by a model, and both together bring 3 less than their sum.

    >>> reached = np.array([[False, True], [False, True], [False, False]])
    >>> wholes = Wholes(reached, np.array([[1, 1, -1]]), np.full((1, 1, 1), -3.0), np.zeros((1, 1)))
    >>> wholes.rows(np.array([[1, 1, 0], [1, 1, 1], [1, 0, 1]])).tolist()
    [0, 0, -1]
    >>> wholes.is_exact(np.array([1, 0, 1])), wholes.is_exact(np.array([1, 1, 1]))
    (True, True)
    """

    reached: NDArray[np.bool_]
    combinations: NDArray[np.int64]
    beyond: NDArray[np.float64]
    error: NDArray[np.float64]

    def combination(self, choice: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those options of packages (..., element) that the model reaches, -1 elsewhere and where a package is open."""
        if not self.reached.size:
            return np.full_like(choice, -1)
        within = self.reached[np.arange(choice.shape[-1]), np.maximum(choice, 0)] & (choice >= 0)
        return np.where(within, choice, -1)

    def rows(self, packages: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which combination each package (package, element) has, -1 where none that was solved."""
        found = np.full(len(packages), -1, dtype=np.int64)
        if len(self.combinations):
            reached = self.combination(packages)
            for row, combination in enumerate(self.combinations):
                found[(reached == combination).all(axis=1)] = row
        return found

    def row(self, choice: NDArray[np.int64]) -> int:
        """Which combination one package (element,) has, -1 where none that was solved."""
        return int(self.rows(choice[None])[0])

    def met(self, packages: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """Packages that share a solved combination, by number, with its residual (world, party)."""
        rows = self.rows(packages)
        for row in np.unique(rows[rows >= 0]):
            yield np.flatnonzero(rows == row), self.beyond[row]

    def is_exact(self, choice: NDArray[np.int64]) -> bool:
        """Whether the money of a package is that of the whole: solved so, or with nothing that could interact."""
        return self.row(choice) >= 0 or int((self.combination(choice) >= 0).sum()) < 2

    def only(self, parties: Sequence[int], counts: NDArray[np.bool_]) -> Wholes:
        """The same for some parties, in the order given; nothing for those whose money does not count."""
        rows = list(parties)
        if not len(self.combinations):
            return self
        return replace(self, beyond=self.beyond[:, :, rows] * counts[rows], error=self.error[:, rows])

    def in_worlds(self, some: slice) -> Wholes:
        """The same in some worlds."""
        return replace(self, beyond=self.beyond[:, some]) if len(self.beyond) else self

    def mean(self, scale: NDArray[np.float64]) -> Wholes:
        """The one world of means, over a scale (party,)."""
        return replace(self, beyond=self.beyond.mean(axis=1, keepdims=True) / scale) if len(self.beyond) else self


NO_WHOLES = Wholes(np.zeros((0, 0), bool), np.zeros((0, 0), np.int64), np.zeros((0, 0, 0)), np.zeros((0, 0)))
"""No model, or sums alone: what searches over packages go by."""
