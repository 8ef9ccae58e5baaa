"""What reviewers do, each act a record that is only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer makes of a proposal: the claims that it holds, none when it is rejected, several when split.

    `claims` is None when an earlier decision is taken back. `of` is the proposal as it was shown, so that a decision
    can be read without the rules that made the proposal. `adjudicates`: settles what coders left apart.
    `at` is the time of the act, in UTC.
    """

    at: str
    coder: str
    proposal: str
    claims: tuple[Mapping[str, Any], ...] | None
    of: Mapping[str, Any]
    adjudicates: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """One name stands for another from now on: `what` is ``actor`` or ``element``; `into` None parts them again."""

    at: str
    coder: str
    what: str
    name: str
    into: str | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """In what share of worlds the claims of a document count, in (0, 1]."""

    at: str
    coder: str
    document: str
    value: float


Event = Decision | Merge | Reliability
