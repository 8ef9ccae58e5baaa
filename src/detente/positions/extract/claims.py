"""From a text to proposed claims: sentence by sentence, cue by cue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from detente.case import Stance
from detente.positions.extract.alternatives import alternative_drafts
from detente.positions.extract.attribution import find_speakers, is_speech
from detente.positions.extract.background import is_abandoned, is_supposed
from detente.positions.extract.clauses import clause_breaks
from detente.positions.extract.discourse import Discourse
from detente.positions.extract.ellipsis import last_of, note_question, read_ellipsis
from detente.positions.extract.firmness import is_hedged, is_red_line
from detente.positions.extract.frames import BUT_MORE, read_cue
from detente.positions.extract.generous import loose_items, owned_plans, second_readings, spelled_plans
from detente.positions.extract.leanings import leaning_drafts
from detente.positions.extract.lexicon import Cue, Lexicon, cues_at, load_lexicon
from detente.positions.extract.matching import cue_length
from detente.positions.extract.mentions import PartyNames, find_mentions, index_names
from detente.positions.extract.nouns import read_noun
from detente.positions.extract.objects import items_behind_colon, list_items, trimmed
from detente.positions.extract.pointing import condition_text, element_text
from detente.positions.extract.promises import is_progress, read_none, read_promise
from detente.positions.extract.reading import Reading
from detente.positions.extract.records import Draft, ProposedClaim
from detente.positions.extract.sentences import Sentence, split_sentences
from detente.positions.extract.subjects import ACTORS, find_subject
from detente.positions.extract.view import View, make_view

FIRM = frozenset({Stance.REJECTS, Stance.DEMANDS})
GUESSED_WEIGHT = 0.3
MOST_RECENT = 3
LONGEST_QUOTE = 5
"""Sentences within which the speaker of a quotation is looked for."""
PRECISE, CANDIDATE = 0.42, 0.04
"""Least confidence of a claim in each mode."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """Rules and party names made ready for many texts."""

    names: PartyNames
    lexicon: Lexicon
    least: float
    generous: bool = False

    def claims_in(self, text: str) -> tuple[ProposedClaim, ...]:
        """Propose the claims of one text, in order; each place in it is a code point."""
        discourse = Discourse(self.names.parties)
        found: list[ProposedClaim] = []
        sentences = list(split_sentences(text, self.lexicon.words["abbreviation"]))
        for number, sentence in enumerate(sentences):
            _hear_ahead(sentences[number : number + LONGEST_QUOTE], self, discourse)
            found += _claims_of_sentence(text, sentence, self, discourse)
        return _without_repeats(found, self.least)


def make_extractor(parties: Mapping[str, Iterable[str]], *, mode: str = "precise") -> Extractor:
    """Make an extractor for parties, each a name and its aliases; `mode` is ``precise`` or ``candidate``.

    Examples
    --------
    >>> extractor = make_extractor({"Freedonia": ["Fredville"], "Sylvania": []})
    >>> claim, = extractor.claims_in("Fredville would reopen the border only if Sylvania lifted the tariff.")
    >>> claim.actor, claim.stance.value, claim.element, claim.condition
    ('Freedonia', 'conditional', 'reopen the border', 'Sylvania lifted the tariff')
    """
    lexicon = load_lexicon()
    return Extractor(
        index_names(parties, lexicon), lexicon, PRECISE if mode == "precise" else CANDIDATE, mode != "precise"
    )


def _hear_ahead(sentences: list[Sentence], extractor: Extractor, discourse: Discourse) -> None:
    """A quotation that runs over several sentences belongs to whoever is named at its end."""
    opening = sentences[0].low[0] if len(sentences[0]) else ""
    if opening not in ("“", '"') or not _stays_open(sentences[0]):
        return
    for later in sentences[1:]:
        if "”" in later.low or '"' in later.low:
            mentions = find_mentions(later, extractor.names, extractor.lexicon)
            find_speakers(make_view(later, mentions, extractor.lexicon), discourse)
            return


def _stays_open(sentence: Sentence) -> bool:
    """Whether the quotation that a sentence begins with goes on in the next."""
    return "”" not in sentence.low and sentence.low.count('"') % 2 == (sentence.low[0] == '"')


def _claims_of_sentence(
    text: str, sentence: Sentence, extractor: Extractor, discourse: Discourse
) -> Iterator[ProposedClaim]:
    lexicon = extractor.lexicon
    mentions = find_mentions(sentence, extractor.names, lexicon)
    view = make_view(sentence, mentions, lexicon)
    holds = _may_hold_claims(view)
    breaks = clause_breaks(view) if holds or extractor.generous else ("",) * len(view)
    guessed: list[int] | None = [] if extractor.generous else None
    reading = Reading(view, breaks, find_speakers(view, discourse), discourse, [], guessed)
    drafts = _all_drafts(reading, holds=holds, generous=extractor.generous)
    before, named = discourse.elements, []
    for draft in drafts:
        if draft.bare and any(_says_more(other, draft) for other in drafts):
            continue
        for claim in _finished(text, reading, draft):
            yield claim
            named += [claim.element] if claim.confidence >= PRECISE else []
    note_question(text, view, discourse)
    discourse.last = last_of(drafts) or discourse.last
    discourse.elements = _listed(before, named)
    discourse.recent = tuple(dict.fromkeys(named))[:MOST_RECENT] or discourse.recent
    for mention in mentions:
        discourse.note_name(mention)
    _remember(reading)


def _all_drafts(reading: Reading, *, holds: bool, generous: bool) -> list[Draft]:
    """Drafts of the frames, and for reviewers guesses beside them."""
    drafts = list(_drafts(reading)) if holds else []
    drafts += read_ellipsis(reading, drafts)
    if generous:
        drafts += [*leaning_drafts(reading, drafts), *owned_plans(reading, drafts), *loose_items(reading, drafts)]
        drafts += [*spelled_plans(drafts), *second_readings(reading, drafts)]
        drafts += alternative_drafts(reading, drafts)
    return drafts


def _listed(before: tuple[str, ...], named: list[str]) -> tuple[str, ...]:
    """Elements that ``the second`` may point to in the next sentence: those of a list, until another list is read."""
    fresh = tuple(dict.fromkeys(name for name in named if not name.endswith(")")))
    return fresh if len(fresh) > 1 or not before else before


def _may_hold_claims(view: View) -> bool:
    """Whether a sentence can hold a claim at all: somebody is named or pointed to, or words are quoted."""
    if view.low(len(view) - 1) == "?" and not any(view.quoted):
        return False
    return bool(view.mentions) or any(view.quoted) or view.low(0) in ("no", "nothing")


def _says_more(other: Draft, bare: Draft) -> bool:
    """Whether another draft of the same sentence says what is in a plan that a bare one only names."""
    return not other.bare and other.weight >= PRECISE and other.stance is bare.stance and other.parties == bare.parties


def _remember(reading: Reading) -> None:
    """Keep the last subject of a sentence for the pronouns of the next."""
    if reading.subjects:
        reading.discourse.subject = reading.subjects[-1][1]
        return
    view = reading.view
    if not view.mentions and not view.lexicon.speech["say"].isdisjoint(view.folded):
        reading.discourse.subject = ()
        return
    first = next((m for m in view.mentions if m.parties and m.kind in ACTORS), None)
    if first is not None:
        reading.discourse.subject = first.parties


def _drafts(reading: Reading) -> Iterator[Draft]:
    """Drafts of a sentence; what stands inside the object of one is read only if it has a holder of its own."""
    view, covered, at = reading.view, 0, 0
    promising, telling, spoken = _behind_modals(view), view.lexicon.telling, view.lexicon.speech["say"] | {"no"}
    while at < len(view):
        promises = at in promising
        if not promises and view.folded[at] not in telling:
            at += 1
            continue
        cues = cues_at(view.lexicon, view.folded, at, view.present)
        if not (cues or promises or view.folded[at] in spoken):
            at += 1
            continue
        draft, length = _weighed(reading, at, cues, promises=promises)
        _note_subject(reading, at, draft)
        if draft is None or (at < covered and not (draft.presupposed and draft.stance is not Stance.ACCEPTS)):
            at += 1
            continue
        if not (is_abandoned(view, draft) or is_supposed(view, draft)):
            yield draft
        if not draft.presupposed and draft.weight >= PRECISE:
            covered = max(covered, draft.element[1], draft.condition.last if draft.condition else 0)
        at = max(at + length, at + 1)


def _behind_modals(view: View) -> frozenset[int]:
    """Places where a verb may stand behind will, would or can, or behind do where it is denied."""
    promising, own = view.lexicon.promising, not view.present.isdisjoint(view.lexicon.words["own_pronoun"])
    modals = [at for at, low in enumerate(view.folded) if low in promising or (own and is_progress(view, at))]
    return frozenset(place for at in modals for place in range(at + 1, at + 8))


def _weighed(reading: Reading, at: int, cues: list[Cue], *, promises: bool) -> tuple[Draft | None, int]:
    """The draft at a place, which counts little if its actor had to be guessed."""
    before = len(reading.guessed or ())
    draft, length = _draft_at(reading, at, cues, promises=promises)
    if draft is not None and len(reading.guessed or ()) > before:
        draft = replace(draft, weight=draft.weight * GUESSED_WEIGHT)
    return draft, length


def _draft_at(reading: Reading, at: int, cues: list[Cue], *, promises: bool) -> tuple[Draft | None, int]:
    """Best draft at a place, and how many tokens its cue has."""
    view = reading.view
    for cue in cues:
        if not _fits(view, at, cue):
            continue
        draft = read_noun(reading, at, cue) if cue.kind == "noun" else read_cue(reading, at, cue)
        if draft is not None:
            return draft, len(cue.words) if cue.kind != "link" else 1
    if view.low(at) == "no":
        return read_none(reading, at), 1
    return (read_promise(reading, at) if promises else None), 1


def _fits(view: View, at: int, cue: Cue) -> bool:
    if cue.kind == "link":
        return cue.words[-1] in view.sentence.low[at + 1 : at + 20]
    return cue_length(view, at, cue) > 0


def _note_subject(reading: Reading, at: int, draft: Draft | None) -> None:
    """Remember who acts, for verbs that follow without a subject."""
    view = reading.view
    if draft is not None and not draft.presupposed and not draft.own:
        reading.subjects.append((at, draft.parties))
    elif is_speech(view, at) and not any(s.verb == at and not s.before for s in reading.speakers):
        subject = find_subject(view, at)
        parties = reading.parties_of(subject.mention, at)
        if parties or (subject.kind == "none" and view.low(at + 1) != ","):
            reading.subjects.append((at, parties))


def _finished(text: str, reading: Reading, draft: Draft) -> Iterator[ProposedClaim]:
    """One claim for each party and each item of a list."""
    view = reading.view
    whole = trimmed(view, *draft.element)
    listed = items_behind_colon(view, whole[1])
    if listed and not draft.presupposed:
        asked = view.low(whole[1] - 1) in ("requirements", "demands", "conditions", "requests")
        draft = replace(draft, stance=Stance.DEMANDS if asked else draft.stance, last=listed[-1][1])
    items = listed or list_items(view, *whole, verbs=draft.element[0] == draft.at) or [whole]
    for number, item in enumerate(items):
        alone = (draft.first, draft.last) if len(items) == 1 else (draft.first, item[1])
        place = trimmed(view, *(item if number else alone))
        if item[0] < item[1] and place[0] < place[1]:
            element = element_text(text, reading, draft, item)
            yield from _for_each_party(text, reading, draft, element, (place, _stance_of(view, draft, item)))


def _stance_of(view: View, draft: Draft, item: tuple[int, int]) -> Stance:
    """Stance on one item: who insists that nothing be done rejects it."""
    none = any(view.low(at) in ("nothing", "no") and view.low(at + 1) not in BUT_MORE for at in (item[0], item[0] + 1))
    return Stance.REJECTS if draft.stance is Stance.DEMANDS and none else draft.stance


def _for_each_party(
    text: str, reading: Reading, draft: Draft, element: str, placed: tuple[tuple[int, int], Stance]
) -> Iterator[ProposedClaim]:
    view, ((first, last), stance) = reading.view, placed
    if draft.weight < PRECISE:
        # A guess is shown with the whole of its sentence, since where its words begin and end is a guess too.
        first, last = 0, len(view)
    speaker = reading.speaker_at(draft.at)
    for party in draft.parties:
        yield ProposedClaim(
            actor=party,
            element=element,
            stance=stance,
            speaker=speaker.text if speaker is not None and not draft.presupposed else "narrator",
            hedged=is_hedged(view, draft, speaker),
            start=view.sentence.starts[first],
            end=view.sentence.ends[last - 1],
            confidence=round(min(draft.weight, 0.99), 3),
            condition=condition_text(text, view, draft),
            red_line=stance in FIRM and is_red_line(view, draft),
            bare=draft.bare,
        )


def _without_repeats(found: list[ProposedClaim], least: float) -> tuple[ProposedClaim, ...]:
    """Claims of enough confidence, each actor, stance and element once, and a plan that is only named once at most."""
    seen: set[tuple[str, str, Stance]] = set()
    taken: set[tuple[str, Stance]] = set()
    kept = []
    for claim in found:
        pointed = claim.element.rpartition(" (")[2].removesuffix(")") if claim.element.endswith(")") else claim.element
        key = (claim.actor, pointed.lower(), claim.stance)
        again = key in seen or (claim.bare and least >= PRECISE and (claim.actor, claim.stance) in taken)
        if claim.confidence >= least and not again:
            seen.add(key)
            taken.add((claim.actor, claim.stance))
            kept.append(claim)
    return tuple(kept)
