"""A sentence with all that the frames look at, and who acts in it."""

from __future__ import annotations

from dataclasses import dataclass

from detente.positions.extract.attribution import Speaker, speaker_of
from detente.positions.extract.discourse import Discourse
from detente.positions.extract.mentions import Mention
from detente.positions.extract.subjects import ACTORS, Subject
from detente.positions.extract.view import View, antecedent

MOST_GUESSED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with everything the frames look at; `subjects` remembers the verbs already read.

    `guessed` lists places where an actor was guessed; it is None when guesses are not wanted.
    """

    view: View
    breaks: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    discourse: Discourse
    subjects: list[tuple[int, tuple[str, ...]]]
    guessed: list[int] | None = None

    def speaker_at(self, at: int) -> Speaker | None:
        """Whoever says what stands at a place."""
        return speaker_of(self.speakers, at, self.breaks)

    def parties_of(self, mention: Mention | None, at: int) -> tuple[str, ...]:
        """Parties that a mention stands for, where it stands."""
        if mention is None:
            return ()
        speaker = self.speaker_at(at)
        own = speaker.parties if speaker is not None and speaker.verb != at else ()
        if mention.kind == "thing" and self.subjects:
            return self.subjects[-1][1]
        if mention.kind in ("thing", "theirs") and not own:
            near = antecedent(self.view, mention)
            if near is not None:
                return near.parties
        return self.discourse.resolve(mention, own if mention.kind != "thing" else ())

    def actor(self, subject: Subject, at: int) -> tuple[str, ...]:
        """Parties behind a subject; a shared one is that of the verb before."""
        if subject.kind == "shared":
            found = self.subjects[-1][1] if self.subjects else self._first_named(at)
        else:
            found = self.parties_of(subject.mention, at)
        return found or (self.guess(at) if subject.kind != "none" else ())

    def guess(self, at: int) -> tuple[str, ...]:
        """Parties named so far, when guesses are wanted and few are named; what rests on it counts little."""
        if self.guessed is None:
            return ()
        self.guessed.append(at)
        here = [mention.parties for mention in self.view.mentions]
        named = dict.fromkeys(party for group in (*self.discourse.named, *here) for party in group)
        named = named or dict.fromkeys(self.discourse.everyone)
        return tuple(named) if len(named) <= MOST_GUESSED else ()

    def _first_named(self, at: int) -> tuple[str, ...]:
        for mention in self.view.mentions:
            before = mention.first - 2 if self.view.low(mention.first - 1) == "the" else mention.first - 1
            if mention.kind in ACTORS and mention.first < at and not self.view.is_a(before, "preposition"):
                return self.parties_of(mention, at)
        return ()


def own_speaker(reading: Reading, at: int) -> tuple[tuple[str, ...], float]:
    """Parties of whoever says what stands at a place, and how sure that is; in a quotation, of the last speaker."""
    speaker = reading.speaker_at(at)
    if speaker is not None:
        return speaker.parties or reading.guess(at), 0.9
    if reading.view.quoted[min(at, len(reading.view) - 1)]:
        return reading.discourse.speaker, 0.75
    return reading.discourse.speaker, 0.4
