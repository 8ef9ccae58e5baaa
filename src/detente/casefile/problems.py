"""What is wrong with a case folder: where, what and what to do; and the words for saying so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST_QUOTE = 60
LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `line` is None when the file as a whole is meant.

    Examples
    --------
    >>> print(Problem("my-case/claims.csv", 14, 'stance "yes" is not a stance.', "Use accepts or rejects."))
    my-case/claims.csv, line 14: stance "yes" is not a stance.
    Use accepts or rejects.
    """

    path: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}, line {self.line}"
        return f"{place}: {self.what}\n{self.remedy}"


class Findings:
    """The problems of one file, gathered while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._problems: dict[Problem, None] = {}

    def add(self, line: int | None, what: str, remedy: str) -> None:
        """Note a problem; the same one twice counts once."""
        self._problems[Problem(self.path, line, what, remedy)] = None

    def add_problem(self, problem: Problem) -> None:
        """Note a problem that was found elsewhere, and keeps its place."""
        self._problems[problem] = None

    def in_order(self) -> tuple[Problem, ...]:
        """All problems of the file, by line."""
        return tuple(sorted(self._problems, key=lambda problem: problem.line or 0))


def quoted(text: str) -> str:
    r"""Put a value from a file between quotes, on one line and not too long.

    Examples
    --------
    >>> quoted("in two\nlines")
    '"in two lines"'
    """
    flat = " ".join(text.split())
    return f'"{flat}"' if len(flat) <= LONGEST_QUOTE else f'"{flat[: LONGEST_QUOTE - 3]}..."'


def listed(words: Iterable[str], joint: str = "and", longest: int = LONGEST_LIST) -> str:
    """Join words as one writes them, those beyond the longest list only counted.

    Examples
    --------
    >>> listed(["mode", "unit", "origin"], "or")
    'mode, unit or origin'
    """
    some = list(words)
    if len(some) > longest:
        some = [*some[:longest], f"{len(some) - longest} more"]
        joint = "and"
    return f"{', '.join(some[:-1])} {joint} {some[-1]}" if len(some) > 1 else "".join(some)


def closest(word: str, names: Iterable[str], likeness: float = 0.7) -> str | None:
    """Find the name that was probably meant, None when nothing is near; capitals do not matter."""
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(word.casefold()[:LONGEST_QUOTE], folded, n=1, cutoff=likeness)
    return folded[near[0]] if near else None


def suggestion(word: str, names: Sequence[str], introduction: str) -> str:
    """Say which name was probably meant and which there are.

    Examples
    --------
    >>> suggestion("USSA", ["RUS", "USA"], "The parties are")
    'Did you mean "USA"? The parties are RUS and USA.'
    """
    near = closest(word, names)
    known = f"{introduction} {listed(names)}." if names else f"{introduction} none so far."
    return f'Did you mean "{near}"? {known}' if near else known


def with_article(noun: str) -> str:
    """Put a or an before a noun.

    Examples
    --------
    >>> with_article("option"), with_article("party")
    ('an option', 'a party')
    """
    return noun if noun.startswith("the ") else f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"
