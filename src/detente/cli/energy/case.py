"""`detente energy CASE`: every option with an energy shock and every package of such options, each on its own page."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import typer
from rich.console import Console
from threadpoolctl import threadpool_limits

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.cli.crew import open_crew
from detente.cli.energy.energy import Told, Wanted, cold_factor, cold_periods, study_files
from detente.cli.energy.rows import number
from detente.cli.energy.tables import as_csv
from detente.cli.energy.transit import fees_in
from detente.cli.tables import as_table
from detente.cli.writing import refuse_file, write_whole
from detente.deals import Quantiles
from detente.economy.energy import EnergyQuestion, EnergyStudy, study_energy
from detente.economy.energy_payoffs import refuse_misfits
from detente.economy.energy_payoffs.levers import DrawnLever, acting, draw_levers, shock_in
from detente.economy.energy_payoffs.networks import CaseNetwork, networks_of
from detente.economy.trade.builtin import builtin_groups
from detente.economy.world_economy import world_economy
from detente.plots import count_words, interval
from detente.report.energy import buyers_change, is_illustrative, mean_price
from detente.workers import Workers
from detente.worlds import Worlds, draw_worlds

GUIDE = "docs/how-to/energy.md shows how."


@dataclass(frozen=True, slots=True)
class EnergyItem:
    """An option or a package, and the ids of the energy shocks that it brings."""

    kind: str
    id: str
    title: str
    shocks: frozenset[str]


Asked = tuple[CaseNetwork, tuple[DrawnLever, ...], EnergyItem]
"""What one study is about."""


def is_case_folder(name: str) -> bool:
    """Whether a name is that of a case folder."""
    return (Path(name) / "case.yaml").is_file()


def energy_items(case: Case) -> tuple[EnergyItem, ...]:
    """Options that bring energy shocks, then packages that name such options, in the order of the case."""
    written = {row.id for row in case.energy_shocks}
    brings = {
        (element.id, option.id): EnergyItem(
            "option", option.id, option.title, frozenset(written.intersection(option.shocks))
        )
        for element in case.elements
        for option in element.options
        if written.intersection(option.shocks)
    }
    packages = (
        EnergyItem("package", one.id, one.title, frozenset[str]().union(*_brought(one.choices.items(), brings)))
        for one in case.packages
    )
    return (*brings.values(), *(one for one in packages if one.shocks))


def _brought(choices: Any, brings: dict[tuple[str, str], EnergyItem]) -> Iterator[frozenset[str]]:
    return (brings[choice].shocks for choice in choices if choice in brings)


def energy_of_case(wanted: Wanted, output: Path) -> Told:
    """Solve the items of a case against its status quo, and write a folder for each and a table of all.

    Raises
    ------
    CaseError
        When the case has no energy shock, or options name things that its networks do not have.
    """
    refuse_file(output)
    _refuse_files_of_networks(wanted)
    began = time.perf_counter()
    case, worlds = read_case(Path(wanted.network)), draw_worlds(max(wanted.worlds, 1), wanted.seed)
    items = energy_items(case)
    if not items:
        raise CaseError(
            f"{Path(wanted.network).as_posix()}: no option brings a shock of economy/energy.csv.\n"
            f"Write what options change in the networks, and name it under shocks of the options. {GUIDE}"
        )
    _, baseline = world_economy(case)
    networks = networks_of(case, worlds, baseline)
    refuse_misfits(case, baseline)
    found = _studies(wanted, case, networks, worlds)
    for study, row in found:
        write_whole(output / str(row["folder"]), study_files(study, wanted, row["year"]))
    rows = [row for _, row in found]
    write_whole(output, {"items.csv": as_csv("items", rows), "items.json": _json(case, rows)})
    seconds = time.perf_counter() - began
    typer.echo(f"Wrote {len(rows)} folders, items.csv and items.json to {output} ({seconds:.1f} s).", err=True)
    return Told({"output": str(output), "items": rows}, _words(rows))


def _studies(
    wanted: Wanted, case: Case, networks: tuple[CaseNetwork, ...], worlds: Worlds
) -> list[tuple[EnergyStudy, dict[str, Any]]]:
    """Every item on every network that it acts on, with its row; nothing is written before all are solved.

    Items that bring the same to a network share one study.
    """
    drawn = {network.name: draw_levers(case, worlds, network.name) for network in networks}
    asked = [
        (network, drawn[network.name], item)
        for network in networks
        for item in energy_items(case)
        if acting(drawn[network.name], item.shocks)
    ]
    brought = [(network.name, acting(rows, item.shocks)) for network, rows, item in asked]
    typer.echo(_plan(len(set(brought)), wanted.worlds), err=True)
    known: dict[tuple[str, frozenset[str]], EnergyStudy] = {}
    found = []
    with ExitStack() as held:
        held.enter_context(threadpool_limits(1, "blas"))
        status = held.enter_context(Console(stderr=True).status("solving ..."))
        workers = held.enter_context(open_crew(wanted.jobs))
        for k, (one, key) in enumerate(zip(asked, brought, strict=True)):
            status.update(f"{one[0].name}: {one[2].kind} {one[2].id}, {k + 1} of {len(asked)} ...")
            if key not in known:
                known[key] = _study(wanted, case, one, (worlds, workers))
            found.append((known[key], _row(one[0], one[2], known[key])))
    return found


def _plan(studies: int, worlds: int) -> str:
    """How many equilibria are ahead, before the first is solved."""
    drawn = (
        f"{2 * worlds * studies:,} equilibria in {count_words(worlds, 'drawn world')}" if worlds else "no drawn world"
    )
    what = count_words(studies, "change")
    return f"{what} of a network, each before and after: {drawn}, and the central world with stress and cuts."


def _refuse_files_of_networks(wanted: Wanted) -> None:
    options = (("--shock", wanted.shock), ("--given", wanted.given), ("--year", wanted.year))
    given = [name for name, value in options if value]
    if given:
        raise CaseError(
            f"{given[0]} belongs to a network, and {wanted.network} is a case: its economy/energy.csv says what "
            "changes.\nLeave it out, or name gas, crude or a network folder."
        )


def _study(wanted: Wanted, case: Case, asked: Asked, drawn: tuple[Worlds, Workers]) -> EnergyStudy:
    network, rows, item = asked
    worlds, workers = drawn
    central = tuple(DrawnLever(entry.row, np.array([entry.row.value.mode])) for entry in rows)
    named = (frozenset[str](), item.shocks)
    given, together = (shock_in(central, one, 0, network.network, network.status_quo) for one in named)
    pairs = tuple(
        (
            shock_in(rows, named[0], w, network.network, network.status_quo),
            shock_in(rows, named[1], w, network.network, network.status_quo),
        )
        for w in range(worlds.count)
    )
    question = EnergyQuestion(
        network=network.network,
        given=given,
        together=together,
        buyers=wanted.buyers,
        supplier=wanted.supplier,
        groups=_groups(case, network),
        cold_factor=cold_factor(wanted.cold_factor),
        cold_periods=cold_periods(wanted.cold_periods, network.network),
        worlds=worlds if wanted.worlds else None,
        drawn_shocks=pairs if wanted.worlds else (),
    )
    return study_energy(question, workers)


def _groups(case: Case, network: CaseNetwork) -> dict[str, tuple[str, ...]]:
    """Parties by those of their regions that the network has, and the groups of the built-in baseline."""
    regions = set(network.network.regions)
    parties = {party.id: tuple(one for one in party.regions if one in regions) for party in case.parties}
    groups = {} if case.economy.own else builtin_groups()
    return {**groups, **network.network.groups, **{name: of for name, of in parties.items() if len(of) > 1}}


def _year(network: CaseNetwork) -> int:
    """The year in the label of a built-in network, or that of the folder."""
    said = network.label.rpartition("@")[2].rstrip(")")
    return int(said) if said.isdigit() else network.network.about.year


def _row(network: CaseNetwork, item: EnergyItem, study: EnergyStudy) -> dict[str, Any]:
    about, change = study.before.network.about, buyers_change(study)
    return {
        "network": network.name,
        "year": _year(network),
        "illustrative": is_illustrative(about),
        "kind": item.kind,
        "item": item.id,
        "title": item.title,
        "folder": f"{network.name}-{item.kind}-{item.id}",
        "buyers": study.buyers,
        "price_unit": about.price_unit,
        "price_before": number(mean_price(study.before, study.buying)),
        "price_after": number(mean_price(study.after, study.buying)),
        "money_unit": change.unit,
        "buyers_change": number(change.median),
        "buyers_change_low": number(change.low),
        "buyers_change_high": number(change.high),
        **_before_and_after(study),
    }


def _before_and_after(study: EnergyStudy) -> dict[str, Any]:
    """What stands in the tables of an item, in one number each: of the central world, over all periods."""
    place = list(study.groups).index(study.buyers)
    solved = study.before, study.after
    pairs = {
        "import_share": [one.import_share[place] for one in (study.dependence_before, study.dependence_after)],
        "unserved": [one.unserved.sum() for one in solved],
        "storage_high": [one.level.sum(axis=0).max(initial=0.0) for one in solved],
        "transit_fees": [fees_in(one) for one in solved],
    }
    return {
        f"{name}_{when}": number(float(value))
        for name, pair in pairs.items()
        for when, value in zip(("before", "after"), pair, strict=True)
    }


def _json(case: Case, rows: list[dict[str, Any]]) -> str:
    document = {"schema_version": 2, "case": case.slug, "items": rows}
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _words(rows: Sequence[dict[str, Any]]) -> str:
    head = ("network", "item", "buyers", "price before", "after", "change for buyers, a year")
    body = [
        (
            f"{row['network']}{' (illustrative)' if row['illustrative'] else ''}",
            f"{row['kind']} {row['item']}",
            row["buyers"],
            f"{row['price_before']:,.1f} {row['price_unit']}",
            f"{row['price_after']:,.1f}",
            f"{_interval(row)} {row['money_unit']}",
        )
        for row in rows
    ]
    return as_table("What options and packages do to energy, against the status quo", head, body)


def _interval(row: dict[str, Any]) -> str:
    low, central, high = (row[f"buyers_change{point}"] for point in ("_low", "", "_high"))
    return interval(Quantiles(low, low, central, high, high, row["money_unit"]))
