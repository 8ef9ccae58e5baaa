"""Which variable of a statement holds which field of a row."""

from __future__ import annotations

VARIABLES = (
    ("person", "short text", "speaker"),
    ("organization", "short text", "actor"),
    ("concept", "short text", "element"),
    ("stance", "short text", "stance"),
    ("option", "short text", "option"),
    ("package", "short text", "package"),
    ("condition_option", "short text", "condition_option"),
    ("element_in_full", "long text", "element"),
    ("condition", "long text", "condition"),
    ("confidence", "long text", "confidence"),
    ("hedged", "boolean", "hedged"),
    ("red_line", "boolean", "red_line"),
)
"""Variable, its type, and the field of a row; both types of statement have them all."""

AGREEMENT = "agreement"
TAKES_A_SIDE, NO_SIDE = "DNA Statement", "Claim without a side"
AGAINST = frozenset({"rejects", "concerned"})
SIDELESS = frozenset({"open", "conditional", "accepts_in_part", "unknown"})
"""Stances that a yes or no would misstate: their statements have no variable `agreement`."""

LONGEST = 190


def units(text: str, at: int) -> int:
    """Count the UTF-16 units before a place: Java counts them, Python counts characters.

    Examples
    --------
    >>> units("a\U0001f642b", 2)
    3
    """
    return len(text[:at].encode("utf-16-le", errors="surrogatepass")) // 2


def place(text: str, at: int) -> int:
    """Lead a count of UTF-16 units back to a place.

    Examples
    --------
    >>> place("a\U0001f642b", 3)
    2
    """
    taken = text.encode("utf-16-le", errors="surrogatepass")[: 2 * at]
    return len(taken.decode("utf-16-le", errors="replace"))
