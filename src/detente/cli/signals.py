"""`detente signals`: read, study, write a page, a document and tables, say what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from detente.case import Case, CaseError, Price
from detente.casefile import read_case, read_outside
from detente.cli.energy.energy import Told
from detente.cli.stage_files import as_json, as_table
from detente.cli.writing import refuse_file, write_whole
from detente.report.document import plain
from detente.report.knowledge import signal_exhibits
from detente.report.stage_pages import render_signals
from detente.signals import EventEffect, SignalStudy, gpr_rows, price_rows, study_signals

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked on the command line."""

    prices: Path | None = None
    gpr: Path | None = None
    market: str = ""


def signals_report(folder: Path, asked: Asked, output: Path | None) -> Told:
    """Hold the events of a case against prices; with `output`, write signals.html, signals.json and tables."""
    if output is not None:
        refuse_file(output)
    case = read_case(folder)
    prices = _prices(case, asked)
    if asked.market:
        known = sorted({price.series for price in prices})
        if asked.market not in known:
            raise CaseError(f'There is no series "{asked.market}".\nUse {", ".join(known)}.')
        case = replace(case, signals=replace(case.signals, market=asked.market))
    study = study_signals(case, prices)
    if study is None:
        raise CaseError(
            f"{folder}: no price is known on or before {case.as_of.isoformat()}.\n"
            "Fill in prices.csv with date, series, value and unit, or name a file with --prices."
        )
    document = {
        "schema_version": SCHEMA_VERSION,
        "case": case.slug,
        "as_of": case.as_of.isoformat(),
        "events": plain(case.events),
        **plain(study),
    }
    if output is not None:
        write_whole(output, _files(study, case, document))
        typer.echo(f"Wrote signals.html, signals.json and tables to {output}.", err=True)
    return Told(document, _words(study, case))


def _prices(case: Case, asked: Asked) -> tuple[Price, ...]:
    prices = case.prices if asked.prices is None else price_rows(read_outside(asked.prices), str(asked.prices))
    if asked.gpr is not None:
        prices = (*prices, *gpr_rows(read_outside(asked.gpr), str(asked.gpr)))
    return prices


def _files(study: SignalStudy, case: Case, document: dict[str, Any]) -> dict[str, str]:
    tests = [{"event": a.event, **plain(statistic)} for a in study.across for statistic in a.statistics]
    return {
        "signals.html": render_signals(study, case),
        "signals.json": as_json(document),
        "effects.csv": as_table(study.effects),
        "tests.csv": as_table(tests),
        "false_alarms.csv": as_table(study.false_alarms),
        "breaks.csv": as_table(study.breaks),
        "odds.csv": as_table(study.odds.assets if study.odds else ()),
        "reactions.csv": as_table(study.reactions),
    }


def _words(study: SignalStudy, case: Case) -> str:
    lines = [case.title, "", *(f"{exhibit.title}." for exhibit in signal_exhibits(study, case)), ""]
    titles = {event.id: event.title for event in case.events}
    for event in case.events:
        lines.append(f"{event.on.isoformat()}  {titles[event.id]}")
        lines += [f"  {_effect(effect)}" for effect in study.effects if effect.event == event.id]
    used = [one.series for one in study.series if one.used]
    left = [f"{one.series} ({one.reason})" for one in study.series if not one.used]
    lines += ["", f"Studied: {', '.join(used) or 'none'}. Usual returns: {study.method}."]
    lines += [f"Not studied: {'; '.join(left)}."] if left else []
    return "\n".join(lines)


def _effect(effect: EventEffect) -> str:
    if effect.move is None or effect.low is None or effect.high is None or effect.p is None:
        return f"{effect.series}: unknown, {effect.reason}"
    move, low, high = (f"{100 * value:+.1f}" for value in (effect.move, effect.low, effect.high))
    rank = "unknown" if effect.p_rank is None else f"{effect.p_rank:.3f}"
    said = f"{effect.series}: {move} percent ({low} to {high}), p {effect.p:.3f} by t, {rank} by rank"
    return "; ".join([said, *_doubts(effect)])


def _doubts(effect: EventEffect) -> list[str]:
    """What weakens a measured move: few days to learn from, days without a price, windows that meet."""
    said = [f"{effect.estimation_days} usual days, which is few"] if effect.short else []
    said += [f"{effect.missing_days} days of the window without a price"] if effect.missing_days else []
    said += [f"{effect.bridged} returns over several days"] if effect.bridged else []
    return said + ([f"its window meets that of {', '.join(effect.overlaps)}"] if effect.overlaps else [])
