"""All closed forms, by id."""

from __future__ import annotations

from difflib import get_close_matches

from detente.case import CaseError
from detente.durability.formulas import (
    alliances,
    bargaining,
    bonds,
    dependence,
    power,
    punishment,
    steps,
    transfers,
    verification,
)
from detente.durability.formulas.records import Formula

GROUPS: tuple[tuple[str, tuple[Formula, ...]], ...] = (
    ("Is there a deal that beats war?", bargaining.FORMULAS),
    ("Does a coming shift of power break the peace now?", power.FORMULAS),
    ("How patient must the parties be?", punishment.FORMULAS),
    ("What do side payments add, and turnover take?", transfers.FORMULAS),
    ("How large a bond, how sure a detection, how short a lag?", bonds.FORMULAS),
    ("How often to look, and how much to trust a finding?", verification.FORMULAS),
    ("How large may the next step be?", steps.FORMULAS),
    ("What does it cost to lose a partner?", dependence.FORMULAS),
    ("Who stands by whom?", alliances.FORMULAS),
)
"""Closed forms by the question they answer."""

FORMULAS: tuple[Formula, ...] = tuple(formula for _, group in GROUPS for formula in group)


def find_formula(name: str) -> Formula:
    """Find a closed form by its id. Raises CaseError with the nearest ids when there is none.

    Examples
    --------
    >>> find_formula("grim").title
    'Grim trigger'
    """
    known = {formula.id: formula for formula in FORMULAS}
    if name in known:
        return known[name]
    asked = name.casefold().replace("-", "_")
    near = [i for i in known if len(asked) > 2 and asked in i] or get_close_matches(asked, known, n=2, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}? " if near else ""
    raise CaseError(f"{name}: there is no such closed form.\n{hint}`detente formula` lists all {len(known)}.")
