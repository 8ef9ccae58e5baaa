"""Sparse matrices from blocks of entries."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from detente.economy.energy.records import Array, Index


class Entries:
    """Entries of a sparse matrix, gathered block by block."""

    def __init__(self) -> None:
        self.rows: list[Index] = []
        self.columns: list[Index] = []
        self.values: list[Array] = []

    def add(self, rows: Index, columns: Index, value: float | Array) -> None:
        """Add entries at rows and columns, of one value or one each."""
        self.rows.append(rows)
        self.columns.append(columns)
        self.values.append(np.broadcast_to(value, rows.shape).astype(np.float64))

    def matrix(self, shape: tuple[int, int]) -> sparse.csr_matrix:
        """The matrix of all entries; those at one place add up."""
        if not self.rows:
            return sparse.csr_matrix(shape)
        places = (np.concatenate(self.rows), np.concatenate(self.columns))
        return sparse.csr_matrix((np.concatenate(self.values), places), shape=shape)
