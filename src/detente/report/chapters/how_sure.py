"""The annex on doubt: how sure is all this?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from detente.analysis import Analysis, Influence
from detente.case import Estimate
from detente.plots import Names, count_words, draw_influences, of_100, range_of_100, sentence, signed_of_100, two_digits
from detente.report.blocks import UNKNOWN, Cell, Chapter, Exhibit, Note, Table, drawn_twice, number
from detente.report.estimates import StatedEstimate, stated_estimates
from detente.report.gaps import Gap
from detente.report.lookups import headline, influence_in_words, replaced_by_model, spelled_out

SHOWN_INFLUENCES = 10
LISTED = 40
SHOWN_ESTIMATES = 15
TAGS = {"cited": "tag cited", "estimated": "tag estimated", "assumed": "tag assumed"}


def how_sure_chapter(analysis: Analysis, missing: Sequence[Gap], names: Names) -> Chapter:
    """Rank what moves the answer, list every number with its origin, and say what is missing."""
    first = next(iter(analysis.influences), None)
    finding = "No input of the case moves the answer by itself, or none is uncertain."
    if first and round(100 * abs(first.on_signing)):
        finding = f"The strongest single input moves signing by {signed_of_100(first.on_signing)} worlds of 100: "
        finding += f"{influence_in_words(first)}."
    elif first and first.on_holding and round(100 * abs(first.on_holding)):
        finding = "No single input moves the worlds that sign. The strongest moves those that hold by "
        finding += f"{signed_of_100(first.on_holding)} of 100: {influence_in_words(first)}."
    blocks = [
        _influences(analysis),
        _alternatives(analysis, names),
        _missing(missing, names),
        _estimates(analysis),
        _assumptions(analysis),
        _left_out(analysis, names),
        _method(analysis),
    ]
    lead = (
        "Three kinds of doubt are kept apart: chance of the draw, assumptions, and positions nobody has stated.",
        f"{analysis.worlds.count:,} worlds, seed {analysis.worlds.seed}. Same case, seed and version: same bytes.",
    )
    return Chapter("how-sure", "How sure", "How sure is all this?", finding, lead, tuple(b for b in blocks if b))


def _influences(analysis: Analysis) -> Exhibit | None:
    ranked = analysis.influences
    if not ranked:
        return None
    moving = sum(round(100 * abs(i.on_signing)) >= 1 for i in ranked)
    package = headline(analysis)
    exhibit = Exhibit(
        key="influences",
        kind="What moves the answer",
        title=_moving_words(moving, ranked),
        sub=f"Change in worlds of 100 in which all required sign “{package.title if package else ''}”, between high "
        "and low draws of one input, largest first",
        tables=(_influence_table(ranked[:LISTED], _stated_ids(analysis)),),
        source="Source: this assessment; upper third of draws minus lower third, or statement counted minus not."
        + (f" The table lists {LISTED} of {len(ranked)}; all are in analysis.json." if len(ranked) > LISTED else ""),
        notes=(
            Note(
                "How to read",
                "Blue: more worlds sign when the input is high, or the statement counts. Orange: "
                "fewer. Diamond: the same for the worlds that hold, where that is known.",
            ),
        ),
    )
    shown = ranked[:SHOWN_INFLUENCES]
    description = "; ".join(f"{i.label}: {signed_of_100(i.on_signing)}" for i in shown)
    return drawn_twice(exhibit, description, lambda frame: draw_influences(shown, frame))


def _moving_words(moving: int, ranked: Sequence[Influence]) -> str:
    """How many inputs move the share that signs; where none does, how many move the share that holds."""
    if moving:
        verb = "moves" if moving == 1 else "move"
        inputs = count_words(len(ranked), "uncertain input")
        return f"{moving} of {inputs} {verb} the share that signs by a world of 100 or more"
    holding = sum(round(100 * abs(i.on_holding or 0.0)) >= 1 for i in ranked)
    words = "No uncertain input moves the share that signs by a world of 100 or more"
    return f"{words}; {holding} {'moves' if holding == 1 else 'move'} the share that holds" if holding else words


def _influence_table(ranked: Sequence[Influence], stated: Collection[str]) -> Table:
    rows = tuple(
        (
            Cell(i.label, small=i.source, href=_origin_of(i, stated)),
            Cell(i.origin, TAGS.get(i.origin, "")),
            Cell(_range(i.low, i.mode, i.high), small=i.unit),
            number(signed_of_100(i.on_signing)),
            UNKNOWN if i.on_holding is None else number(signed_of_100(i.on_holding)),
        )
        for i in ranked
    )
    return Table("What moves the answer", ("Input", "Origin", "Value", "On signing", "On holding"), rows)


def _range(low: float | None, mode: float, high: float | None) -> str:
    if low is None or high is None or low == high:
        return two_digits(mode)
    return f"{two_digits(mode)} ({two_digits(low)} to {two_digits(high)})"


def _alternatives(analysis: Analysis, names: Names) -> Exhibit | None:
    if not analysis.alternatives or not analysis.deals.packages:
        return None
    rows = tuple(
        (
            Cell(names.package(p.id)),
            number(of_100(float(p.joint_as_is.mean()))),
            *(
                number(of_100(a.joint_as_is[p.id]), range_of_100(a.joint_surely[p.id], a.joint_possibly[p.id]))
                if p.id in a.joint_as_is
                else UNKNOWN
                for a in analysis.alternatives
            ),
        )
        for p in analysis.deals.packages
    )
    head = ("Package", "As assessed", *(a.name.capitalize() for a in analysis.alternatives))
    whats = " ".join(sentence(f"{a.name}: {a.what}") for a in analysis.alternatives)
    return Exhibit(
        key="alternatives",
        kind="Second looks",
        title="The same shares under another method",
        sub="Worlds of 100 in which all required sign; the range by unnamed elements below",
        tables=(Table("Shares under other assumptions", head, rows),),
        source=f"Source: this assessment, computed again. {whats}",
    )


def _missing(missing: Sequence[Gap], names: Names) -> Exhibit:
    titles = {
        **{party: label.name for party, label in names.parties.items()},
        **names.elements,
        **{option: title for (_, option), title in names.options.items()},
    }
    rows = tuple(_missing_row(m, titles) for m in missing)
    return Exhibit(
        key="missing",
        kind="Missing inputs",
        title=f"{count_words(len(rows), 'missing input', 'missing inputs')} would tell most"
        if rows
        else "No input that the check asks for is missing",
        sub="What the case does not state, where it would stand, and what it would unlock",
        tables=(Table("Missing inputs", ("What", "Where", "What it unlocks"), rows),) if rows else (),
        source="Source: the check of the case folder.",
    )


def _missing_row(gap: Gap, titles: Mapping[str, str]) -> tuple[Cell, ...]:
    what = spelled_out(gap.what, titles)
    return (
        Cell(what, small=gap.what if what != gap.what else ""),
        Cell(gap.where),
        Cell(spelled_out(gap.unlocks, titles)),
    )


def _estimates(analysis: Analysis) -> Exhibit:
    moves, replaced = {i.id: i for i in analysis.influences}, replaced_by_model(analysis)
    stated = sorted(
        stated_estimates(analysis.case, replaced),
        key=lambda s: (
            -abs(moves[s.estimate.id].on_signing) if s.estimate.id in moves else 0.0,
            s.estimate.low is None,
        ),
    )
    assumed = sum(s.estimate.origin == "assumed" for s in stated)
    # Rows of one shock share an id: the first of them is where links lead.
    first = {s.estimate.id: k for k, s in reversed(list(enumerate(stated)))}
    rows = tuple(
        _estimate_row(s, moves, f"estimate-{s.estimate.id}" if first[s.estimate.id] == k else "")
        for k, s in enumerate(stated)
    )
    head = ("What", "Value", "Unit", "Origin", "Source, or why", "Moves signing")
    ranked = any(s.estimate.id in moves for s in stated)
    title = "Numbers that move the answer most" if ranked else "Numbers that went in, uncertain ones first"
    return Exhibit(
        key="estimates",
        kind="Where the numbers come from",
        title=f"{count_words(len(stated), 'number')} went in; {assumed} of them are assumed"
        if stated
        else "No number went in: statements alone",
        sub="Every quantity of the case, ranked by how much it moves the share of worlds that sign; those not "
        "ranked move it within chance, or not at all",
        tables=(Table(title, head, rows[:SHOWN_ESTIMATES]),) if rows else (),
        folded=(Table("All other numbers", head, rows[SHOWN_ESTIMATES:]),) if rows[SHOWN_ESTIMATES:] else (),
        source="Source: the case folder."
        + (f" Not among them: {len(replaced)} entered by hand whose place the trade model takes." if replaced else ""),
        empty="" if rows else "The case states no numbers.",
    )


def _origin_of(influence: Influence, stated: Collection[str]) -> str:
    """Where the page states the input: the row of the number, or of the statement."""
    if influence.kind == "claim":
        return f"#claim-{influence.id}"
    return f"#estimate-{influence.id}" if influence.id in stated else ""


def _stated_ids(analysis: Analysis) -> frozenset[str]:
    return frozenset(s.estimate.id for s in stated_estimates(analysis.case, replaced_by_model(analysis)))


def _estimate_row(stated: StatedEstimate, moves: dict[str, Influence], anchor: str) -> tuple[Cell, ...]:
    estimate = stated.estimate
    move = moves.get(estimate.id)
    return (
        Cell(stated.where, small=estimate.id, anchor=anchor),
        number(_range(estimate.low, estimate.mode, estimate.high)),
        Cell(estimate.unit),
        Cell(estimate.origin.value, TAGS[estimate.origin.value]),
        Cell(_reason(estimate)),
        number(signed_of_100(move.on_signing)) if move else Cell("fixed" if estimate.low is None else "not ranked"),
    )


def _reason(estimate: Estimate) -> str:
    return "; ".join(filter(None, (estimate.source, estimate.why))) or "no reason given"


def _assumptions(analysis: Analysis) -> Exhibit | None:
    found = analysis.case.assumptions
    if not found:
        return None
    rows = tuple((Cell(a.text, small=a.id), Cell(a.why or "no reason given")) for a in found)
    return Exhibit(
        key="assumptions",
        kind="Assumptions in words",
        title=f"{count_words(len(found), 'thing is', 'things are')} taken for granted",
        sub="Stated by the author of the case; none is a finding",
        tables=(Table("Assumptions", ("Assumption", "Why"), rows),),
        source="Source: case.yaml.",
    )


def _method(analysis: Analysis) -> Exhibit:
    rows = (
        (Cell("Preferences"), Cell(analysis.preferences.method)),
        (Cell("Money"), Cell(analysis.payoffs.method)),
    )
    return Exhibit(
        key="method",
        kind="Method",
        title="How preferences and money were computed",
        tables=(Table("Methods of this run", ("Stage", "Method"), rows),),
        source="Source: this assessment; equations and limits stand in the documentation.",
    )


def _unfollowed(analysis: Analysis) -> str:
    claims = analysis.deals.unfollowed
    tied = "Conditions that tie too many elements together, so that sure and possible are bounds"
    return f" {tied}: {', '.join(claims)}." if claims else ""


def _left_out(analysis: Analysis, names: Names) -> Exhibit:
    idle, dropped = analysis.positions.constrains_nothing, analysis.preferences.dropped
    rows = tuple(
        (
            Cell(d.claim, href=f"#claim-{d.claim}"),
            Cell(names.party(d.party).name),
            number(of_100(d.worlds / analysis.worlds.count)),
            Cell(", ".join(d.against) or "what the case assumes", small=d.proof),
        )
        for d in dropped
    )
    title = f"{count_words(len(idle), 'statement constrains', 'statements constrain')} nothing; "
    title += f"{count_words(len(dropped), 'statement is', 'statements are')} dropped in some worlds"
    head = ("Statement", "Party", "Dropped in, worlds of 100", "Against")
    return Exhibit(
        key="left-out",
        kind="Left out",
        title=title,
        sub="A statement constrains nothing when it names neither an option nor a package, or takes no side. It is "
        "dropped where it contradicts others in force, the least reliable first",
        tables=(Table("Statements dropped", head, rows),) if rows else (),
        source="Source: claims.csv, and the draws of preferences." + _unfollowed(analysis),
    )
