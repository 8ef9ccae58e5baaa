"""Utilities as integers, so that sums and ties are exact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError

DIGITS = 14
"""Decimal digits kept of the largest float. It carries about sixteen; the last two absorb the noise of products."""

LIMIT = 2**62
"""Sums of integer utilities stay below this in size: sums and differences then fit in 64 bits."""

LONGEST = 400
"""Largest decimal exponent, up or down, of a number that is taken."""

WEIGHT_DIGITS = 12
"""When the evaluations leave fewer digits than this to the weights, products are rounded instead of weights."""

Table = list[list[int]]
"""Integers of one party: per element, per option."""


def integer_utilities(blocks: Sequence[NDArray[np.float64]]) -> tuple[list[NDArray[np.int64]], float]:
    """Round float utilities of all blocks to integers on one decimal scale; returns them and the unit.

    Fourteen digits of the largest are kept, so that sums which differ only by float noise tie; fewer when the sum over
    all blocks would not fit in 64 bits.

    Parameters
    ----------
    blocks : sequence of arrays, shape (row, party)
        Finite utilities in any unit, the same for all parties.

    Examples
    --------
    >>> blocks, unit = integer_utilities([np.array([[0.1 + 0.2], [0.3]])])
    >>> (blocks[0][0] == blocks[0][1]).item(), round(float(blocks[0][0, 0]) * unit, 12)
    (True, 0.3)
    """
    sizes = [float(np.abs(b).max()) for b in blocks if b.size]
    largest, total = max(sizes, default=0.0) or 1.0, sum(sizes) or 1.0
    unit = max(10.0 ** (np.ceil(np.log10(largest)) - DIGITS), 10.0 ** np.ceil(np.log10(total / LIMIT)))
    return [np.rint(b / unit).astype(np.int64) for b in blocks], float(unit)


def decimal_integers(
    weights: Sequence[Sequence[Decimal]], evaluations: Sequence[Sequence[Sequence[Decimal]]]
) -> tuple[list[NDArray[np.int64]], tuple[Fraction, ...], bool]:
    """Products of weight and evaluation as integers, in a unit of each party's own.

    Exact where the sum over elements of the largest products fits in 64 bits. Otherwise the weight is rounded and then
    multiplied, so that packages with equal evaluations still tie; where the evaluations are so long that fewer than
    twelve digits would be left to the weights, the products are rounded to the finest decimal unit that fits.

    Parameters
    ----------
    weights : sequence, (party, element)
        Finite weights.
    evaluations : sequence, (element, option, party)
        Finite evaluations.

    Returns
    -------
    blocks : list of arrays, shape (option, party)
        One per element.
    units : tuple, (party,)
        The utility that the integer 1 stands for.
    exact : bool
        Whether integer times unit is the product itself, for every party.

    Raises
    ------
    CaseError
        A number is not finite, or its size is beyond ``10**400`` or below ``10**-400``.

    Examples
    --------
    >>> weights = [[Decimal("0.7"), Decimal("0.3")]]
    >>> evaluations = [[[Decimal(1)], [Decimal(2)]], [[Decimal(4)], [Decimal(0)]]]
    >>> blocks, units, exact = decimal_integers(weights, evaluations)
    >>> [b.ravel().tolist() for b in blocks], units, exact
    ([[7, 14], [12, 0]], (Fraction(1, 10),), True)
    """
    found = []
    for i, of_party in enumerate(weights):
        scores = [[row[i] for row in element] for element in evaluations]
        found.append(_products(of_party, scores))
    return _arrays([t for t, _, _ in found]), tuple(u for _, u, _ in found), all(e for _, _, e in found)


def _taken(number: Decimal) -> Decimal:
    """The number, if it is finite and of a size that can be written out."""
    if not number.is_finite() or (number and abs(number.adjusted()) > LONGEST):
        raise CaseError(f"{number} is not a usable weight or evaluation. Use a finite number of ordinary size.")
    return number


def _arrays(tables: list[Table]) -> list[NDArray[np.int64]]:
    """From a table per party to an array (row, party) per block."""
    return [np.array(of_parties, dtype=np.int64).T.reshape(-1, len(tables)) for of_parties in zip(*tables, strict=True)]


def _total(table: Table) -> int:
    return sum(max(map(abs, block)) for block in table)


def _reduced(table: Table, unit: Fraction) -> tuple[Table, Fraction]:
    """The same utilities in the largest unit that divides them all."""
    common = gcd(*(x for block in table for x in block)) or 1
    if common == 1:
        return table, unit
    return [[x // common for x in block] for block in table], unit * common


def _finest_unit(total: Fraction) -> Fraction:
    """The smallest power of ten by which a total can be divided and still fit, with room for rounding."""
    exponent = len(str(int(total))) - 18 if total >= 1 else -17 - len(str(int(1 / total))) + 1
    return Fraction(10) ** exponent


def _scaled(numbers: Sequence[Decimal]) -> tuple[list[int], Fraction]:
    """Integers and the unit that they count."""
    ratios = [_taken(x).as_integer_ratio() for x in numbers]
    below = lcm(*{d for _, d in ratios})
    return [n * (below // d) for n, d in ratios], Fraction(1, below)


def _products(weights: Sequence[Decimal], scores: Sequence[Sequence[Decimal]]) -> tuple[Table, Fraction, bool]:
    """One party's products of weight and evaluation: exact, or with the weights rounded, or rounded themselves."""
    heavy, weight_unit = _scaled(weights)
    flat, score_unit = _scaled([x for element in scores for x in element])
    step = gcd(*flat) or 1
    places = iter(flat)
    whole = [[next(places) // step for _ in element] for element in scores]
    table = [[w * v for v in element] for w, element in zip(heavy, whole, strict=True)]
    unit = weight_unit * score_unit * step
    reduced, reduced_unit = _reduced(table, unit)
    if _total(reduced) < LIMIT:
        return reduced, reduced_unit, True
    return *_rounded(heavy, whole, table, unit), False


def _rounded(heavy: list[int], whole: Table, table: Table, unit: Fraction) -> tuple[Table, Fraction]:
    """Weights shortened until the products fit; if that leaves them too short, the products themselves are."""
    drop = int(_finest_unit(Fraction(_total(table))))
    short = [round(Fraction(w, drop)) for w in heavy]
    if max(map(abs, short)) >= 10 ** (WEIGHT_DIGITS - 1):
        return [[w * v for v in element] for w, element in zip(short, whole, strict=True)], unit * drop
    return [[round(Fraction(x, drop)) for x in element] for element in table], unit * drop
