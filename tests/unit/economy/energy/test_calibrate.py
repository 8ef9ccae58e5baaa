"""Few parameters fitted to published figures: what is known comes back, what nothing tells about stays at its prior."""

from __future__ import annotations

import numpy as np
import pytest

from detente.case import CaseError
from detente.economy.energy.builtin_years import builtin_rows
from detente.economy.energy.calibrate import (
    Goal,
    Parameter,
    fit_parameters,
    goals_from_rows,
    parameters_from_rows,
    results_for,
    with_parameters,
)
from detente.economy.energy.equilibrium import solve_energy
from unit.economy.energy.line_network import line_network

VAGUE = 100.0
OFFER = Parameter("supply_capacity", "east", prior=1, spread=VAGUE, low=0.2, high=2)
HAUL = Parameter("arc_cost", "west-m", prior=4, spread=VAGUE, low=0, high=20)
WANTED = Parameter("demand", "N", prior=1, spread=VAGUE, low=0.2, high=3)
UNSEEN = Parameter("supply_cost", "east", prior=10, spread=1, low=0, high=15)


def shares(value, tolerance=0.01):
    return Goal("east share", "share", value, tolerance, ("M", "N"), ("East",))


def test_known_parameters_come_back_from_what_they_give():
    truth = np.array([1.3, 7.0, 1.2])
    parameters = (OFFER, HAUL, WANTED)
    seen = solve_energy(with_parameters(line_network(), parameters, truth))
    asked = (
        Goal("east", "quantity", 1, 0.01, ("M", "N"), ("East",)),
        Goal("all", "quantity", 1, 0.01, ("M", "N"), ("*",)),
        Goal("price", "price", 1, 0.01, ("M",)),
        Goal("onward", "flow", 1, 0.01, ("m-n",)),
    )
    goals = [
        Goal(goal.name, goal.measure, value, goal.tolerance, goal.where, goal.origins)
        for goal, value in zip(asked, results_for(seen, asked).tolist(), strict=True)
    ]
    fit = fit_parameters(line_network(), parameters, goals, solve_energy)
    assert fit.values == pytest.approx(truth, rel=1e-3)
    assert fit.results == pytest.approx([goal.value for goal in goals], rel=1e-4)
    assert not any(fit.at_bound)


def test_a_parameter_that_no_goal_tells_about_stays_at_its_prior():
    # East sells all it has at any cost below the price, so that its cost cannot be seen.
    fit = fit_parameters(line_network(), (OFFER, UNSEEN), (shares(0.5),), solve_energy)
    assert fit.values[1] == pytest.approx(10, abs=1e-4)
    assert fit.pull[1] == pytest.approx(0, abs=1e-4)
    assert fit.values[0] == pytest.approx(0.5 / 0.4, rel=0.01)


@pytest.mark.parametrize("spread", [0.02, 0.5])
def test_the_fit_is_the_best_point_of_a_grid(spread):
    parameter = Parameter("supply_capacity", "east", prior=1, spread=spread, low=0.5, high=2)
    goal = shares(0.5, tolerance=0.1)

    def loss(x):
        end = solve_energy(with_parameters(line_network(), (parameter,), np.array([x])))
        return ((results_for(end, (goal,))[0] - 0.5) / 0.05) ** 2 + ((x - 1) / spread) ** 2

    grid = np.linspace(0.95, 1.35, 41)
    best = grid[int(np.argmin([loss(x) for x in grid.tolist()]))]
    fit = fit_parameters(line_network(), (parameter,), (goal,), solve_energy)
    assert fit.values[0] == pytest.approx(best, abs=0.01)
    assert loss(float(fit.values[0])) <= loss(float(best)) + 1e-9


def test_a_wider_prior_lets_the_goal_be_met_better():
    missed = [
        abs(
            fit_parameters(
                line_network(),
                (Parameter("supply_capacity", "east", 1, spread, 0.5, 2),),
                (shares(0.5, 0.1),),
                solve_energy,
            ).results[0]
            - 0.5
        )
        for spread in (0.01, 0.1, 1.0)
    ]
    assert missed[0] > missed[1] > missed[2]


def test_a_parameter_that_stops_at_its_bound_says_so():
    parameter = Parameter("supply_capacity", "east", prior=1, spread=VAGUE, low=0.5, high=1.1)
    fit = fit_parameters(line_network(), (parameter,), (shares(0.5),), solve_energy)
    assert fit.at_bound == (True,)
    assert fit.values[0] == pytest.approx(1.1, abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "target", "read"),
    [
        ("supply_capacity", "east", lambda n: n.supplies.capacity[0, 0] / 60),
        ("supply_cost", "east", lambda n: n.supplies.cost[0, 0]),
        ("arc_capacity", "east-m", lambda n: n.arcs.capacity[0, 0] / 1000),
        ("arc_cost", "east-m", lambda n: n.arcs.cost[0]),
        ("demand", "M", lambda n: n.demands.quantity[0, 0] / 100),
    ],
)
def test_each_kind_of_parameter_is_set_where_it_belongs(kind, target, read):
    before = line_network()
    after = with_parameters(before, (Parameter(kind, target, 1, 1, 0, 9),), np.array([3.0]))
    assert float(read(after)) == 3.0
    assert float(read(before)) != 3.0


def test_slopes_are_scaled():
    network = with_parameters(line_network(), (Parameter("supply_slope", "east", 1, 1, 0, 9),), np.array([2.0]))
    assert network.supplies.slope[0, 0] == 2 * line_network().supplies.slope[0, 0]


def test_an_unknown_kind_of_parameter_is_refused():
    with pytest.raises(CaseError, match='no kind "taste"'):
        with_parameters(line_network(), (Parameter("taste", "east", 1, 1, 0, 2),), np.array([1.0]))


def test_an_unknown_target_is_refused():
    with pytest.raises(CaseError, match='there is no arc "x"'):
        with_parameters(line_network(), (Parameter("arc_cost", "x", 1, 1, 0, 2),), np.array([1.0]))


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Goal("g", "taste", 1, 0.1, ("M",)), 'no measure "taste"'),
        (Goal("g", "share", 1, 0.1, ("M",), ("North",)), 'nothing of origin "North" can enter'),
        (Goal("g", "price", 1, 0.1, ("X",)), 'there is no node "X"'),
        (Goal("g", "price", 1, 0.1, ("M",), (), ("p9",)), 'there is no period "p9"'),
        (Goal("g", "flow", 1, 0.1, ("x",)), 'there is no arc "x"'),
    ],
)
def test_a_goal_without_a_meaning_is_refused(goal, said):
    with pytest.raises(CaseError, match=said):
        results_for(solve_energy(line_network()), (goal,))


def test_tables_of_the_program_are_read():
    assert [parameter.kind for parameter in parameters_from_rows(builtin_rows("gas", "fitted"))].count("arc_cost") == 1
    goals = goals_from_rows(builtin_rows("gas", "targets"), 2024)
    assert all(goal.tolerance == 1 for goal in goals), "what is predicted has no tolerance, and is not fitted"
