"""What the page says beside the proposals: disputes, timelines, and what is still unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from detente.case import Case, Claim
from detente.plots import Names, day
from detente.plots.stance_timeline import Said, SaidRow, stance_timeline
from detente.positions import tally_positions
from detente.positions.changes import MOVES, Change, changes_of
from detente.positions.review import Outcome, State
from detente.report.review.cards import in_words


@dataclass(frozen=True, slots=True)
class Dispute:
    """A proposal on which coders differ: what each made of it, and who settled it how."""

    proposal: str
    document: str
    quote: str
    versions: tuple[tuple[str, tuple[str, ...]], ...]
    settled: str


@dataclass(frozen=True, slots=True)
class PartyTimeline:
    """One party over time: the drawing, wide and narrow, and the table behind it."""

    party: str
    wide: Markup
    narrow: Markup
    rows: tuple[tuple[str, str, str, str, str], ...]
    flags: int


def disputes_of(outcomes: Iterable[Outcome], names: Names) -> tuple[Dispute, ...]:
    """List what coders left apart, and what was settled since."""
    found = []
    for outcome in outcomes:
        if outcome.state not in (State.DISPUTED, State.ADJUDICATED):
            continue
        versions = tuple(
            (coder, tuple(in_words(claim, names) for claim in decision.claims or ()) or ("no claim",))
            for coder, decision in outcome.decisions.items()
        )
        settled = ""
        if outcome.state is State.ADJUDICATED:
            stands = "; ".join(in_words(claim, names) for claim in outcome.claims) or "no claim"
            settled = f"{outcome.by[-1]}: {stands}"
        of = outcome.of
        found.append(Dispute(outcome.proposal, str(of.get("document")), str(of.get("quote")), versions, settled))
    return tuple(found)


def party_timelines(case: Case, names: Names) -> tuple[PartyTimeline, ...]:
    """Draw what each party said over time; parties without a claim have none."""
    changes = changes_of(case)
    by_party: dict[str, list[Change]] = {}
    for change in changes:
        by_party.setdefault(change.claim.party, []).append(change)
    parties = [party.id for party in case.parties if party.id in by_party]
    return tuple(_timeline(number, party, by_party[party], names) for number, party in enumerate(parties))


def _timeline(number: int, party: str, changes: list[Change], names: Names) -> PartyTimeline:
    rows: dict[str, list[Said]] = {}
    for change in changes:
        rows.setdefault(target(change.claim, names), []).append(_said(change))
    drawn = [SaidRow(title, tuple(said)) for title, said in rows.items()]
    name = names.party(party).name
    return PartyTimeline(
        party=name,
        wide=Markup(stance_timeline(name, drawn, f"tl{number}w")),  # our own drawing, all words escaped
        narrow=Markup(stance_timeline(name, drawn, f"tl{number}n", 358)),
        rows=tuple(_row(change, names) for change in changes),
        flags=sum(1 for change in changes if change.kind in MOVES or change.against),
    )


def _said(change: Change) -> Said:
    claim = change.claim
    return Said(claim.said_on, claim.stance, claim.hedged, change.kind in MOVES, bool(change.against))


def _row(change: Change, names: Names) -> tuple[str, str, str, str, str]:
    claim, notes = change.claim, [change.kind.value]
    if change.before is not None and change.kind in MOVES:
        notes[0] += f" ({change.before.id}: {change.before.stance.value.replace('_', ' ')})"
    notes += [f"contradicts {', '.join(change.against)}"] if change.against else []
    when = day(claim.said_on) if claim.said_on else "undated"
    stance = claim.stance.value.replace("_", " ") + (", hedged" if claim.hedged else "")
    return claim.id, when, target(claim, names), stance, "; ".join([*notes, *change.cautions])


def target(claim: Claim, names: Names) -> str:
    """What a claim speaks of, by its title."""
    if claim.element:
        return names.element(claim.element)
    return names.package(claim.package) if claim.package else "the initiative as a whole"


def unknown_cells(case: Case, names: Names) -> Mapping[str, tuple[str, ...]]:
    """By party: the elements on which nothing is known of it; parties in the order of the case."""
    positions = tally_positions(case)
    found = {}
    for party in case.parties:
        cells = ((element, positions.cell(party.id, element.id)) for element in case.elements)
        found[party.name] = tuple(
            names.element(element.id) for element, cell in cells if cell is None or cell.certainty == "unknown"
        )
    return found
