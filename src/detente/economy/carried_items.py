"""Options and packages that act on energy networks: what these bring to parties, and what trade adds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.economy.model_payoffs import ModelRun, Options, planned_energy_solves, planned_solves, run_model
from detente.economy.trade import Baseline
from detente.workers import ALONE, Workers
from detente.worlds import Worlds

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CarriedItem:
    """One option or package, USD bn a year; arrays have the shape (world, party).

    `networks`: change of surplus of the party's regions. `trade`: what the trade model adds, the first order of dearer
    or cheaper energy left out, and flows that the networks carry withdrawn. `error`, shape (party,): root mean square
    of what interpolating both costs, leaving out one solved world at a time.
    """

    kind: str
    id: str
    title: str
    element: str
    networks: Array
    trade: Array
    error: Array

    @property
    def together(self) -> Array:
        """What payoffs hold of the item but for rows entered by hand."""
        return np.asarray(self.networks + self.trade)


@dataclass(frozen=True, slots=True, eq=False)
class CarriedItems:
    """All of them, and how they were found; `withdrawn` are trade shocks that leave flows to the networks."""

    parties: tuple[str, ...]
    items: tuple[CarriedItem, ...]
    networks: tuple[str, ...]
    horizon: str
    anchors: int
    solves: int
    failed: int
    withdrawn: tuple[str, ...]


def plan_carried(case: Case, baseline: Baseline, worlds: Worlds) -> tuple[int, int]:
    """Equilibria that `find_carried` asks for: of the trade model, and of networks.

    `case` and `baseline` are those of `world_economy`.
    """
    return planned_solves(case, worlds), planned_energy_solves(case, worlds, baseline)


def find_carried(case: Case, baseline: Baseline, worlds: Worlds, workers: Workers = ALONE) -> CarriedItems | None:
    """Solve the items of a case as its payoffs do, and keep those that act on a network; None where none does."""
    run = run_model(case, worlds, baseline, workers)
    energy = run.energy
    if energy is None:
        return None
    return CarriedItems(
        parties=tuple(case.parties[i].id for i in run.parties),
        items=tuple(_items(case, run)),
        networks=tuple(network.label for network in energy.networks),
        horizon=case.economy.horizon,
        anchors=energy.anchors,
        solves=energy.solves,
        failed=energy.failed,
        withdrawn=run.withdrawn,
    )


def _items(case: Case, run: ModelRun) -> Iterator[CarriedItem]:
    for element in case.elements:
        for option in element.options:
            if (option.id,) in run.direct:
                yield _item(run, (option.id,), ("option", option.id, option.title, element.id))
    for package in case.packages:
        chosen = tuple(o.id for e in case.elements for o in e.options if o.shocks and package.choices.get(e.id) == o.id)
        if chosen in run.direct:
            yield _item(run, chosen, ("package", package.id, package.title, ""))


def _item(run: ModelRun, options: Options, named: tuple[str, str, str, str]) -> CarriedItem:
    networks = run.direct[options]
    return CarriedItem(*named, networks=networks, trade=run.worth[options] - networks, error=run.error[options])
