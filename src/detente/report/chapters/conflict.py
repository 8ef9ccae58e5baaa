"""Chapter 2, where the conflict comes to rest: equilibria of the conflict model, with reasons."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Advice
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
    """List the states in which every decision maker would stay, and why; None without a conflict model."""
    found = advice.conflict
    if found is None:
        return None
    rows = []
    for state, verdicts in found.reasons.items():
        kinds = [words for concept, words in CONCEPTS.items() if state in found.stability.equilibria.get(concept, ())]
        reasons = dict.fromkeys(v.reason for v in verdicts if v.concept in ("nash", "seq") and v.stable)
        rows.append((Cell(found.words[state], small=state), Cell("; ".join(kinds)), Cell(" ".join(reasons))))
    strong = [found.words[s] for s in found.reasons if s in found.stability.equilibria.get("nash", ())]
    title = "No state is stable for everyone" if not rows else f"{count_words(len(rows), 'state')} would last"
    if strong:
        title = f"Nobody has a better move from: {strong[0]}"
    ways = [
        f"{found.words.get(way.state, way.state)} in {count_words(len(way.moves), 'move')}"
        for way in found.stability.ways
        if way.moves
    ]
    reached = f"From the status quo, improvements lead to: {joined(ways)}." if ways else ""
    return Exhibit(
        key="conflict",
        kind="Conflict stability",
        title=title,
        sub=f"States of the model “{found.stability.title}” in which every decision maker would stay",
        tables=(Table("Stable states", ("State", "Why it lasts", "Reasons"), tuple(rows)),) if rows else (),
        source=f"Source: conflict.yaml, its preferences as stated there. {reached}",
        notes=(
            Note(
                "What it does not say",
                "The model knows what each would rather have, not how much. Its preferences are the case author’s.",
            ),
        ),
    )
