"""A sentence with its mentions marked, and simple questions about its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.positions.extract.lexicon import Lexicon, Phrase
from detente.positions.extract.mentions import Mention
from detente.positions.extract.sentences import Sentence

OPENERS = "“«„"
CLOSERS = "”»"
MARKS = frozenset({*OPENERS, *CLOSERS, '"'})


@dataclass(frozen=True, slots=True)
class View:
    """A sentence, who is named at each token (`cover`), and which tokens stand inside quotation marks.

    `present` holds the words of the sentence and the ``*`` of the cues, so that most cues are ruled out at once.
    """

    sentence: Sentence
    mentions: tuple[Mention, ...]
    cover: tuple[Mention | None, ...]
    quoted: tuple[bool, ...]
    lexicon: Lexicon
    folded: tuple[str, ...]
    size: int
    present: frozenset[str]

    def __len__(self) -> int:
        return self.size

    def low(self, at: int) -> str:
        """Word at a place, folded; empty beyond the ends."""
        return self.folded[at] if 0 <= at < self.size else ""

    def is_a(self, at: int, kind: str) -> bool:
        """Whether the word at a place belongs to a class of the word table."""
        return 0 <= at < self.size and self.folded[at] in self.lexicon.words[kind]

    def is_adverb(self, at: int) -> bool:
        """Whether a word may stand between a subject and its verb."""
        low = self.low(at)
        words = self.lexicon.words
        return (low[-2:] == "ly" and _ends_in_ly(low)) or low in words["adverb"] or low in words["reflexive"]

    def who(self, at: int) -> Mention | None:
        """Mention that covers a place."""
        return self.cover[at] if 0 <= at < self.size else None

    def text(self, first: int, last: int) -> str:
        """Words from one token up to another, with single spaces."""
        return " ".join(self.sentence.words[first:last])


def _ends_in_ly(low: str) -> bool:
    return low.endswith("ly") and low not in ("only", "italy", "ally", "supply", "reply", "family", "apply")


def make_view(sentence: Sentence, mentions: tuple[Mention, ...], lexicon: Lexicon) -> View:
    """Mark the mentions and quotations of a sentence."""
    cover: list[Mention | None] = [None] * len(sentence)
    for mention in mentions:
        cover[mention.first : mention.last] = [mention] * (mention.last - mention.first)
    inside, quoted = False, []
    for word in sentence.words if not MARKS.isdisjoint(sentence.low) else ():
        if word in OPENERS or (word == '"' and not inside):
            inside = True
        elif word in CLOSERS or word == '"':
            inside = False
        quoted.append(inside)
    return View(
        sentence,
        mentions,
        tuple(cover),
        tuple(quoted) or (False,) * len(sentence),
        lexicon,
        sentence.low,
        len(sentence),
        frozenset((*sentence.low, "*")),
    )


def phrase_at(view: View, at: int, table: Mapping[str, tuple[Phrase, ...]]) -> Phrase | None:
    """Find the longest phrase of a table that begins at a place."""
    low = view.sentence.low
    for phrase in table.get(low[at], ()):
        if low[at : at + len(phrase.words)] == phrase.words:
            return phrase
    return None


def antecedent(view: View, mention: Mention) -> Mention | None:
    """Find the party that ``it`` or ``they`` takes up from the same sentence: the nearest subject before it."""
    for earlier in reversed([m for m in view.mentions if m.last <= mention.first and m.parties and m.kind == "actor"]):
        before = earlier.first - 2 if view.low(earlier.first - 1) == "the" else earlier.first - 1
        if not view.is_a(before, "preposition"):
            return earlier
    return None
