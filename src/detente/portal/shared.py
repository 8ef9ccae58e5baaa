"""What others learn of private acts, by design: one list, which a test holds against every byte of the portal.

A private act that is not listed here for a person changes no byte which that person gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Private(StrEnum):
    """What a delegation does for itself."""

    PREFERENCES = "changes its preferences"
    SEALED_INITIATIVE = "changes the words of a sealed initiative"
    RUN = "runs the engines"
    COMMENT_TO_MEDIATOR = "tells the mediator something"
    VIEWING = "reads an initiative of another for the first time"
    SUGGESTION = "changes its preferences before a suggestion is worked out"
    FILE_ASIDE = "has a file kept that belongs to nothing yet"


@dataclass(frozen=True, slots=True)
class Shared:
    """A private act, who learns of it, and on which pages; people are those of the demonstration."""

    private: Private
    who: str
    where: tuple[str, ...]


SHARED = (
    # Options that all who sign might accept, made from all sheets together: never a number of one of them.
    Shared(Private.SUGGESTION, "mediator", ("marks-suggestions",)),
    Shared(Private.COMMENT_TO_MEDIATOR, "mediator", ("text-clause", "api search?words=the")),
    Shared(Private.VIEWING, "north-head", ("initiatives-one",)),
    Shared(Private.VIEWING, "north-member", ("initiatives-one",)),
)
