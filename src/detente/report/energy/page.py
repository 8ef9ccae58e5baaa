"""The page itself: chapters in order, under a question and its answer; no script, no request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente import __version__
from detente.economy.energy import DOUBTS, EnergyStudy, Lever
from detente.plots import count_words, sentence
from detente.report.blocks import Cell, Chapter, Exhibit, Table, number, numbered
from detente.report.energy.exhibits import flows_exhibit, prices_exhibit, surplus_exhibit, worlds_words
from detente.report.energy.labels import EnergyNames, energy_names
from detente.report.energy.security import (
    dependence_exhibit,
    leverage_exhibit,
    storage_exhibit,
    stress_exhibit,
)
from detente.report.energy.take import take_exhibit
from detente.report.energy.words import answer_of, facts_of, is_illustrative, is_shock, question_of
from detente.report.render import page_environment, page_style


def render_energy(study: EnergyStudy, year: int) -> str:
    """Write what a shock does to an energy network as one HTML page that works offline."""
    names = energy_names(study.before.network)
    chapters = numbered(_chapters(study, names))
    about = study.before.network.about
    html = (
        page_environment()
        .get_template("stage.html.j2")
        .render(
            title=about.name,
            year=year,
            question=question_of(study),
            answer=answer_of(study, names),
            facts=facts_of(study, names),
            caution=_caution(study),
            chapters=chapters,
            style=page_style(),
            version=__version__,
            document="energy.json",
        )
    )
    return re.sub(r"\n\s*\n+", "\n", html)


def _caution(study: EnergyStudy) -> str:
    first = (
        "These numbers show how things hang together; they are no forecast. Demand hardly answers within a year, so "
        "that where supply falls short prices leap: do not read the ends of their ranges as prices to come."
        if is_illustrative(study.before.network.about)
        else "These are results of the assumptions in the last chapter, not forecasts."
    )
    return (
        f"{first} How the owners of supply behave matters much: pull the lever conduct to see a seller that holds back."
    )


def _chapters(study: EnergyStudy, names: EnergyNames) -> list[Chapter]:
    changed = is_shock(study)
    gains = (surplus_exhibit(study, names),) if changed else ()
    finding = "Who gains, who loses, and what states collect" if changed else "What states collect"
    return [
        Chapter(
            "c1",
            "Flows and prices",
            "Flows and prices",
            "What flows where, and at what price" if not changed else "What the shock does to flows and prices",
            (),
            (flows_exhibit(study, names), prices_exhibit(study, names)),
        ),
        Chapter("c2", "Money", "Money", finding, (), (*gains, take_exhibit(study, names))),
        Chapter(
            "c3",
            "Security",
            "Security and leverage",
            "From whom it comes, and what a loss would cost",
            (),
            (
                storage_exhibit(study, names),
                dependence_exhibit(study, names),
                stress_exhibit(study, names),
                leverage_exhibit(study, names),
            ),
        ),
        Chapter("c4", "Assumptions", "Assumptions", "What this rests on", _lead(study), tuple(_assumptions(study))),
    ]


def _lead(study: EnergyStudy) -> tuple[str, ...]:
    network, found = study.before.network, study.after.diagnostics
    sizes = ", ".join(
        count_words(len(ids), noun)
        for ids, noun in ((network.nodes.ids, "node"), (network.arcs.ids, "link"), (network.periods.ids, "period"))
    )
    texts = [
        f"{sizes}. Source: {sentence(network.about.source)}",
        "A competitive equilibrium unless a lever says otherwise, found to "
        f"{max(found.kkt, 1e-16):.0e} of its conditions (bar 1e-06), duality gap {found.gap:.0e}.",
    ]
    if study.draws is not None:
        texts.append(worlds_words(study))
    return tuple(texts)


def _assumptions(study: EnergyStudy) -> list[Exhibit]:
    shown = [
        _levers_exhibit("shock", "What the shock changes", study.question.changed),
        _levers_exhibit("given", "What holds before and after", study.question.given.levers),
    ]
    if study.draws is not None:
        rows = tuple(
            (Cell(doubt.name), number(f"{doubt.low:g} to {doubt.high:g}"), Cell(doubt.why)) for doubt in DOUBTS
        )
        table = Table("Factors, triangular with mode 1, assumed", ("What", "Factor", "Why"), rows)
        shown.append(Exhibit("doubts", "Ranges", "What is drawn in each world", tables=(table,)))
    return shown


def _levers_exhibit(key: str, title: str, levers: Sequence[Lever]) -> Exhibit:
    if not levers:
        return Exhibit(key, "Levers", title, empty="Nothing.")
    rows = tuple(
        (
            Cell(lever.kind.replace("_", " ")),
            Cell(lever.target, small=f"into {', '.join(lever.into)}" if lever.into else ""),
            number(f"{lever.value:g}", small=f"enforced on {lever.share:g}" if lever.kind == "price_cap" else ""),
            Cell(", ".join(lever.periods) or "all"),
        )
        for lever in levers
    )
    return Exhibit(key, "Levers", title, folded=(Table(title, ("Lever", "On", "Value", "Periods"), rows),))
