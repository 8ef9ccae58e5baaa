"""How like earlier agreements are to the case, by stated features and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.case import Provision
from detente.precedents.records import NO, UNKNOWN, YES, CaseFeature, Likeness, Precedent

ECONOMIC = (
    Provision.TRADE,
    Provision.ENERGY,
    Provision.JOINT_VENTURE,
    Provision.INVESTMENT,
    Provision.TRANSPORT,
)
WEIGHTS: Mapping[str, float] = {
    **{provision.value: 0.4 for provision in ECONOMIC},
    **{provision.value: 1.0 for provision in Provision if provision not in ECONOMIC},
    "parties": 0.5,
}
"""Weight of each feature, assumed: the five kinds of economic content together weigh as much as two of the others."""

MANY = 8
"""Parties from which on agreements count as equally many-sided: bilateral against many-sided is what tells."""

VALUES = {YES: 1.0, NO: 0.0, UNKNOWN: np.nan}


def rank_by_likeness(
    features: Sequence[CaseFeature], parties: int, precedents: Sequence[Precedent]
) -> tuple[Likeness, ...]:
    """Rank precedents by their likeness to the case, most alike first; ties by share of known weight, then by id.

    The general coefficient of [Gower1971]_: ``s[p] = sum_f w[f] d[p,f] s[p,f] / sum_f w[f] d[p,f]``, where ``d`` is 1
    where the feature is known of both and 0 otherwise, ``s`` is 1 where they agree on a yes or no and 0 where not, and
    one less the difference over its range for the number of parties, capped at `MANY`. A precedent that shares no
    known feature with the case has no likeness and is left out.
    """
    if not precedents:
        return ()
    own = np.array([*(VALUES[f.value] for f in features), _many(parties)])
    theirs = np.array([[*(VALUES[p.has[f.provision]] for f in features), _many(len(p.parties))] for p in precedents])
    weights = np.array([*(WEIGHTS[f.provision.value] for f in features), WEIGHTS["parties"]])
    known, agree = np.isfinite(theirs) & np.isfinite(own), 1 - np.abs(theirs - own)
    likeness = gower(agree, known, weights)
    ranges = _without_each(agree, known, weights)
    found = []
    for k, precedent in enumerate(precedents):
        if np.isfinite(likeness[k]):
            share = float(weights[known[k]].sum() / weights.sum())
            found.append(_likeness(precedent, features, (float(likeness[k]), *ranges[k]), share))
    return tuple(sorted(found, key=_rank))


def _rank(one: Likeness) -> tuple[float, float, str]:
    """Equal but for the last digits, which hang on the processor, is a tie."""
    return -round(one.likeness, 12), -round(one.known_weight, 12), one.precedent


def gower(agree: NDArray[np.float64], known: NDArray[np.bool_], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted mean of agreement over known features, NaN where none is known.

    Parameters
    ----------
    agree : array, shape (precedent, feature), in [0, 1]
        Agreement with the case; any value where it is not known.
    known : array, shape (precedent, feature)
        Whether the feature is known of both.
    weights : array, shape (feature,)
        Weights of at least 0.

    Examples
    --------
    >>> gower(np.array([[1.0, 0.0, 0.5]]), np.array([[True, True, False]]), np.array([3.0, 1.0, 9.0])).tolist()
    [0.75]
    """
    total: NDArray[np.float64] = known @ weights
    agreed: NDArray[np.float64] = np.where(known, agree, 0.0) @ weights
    return np.asarray(np.divide(agreed, total, out=np.full(len(total), np.nan), where=total > 0))


def _without_each(
    agree: NDArray[np.float64], known: NDArray[np.bool_], weights: NDArray[np.float64]
) -> list[tuple[float, float]]:
    """Lowest and highest likeness when any one feature is left out."""
    ranges = np.array(
        [gower(agree, known, np.where(np.arange(len(weights)) == f, 0, weights)) for f in range(len(weights))]
    )
    return [(float(np.nanmin(r)), float(np.nanmax(r))) if np.isfinite(r).any() else (np.nan, np.nan) for r in ranges.T]


def _many(parties: int) -> float:
    return (min(max(parties, 2), MANY) - 2) / (MANY - 2) if parties else np.nan


def _likeness(
    precedent: Precedent, features: Sequence[CaseFeature], measured: tuple[float, float, float], share: float
) -> Likeness:
    pairs = [(f.provision, f.value, precedent.has[f.provision]) for f in features]
    return Likeness(
        precedent=precedent.id,
        name=precedent.name,
        likeness=measured[0],
        lowest=measured[1],
        highest=measured[2],
        known_weight=share,
        same=tuple(p for p, a, b in pairs if a == b != UNKNOWN),
        different=tuple(p for p, a, b in pairs if a != b and UNKNOWN not in (a, b)),
        unknown=tuple(p for p, a, b in pairs if UNKNOWN in (a, b)),
        outcome=precedent.outcome,
        years=precedent.followed_until - precedent.signed,
        evidence=precedent.evidence,
    )
