"""The figures beside the values, by hand."""

from __future__ import annotations

import math
import shlex

import pytest

from detente.durability.formulas import answer_formula, find_formula, read_inputs

FURTHER = [
    ("fearon_range p=0.6 cA=0.1 cB=0.15 sA=0.05 sB=0 q=0.2", {"width": 0.3, "payment_to_A": 0.25, "payment_to_B": 0}),
    ("fearon_range p=0.6 cA=0.1 cB=0.1 sA=0 sB=0 q=0.9", {"width": 0.2, "payment_to_A": 0, "payment_to_B": 0.2}),
    ("fearon_range p=0.5 cA=0.1 cB=0.1 sA=-0.3 sB=0 q=0.5", {"width": None, "payment_to_A": 0.2, "payment_to_B": 0}),
    ("risk_return p=0.8 cA=0.2 C=0.8", {"demand_within_pie": 1, "p_war_within_pie": 0.25}),
    ("powell_shift p0=0.8 p1=0.5 d=0.1 delta=0.8", {"smallest_safe_p1": 11 / 18}),
    ("powell_delay p0=0 pN=0.5 d=0 delta=0.9", {"first_constraint_delay": None, "failing_periods_before_jump": None}),
    ("powell_delay p0=0.2 pN=0.6 d=0.2 delta=0.5", {"first_constraint_delay": 1, "failing_periods_before_jump": 0}),
    ("powell_delay p0=0.2 pN=0.9 d=0 delta=0.5", {"first_constraint_delay": 3, "failing_periods_before_jump": 2}),
    (
        "powell_path path=0.2,0.2,0.8 d=0 delta=0.5",
        {"first_failing_phase": 1, "margin": -0.2, "largest_safe_next": 0.4},
    ),
    ("powell_path path=0.8,0.3 d=0 delta=0.5", {"first_failing_phase": 0, "margin": -0.15}),
    ("powell_path path=0.2,0.3 d=1 delta=0.9", {"first_failing_phase": None, "margin": None}),
    ("grim T=3 R=3 P=1 S=0 r=0.1", {"longest_period": None}),
    ("limited_punishment T=5 R=3 P=1 S=0 n=1 delta=0.9", {"shortest_punishment": 2}),
    ("limited_punishment T=5 R=3 P=1 S=0 n=1 delta=0.5", {"shortest_punishment": None}),
    ("limited_punishment T=5 R=3 P=3 S=0 n=1 delta=0.5", {"shortest_punishment": None}),
    ("limited_punishment T=4.5 R=3 P=1 S=0 n=1 delta=0.5", {"shortest_punishment": 2}),
    ("renegotiation_rho delta_star=0.6 rho=0 delta=0.8", {"largest_hazard": 0.25}),
    ("renegotiation_rho delta_star=0.6 rho=0 delta=0.5", {"largest_hazard": None}),
    ("renegotiation_rho delta_star=0.5 rho=0 delta=0.5", {"largest_hazard": 0}),
    ("gradual_steps b=4 delta=0.5 C=1 eps=0.25", {"ratio": 0.5, "phases": 2}),
    ("gradual_steps b=4 delta=0.5 C=1 eps=1", {"ratio": 0.5, "phases": 0}),
    ("gradual_steps b=1 delta=0.5 C=1 eps=0.25", {"phases": None}),
    ("starting_small g=4 v=1 l=4 delta=0.375 pi=0.5", {"phases_to_full_stake": math.ceil(math.log(5) / math.log(2))}),
    ("starting_small g=2 v=1 l=4 delta=0.5 pi=0.5", {"phases_to_full_stake": None}),
    ("starting_small g=1 v=2 l=1 delta=0.5 pi=0.9", {"phases_to_full_stake": 0}),
    ("grit a=2 b=2 g=1 h=1 cap=3 s=1", {"unanswered_steps": 3}),
    ("grit a=0 b=0 g=1 h=1 cap=0.3 s=0.1", {"unanswered_steps": 3}),
    ("trade_cost share=0.5 elasticity=1 w=0.25", {"critical_share": 0.25}),
    ("trade_cost share=0.5 elasticity=1 cost_factor=2 w=0.25", {"critical_share": 0.5}),
    ("trade_cost share=0.5 elasticity=1 cost_factor=2 w=0.6", {"critical_share": None}),
    ("trade_cost share=0.5 elasticity=1 cost_factor=0.5 w=0.1", {"critical_share": None}),
    (
        "asymmetry loss_A=1 loss_B=2 gain_A=3 gain_B=0 delta=0.5 T=2",
        {"extra_cost_A": 2, "extra_cost_B": 0, "cost_of_threat_to_A": 1.5},
    ),
    ("holdup cost=3 value=2 share=0.5", {"share_needed": 1.5}),
    ("holdup cost=3 value=0 share=0.5", {"share_needed": None}),
    ("tranches tranches=9 costs=1 delta=0.5 pay=after", {"holdback": 0}),
    ("min_detection c=2 d=3 n=3 delta=0.5 L=1", {"caught_factor_needed": None}),
]


@pytest.mark.parametrize(("call", "expected"), FURTHER, ids=[call for call, _ in FURTHER])
def test_further_figures_are_those_of_a_hand_computation(call, expected):
    name, *words = shlex.split(call)
    formula = find_formula(name)
    also = answer_formula(formula, read_inputs(formula, words)).also
    assert set(also) == set(expected)
    for figure, value in expected.items():
        assert (also[figure] is None) == (value is None), figure
        assert value is None or also[figure] == pytest.approx(value, rel=1e-9, abs=1e-9), figure
