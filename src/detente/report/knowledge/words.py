"""How features, outcomes, answers and clauses are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.case import Case, Provision
from detente.plots import shortened

PROVISIONS: Mapping[Provision, str] = {
    Provision.TRADE: "Trade",
    Provision.ENERGY: "Energy",
    Provision.JOINT_VENTURE: "Joint ventures or a zone",
    Provision.INVESTMENT: "Investment",
    Provision.TRANSPORT: "Transport",
    Provision.GUARANTEE: "Guarantee or non-aggression",
    Provision.THIRD_PARTY: "An outsider behind it",
    Provision.VERIFICATION: "Verified by outsiders",
    Provision.JOINT_BODY: "A joint body",
    Provision.SNAPBACK: "A breach has a consequence",
    Provision.PHASED: "In steps",
}

OUTCOMES: Mapping[str, str] = {
    "held": "held",
    "held_in_part": "held in part",
    "collapsed": "collapsed",
    "expired": "ran its term",
    "pending": "fate open",
}

CAUSES: Mapping[str, str] = {
    "ratification": "Refused at home",
    "third_state": "Depended on those not bound",
    "cheating": "Hidden cheating",
    "sequencing": "Who goes first",
    "security_shock": "A security shock",
    "follow_up": "Nobody followed it up",
    "exit": "Leaving cost little",
    "unlawful": "Barred by measures in force",
}

EVIDENCE: Mapping[str, str] = {
    "seen": "seen",
    "seen_in_part": "seen, in part from memory",
    "recalled": "from memory",
}

LETTERS = 60


def clause_names(ids: Sequence[str], case: Case, most: int = 4) -> str:
    """Name clauses in words; those beyond `most` are counted."""
    known = _names(case)
    words = [shortened(known.get(id_, id_.replace("_", " ")), LETTERS) for id_ in ids[:most]]
    return "; ".join(words) + (f"; {len(ids) - most} more" if len(ids) > most else "")


def _names(case: Case) -> dict[str, str]:
    named = {option.id: option.title for element in case.elements for option in element.options}
    named |= {party.id: party.name for party in case.parties}
    named |= {obligation.id: obligation.title for obligation in case.obligations}
    named |= {measure.id: measure.act for measure in case.measures}
    named |= {council.id: council.name for council in case.councils}
    named |= {guarantee.id: f"guarantee {guarantee.id}" for guarantee in case.guarantees}
    named |= {escrow.id: f"escrow {escrow.id}" for escrow in case.escrows}
    return {**named, "monitoring": "false alarms are counted", "joint_body": "no joint body"} | {
        "guarantee": "no guarantee or pledge",
        "snapback": "no consequence of a breach",
        "verification": "whether outsiders look",
    }
