"""What is worth saying about a scenario beside its numbers, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

from detente.case import Scenario

EXACT = Context(prec=200)
"""Wide enough that no sum of weights is rounded."""

NEARLY = Decimal("1e-6")
"""Weights whose sum is this near to 1 count as summing to 1: printed weights are rounded."""

NO_ZONE = "No package leaves every party at least as well off as no deal: there is no zone of agreement."

UNDECIDED = (
    "None of the points kept leaves everyone as well off as no deal; whether a package nearby does is not known."
)


def notes_on(scenario: Scenario) -> tuple[str, ...]:
    """What the analyst should know of the input: sums of weights, negative numbers, parties that gain nothing."""
    notes = list(scenario.notes)
    for i, party in enumerate(scenario.parties):
        notes += _on_weights(party, scenario.weights[i])
        notes += _on_evaluations(party, scenario.evaluations[i])
        reservation = scenario.reservation[i]
        if reservation is not None and reservation < 0:
            better = "its worst package counts as no deal if that is worth more"
            notes.append(f"{party}: the reservation value {reservation} is negative; {better}.")
    if len(scenario.parties) == 1:
        notes.append("There is one party only: its best package is every solution.")
    return tuple(notes)


def _on_weights(party: str, weights: Sequence[Decimal]) -> list[str]:
    total = Decimal(0)
    for weight in weights:
        total = EXACT.add(total, weight)
    notes = []
    if abs(EXACT.subtract(total, Decimal(1))) > NEARLY:
        notes.append(f"{party}: the weights sum to {total.normalize():f}, not to 1; they are used as they are.")
    negative = sum(weight < 0 for weight in weights)
    if negative:
        notes.append(f"{party}: {negative} of {len(weights)} weights are negative; they are used as they are.")
    return notes


def _on_evaluations(party: str, evaluations: Sequence[Sequence[Decimal]]) -> list[str]:
    flat = [value for element in evaluations for value in element]
    negative = sum(value < 0 for value in flat)
    if not negative:
        return []
    return [f"{party}: {negative} of {len(flat)} evaluations are negative; they are used as they are."]


def coarse_note(kept: int, below: int) -> str:
    """Say that the frontier is too large to hold, what is shown in its place, and for how much of it that stands."""
    if not below:
        return f"The frontier is too large to hold: {kept:,} points stand for it, none further away than epsilon."
    return (
        f"The frontier is too large to hold: {kept + below:,} points stand for it, none further away than epsilon. "
        f"{below:,} of them fall below no deal for someone, by epsilon at most, and are not listed: frontier points "
        f"near no deal may have no listed point within epsilon."
    )


def bounded_note(smallest: float, mean: float) -> str:
    """Say that solutions were not searched among all packages, and how good any package can be at most."""
    return (
        "Too many options to search them all: solutions are the best of the points kept and of packages best for some "
        f"weighing of the parties. No package has a smallest gain above {smallest:.6g}, or gains whose geometric mean "
        f"is above {mean:.6g}."
    )


def left_out_note(names: Sequence[str]) -> str:
    """Say which solutions are missing because their search was not proven."""
    return f"Left out, because the search stopped before it was sure: {', '.join(names)}."


def resolution_note() -> str:
    """Say that digits beyond double precision are not compared."""
    return "Some numbers have more than 14 digits; utilities closer than 1e-12 of a party's range count as equal."
