"""What a browser sent, and what the log kept, as the desk takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.positions.exchange import FIELDS
from detente.positions.review import Decision, Proposal

LONGEST_NAME = 60
CLAIM_FIELDS = (*FIELDS, "said_on")


class Refused(Exception):
    """An act that cannot be done, with what to do instead; nothing was changed."""


def coder_named(name: object) -> str:
    """The name of a coder, with single spaces."""
    coder = " ".join(str(name or "").split())
    if not coder or len(coder) > LONGEST_NAME or not coder.isprintable():
        raise Refused(f"Say who you are: a name of up to {LONGEST_NAME} characters.")
    return coder


def plain_claim(claim: object, base: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a claim that a browser sent, each of its type."""
    if not isinstance(claim, Mapping):
        raise Refused("A claim is a set of fields.")
    made: dict[str, Any] = {}
    for name in CLAIM_FIELDS:
        value = claim.get(name, base.get(name))
        if name in ("red_line", "hedged"):
            made[name] = bool(value)
        else:
            made[name] = str(value)[:2000] if value not in (None, "") else None
    made["said_on"] = made["said_on"] or "undated"
    return made


def proposal_kept_in(event: Decision) -> Proposal:
    """The proposal that was decided on, as it was then."""
    of = dict(event.of)
    place, said_on = of.pop("place", [0, 0]), of.pop("said_on", "undated")
    return Proposal(event.proposal, of, (place[0], place[1]), said_on, event.proposal.startswith("h"))
