"""The equilibrium of a network under a shock: prices, flows, and who gets what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.case import NotConverged
from detente.economy.energy.caps import read_sales, settle_caps, wedge_gap
from detente.economy.energy.cycles import flow_on_arcs
from detente.economy.energy.layout import POOL, Layout, lay_out
from detente.economy.energy.levers import Posed, pose
from detente.economy.energy.program import Program, write_program
from detente.economy.energy.quantities import Quantities, read_quantities, unserved
from detente.economy.energy.records import Array, EnergyShock, Network
from detente.economy.energy.reduction import Reduced, reduce
from detente.economy.energy.residuals import duality_gap, kkt_residual
from detente.economy.energy.results import Diagnostics, EnergyEquilibrium
from detente.economy.energy.solver import Answer, Solver, clarabel_solver
from detente.economy.energy.surplus import share_out, sum_of_parts
from detente.economy.energy.tracing import trace_deliveries

TOLERANCE = 1e-6
BASELINE = EnergyShock()


def solve_energy(
    network: Network, shock: EnergyShock = BASELINE, solver: Solver = clarabel_solver
) -> EnergyEquilibrium:
    """Find prices, flows and surplus of a network under a shock: the spatial price equilibrium of [Samuelson1952]_.

    Written as the quadratic program of [TakayamaJudge1971]_ with storage, bookings, contracts, followed sellers and
    Cournot owners as in [Hobbs2001]_; docs/explanation/energy-model.md has every equation. Demand that no supply can
    meet is reported as unserved, at the network's unserved price.

    Raises
    ------
    CaseError
        When a lever names what the network does not have, or has a value without a meaning.
    NotConverged
        When a condition of equilibrium is off by more than 1e-6 in scaled units.

    Examples
    --------
    >>> from detente.economy.energy.builtin import builtin_network
    >>> found = solve_energy(builtin_network("crude"))
    >>> found.diagnostics.kkt < 1e-6, float(found.unserved.sum()) < 1e-6
    (True, True)
    """
    posed = pose(network, shock)
    return solve_posed(posed, lay_out(posed), shock, solver)


def solve_posed(posed: Posed, layout: Layout, shock: EnergyShock, solver: Solver) -> EnergyEquilibrium:
    """Solve a network whose levers are pulled, on a layout made for its structure."""
    found = _searched(posed, layout, solver)
    kkt = max(kkt_residual(found.program, found.reduced, found.answer), found.wedge_gap)
    if not kkt <= TOLERANCE:
        raise NotConverged(
            f"The energy equilibrium was not found: after {found.answer.iterations} iterations of "
            f"{found.answer.solver} a condition is off by {kkt:.1e}; the bar is {TOLERANCE:.0e}."
        )
    quantities = read_quantities(posed, found.program, found.reduced, found.answer)
    surplus = share_out(posed, layout, quantities, found.wedge)
    scale = found.program.quantity_scale * found.program.price_scale
    scale = max(scale, surplus.gross_benefit, surplus.resource_cost, abs(surplus.unfilled))
    identity = abs(surplus.total - sum_of_parts(surplus)) / scale
    diagnostics = Diagnostics(
        solver=found.answer.solver,
        kkt=kkt,
        gap=abs(duality_gap(found.reduced, found.answer)),
        identity=identity,
        iterations=found.iterations,
        solves=found.solves,
    )
    flow = flow_on_arcs(posed, layout, quantities.carry)
    return EnergyEquilibrium(
        network=posed.network,
        shock=shock,
        price=quantities.price[POOL],
        supply=quantities.supply,
        consumption=quantities.firm + quantities.flex,
        unserved=unserved(posed, quantities.firm),
        flow=flow,
        arriving=flow * (1 - posed.network.arcs.loss)[:, None],
        level=quantities.level,
        injection=quantities.injection,
        withdrawal=quantities.withdrawal,
        sold=_sold(posed, layout, quantities),
        delivered=trace_deliveries(posed, layout, quantities),
        taken=quantities.taken,
        paid_not_taken=np.maximum(posed.network.contracts.least - quantities.taken, 0.0),
        unfilled=quantities.short,
        surplus=surplus,
        diagnostics=diagnostics,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The last program that was solved, and how the search for the wedge of a price cap ended."""

    program: Program
    reduced: Reduced
    answer: Answer
    wedge: Array
    wedge_gap: float
    iterations: int
    solves: int


def _searched(posed: Posed, layout: Layout, solver: Solver) -> _Found:
    iterations: list[int] = []

    def attempt(wedge: Array) -> tuple[Program, Reduced, Answer]:
        program = write_program(posed, layout, wedge)
        reduced = reduce(program)
        answer = solver(reduced)
        iterations.append(answer.iterations)
        return program, reduced, answer

    wedge = settle_caps(posed, layout, lambda tried: read_sales(posed, *attempt(tried)))
    program, reduced, answer = attempt(wedge)
    sales = read_sales(posed, program, reduced, answer)
    gap = float(np.abs(wedge_gap(posed, layout, wedge, sales)).max(initial=0.0)) / program.price_scale
    return _Found(program, reduced, answer, wedge, gap, sum(iterations), len(iterations))


def _sold(posed: Posed, layout: Layout, quantities: Quantities) -> Array:
    """Sales by owner, node and period; NaN for owners of whom something is sold in the pool."""
    network = posed.network
    rows = {owner: k for k, owner in enumerate(network.owners)}
    sold = np.zeros((len(rows), len(network.nodes.ids), layout.periods))
    np.add.at(sold, (posed.owner_of[layout.sale_layer - 1], layout.sale_node), quantities.sale)
    sold[[rows[network.supplies.owner[s]] for s in np.flatnonzero(posed.layer_of == POOL).tolist()]] = np.nan
    return sold
