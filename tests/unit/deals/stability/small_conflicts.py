"""Small conflicts that several tests speak of."""

from __future__ import annotations

from detente.case import ConflictModel, ConflictOption, ConflictState, DecisionMaker, StatePreference


def prisoners() -> ConflictModel:
    """The prisoners' dilemma: each would rather talk, and would rather that the other did not."""
    return ConflictModel(
        title="Two prisoners",
        decision_makers=(DecisionMaker("A", "First"), DecisionMaker("B", "Second")),
        options=(ConflictOption("a", "First stays silent", "A"), ConflictOption("b", "Second stays silent", "B")),
        preferences=(StatePreference("A", ("b", "not a")), StatePreference("B", ("a", "not b"))),
        status_quo="YY",
    )


def crisis() -> ConflictModel:
    """Three states in a row; the observer has no move."""
    return ConflictModel(
        title="Three states",
        decision_makers=(DecisionMaker("WEST", "the west"), DecisionMaker("WATCH", "the observer")),
        states=(
            ConflictState("before", "Before the talks"),
            ConflictState("during", "During the talks"),
            ConflictState("after", "After the talks"),
        ),
        moves={"WEST": (("before", "during"), ("during", "after"))},
        preferences=(
            StatePreference("WEST", ranking=(("after",), ("before", "during"))),
            StatePreference("WATCH", payoffs={"before": 1, "during": 1, "after": 2}),
        ),
        status_quo="before",
    )
