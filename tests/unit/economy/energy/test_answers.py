"""An answer that does not satisfy the conditions is refused, whatever its solver says of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import NotConverged
from detente.economy.energy import EnergyShock, Lever, solve_energy
from detente.economy.energy.layout import lay_out
from detente.economy.energy.levers import pose
from detente.economy.energy.program import write_program
from detente.economy.energy.reduction import reduce
from detente.economy.energy.residuals import duality_gap, kkt_residual
from detente.economy.energy.solver import clarabel_solver
from unit.economy.energy.line_network import line_network

STORAGE = {"node": "M", "working_volume": "50", "injection": "20", "withdrawal": "20"}
SHARES = {"cost": "1", "loss": "0", "start": "0.5", "end": "0.5"}


def program(network):
    posed = pose(network, EnergyShock())
    layout = lay_out(posed)
    return write_program(posed, layout, np.zeros((len(layout.sale_node), layout.periods)))


def test_a_wrong_answer_is_no_answer():
    def careless(reduced):
        answer = clarabel_solver(reduced)
        return replace(answer, x=answer.x * 1.001)

    with pytest.raises(NotConverged) as refused:
        solve_energy(line_network(), solver=careless)
    assert "a condition is off by" in str(refused.value)
    assert "the bar is 1e-06" in str(refused.value)


def test_wrong_multipliers_are_no_answer_either():
    def careless(reduced):
        answer = clarabel_solver(reduced)
        return replace(answer, equal=answer.equal * 1.001)

    with pytest.raises(NotConverged, match="a condition is off by"):
        solve_energy(line_network(), solver=careless)


def test_residual_and_gap_are_those_of_the_conditions_written_one_by_one():
    written = program(line_network(periods=("p1", "p2"), storage=({**STORAGE, **SHARES},)))
    reduced = reduce(written)
    answer = clarabel_solver(reduced)
    bent = replace(answer, x=answer.x + 0.01, equal=answer.equal + 0.02)
    worst = 0.0
    quadratic, equal, at_most = (m.toarray() for m in (reduced.quadratic, reduced.equal, reduced.at_most))
    for j in range(len(bent.x)):
        slope = quadratic[j] @ bent.x + reduced.cost[j] + bent.equal @ equal[:, j] + bent.at_most @ at_most[:, j]
        moved = min(max(bent.x[j] - slope, reduced.lower[j]), reduced.upper[j])
        worst = max(worst, abs(bent.x[j] - moved))
    for i in range(len(reduced.equal_to)):
        worst = max(worst, abs(equal[i] @ bent.x - reduced.equal_to[i]))
    for i in range(len(reduced.limit)):
        worst = max(worst, abs(min(reduced.limit[i] - at_most[i] @ bent.x, bent.at_most[i])))
    assert kkt_residual(written, reduced, bent) == pytest.approx(worst)
    assert kkt_residual(written, reduced, answer) < 1e-8
    assert abs(duality_gap(reduced, answer)) < 1e-10
    assert abs(duality_gap(reduced, bent)) > 1e-3


def test_what_nothing_reaches_is_taken_out_before_solving():
    network = line_network()
    closed = replace(network, arcs=replace(network.arcs, capacity=network.arcs.capacity * 0))
    reduced = reduce(program(closed))
    assert not reduced.equal_rows.size
    assert not reduced.free.size


def test_a_program_with_nothing_left_to_choose_is_solved():
    network = line_network()
    found = solve_energy(network, EnergyShock((Lever("arc_capacity", "*", 0.0),)))
    assert np.isnan(found.price[:2]).all()
    assert found.consumption.sum() == 0
