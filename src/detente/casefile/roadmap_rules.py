"""What must hold among the rules of the roadmap: sides that differ, verifiers that verify something."""

from __future__ import annotations

from detente.casefile.draft import Draft
from detente.casefile.problems import listed, quoted


def check_roadmap_rules(draft: Draft) -> None:
    """Hold reciprocity, leverage and verifiers against themselves and against the obligations."""
    for rule in draft.listed("reciprocity"):
        both = [party for party in rule.get("one") or () if party in (rule.get("other") or ())]
        for side in ("one", "other"):
            if rule.get(side) == ():
                rule.note(side, f"reciprocity {rule.get('id')} has nobody on side {side}.", "Name at least one party.")
        if both:
            what = f"reciprocity {rule.get('id')} has {listed(both)} on both sides."
            rule.note("other", what, "Keep each party on one side.")
    _check_verifiers(draft)
    _check_gives(draft)


def _check_verifiers(draft: Draft) -> None:
    if draft.rows.get("obligations") is None:
        return
    verifiers = {row.get("verifier") for row in draft.of("obligations")}
    for verifier in draft.listed("verifiers"):
        if verifier.get("name") and not verifiers & {verifier.get("name"), verifier.get("id")}:
            what = f"verifier {quoted(verifier.get('name'))} verifies no obligation."
            verifier.note("name", what, "Write the name as it stands in the column verifier of obligations.csv.")


def _check_gives(draft: Draft) -> None:
    rows = draft.of("obligations")
    stated = [row for row in rows if row.get("gives") is not None]
    for row in rows if stated else []:
        if "gives" in row.values and row.get("gives") is None:
            what = f"obligation {row.get('id')} states no gives, and {stated[0].get('id')} does."
            row.note("gives", what, "State it for every obligation or for none; 0 where it gives nothing.")
