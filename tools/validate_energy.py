"""Hold the energy networks against published figures, and write the page that shows the result.

    python tools/validate_energy.py [--output FILE]

Everything is computed from the tables of the package; the folder of the reference tables is not needed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from validate_energy_text import AFTER, BEFORE, CRUDE, EVENTS, FINDINGS, MONTHS, PARAMETERS, SAVED, SENSITIVITY, TITLE

from detente.economy.energy.builtin_years import builtin_rows, builtin_year
from detente.economy.energy.calibrate import (
    Goal,
    goals_from_rows,
    parameters_from_rows,
    results_for,
    with_parameters,
)
from detente.economy.energy.entries import entries_by_origin
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.observed import observed_network
from detente.economy.energy.records import EnergyShock, Lever, Names
from detente.economy.energy.results import EnergyEquilibrium

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "energy-validation.md"
TWH_PER_BCM = 10.55
HUB = "BLX"
DAYS = 365
DEMAND = "5 percent"
REOPENED = ("nord-stream", "yamal-europe", "ukraine-transit")
EUROPE: Names = goals_from_rows(builtin_rows("gas", "targets"), 2021)[0].where
SHOWN = ("Norway pipeline", "Russia pipeline", "Russia LNG", "US LNG", "Qatar LNG", "Algeria pipeline", "Algeria LNG")


def year(number: int, *more: Lever) -> EnergyEquilibrium:
    """The gas network in a year, with more levers pulled after those of the year."""
    network, shock = builtin_year("gas", number)
    return solve_energy(network, EnergyShock(shock.levers + more))


def year_as_observed(*more: Lever) -> EnergyEquilibrium:
    """2021 with storage as it was and demand through the prices of its months."""
    network, shock = builtin_year("gas", 2021)
    seen = observed_network(network, builtin_rows("gas", "observed"))
    return solve_energy(seen, EnergyShock(shock.levers + more))


def year_before_the_fit() -> EnergyEquilibrium:
    """The same with every fitted parameter back at its prior; factors in the tables are there already."""
    network, shock = builtin_year("gas", 2021)
    rows = builtin_rows("gas", "fitted")
    back = [
        parameter.prior if parameter.kind.endswith("_cost") else parameter.prior / float(row["value"])
        for parameter, row in zip(parameters_from_rows(rows), rows, strict=True)
    ]
    unfitted = with_parameters(network, parameters_from_rows(rows), np.array(back))
    return solve_energy(observed_network(unfitted, builtin_rows("gas", "observed")), shock)


def hub(end: EnergyEquilibrium) -> float:
    """Mean price of the year at the hub."""
    return float(end.price[end.network.nodes.ids.index(HUB)].mean())


def bcm(end: EnergyEquilibrium, *origins: str) -> float:
    """Entries into the European Union of some origins, or of all, bcm."""
    entries = entries_by_origin(end, EUROPE)
    return sum(entries[origin] for origin in origins or tuple(entries)) / TWH_PER_BCM


def fit_part(seen: EnergyEquilibrium) -> Iterator[str]:
    """Goals of 2021, parameters, prices by month."""
    yield TITLE
    goals = goals_from_rows(builtin_rows("gas", "targets"), 2021)
    ends = (seen, year_before_the_fit(), year(2021))
    found = zip(goals, *(results_for(end, goals).tolist() for end in ends), strict=True)
    head = ["2021", "Published", "Model", "Error", "Error before the fit", "Model with foresight"]
    yield from table(
        head,
        (
            [
                goal.name,
                *(_number(goal, value) for value in (goal.value, ours)),
                *(_error(value, goal.value) for value in (ours, before)),
                _number(goal, other),
            ]
            for goal, ours, before, other in found
        ),
    )
    yield PARAMETERS
    rows = builtin_rows("gas", "fitted")
    yield from table(["Parameter", "Prior", "Fitted", "Spreads moved"], (_parameter(row) for row in rows))
    yield MONTHS
    yield from table(["Month", "Recalled", "Model"], _months(seen))


def _number(goal: Goal, value: float) -> str:
    if goal.measure == "share":
        return f"{value:.3f} of imports"
    return f"{value:.1f} EUR/MWh" if goal.measure == "price" else f"{value / TWH_PER_BCM:.1f} bcm"


def _error(ours: float, published: float) -> str:
    return f"{ours / published - 1:+.1%}"


def _parameter(row: Mapping[str, str]) -> list[str]:
    moved = (float(row["value"]) - float(row["prior"])) / float(row["spread"])
    return [f"{row['meaning']} ({row['unit']})", row["prior"], row["value"], f"{moved:+.2f}"]


def _months(seen: EnergyEquilibrium) -> Iterator[list[str]]:
    recalled = {
        row["period"]: row["value"]
        for row in builtin_rows("gas", "observed")
        if (row["series"], row["nodes"]) == ("reference_price", "*")
    }
    price = seen.price[seen.network.nodes.ids.index(HUB)].tolist()
    for period, label, ours in zip(seen.network.periods.ids, seen.network.periods.labels, price, strict=True):
        yield [label, recalled[period], f"{ours:.0f}"]


def prediction_part(seen: EnergyEquilibrium, predicted: EnergyEquilibrium) -> Iterator[str]:
    """Entries of 2024, predicted, beside what was published."""
    yield BEFORE
    yield from compared(2024, seen, predicted)
    yield "\nThe same by finer origin, bcm into the EU:\n"
    yield from table(["Run", *SHOWN], (["model 2021", *_origins(seen)], ["predicted 2024", *_origins(predicted)]))
    yield AFTER


def compared(number: int, before: EnergyEquilibrium, after: EnergyEquilibrium) -> Iterator[str]:
    """Goals of a year beside the model's 2021, which stands for a forecast of no change, and the model's year."""
    goals = goals_from_rows(builtin_rows("gas", "targets"), number)
    was, will = results_for(before, goals).tolist(), results_for(after, goals).tolist()
    head = [str(number), "Model 2021", f"Model {number}", "Published", "Error", "Error of no change", "Direction"]
    yield from table(
        head,
        (
            [goal.name, *(_number(goal, x) for x in (old, new, goal.value)), *_against(old, new, goal.value)]
            for goal, old, new in zip(goals, was, will, strict=True)
        ),
    )


def _against(was: float, ours: float, published: float) -> list[str]:
    right = "right" if (ours - was) * (published - was) > 0 else "wrong"
    return [_error(ours, published), _error(was, published), right]


def _origins(end: EnergyEquilibrium) -> list[str]:
    return [f"{bcm(end, origin):.1f}" for origin in SHOWN]


def events_part(seen: EnergyEquilibrium) -> Iterator[str]:
    """The squeeze of 2022: directions only."""
    squeezed = year(2022)
    yield EVENTS
    yield from compared(2022, seen, squeezed)
    inside = np.isin(squeezed.network.demands.node, [squeezed.network.nodes.ids.index(node) for node in EUROPE])
    yield SAVED.format(*(float(end.consumption[inside].sum()) / TWH_PER_BCM for end in (year(2021), squeezed)))


def sensitivity_part() -> Iterator[str]:
    """What the answers hang on: elasticities and levels of demand."""
    yield SENSITIVITY
    head = ["Changed", "Hub 2021, as observed", "Hub 2024", "Russia 2024, bcm", "US LNG 2024, bcm", "Reopening 2025"]
    changes: dict[str, tuple[Lever, ...]] = {
        "nothing": (),
        "all costs of supply 5 EUR/MWh higher": (Lever("supply_cost", "*", 5.0),),
        "Russia sells as a Cournot owner": (Lever("conduct", "owner:RUS", 1.0),),
        "elasticities halved": (Lever("elasticity", "*", 0.5),),
        "elasticities doubled": (Lever("elasticity", "*", 2.0),),
        "demand of the EU 5 percent higher": _demand(1.05, EUROPE),
        "demand of the EU 5 percent lower": _demand(0.95, EUROPE),
        "demand for LNG in Asia 5 percent higher": _demand(1.05, ("CHN", "JPN", "KOR", "IND", "ROA")),
        "demand for LNG in Asia 5 percent lower": _demand(0.95, ("CHN", "JPN", "KOR", "IND", "ROA")),
    }
    answers = {name: _answers(change) for name, change in changes.items()}
    yield from table(head, ([name, *cells] for name, cells in answers.items()))
    said = ("nothing", "Russia sells as a Cournot owner", "all costs of supply 5 EUR/MWh higher")
    moved = [
        abs(float(answers[name][k]) - float(answers["nothing"][k]))
        for name in changes
        if DEMAND in name
        for k in (0, 1)
    ]
    yield FINDINGS.format(*(answers[name][-1] for name in said), low=min(moved), high=max(moved))


def _demand(factor: float, nodes: Names) -> tuple[Lever, ...]:
    return tuple(Lever("demand", node, factor) for node in nodes)


def _answers(change: tuple[Lever, ...]) -> list[str]:
    later = year(2024, *_on_top(2024, change))
    status_quo = year(2025, *_on_top(2025, change))
    reopened = year(2025, *_on_top(2025, change), *(Lever("measure", measure, 1.0) for measure in REOPENED))
    return [
        f"{hub(year_as_observed(*change)):.1f}",
        f"{hub(later):.1f}",
        f"{bcm(later, 'Russia pipeline', 'Russia LNG'):.0f}",
        f"{bcm(later, 'US LNG'):.0f}",
        f"{hub(status_quo):.1f} to {hub(reopened):.1f}",
    ]


def _on_top(number: int, change: tuple[Lever, ...]) -> Iterator[Lever]:
    """Factors on demand multiply what the year says, for of two levers on one thing the later counts."""
    said = {lever.target: lever.value for lever in builtin_year("gas", number)[1].levers if lever.kind == "demand"}
    for lever in change:
        if lever.kind == "demand":
            yield Lever("demand", lever.target, lever.value * said.get(lever.target, said["*"]))
        else:
            yield lever


def crude_part() -> Iterator[str]:
    """Crude flows and the discount of Russian crude."""
    yield CRUDE
    ends = {number: solve_energy(*builtin_year("crude", number)) for number in (2021, 2023)}
    yield from table(["Figure", "Published", "Model"], _crude_rows(ends))
    yield "\nPrices, USD/bbl:\n"
    head = ["Year", "EU", "India", "China", "Russia west, received", "Below the EU price", "Russia east, received"]
    yield from table(head, ([str(number), *_prices(end)] for number, end in ends.items()))


def _crude_rows(ends: Mapping[int, EnergyEquilibrium]) -> Iterator[list[str]]:
    for number, end in ends.items():
        goals = goals_from_rows(builtin_rows("crude", "targets"), number)
        for goal, ours in zip(goals, results_for(end, goals).tolist(), strict=True):
            yield [f"{number}: {goal.name}", _barrels(goal, goal.value), _barrels(goal, ours)]


def _barrels(goal: Goal, value: float) -> str:
    return f"{value:.2f} of imports" if goal.measure == "share" else f"{value / DAYS:.2f} mb/d"


def _prices(end: EnergyEquilibrium) -> list[str]:
    at = end.network.nodes.ids.index
    price = [float(end.price[at(node), 0]) for node in ("EUR", "IND", "CHN")]
    west, east = received(end, "russia-west"), received(end, "russia-east")
    return [*(f"{one:.1f}" for one in (*price, west, price[0] - west, east))]


def received(end: EnergyEquilibrium, supply: str) -> float:
    """What a supply gets for a unit where it starts: surplus and resource cost over quantity."""
    row = end.network.supplies.ids.index(supply)
    supplies, quantity = end.network.supplies, end.supply[row]
    cost = float((supplies.cost[row] * quantity + supplies.slope[row] * quantity**2 / 2).sum())
    return (float(end.surplus.producers[row]) + cost) / float(quantity.sum())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def page() -> str:
    """The whole page."""
    seen, predicted = year_as_observed(), year(2024)
    parts = [
        *fit_part(seen),
        *prediction_part(seen, predicted),
        *events_part(seen),
        *sensitivity_part(),
        *crude_part(),
    ]
    return "\n".join(parts) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=PAGE)
    chosen = parser.parse_args(arguments)
    chosen.output.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
