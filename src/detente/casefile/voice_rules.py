"""What must hold of voices inside parties."""

from __future__ import annotations

import math

from detente.casefile.draft import Draft
from detente.casefile.records import Record

ONE_OF_TWO = (
    "Set ratifies: yes if its consent is needed, or state influence if it moves the weights of {}: one of the two."
)
ROUNDING = 1e-9


def check_voices(draft: Draft) -> None:
    """Hold voices against the parties inside which they speak, and packages against voices."""
    speaks_for = {p.get("id"): p.get("voice_of") for p in draft.listed("parties") if p.get("id")}
    for party in draft.listed("parties"):
        if party.get("voice_of"):
            _check_voice(party, speaks_for)
        elif "voice_of" in party.values:
            _check_no_voice(party)
    _check_influences(draft)
    for package in draft.listed("packages"):
        _check_signing(package, speaks_for)


def _check_signing(package: Record, speaks_for: dict[str, str]) -> None:
    """A package needs and comes from parties; a voice that ratifies signs for its party without being named."""
    for voice in dict.fromkeys(v for v in package.get("required") or () if speaks_for.get(v)):
        what = f"package {package.get('id')} requires {voice}, which is a voice of {speaks_for[voice]}."
        remedy = f"Name {speaks_for[voice]}: a voice that ratifies signs for its party wherever the party is required."
        package.note("required", what, remedy)
    proposer = package.get("proposed_by")
    if speaks_for.get(proposer):
        what = f"package {package.get('id')} is proposed by {proposer}, which is a voice of {speaks_for[proposer]}."
        package.note("proposed_by", what, f"Name {speaks_for[proposer]}: a move in the rounds is a party's.")


def _check_no_voice(party: Record) -> None:
    for field, verb in (("ratifies", "ratifies"), ("influence", "has influence")):
        if party.get(field):
            what = f"party {party.get('id')} {verb}, but it is not a voice of another party."
            party.note(field, what, f"Fill in voice_of: the id of that party, or leave {field} out.")


def _check_voice(party: Record, speaks_for: dict[str, str]) -> None:
    id_, other = party.get("id"), party.get("voice_of")
    if id_ == other:
        party.note("voice_of", f"party {id_} is a voice of itself.", "Name the party inside which it speaks.")
    elif speaks_for.get(other):
        what = f"party {id_} is a voice of {other}, which is a voice of {speaks_for[other]} itself."
        party.note("voice_of", what, f"Name {speaks_for[other]}: only a party that is no voice has voices.")
    if "influence" in party.values and "ratifies" in party.values:
        has_influence = party.get("influence") is not None
        if bool(party.get("ratifies")) == has_influence:
            what = (
                f"voice {id_} has {'both' if has_influence else 'neither'} ratifies {'and' if has_influence else 'nor'}"
            )
            party.note("voice_of", f"{what} influence.", ONE_OF_TWO.format(other))


def _check_influences(draft: Draft) -> None:
    voices: dict[str, list[Record]] = {}
    for party in draft.listed("parties"):
        if party.get("voice_of") and party.get("influence") is not None:
            voices.setdefault(party.get("voice_of"), []).append(party)
    for other, speaking in voices.items():
        estimates = [voice.get("influence") for voice in speaking]
        total = math.fsum(e.mode if e.high is None else e.high for e in estimates)
        if len(speaking) > 1 and total > 1 + ROUNDING:
            what = f"the influences of the voices of {other} sum to as much as {total:.6g}, more than 1."
            speaking[-1].note("influence", what, "Lower them: what is left is the party's own part.")
