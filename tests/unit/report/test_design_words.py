"""A design in words: margins at the floor, and who is held by escrow alone."""

from __future__ import annotations

from detente.durability.design import AS_WRITTEN, DesignRequest, Limits, WorstMargin
from detente.plots import names_of
from detente.report.design_words import design_verdict, losers_in_words, margin_in_words
from unit.durability.agreement import a_case, a_setting, element, fixed, obligation, party
from unit.durability.design.questions import design_of

ESCROW_ONLY = DesignRequest(
    share=1.0, regimes=(AS_WRITTEN,), limits=Limits(transfer_usd_bn_per_year=0.0, subsidy_usd_bn_per_year=0.0)
)


def one_sided(gain_of_a: float):
    """A owes a duty that costs it 2 a year; relief by B brings A a gain and costs B 1, the duty brings B 5."""
    half = {"reversible": fixed("reversible", 0.2)}
    case = a_case(
        [party("A"), party("B")],
        [element("duty"), element("relief")],
        {"T0": 0.0},
        [obligation("duty", "A", "duty", "T0", **half), obligation("relief", "B", "relief", "T0", **half)],
    )
    money = {("A", "duty"): -2.0, ("B", "duty"): 5.0, ("A", "relief"): gain_of_a, ("B", "relief"): -1.0}
    return a_setting(case, money=money)


def test_a_margin_at_the_floor_reads_as_nothing_and_not_as_a_precise_result():
    assert margin_in_words(WorstMargin("A", "T0", "exit", 0.000001, 1.0)) == "0 (100)"
    assert margin_in_words(WorstMargin("A", "T0", "exit", -0.004, 0.5)) == "−0.0040 (50)"


def test_who_is_held_by_escrow_alone_is_told_to_be_worse_off():
    setting = one_sided(1.0)
    names = names_of(setting.case)
    design = design_of(setting, ESCROW_ONLY)
    [told] = losers_in_words(design, names)
    # One bn USD a year for ever at patience 0.9 is 1 / 0.10536 = 9.5.
    assert told.startswith("Party A would keep it and still be worse off than with no deal: by 9.5 bn")
    assert told in design_verdict(design, setting.case, names)


def test_nobody_is_told_to_lose_where_all_gain():
    setting = one_sided(4.0)
    design = design_of(setting, ESCROW_ONLY)
    assert list(losers_in_words(design, names_of(setting.case))) == []
