"""Whose private word results rest on, said beside them."""

from __future__ import annotations

from detente.plots import Names
from detente.preferences import Preferences


def in_confidence(preferences: Preferences, names: Names) -> str:
    """Name those who told their preferences, and the claims that their word contradicts; empty where nobody did."""
    if not preferences.told:
        return ""
    who = ", ".join(names.party(party).name for party in preferences.told)
    line = f"In confidence: these results rest on what {who} told."
    if preferences.told_against:
        line += f" It contradicts these claims: {', '.join(preferences.told_against)}."
    return line
