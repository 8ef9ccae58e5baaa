"""Earlier agreements beside the case: which are like it, how long such agreements last, and what they ended of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.case import Case
from detente.plots import (
    LastingPoint,
    Lifetime,
    count_words,
    draw_lasting,
    draw_lifetimes,
    sentence,
    two_digits,
)
from detente.precedents import Likeness, Precedent, PrecedentStudy, Survival
from detente.report.blocks import UNKNOWN, Cell, Exhibit, Note, Table, drawn_twice, number
from detente.report.knowledge.words import CAUSES, EVIDENCE, OUTCOMES, PROVISIONS, clause_names

SHOWN = 8
"""Agreements in the drawing and beside the case; all stand in the table."""

STATES = {"collapsed": "ended", "expired": "done"}
HORIZONS = (1.0, 5.0, 10.0)
FEWEST_AT_RISK = 5
"""Agreements still followed below which the curve is not drawn: single ones would move it by a fifth."""


def precedent_exhibits(study: PrecedentStudy, case: Case) -> tuple[Exhibit, ...]:
    """All exhibits of the stage, in reading order; none where no agreement was known."""
    found = (likeness_exhibit(study, case), lasting_exhibit(study), checks_exhibit(study, case))
    return tuple(exhibit for exhibit in found if exhibit is not None)


def likeness_exhibit(study: PrecedentStudy, case: Case) -> Exhibit | None:
    """The agreements most like the case, as bars of years, with all of them and the features side by side."""
    shown = study.likenesses[:SHOWN]
    if not shown:
        return None
    rows = [Lifetime(k.name, k.likeness, k.years, STATES.get(k.outcome, "lasting"), OUTCOMES[k.outcome]) for k in shown]
    known = sum(f.value != "unknown" for f in study.features)
    exhibit = Exhibit(
        key="precedents",
        kind="Precedents",
        title=_likeness_finding(shown),
        sub=f"The {len(shown)} of {len(study.likenesses)} earlier agreements that are most like it, and how long each "
        "was in force. Filled: collapsed. Pointed: in force when last seen",
        source=f"Source: table of {len(study.precedents)} agreements that comes with Detente, picked because they "
        f"became known. {known} of {len(study.features)} features of the package are known.",
        notes=(
            Note(
                "How to read",
                "Likeness is the share of weight on which both agree, over what is known of both. With few known "
                "features many agreements look the same.",
            ),
            Note(
                "What it does not say",
                "Agreements are picked, not sampled, and like features have unlike histories. This is no forecast.",
            ),
        ),
        folded=(_side_by_side(study, shown), _all_alike(study), _stories(study)),
    )
    words = "; ".join(f"{r.name}: {r.likeness:.2f}, {two_digits(r.years)} years, {r.words}" for r in rows)
    return drawn_twice(exhibit, words, lambda frame: draw_lifetimes(rows, frame))


def _likeness_finding(shown: Sequence[Likeness]) -> str:
    ended = sum(k.outcome == "collapsed" for k in shown)
    first = f"Of the {count_words(len(shown), 'agreement')} most like it "
    return first + ("none collapsed" if not ended else f"{ended} collapsed")


def _side_by_side(study: PrecedentStudy, shown: Sequence[Likeness]) -> Table:
    rows = {p.id: p for p in study.precedents}
    beside = [rows[k.precedent] for k in shown]
    body = tuple(
        (
            Cell(PROVISIONS[f.provision], small=f"weight {study.weights[f.provision.value]:g}"),
            _feature_cell(f.value, f.origin + (", the author says otherwise" if f.disputed else "")),
            *(_feature_cell(p.has[f.provision]) for p in beside),
        )
        for f in study.features
    )
    parties = (
        Cell("Parties", small=f"weight {study.weights['parties']:g}"),
        number(str(study.parties)),
        *(number(str(len(p.parties))) for p in beside),
    )
    return Table("Side by side", ("Feature", "This case", *(p.name for p in beside)), (*body, parties))


def _feature_cell(value: str, small: str = "") -> Cell:
    return UNKNOWN if value == "unknown" else Cell(value, small=small)


def _all_alike(study: PrecedentStudy) -> Table:
    head = ("Agreement", "Likeness", "Without any one feature", "Weight known", "Years", "How it went", "Evidence")
    rows = tuple(
        (
            Cell(k.name),
            number(f"{k.likeness:.2f}"),
            number(f"{k.lowest:.2f} to {k.highest:.2f}"),
            number(f"{k.known_weight:.2f}"),
            number(two_digits(k.years)),
            Cell(OUTCOMES[k.outcome]),
            Cell(EVIDENCE[k.evidence]),
        )
        for k in study.likenesses
    )
    return Table("All agreements by likeness", head, rows)


def _stories(study: PrecedentStudy) -> Table:
    head = ("Agreement", "Signed", "What was agreed", "What happened", "Source")
    return Table("What was agreed, and what happened", head, tuple(_story(p) for p in study.precedents))


def _story(precedent: Precedent) -> tuple[Cell, ...]:
    evidence = EVIDENCE[precedent.evidence] + (f": {precedent.recalled}" if precedent.recalled else "")
    return (
        Cell(precedent.name, small=", ".join(precedent.parties)),
        Cell(precedent.signed_on),
        Cell(sentence(precedent.provisions)),
        Cell(sentence(precedent.what_happened)) if precedent.what_happened else UNKNOWN,
        Cell(precedent.source, small=evidence, href=precedent.url),
    )


def lasting_exhibit(study: PrecedentStudy) -> Exhibit | None:
    """The share of agreements in force by years, with bands, and the ratio of rates for single provisions."""
    survival = study.survival
    if survival is None:
        return None
    points = [LastingPoint(p.years, p.in_force, p.low, p.high) for p in survival.points]
    known = sorted((p.followed_until - p.signed for p in study.precedents), reverse=True)
    until = known[min(FEWEST_AT_RISK, len(known)) - 1]
    drawn = [point for point in points if point.years <= until]
    exhibit = Exhibit(
        key="lasting",
        kind="Precedents",
        title=_lasting_finding(survival),
        sub="Share of earlier agreements not collapsed by years after signature, with a 95 percent band",
        source="Source: the same table; product-limit estimate. What ran out as written or is in force counts "
        f"until last seen. Drawn as long as {FEWEST_AT_RISK} are followed.",
        notes=(Note("How sure", survival.warning),),
        tables=(_curve(survival),),
        folded=(_hazards(survival),),
    )
    words = "; ".join(f"{two_digits(p.years)} years: {100 * p.in_force:.0f} of 100" for p in survival.points)
    return drawn_twice(exhibit, words, lambda frame: draw_lasting(drawn, until, frame))


def _lasting_finding(survival: Survival) -> str:
    after = {years: [p for p in survival.points if p.years <= years][-1] for years in HORIZONS}
    five, ten = after[5.0], after[10.0]
    return (
        f"Of 100 such agreements about {100 * five.in_force:.0f} were in force after five years and "
        f"{100 * ten.in_force:.0f} after ten ({100 * ten.low:.0f} to {100 * ten.high:.0f})"
    )


def _curve(survival: Survival) -> Table:
    head = ("Years", "In force, of 100", "Low", "High", "At risk")
    rows = tuple(
        (
            Cell(f"{p.years:.1f}"),
            *(number(f"{100 * value:.0f}") for value in (p.in_force, p.low, p.high)),
            number(str(p.at_risk)),
        )
        for p in survival.points
    )
    return Table("Share in force", head, rows)


def _hazards(survival: Survival) -> Table:
    head = ("Provision", "Rate of collapse with it, against without", "Agreements", "Collapses", "Note")
    rows = tuple(
        (
            Cell(PROVISIONS[h.provision]),
            UNKNOWN if h.ratio is None else number(f"{h.ratio:.2f} ({h.low:.2f} to {h.high:.2f})"),
            number(str(h.agreements)),
            number(str(h.collapses)),
            Cell(h.reason),
        )
        for h in survival.hazards
    )
    return Table("One provision at a time: provisions were not given by chance", head, rows)


ANSWERS = {"answered": "answered", "partly": "in part", "absent": "nothing", "unknown": "unknown"}


def checks_exhibit(study: PrecedentStudy, case: Case) -> Exhibit:
    """What earlier agreements ended of, with the clause that answers it here, or its absence."""
    counted = {name: sum(c.answer == name for c in study.checks) for name in ANSWERS}
    title = (
        f"Causes of collapse answered in the package: {counted['answered']} of {len(study.checks)}; in part: "
        f"{counted['partly']}; not at all: {counted['absent']}"
    )
    if counted["unknown"]:
        title += f"; unknown: {counted['unknown']}"
    exhibit = Exhibit(
        key="checks",
        kind="Checks",
        title=title,
        sub="What earlier agreements ended of or suffered from, most frequent first, held against the package",
        tables=(_answers(study, case),),
        source="Source: options, obligations, councils, escrows and measures of the case; every answer is computed.",
        folded=(_ended_of(study),),
    )
    return exhibit if study.package else replace(exhibit, sub=f"{exhibit.sub}; the case has no package to look at")


def _answers(study: PrecedentStudy, case: Case) -> Table:
    rows = tuple(
        (
            Cell(CAUSES[c.cause], small=c.question),
            number(str(len(c.precedents))),
            UNKNOWN if c.answer == "unknown" else Cell(ANSWERS[c.answer], small=c.why),
            Cell(clause_names(c.clauses, case) or "none"),
            Cell(clause_names(c.open_ends, case) or "none"),
        )
        for c in study.checks
    )
    head = ("Cause", "Precedents", "Answer here", "Clauses that answer", "Left open")
    return Table("Causes of collapse, and what answers them here", head, rows)


def _ended_of(study: PrecedentStudy) -> Table:
    names = {p.id: p.name for p in study.precedents}
    rows = tuple(
        (Cell(CAUSES[c.cause]), Cell("; ".join(names[p] for p in c.precedents) or "none")) for c in study.checks
    )
    return Table("Which precedents", ("Cause", "Ended of it or suffered from it"), rows)
