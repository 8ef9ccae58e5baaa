"""Whom pronouns and roles point back to: a short memory of who acted, who spoke and who was named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.positions.extract.mentions import Mention

if TYPE_CHECKING:
    from detente.positions.extract.ellipsis import Last


class Discourse:
    """What was said so far, as far as it is needed to say who "he", "it" or "the two sides" are.

    `everyone` lists all parties; `elements` are those of the last list, `recent` those of the
    last sentence that named any.
    `subject` is empty when the last one to act was nobody among the parties, and None when nobody has acted yet.
    """

    def __init__(self, everyone: tuple[str, ...] = ()) -> None:
        self.everyone = everyone
        self.subject: tuple[str, ...] | None = None
        self.speaker: tuple[str, ...] = ()
        self.speaker_text = ""
        self.named: list[tuple[str, ...]] = []
        self.element = ""
        self.elements: tuple[str, ...] = ()
        self.recent: tuple[str, ...] = ()
        self.last: Last | None = None

    def resolve(self, mention: Mention, speaker: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Parties that a mention stands for; empty when nothing says so."""
        if mention.parties:
            return mention.parties
        if mention.kind == "pair":
            return self.last_two()
        last = self.named[-1] if self.named else ()
        orders = {
            "own": (speaker, self.speaker),
            "person": (speaker, self.speaker, self.subject),
            "theirs": (speaker, self.subject, self.speaker),
            "role": (self.speaker, self.subject),
        }
        if mention.kind not in orders:
            return last if self.subject is None else self.subject
        return next((found for found in orders[mention.kind] if found), ())

    def note_name(self, mention: Mention) -> None:
        """Remember that somebody was named."""
        if mention.parties:
            self.named.append(mention.parties)
            del self.named[:-8]

    def last_two(self) -> tuple[str, ...]:
        """The two parties named last, when no third one was named; of three, those who did not act last."""
        seen: dict[str, None] = {}
        for group in reversed(self.named):
            seen.update(dict.fromkeys(group))
        if not seen and len(self.everyone) == 2:
            return self.everyone
        if len(seen) == 2:
            return tuple(seen)
        others = tuple(party for party in self.everyone if party not in (self.subject or ()))
        return others if len(others) == 2 and len(self.everyone) == 3 else ()
