"""The work behind the review page: proposals, acts, claims.csv; one act at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any

from detente.case import Case
from detente.casefile import read_case
from detente.cli.review.given import CLAIM_FIELDS, Refused, coder_named, plain_claim, proposal_kept_in
from detente.cli.writing import write_whole
from detente.positions.exchange import FIELDS
from detente.positions.ingest import Document
from detente.positions.review import (
    Decision,
    Event,
    Merge,
    Outcome,
    Proposal,
    Reliability,
    ReviewLog,
    Vocabulary,
    Written,
    claim_rows,
    guesses_around,
    in_reading_order,
    lawful,
    merged,
    merges_of,
    outcomes_of,
    problems_of,
    rejected_beside,
    with_rows,
)

LOG = Path("review") / "decisions.jsonl"
MOST_CLAIMS = 20


@dataclass(frozen=True, slots=True)
class Read:
    """A document as read, and what the rules propose in it."""

    document: Document
    proposals: tuple[Proposal, ...]


class Desk:
    """A case under review. Every act is on disk, and claims.csv anew, before `act` returns."""

    def __init__(self, folder: Path, reads: Mapping[str, Read], now: Callable[[], str]) -> None:
        self.folder = folder
        self.case = read_case(folder)
        self.known = Vocabulary.of(self.case)
        self.reads = reads
        self.log = ReviewLog(folder / LOG)
        self._now = now
        self._lock = RLock()
        self._proposed = {proposal.id: proposal for read in reads.values() for proposal in read.proposals}

    def act(self, asked: Mapping[str, Any]) -> None:
        """Do one act of a coder; raises Refused when it makes no sense, and OSError when the disk is full."""
        coder = coder_named(asked.get("coder"))
        acts: dict[str, Callable[[str, Mapping[str, Any]], list[Event]]] = {
            "coder": lambda coder, asked: [],
            "confirm": lambda coder, asked: [self._confirm(coder, asked)],
            "only": self._only,
            "none": self._none,
            "reject": lambda coder, asked: [self._reject(coder, asked)],
            "undo": self._undo,
            "edit": lambda coder, asked: [self._edit(coder, asked)],
            "mark": lambda coder, asked: [self._mark(coder, asked)],
            "adjudicate": lambda coder, asked: [self._adjudicate(coder, asked)],
            "unsettle": lambda coder, asked: [self._unsettle(coder, asked)],
            "merge": lambda coder, asked: [self._merge(coder, asked)],
            "reliability": lambda coder, asked: [self._reliability(coder, asked)],
        }
        done = acts.get(str(asked.get("act")))
        if done is None:
            raise Refused("This is no act of the review page.")
        with self._lock:
            events = done(coder, asked)
            for event in events:
                self.log.add(event)
            if events:
                self.write_claims()

    def write_claims(self) -> Written:
        """Write claims.csv whole: the rows of others as they were, and those of this review anew."""
        with self._lock:
            written = self.written()
            path = self.folder / "claims.csv"
            text = with_rows(path.read_text(encoding="utf-8") if path.exists() else "", written.rows)
            if not path.exists() or text != path.read_text(encoding="utf-8"):
                write_whole(self.folder, {"claims.csv": text})
            return written

    def written(self) -> Written:
        """Rows of this review, and what waits."""
        sources = {name: self._source(read.document) for name, read in self.reads.items()}
        return claim_rows(self.outcomes().values(), self.known, sources, self.reliability())

    def outcomes(self) -> dict[str, Outcome]:
        """What stands of each decided proposal."""
        with self._lock:
            return outcomes_of(self.log.events)

    def reliability(self) -> dict[str, float]:
        """By document, as set last."""
        return {event.document: event.value for event in list(self.log.events) if isinstance(event, Reliability)}

    def coders(self) -> tuple[str, ...]:
        """Everyone who decided something, by name."""
        return tuple(sorted({event.coder for event in list(self.log.events) if isinstance(event, Decision)}))

    def proposals(self, document: str) -> Iterator[tuple[Proposal, dict[str, Any]]]:
        """Proposals of a document, passage by passage, the surest first, each with its row after merging.

        Decided ones never get lost.
        """
        read, events = self.reads[document], list(self.log.events)
        known = {proposal.id for proposal in read.proposals}
        kept: dict[str, Proposal | None] = {}
        for event in events:
            if isinstance(event, Decision) and event.of["document"] == document and event.proposal not in known:
                kept[event.proposal] = proposal_kept_in(event) if event.claims is not None else None
        names = merges_of(events)
        for proposal in in_reading_order([*read.proposals, *filter(None, kept.values())]):
            yield proposal, self._row(proposal, names)

    def current_case(self) -> Case:
        """The case with claims.csv as it is now."""
        with self._lock:
            return read_case(self.folder)

    def _row(self, proposal: Proposal, names: Mapping[tuple[str, str], str | None] | None = None) -> dict[str, Any]:
        names = merges_of(self.log.events) if names is None else names
        return lawful(merged(proposal.row, names) | {"said_on": proposal.said_on}, self.known)

    def _find(self, asked: Mapping[str, Any]) -> Proposal:
        name = str(asked.get("proposal"))
        found = self._proposed.get(name)
        if found is None:
            found = next(
                (proposal_kept_in(e) for e in self.log.events if isinstance(e, Decision) and e.proposal == name), None
            )
        if found is None:
            raise Refused("This proposal is not there any more. Load the page again.")
        return found

    def _confirm(self, coder: str, asked: Mapping[str, Any]) -> Decision:
        proposal = self._find(asked)
        return self._decision(coder, proposal, (self._checked(self._row(proposal)),))

    def _reject(self, coder: str, asked: Mapping[str, Any]) -> Event:
        return self._decision(coder, self._find(asked), ())

    def _only(self, coder: str, asked: Mapping[str, Any]) -> list[Event]:
        """Confirm a proposal and reject the other guesses of its group that this coder has left open."""
        confirmed = self._confirm(coder, asked)
        others = self._rejected(coder, self._find(asked), confirmed.at)
        return [confirmed, *(event for event in others if event.proposal != confirmed.proposal)]

    def _none(self, coder: str, asked: Mapping[str, Any]) -> list[Event]:
        """Reject all the guesses of a group that this coder has left open."""
        return [*self._rejected(coder, self._find(asked), self._now())]

    def _rejected(self, coder: str, proposal: Proposal, at: str) -> list[Decision]:
        read = self.reads.get(str(proposal.row["document"]))
        decided = {name for name, outcome in self.outcomes().items() if coder in outcome.decisions}
        guesses = guesses_around(proposal, read.proposals if read is not None else ())
        return [replace(self._decision(coder, one, ()), at=at) for one in guesses if one.id not in decided]

    def _undo(self, coder: str, asked: Mapping[str, Any]) -> list[Event]:
        """Take back a decision, and with it the rejections that the same act made beside it."""
        proposal = self._find(asked)
        beside = rejected_beside(self.log.events, coder, proposal.id)
        found = [proposal, *(self._find({"proposal": name}) for name in beside)]
        return [self._decision(coder, one, None) for one in found]

    def _edit(self, coder: str, asked: Mapping[str, Any]) -> Event:
        proposal = self._find(asked)
        return self._decision(coder, proposal, self._claims(asked, self._row(proposal)))

    def _mark(self, coder: str, asked: Mapping[str, Any]) -> Event:
        """A claim on words that a reviewer marked: places count characters of the text as shown."""
        read, start, end = self.reads.get(str(asked.get("document"))), asked.get("start"), asked.get("end")
        if read is None or not isinstance(start, int) or not isinstance(end, int):
            raise Refused("Mark the words in the text first.")
        text = read.document.reading.text
        if not 0 <= start < end <= len(text):
            raise Refused("The marked words are not within the text.")
        first, last = read.document.span(start, end)
        base = dict.fromkeys(CLAIM_FIELDS) | {
            "document": read.document.name,
            "quote": read.document.source[first:last],
            "start": first,
            "end": last,
            "confidence": 1.0,
        }
        claims = self._claims(asked, base)
        named = "h" + sha256(json.dumps([base, claims[0]], default=str).encode()).hexdigest()[:12]
        row = base | {name: claims[0][name] for name in FIELDS}
        return self._decision(coder, Proposal(named, row, (start, end), str(claims[0]["said_on"]), True), claims)

    def _adjudicate(self, coder: str, asked: Mapping[str, Any]) -> Event:
        outcome = self._outcome(asked)
        taken = asked.get("take")
        if taken is None:
            claims: tuple[Mapping[str, Any], ...] = ()
        elif taken in outcome.decisions:
            claims = outcome.decisions[taken].claims or ()
        else:
            raise Refused(f'"{taken}" has not decided on this proposal.')
        return Decision(self._now(), coder, outcome.proposal, claims, outcome.of, adjudicates=True)

    def _unsettle(self, coder: str, asked: Mapping[str, Any]) -> Event:
        outcome = self._outcome(asked)
        return Decision(self._now(), coder, outcome.proposal, None, outcome.of, adjudicates=True)

    def _outcome(self, asked: Mapping[str, Any]) -> Outcome:
        outcome = self.outcomes().get(str(asked.get("proposal")))
        if outcome is None:
            raise Refused("Nobody has decided on this proposal yet.")
        return outcome

    def _merge(self, coder: str, asked: Mapping[str, Any]) -> Event:
        what, name, into = asked.get("what"), str(asked.get("name") or "").strip(), asked.get("into")
        known = {"actor": self.known.parties, "element": ("*", *self.known.options)}.get(str(what))
        if known is None or not name:
            raise Refused("Name the words, and whether they are an actor or an element.")
        if into is not None and into not in known:
            raise Refused(f'"{into}" is no {what} of this case.')
        return Merge(self._now(), coder, str(what), name, into)

    def _reliability(self, coder: str, asked: Mapping[str, Any]) -> Event:
        value = asked.get("value")
        if asked.get("document") not in self.reads:
            raise Refused("This document is not in the case.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            raise Refused("Reliability is a number above 0 and at most 1.")
        return Reliability(self._now(), coder, str(asked["document"]), float(value))

    def _decision(self, coder: str, proposal: Proposal, claims: tuple[Mapping[str, Any], ...] | None) -> Decision:
        of = dict(proposal.row) | {"place": list(proposal.place), "said_on": proposal.said_on}
        return Decision(self._now(), coder, proposal.id, claims, of)

    def _claims(self, asked: Mapping[str, Any], base: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
        """Claims as a coder wrote them: what they say is the coder's, where they stand is the document's."""
        given = asked.get("claims")
        if not isinstance(given, list) or not 0 < len(given) <= MOST_CLAIMS:
            raise Refused(f"Give one claim at least and {MOST_CLAIMS} at most.")
        fixed = {name: base[name] for name in ("document", "quote", "start", "end", "confidence")}
        return tuple(self._checked(plain_claim(claim, base) | fixed) for claim in given)

    def _checked(self, claim: dict[str, Any]) -> dict[str, Any]:
        problems = problems_of(claim, self.known)
        if problems:
            raise Refused("; ".join(problems) + ". Edit the claim.")
        return claim

    @staticmethod
    def _source(document: Document) -> dict[str, str]:
        about = document.about
        published = about.published_on.isoformat() if about.published_on else "undated"
        return {"source": about.publisher or document.name, "url": about.url, "published_on": published}
