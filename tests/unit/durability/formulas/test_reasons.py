"""What does not exist, or only just does, comes with the reason that is the right one."""

from __future__ import annotations

import shlex

import pytest

from detente.durability.formulas import Answer, answer_formula, find_formula, read_inputs

REASONS = [
    ("grim T=5 R=3 P=3 S=0", "nothing is lost by breaking"),
    ("limited_punishment T=9 R=3 P=1 S=0 n=2", "costs less than 2 (R - P), and breaking gains 3 (R - P)"),
    ("tit_for_tat T=5 R=3 P=3 S=0", "nothing is lost by breaking"),
    ("tit_for_tat T=10 R=3 P=1 S=1", "breaking gains 3.5 times what one period of atoning costs"),
    ("tit_for_tat T=5 R=3 P=3 S=3", "one period of atoning costs nothing here"),
    ("penance T=10 R=3 P=1 S=1", "breaking gains 3.5 times what one period of penance costs"),
    ("penance T=3 R=3 P=3 S=0", "refusing penance costs nothing"),
    ("min_bond c=3 d=5 n=1 delta=0.5 q=0 L=1", "never caught: a bond is never lost"),
    ("min_detection c=3 d=5 n=1 delta=0.5 L=4", "it gives X = 0.0625, and 0.5 is needed"),
    ("max_lag c=3 d=3 n=1 delta=0.5 q=0.5", "breaking gains nothing"),
    ("max_lag c=3 d=9 n=1 delta=0.5 q=0.5", "it gives X = 0.666667, and 0.75 is needed"),
    ("max_lag_ct c=3 d=9 n=1 r=0.1 lam=0.1", "it gives X = 0.5, and 0.75 is needed"),
    ("interval_bond c=3 d=3 n=1 r=0.1 kappa=0.05 k=0.2", "breaking gains nothing: no inspection"),
    ("interval_bond c=1 d=2 n=3 r=0.1 kappa=0.05 k=0.2", "every interval needs a bond"),
    ("interval_bond c=3 d=9 n=1 r=0.1 kappa=0 k=0.2", "there is no best interval"),
    ("snapback_length c=3 d=5 n=1 false_alarm=0.5 power=0.5 delta=0.9", "must be above alpha g = 1"),
    ("snapback_length c=3 d=4 n=1 false_alarm=0 power=0.5 delta=0.5", "only a suspension for ever deters"),
    ("snapback_length c=3 d=5 n=1 false_alarm=0.05 power=0.9 delta=0.5", "even a suspension for ever is too weak"),
    ("risk_return p=0.8 cA=0.2 C=0.8", "it includes a payment by B"),
    ("powell_shift p0=0.9 p1=0.7 d=0.2 delta=0.9", "every p1 up to 1 is safe"),
    ("powell_shift p0=0.3 p1=0.7 d=1 delta=0.9", "war destroys everything"),
    ("powell_delay p0=0 pN=0.5 d=0 delta=0.9", "no delay satisfies even the condition of today"),
    ("powell_path path=0.2,0.2,0.8 d=0 delta=0.5", "phases that fail: 1"),
    ("gradual_steps b=2 delta=0.5 C=1", "delta b = 1 is not above 1"),
    ("tranches tranches=10,10,10 costs=6,6,6 delta=0.9 pay=before", "leaving is better in phase 2, 3"),
    ("starting_small g=2 v=2 l=1 delta=0.5 pi=0.9", "the false type waits"),
    ("starting_small g=4 v=1 l=5 delta=0.9 pi=0.6", "stakes would have to shrink"),
    ("starting_small g=4 v=1 l=5 delta=0.7 pi=0", "no first stake is small enough"),
    ("grit a=2 b=0.5 g=1 h=1", "a b = 1 is not below 1"),
    ("trade_cost share=0.5 elasticity=1 cost_factor=0.5", "trade becomes cheaper, so this is a gain"),
    ("trade_cost share=0.5 elasticity=1 cost_factor=2 w=0.6", "not even full dependence on the partner costs w"),
    ("asymmetry loss_A=0 loss_B=2 gain_A=3 gain_B=0 delta=0.5", "its leverage has no measure"),
    ("holdup cost=3 value=2 share=0.5", "the venture is worth less than it costs"),
    ("renegotiation_rho delta_star=0.6 rho=0 delta=0.5", "fails without any turnover"),
    ("renegotiation_rho delta_star=0.6 rho=0.5", "promises lapse too often"),
]
WITHOUT = [
    "penance T=5 R=3 P=1 S=0",
    "tit_for_tat T=5 R=3 P=1 S=0",
    "min_detection c=3 d=5 n=1 delta=0.5 L=1",
    "snapback_length c=3 d=4 n=1 false_alarm=0 power=1 delta=0.5",
    "interval_bond c=3 d=9 n=3 r=0.1 kappa=0.05 k=0",
    "risk_return p=0.8 cA=0.2 C=0.6",
    "powell_shift p0=0.3 p1=0.7 d=0.2 delta=0.9",
    "starting_small g=4 v=1 l=5 delta=0.75 pi=0.6",
    "tranches tranches=9 costs=1 delta=0.5 pay=after",
    "trade_cost share=0.5 elasticity=1 cost_factor=1",
    "holdup cost=2 value=2 share=0.5",
    "renegotiation_rho delta_star=0.5 rho=0 delta=0.5",
]


def answered(call: str) -> Answer:
    name, *words = shlex.split(call)
    formula = find_formula(name)
    return answer_formula(formula, read_inputs(formula, words))


@pytest.mark.parametrize(("call", "reason"), REASONS, ids=[call for call, _ in REASONS])
def test_what_is_missing_or_out_of_the_ordinary_is_explained(call, reason):
    assert any(reason in note for note in answered(call).notes)


@pytest.mark.parametrize("call", WITHOUT)
def test_what_is_in_order_needs_no_explanation(call):
    assert answered(call).notes == ()
