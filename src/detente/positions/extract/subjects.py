"""Who does what a verb says: the search for a subject, leftwards from the verb."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.extract.mentions import Mention
from detente.positions.extract.view import View

ACTORS = ("actor", "person", "thing", "own", "theirs", "role", "pair")
POINTING_STRENGTH = {"actor": 1.0, "own": 0.9, "person": 0.9, "theirs": 0.9, "role": 0.8, "thing": 0.8, "pair": 0.75}
DASHES = ("—", "–")
FARTHEST = 45
"""Tokens between a verb and its subject, at most."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A mention that is subject, the token where its clause begins, and how sure the link is, in [0, 1].

    `kind`: ``actor``; ``terms`` when a plan or draft of the actor is the subject; ``shared`` when the verb shares the
    subject of the verb before it; ``none``.
    """

    mention: Mention | None
    first: int
    strength: float
    kind: str


def find_subject(view: View, at: int) -> Subject:
    """Find the subject of the verb group that begins at a place."""
    return _Search(view, at).run()


class _Search:
    """Walks left from a verb: over adverbs, auxiliaries and insertions, up to a noun phrase or the clause's edge."""

    def __init__(self, view: View, at: int) -> None:
        self._view = view
        self._verb = at
        self._at = at - 1
        self._noun = -1
        self._owner: Mention | None = None

    def run(self) -> Subject:
        """Search until something is found or the clause ends."""
        while self._at >= 0 and self._verb - self._at < FARTHEST:
            found = self._step()
            if found is not None:
                return found
        return self._ended(0)

    def _step(self) -> Subject | None:
        view, at = self._view, self._at
        mention = view.who(at)
        if mention is not None:
            return self._at_mention(mention)
        low = view.low(at)
        if low == "," or (low in DASHES and self._noun < 0):
            return self._at_comma() if low == "," else self._at_dash()
        if low in ("and", "or", "but", "nor", "yet", "then"):
            return self._at_conjunction()
        if view.is_a(at, "relative") and self._noun < 0:
            return self._relative()
        if low in (";", ":", "—", "–", "“", "”", '"', "(", ")") or view.is_a(at, "clause_start"):
            lettered = low == ")" and view.low(at - 2) == "(" and len(view.low(at - 1)) < 3
            return self._enumerated() if lettered else self._quote_or_end(low)
        self._pass_word(low)
        return None

    def _enumerated(self) -> Subject | None:
        """``the parties (a) approve ...; (b) take note of``: an item shares the subject before the first."""
        self._at -= 3
        return Subject(None, self._at + 1, 0.85, "shared") if self._view.low(self._at) in (";", ",", "and") else None

    def _pass_word(self, low: str) -> None:
        view, at = self._view, self._at
        skipped = view.is_adverb(at) or view.is_a(at, "auxiliary") or view.is_a(at, "negation")
        if low == "to" and self._noun < 0 and self._owner is None and not view.is_a(at - 1, "control"):
            self._noun = at
        elif view.is_a(at, "preposition"):
            self._noun, self._owner = -1, None
        elif not skipped and not view.is_a(at, "control") and self._noun < 0:
            self._noun = at
        self._at -= 1

    def _at_mention(self, mention: Mention) -> Subject | None:
        view = self._view
        before = mention.first - 1
        while view.low(before) in ("the", "both", "several", "some", "many", "senior", "other"):
            before -= 1
        if mention.kind not in ACTORS:
            self._owner = self._owner or (mention if self._noun >= 0 else None)
            self._noun = self._noun if self._noun >= 0 else mention.first
            self._at = mention.first - 1
            return None
        if view.is_a(before, "preposition") and not self._fronted(before):
            self._owner = mention if self._noun < 0 else self._owner
            self._noun, self._at = -1, before - 1
            return None
        if self._noun >= 0:
            return self._with_noun(mention)
        return Subject(mention, mention.first, POINTING_STRENGTH[mention.kind], "actor")

    def _fronted(self, before: int) -> bool:
        """``for Washington any enriching is off the table``: a topic is not a subject; ``until`` opens a clause."""
        return self._view.low(before) in ("until", "unless", "since", "before", "after") and self._noun < 0

    def _with_noun(self, mention: Mention) -> Subject:
        noun = self._view.low(self._noun)
        if noun in self._view.lexicon.words["terms"]:
            return Subject(mention, mention.first, 0.8, "terms")
        return Subject(None, mention.first, 0.0, "none")

    def _at_comma(self) -> Subject | None:
        view, at = self._view, self._at
        mention = view.who(at - 1)
        if mention is not None and mention.kind in ACTORS and self._noun < 0 and not self._in_insertion(at):
            self._at -= 1
            return None
        opening = self._opening(at)
        if opening is None and self._verb == at + 1 and view.low(at + 1).endswith("s"):
            return Subject(None, at + 1, 0.8, "shared")
        if opening is None or self._noun >= 0:
            return self._ended(at + 1)
        self._at = opening - 1
        return None

    def _at_dash(self) -> Subject | None:
        """A pair of dashes holds an insertion; a single one ends the clause."""
        at = self._at
        opening = next(
            (place for place in range(at - 1, max(at - 16, -1), -1) if self._view.low(place) in DASHES), None
        )
        if opening is None:
            return self._ended(at + 1)
        self._at = opening - 1
        return None

    def _in_insertion(self, at: int) -> bool:
        opening = self._opening(at)
        if opening is None:
            return False
        spoken = self._view.low(opening + 1) in self._view.lexicon.speech["say"]
        return spoken or self._view.is_a(opening + 1, "parenthesis")

    def _opening(self, at: int) -> int | None:
        """Comma that opens the insertion which the comma at a place closes."""
        for place in range(at - 1, max(at - 26, -1), -1):
            low = self._view.low(place)
            if low == "," and not (self._view.who(place - 1) is None and place - 1 < 0):
                return place
            if low in (";", ":"):
                return None
        return None

    def _at_conjunction(self) -> Subject | None:
        if self._noun < 0:
            return Subject(None, self._at + 1, 0.85, "shared")
        before = self._view.who(self._at - 1)
        if self._view.low(self._at) == "and" and before is not None and before.kind in ACTORS and not self._owner:
            return Subject(before, before.first, 0.9, "actor")
        return self._ended(self._at + 1)

    def _relative(self) -> Subject:
        before = self._at - 2 if self._view.low(self._at - 1) == "," else self._at - 1
        mention = self._view.who(before)
        if mention is not None and mention.kind in ACTORS and self._view.low(self._at) != "whose":
            return Subject(mention, self._at, 0.75, "actor")
        return Subject(None, self._at, 0.0, "none")

    def _quote_or_end(self, low: str) -> Subject | None:
        """A quotation mark right before the verb does not part it from its subject."""
        if low in '“”"' and self._noun < 0 and self._verb - self._at < 4:
            self._at -= 1
            return None
        return self._ended(self._at + 1)

    def _ended(self, first: int) -> Subject:
        if self._owner is not None and self._has_terms(first):
            return Subject(self._owner, first, 0.8, "terms")
        return Subject(None, first, 0.0, "none" if self._noun >= 0 or self._owner else "bare")

    def _has_terms(self, first: int) -> bool:
        """Whether the noun phrase between the clause's edge and the verb is a plan, a draft or the like."""
        terms = self._view.lexicon.words["terms"]
        return any(self._view.low(place) in terms for place in range(first, min(first + 6, self._verb)))
