"""Fit the few parameters of the gas network to 2021, and write their values where the build of the tables finds them.

    python tools/fit_energy.py [--source FOLDER]

Starts from the priors in ``tools/energy_tables/gas_fitted.csv``, replaces the column `value` of that table, and says
what the model then gives for each goal. Run ``tools/build_energy.py`` afterwards.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_energy import HAND, NEEDED, SOURCE, read_tables, write_table
from energy_gas import gas_tables
from energy_rows import Row, short

from detente.economy.energy.calibrate import Fit, Goal, Parameter, fit_parameters, goals_from_rows, parameters_from_rows
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.observed import observed_network
from detente.economy.energy.records import EnergyShock, Network
from detente.economy.energy.tables import network_from_tables
from detente.economy.energy.years import network_in_year

YEAR = 2021


@dataclass(frozen=True, slots=True)
class Task:
    """What is fitted: a network in its year as observed, its parameters, the goals."""

    network: Network
    shock: EnergyShock
    parameters: tuple[Parameter, ...]
    goals: tuple[Goal, ...]

    def fit(self) -> Fit:
        """Solve the least-squares problem."""
        return fit_parameters(self.network, self.parameters, self.goals, lambda one: solve_energy(one, self.shock))


def task_from(source: Path, hand: Mapping[str, Sequence[Row]]) -> Task:
    """The task of 2021, with the network built without any fitted value."""
    tables = gas_tables(read_tables(source), {**hand, "gas_fitted": []})
    texts = {name: [{k: str(v) for k, v in row.items()} for row in rows] for name, rows in tables.items()}
    network, shock = network_in_year(network_from_tables(texts), hand["gas_years"], YEAR)
    return Task(
        observed_network(network, hand["gas_observed"]),
        shock,
        parameters_from_rows(hand["gas_fitted"]),
        goals_from_rows(hand["gas_targets"], YEAR),
    )


def main(arguments: Sequence[str]) -> int:
    """Fit and write; the exit code is 2 where the source is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=SOURCE)
    chosen = parser.parse_args(arguments)
    if not (chosen.source / NEEDED).is_file():
        sys.stderr.write(f"{chosen.source} does not hold {NEEDED}; nothing was fitted.\n")
        return 2
    hand = read_tables(HAND)
    task = task_from(chosen.source, hand)
    fit = task.fit()
    rows = [{**row, "value": short(x)} for row, x in zip(hand["gas_fitted"], fit.values.tolist(), strict=True)]
    write_table(HAND / "gas_fitted.csv", rows)
    for goal, result in zip(task.goals, fit.results.tolist(), strict=True):
        sys.stdout.write(f"{goal.name}: {result:.3g}, published {goal.value:g}, {result / goal.value - 1:+.1%}\n")
    for parameter, x, pull in zip(task.parameters, fit.values.tolist(), fit.pull.tolist(), strict=True):
        sys.stdout.write(f"{parameter.kind} {parameter.target}: {x:.3f}, {pull:+.2f} spreads from the prior\n")
    sys.stdout.write(f"{fit.evaluations} evaluations; at a bound: {sum(fit.at_bound)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
