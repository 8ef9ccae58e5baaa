"""What each side has given at every date, in exact whole points: balances and holdbacks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from detente.case import Case, CaseError, Leverage, Obligation, Reciprocity
from detente.roadmap.problem import Balance, Change, Holdback

LARGEST_SCALE = 2**40
"""Sums of points stay far within what the solver's integers hold."""

THOUSAND = 1000


def give_balances(case: Case, obligations: Sequence[Obligation]) -> tuple[tuple[Balance, ...], tuple[str, ...]]:
    """One balance per rule of reciprocity that binds the package, and notes on those that do not.

    The balance is the share of side one's promises delivered minus the same share of side other; a promise counts
    on the day on which it ends. Shares are fractions, so that a band met exactly is met.
    """
    balances, notes = [], []
    for rule in case.reciprocity:
        one, other = (_points(case, obligations, side, rule.counts) for side in _sides(rule))
        totals = sum(one.values(), Fraction(0)), sum(other.values(), Fraction(0))
        if 0 in totals:
            silent = ", ".join(rule.one if totals[0] == 0 else rule.other)
            notes.append(f"Reciprocity {rule.id} binds nothing here: {silent} gives nothing that counts.")
            continue
        shares = [(n, p / totals[0]) for n, p in one.items()] + [(n, -p / totals[1]) for n, p in other.items()]
        scale = _scale(rule.id, _exact(rule.band), (share for _, share in shares))
        changes = tuple(Change(n, int(share * scale)) for n, share in sorted(shares) if share)
        band = math.floor(_exact(rule.band) * scale)
        balances.append(Balance(rule.id, band, scale, changes, rule.counts == "irreversible"))
    return tuple(balances), tuple(notes)


def give_holdbacks(case: Case, obligations: Sequence[Obligation]) -> tuple[tuple[Holdback, ...], tuple[str, ...]]:
    """One holdback per rule of leverage that binds the package, and notes on those that do not."""
    holdbacks, notes = [], []
    for rule in case.leverage:
        own = _points(case, obligations, rule.parties, "all")
        total, until = sum(own.values(), Fraction(0)), _until(rule, obligations)
        if not total or not until:
            notes.append(f"Leverage {rule.id} binds nothing here: the package has none of its obligations.")
            continue
        shares = [(n, p / total) for n, p in own.items() if p]
        scale = _scale(rule.id, _exact(rule.keeps), (share for _, share in shares))
        changes = tuple(Change(n, int(share * scale)) for n, share in shares)
        most = math.floor((1 - _exact(rule.keeps)) * scale)
        holdbacks.append(Holdback(rule.id, most, scale, changes, until))
    return tuple(holdbacks), tuple(notes)


def weights_in_words(case: Case, obligations: Sequence[Obligation]) -> str:
    """Say what promises weigh, where a rule weighs them at all; empty otherwise."""
    if not (case.reciprocity or case.leverage) or any(o.gives is not None for o in obligations):
        return ""
    return "No obligation states what it gives: every element counts the same, shared out by the column share."


def _sides(rule: Reciprocity) -> tuple[tuple[str, ...], tuple[str, ...]]:
    both = sorted(set(rule.one) & set(rule.other))
    if both:
        raise CaseError(f"case.yaml: reciprocity {rule.id} has {', '.join(both)} on both sides. Keep one side.")
    return rule.one, rule.other


def _points(case: Case, obligations: Sequence[Obligation], side: tuple[str, ...], counts: str) -> dict[int, Fraction]:
    """Points of each obligation of one side, by position."""
    owed = [(n, o) for n, o in enumerate(obligations) if o.owner in side]
    stated = [o for o in obligations if o.gives is not None]
    missing = [o.id for _, o in owed if o.gives is None]
    if stated and missing:
        raise CaseError(
            f"obligations.csv: {', '.join(missing)} states no gives, and others do. State it for all rows or for none."
        )
    return {n: _weight(o) * (_lasting(o) if counts == "irreversible" else 1) for n, o in owed}


def _weight(obligation: Obligation) -> Fraction:
    return _exact(obligation.share if obligation.gives is None else obligation.gives)


def _lasting(obligation: Obligation) -> Fraction:
    return 1 - _exact(obligation.reversible.mode)


def _until(rule: Leverage, obligations: Sequence[Obligation]) -> tuple[int, ...]:
    if rule.until:
        return tuple(n for n, o in enumerate(obligations) if o.id in rule.until)
    return tuple(n for n, o in enumerate(obligations) if o.owner not in rule.parties)


def _exact(number: float) -> Fraction:
    """The number as it was written, not its nearest binary fraction."""
    return Fraction(repr(float(number)))


def _scale(rule: str, bound: Fraction, shares: Iterable[Fraction]) -> int:
    """Points of a full promise: shares and the bound are whole, and so is a thousandth, by which a rule may give."""
    scale = math.lcm(THOUSAND, bound.denominator, *(share.denominator for share in shares))
    if scale > LARGEST_SCALE:
        raise CaseError(f"case.yaml: what obligations give under {rule} has too many digits. Round it.")
    return scale
