"""Chapter 2, where the conflict comes to rest: equilibria of the conflict model, with reasons."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Advice, Conflict
from detente.plots import Names, count_words
from detente.report.blocks import Cell, Exhibit, Note, Table
from detente.report.lookups import joined

CONCEPTS = {
    "nash": "nobody has a better move (Nash)",
    "seq": "every better move meets an answer in the others’ own interest (SEQ)",
    "sim": "better moves made at once cancel out (SIM)",
    "smr": "every better move meets an answer it cannot escape (SMR)",
    "gmr": "every better move meets some answer (GMR)",
}


def conflict(analysis: Analysis, advice: Advice, names: Names) -> Exhibit | None:
    """Say what the status quo can turn into, and list the states in which every decision maker would stay, with why."""
    found = advice.conflict
    if found is None:
        return None
    rows = tuple(_state_row(found, state) for state in found.reasons)
    return Exhibit(
        key="conflict",
        kind="Conflict stability",
        title=_what_today_leads_to(found),
        sub=f"States of the model “{found.stability.title}” in which every decision maker would stay: "
        + (count_words(len(rows), "state") if rows else "none"),
        tables=(Table("Stable states", ("State", "Why it lasts", "Reasons of each"), rows),) if rows else (),
        source="Source: conflict.yaml, its preferences as stated there. Of all ways to last the strongest is named.",
        empty="" if rows else "No state of the model is stable for everyone.",
        notes=(
            Note(
                "What it does not say",
                "The model knows what each would rather have, not how much. Its preferences are the case author’s.",
            ),
        ),
    )


def _strongest(found: Conflict, state: str) -> str:
    """The strongest concept under which everyone stays; '' where there is none."""
    return next((c for c in CONCEPTS if state in found.stability.equilibria.get(c, ())), "")


def _state_row(found: Conflict, state: str) -> tuple[Cell, ...]:
    concept = _strongest(found, state)
    reasons = dict.fromkeys(v.reason for v in found.reasons[state] if v.concept == concept)
    return Cell(found.words[state], small=state), Cell(CONCEPTS.get(concept, "")), Cell(" ".join(reasons))


def _what_today_leads_to(found: Conflict) -> str:
    """Where improvements lead from the status quo, or that it lasts itself."""
    today = found.stability.status_quo
    ways = [
        f"“{found.words.get(way.state, way.state)}” ({count_words(len(way.moves), 'move')})"
        for way in found.stability.ways
        if way.moves
    ]
    lasts = _strongest(found, today)
    if ways:
        also = ". Today’s state could last as well" if lasts else ""
        return f"From today, improvements lead to: {joined(ways)}{also}"
    if lasts:
        return f"Today’s state would last: {CONCEPTS[lasts]}"
    return "From today, no improvement leads to a state in which everyone would stay"
