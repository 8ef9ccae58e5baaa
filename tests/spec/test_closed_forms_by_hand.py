"""Closed forms at numbers small enough to be worked out by hand, edges included. None: no such value exists."""

from __future__ import annotations

import math
import shlex

import pytest

from detente.durability.formulas import FORMULAS, answer_formula, find_formula, read_inputs

BY_HAND = [
    # id and inputs; values; how
    ("fearon_range p=0.5 cA=0.2 cB=0.3 sA=0 sB=0", (0.3, 0.8), ".5 - .2, .5 + .3"),
    ("fearon_range p=0.9 cA=0.1 cB=0.3 sA=0 sB=0", (0.8, 1.0), "upper end cut at the whole pie"),
    ("fearon_range p=0 cA=0.1 cB=0.2 sA=0 sB=0", (0.0, 0.2), "lower end cut at nothing"),
    ("fearon_range p=1 cA=0 cB=0 sA=0 sB=0", (1.0, 1.0), "a war that is free and certain leaves one point"),
    ("fearon_range p=0.5 cA=0.1 cB=0.1 sA=-0.3 sB=0", (None, None), "A needs .7, B leaves .6"),
    ("risk_return p=0.3 cA=0.2 C=0.6", (0.5, 1 / 3), ".3 + .4/2; .4/1.2"),
    ("risk_return p=0.5 cA=0.5 C=0.4", (0.5, 0.0), "A has more to lose than B ever: no risk taken"),
    ("risk_return p=0.5 cA=0.1 C=0", (0.5, 0.0), "B's cost is known to be 0"),
    ("powell_shift p0=0.2 p1=0.5 d=0.1 delta=0.8", (1.0, 7 / 18), ".4 - .2 > 1/9; (.2 + 1/9)/.8"),
    ("powell_shift p0=0.2 p1=0.9 d=0.5 delta=0.5", (0.0, 2.4), ".45 - .2 < 1; 1.2/.5"),
    ("powell_shift p0=0.1 p1=0.7 d=0.2 delta=0.5", (0.0, 0.7), "on the boundary: .35 - .1 = .25 = .2/.8"),
    ("powell_shift p0=0.8 p1=0.5 d=0.1 delta=0.8", (1.0, 41 / 36), "the other side rises: .4 - .2 > 1/9"),
    ("powell_shift p0=0.2 p1=1 d=1 delta=0.9", (0.0, None), "war destroys everything"),
    ("powell_delay p0=0.2 pN=0.5 d=0.1 delta=0.8", (1.0, 0.0, 0.0), ".4 - .2 > 1/9 right before the jump"),
    ("powell_delay p0=0.4 pN=0.5 d=0.1 delta=0.8", (0.0, 1.0, 1.0), ".4 - .4 < 1/9"),
    ("powell_delay p0=0 pN=0.5 d=0 delta=0.9", (1.0, 0.0, 0.0), ".45 > 0"),
    ("powell_path path=0.2,0.3,0.4 d=0.1 delta=0.9", (0.0,), "two steps: .324 - .2 > 1/9, though each alone is safe"),
    ("powell_path path=0.2,0.3,0.4 d=0.2 delta=0.9", (1.0,), ".124 < .25"),
    ("powell_path path=0.4 d=0 delta=0.9", (1.0,), "nothing shifts"),
    ("grim T=4 R=3 P=0 S=-1", (0.25,), "1/4"),
    ("grim T=10 R=4 P=2 S=0", (0.75,), "6/8"),
    ("grim T=3 R=3 P=1 S=0", (0.0,), "nothing to gain from breaking"),
    ("grim T=4 R=1 P=1 S=0", (None,), "nothing to lose by breaking"),
    ("limited_punishment T=4 R=3 P=0 S=-1 n=1", (1 / 3,), "delta = 1/3"),
    ("limited_punishment T=4.5 R=3 P=1 S=0 n=2", (0.5,), "delta + delta^2 = .75"),
    ("limited_punishment T=5 R=3 P=1 S=0 n=1", (None,), "delta = 1"),
    ("limited_punishment T=5 R=3 P=1 S=0 n=1000000", (0.5,), "for ever, or nearly: grim trigger"),
    ("tit_for_tat T=4 R=3 P=0 S=-1", (0.25,), "max(1/4, 1/4)"),
    ("tit_for_tat T=6 R=4 P=3 S=0", (2 / 3,), "max(2/3, 2/4)"),
    ("tit_for_tat T=6 R=3 P=3 S=-3", (None,), "max(3/3, 3/6)"),
    ("limited_punishment T=6 R=3 P=3 S=0 n=4", (None,), "punishment costs nothing"),
    ("tit_for_tat T=6 R=2 P=1 S=0", (None,), "max(4/5, 4/2)"),
    ("penance T=4 R=3 P=0 S=-1", (0.25,), "max(1/4, 1/4)"),
    ("penance T=4 R=3 P=2 S=-1", (0.75,), "max(1/4, 3/4)"),
    ("penance T=4 R=3 P=3 S=0", (None,), "max(1/3, 3/3)"),
    ("penance T=4 R=3 P=3 S=3", (None,), "penance costs nothing"),
    ("penance T=3 R=3 P=3 S=3", (0.0,), "all the same"),
    ("penance T=6 R=2 P=1 S=0", (None,), "4/2"),
    ("transfers_pool coop=3 deviate=4 punish=2 sucker=1", (0.5, 0.5), "one party: nothing to pool"),
    ("transfers_pool coop=1,5 deviate=3,6 punish=2,0 sucker=0,0", (3 / 7, None), "(2 + 1)/(1 + 6); 2/1 is above 1"),
    ("transfers_pool coop=1,1 deviate=2,2 punish=1,1 sucker=0,0", (None, None), "2/2: punishment costs nothing"),
    ("transfers_pool coop=0 deviate=0 punish=1 sucker=0", (None, None), "punishment is better than keeping"),
    ("renegotiation_rho delta_star=0.6 rho=0.25", (0.8,), ".6/.75"),
    ("renegotiation_rho delta_star=0.3 rho=0", (0.3,), "no turnover"),
    ("renegotiation_rho delta_star=0.5 rho=0.5", (None,), ".5/.5 = 1"),
    ("renegotiation_rho delta_star=0.5 rho=1", (None,), "promises never survive"),
    ("min_bond c=2 d=4 n=0 delta=0.5 q=0.5 L=1", (4.0,), "X = .25/.75 = 1/3; (2*3 - 4)/.5"),
    ("min_bond c=2 d=3 n=0 delta=0.9 q=1 L=0", (0.0,), "X = 1 > 1/3"),
    ("min_bond c=2 d=4 n=0 delta=0.5 q=0 L=1", (None,), "never caught"),
    ("min_bond c=4 d=2 n=0 delta=0.5 q=0 L=1", (0.0,), "breaking does not pay anyway"),
    ("min_detection c=2 d=3 n=0 delta=0.5 L=1", (0.5,), "(1/3)(.5)/(.5 - 1/6)"),
    ("min_detection c=2 d=3 n=0 delta=0.5 L=2", (None,), ".25 < 1/3"),
    ("min_detection c=2 d=4 n=0 delta=0.5 L=1", (1.0,), "on the boundary: .25/(.5 - .25)"),
    ("min_detection c=3 d=4 n=2 delta=0.8 L=1", (0.25,), "(.5)(.2)/(.8 - .4)"),
    ("min_detection c=2 d=2 n=0 delta=0.5 L=1", (0.0,), "nothing to gain from breaking"),
    ("max_lag c=3 d=4 n=0 delta=0.5 q=1", (2.0,), ".5^2 = 1/4"),
    ("max_lag c=3 d=4 n=2 delta=0.5 q=1", (1.0,), ".5 = 1/2"),
    ("max_lag c=2 d=4 n=0 delta=0.5 q=0.5", (0.0,), "ln(.75)/ln(.5) = .415"),
    ("max_lag c=2 d=4 n=0 delta=0.5 q=0.2", (None,), "X at once is .2/.6 < .5"),
    ("max_lag c=2 d=4 n=0 delta=0.5 q=0", (None,), "never caught"),
    ("max_lag c=2 d=2 n=0 delta=0.5 q=1", (None,), "nothing to gain: no lag is too long"),
    ("max_lag_ct c=3 d=4 n=0 r=0.1 lam=0.1", (10 * math.log(2),), "10 ln(.5/.25)"),
    ("max_lag_ct c=3 d=4 n=2 r=0.1 lam=0.3", (10 * math.log(1.5),), "10 ln(.75/.5)"),
    ("max_lag_ct c=2 d=4 n=0 r=0.1 lam=0.1", (0.0,), "on the boundary: .5 = .5"),
    ("max_lag_ct c=2 d=4 n=0 r=0.1 lam=0.05", (None,), "1/3 < .5"),
    (
        "interval_bond c=1 d=2 n=0 r=0.1 kappa=0.01 k=2.718281828459045",
        (10.0, 10 * (math.e - 2), 10 * math.log(2)),
        "e/100 = .01 e^1 at D = 10; (e - 1 - 1)/.1; ln(2)/.1",
    ),
    (
        "interval_bond c=1 d=2 n=0 r=0.1 kappa=0.01 k=0",
        (10 * math.log(2), 0.0, 10 * math.log(2)),
        "inspections are free",
    ),
    ("interval_bond c=1 d=2 n=0 r=0.1 kappa=0 k=1", (None, None, 10 * math.log(2)), "the bond is free: ever longer"),
    ("interval_bond c=2 d=1 n=0 r=0.1 kappa=1 k=1", (None, 0.0, None), "breaking does not pay"),
    (
        "interval_bond c=1 d=2 n=1 r=0.1 kappa=0.01 k=2.718281828459045",
        (10.0, 10 * (math.e - 1), 0.0),
        "as the first, but the sanction costs nothing: ln(1)/.1",
    ),
    ("interval_bond c=1 d=3 n=2 r=0.1 kappa=0.01 k=0", (0.0, 10.0, None), "the sanction pays 1 a year: 1/.1"),
    ("imperfect_monitoring c=2 d=3 n=0 false_alarm=0.1 power=0.6", (1 / 1.9,), "1/(.9 + .5*2)"),
    ("imperfect_monitoring c=2 d=3 n=0 false_alarm=0.5 power=0.6", (None,), ".1*2 < .5"),
    ("imperfect_monitoring c=2 d=2 n=0 false_alarm=0.1 power=0.6", (0.0,), "nothing to gain from breaking"),
    ("imperfect_monitoring c=2 d=2 n=3 false_alarm=0.1 power=0.6", (None,), "a finding is a reward"),
    ("imperfect_monitoring c=2 d=3 n=0 false_alarm=1 power=1", (None,), "findings tell nothing"),
    ("snapback_length c=2 d=3 n=0 false_alarm=0 power=1 delta=0.5", (1.0, 1.0), "on the boundary: y = .5 = 1 - .5"),
    ("snapback_length c=2 d=3 n=0 false_alarm=0.1 power=0.6 delta=0.8", (2.0, 0.2 / 0.2288), "y = .2/.72; .36"),
    ("snapback_length c=2 d=3 n=0 false_alarm=0.1 power=0.6 delta=0.5", (None, None), "y = .5/.45 > 1"),
    ("snapback_length c=2 d=2 n=0 false_alarm=0.1 power=0.6 delta=0.5", (0.0, 1.0), "nothing to deter"),
    ("inspection gain=1 fine=3", (0.25,), "1/4"),
    ("inspection gain=0 fine=0", (0.0,), "nothing to gain"),
    ("inspection gain=2 fine=0", (1.0,), "only certainty takes the gain away"),
    ("gradual_steps b=4 delta=0.5 C=2", (1.0,), "2 (1 - 1/2)"),
    ("gradual_steps b=5 delta=0.8 C=1", (0.75,), "1 - 1/4"),
    ("gradual_steps b=2 delta=0.5 C=1", (0.0,), "delta b = 1: no step is safe"),
    ("tranches tranches=5,5 costs=4,2 delta=0.5 pay=after", (-1.25, 0.5), "2.5 - 2; 2.5 - 4 + .25"),
    ("tranches tranches=5,5 costs=4,2 delta=0.5 pay=before", (-2.5, -2.0), "-2; -4 + .5 (5 - 2)"),
    ("starting_small g=2 v=1 l=4 delta=0.5 pi=0.5", (1.0, 1 / 3), "1/(.5*2); .5/(2 - .5)"),
    ("starting_small g=2 v=1 l=4 delta=0.5 pi=1", (1.0, 1.0), "no doubt"),
    ("starting_small g=2 v=1 l=4 delta=0.5 pi=0", (1.0, 0.0), "no hope"),
    ("starting_small g=1 v=1 l=4 delta=0.5 pi=0", (None, 0.0), "betrayal brings no more than keeping"),
    ("starting_small g=1 v=2 l=4 delta=0.5 pi=0", (None, 0.0), "betrayal brings less than keeping"),
    ("grit a=0.5 b=0.5 g=1 h=1", (2.0, 2.0), "1.5/.75"),
    ("grit a=0.5 b=0.25 g=1 h=2", (16 / 7, 18 / 7), "2/.875; 2.25/.875"),
    ("grit a=0 b=3 g=1 h=1", (1.0, 4.0), "A answers nothing"),
    ("grit a=2 b=0.5 g=1 h=1", (None, None), "ab = 1"),
    ("trade_cost share=0.5 elasticity=1", (0.5,), "1 - .5"),
    ("trade_cost share=0.5 elasticity=1 cost_factor=2", (0.25,), "1 - (.5 + .25)"),
    ("trade_cost share=1 elasticity=4 cost_factor=None", (1.0,), "the only partner"),
    ("trade_cost share=0 elasticity=4 cost_factor=null", (0.0,), "no partner"),
    ("asymmetry loss_A=1 loss_B=2 gain_A=1 gain_B=5 delta=0.5", (0.0, -3.0, 2.0), "1 - 1; 2 - 5; 2/1"),
    ("asymmetry loss_A=0 loss_B=2 gain_A=0 gain_B=0 delta=0.5", (0.0, 2.0, None), "2/0"),
    ("holdup cost=5 value=4 share=0.5", (3.0,), "5 - 2"),
    ("holdup cost=1 value=4 share=0.5", (0.0,), "2 > 1"),
    ("alliance_vulnerability n=3 net=complete M=1 gamma=1", (3.0,), "two against one, each"),
    ("alliance_vulnerability n=3 net=complete M=1 gamma=2", (0.0,), "2 is not more than 2"),
    ("alliance_vulnerability n=4 net=star M=1 gamma=1", (3.0,), "the centre leads two against each of the others"),
    ("alliance_vulnerability n=2 net=empty M=3,1 gamma=2", (1.0,), "3 > 2"),
    ("alliance_vulnerability n=4 net=0-1,2-3 M=1 gamma=1.5", (0.0,), "2 against 2 needs 3"),
    ("alliance_vulnerability n=5 net=cycle M=1 gamma=1.4", (5.0,), "three in a row against two: 3 > 2.8"),
    ("alliance_vulnerability n=1 net=empty M=1 gamma=1", (0.0,), "nobody else"),
]


@pytest.mark.parametrize(("call", "expected", "how"), BY_HAND, ids=[call for call, _, _ in BY_HAND])
def test_a_closed_form_gives_what_a_hand_computation_gives(call, expected, how):
    name, *words = shlex.split(call)
    formula = find_formula(name)
    answer = answer_formula(formula, read_inputs(formula, words))
    assert [value is None for value in answer.values] == [value is None for value in expected], how
    existing = [(v, e) for v, e in zip(answer.values, expected, strict=True) if v is not None]
    assert [v for v, _ in existing] == pytest.approx([e for _, e in existing], rel=1e-9, abs=1e-9), how
    if None in answer.values:
        assert answer.notes, "what does not exist comes with its reason"


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_every_closed_form_is_worked_out_by_hand_twice(formula):
    assert sum(call.split()[0] == formula.id for call, _, _ in BY_HAND) >= 2
