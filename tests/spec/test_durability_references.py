"""Published limits of self-enforcing agreements come out of the general margins.

The repeated games of the literature pay c per period while both keep, d to the one who cheats unseen, and n once the
others have stopped. Here that is one agreement of two elements:

| element | done by | brings the party a period | after snapback |
| --- | --- | --- | --- |
| duty   | the party  | c - d | (not done) |
| relief | the other  | d     | n          |

A payment of 1 at the start of each period is worth 1 / (1 - delta); a steady flow is worth flow / rho with
rho = -ln(delta). Flows are scaled by rho / (1 - delta), so that the present values are those of the games.

The engine looks for a breach every lag, and snaps back when it sees one. Examples of the reference with several periods
between seeing and acting under uncertain detection (q < 1 and L > 1) are another process and are left out.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from detente.case import Escrow
from unit.durability.agreement import a_case, a_setting, element, fixed, obligation, party

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "durability" / "durability_cases.json"

needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the reference folder beside the project is not here"
)

# The reference prints eight decimals.
PRINTED = 1e-7
# Bisection stops here, well inside the printed digits.
SEARCH = 1e-10


@dataclass(frozen=True)
class Game:
    """Payoffs per period and what a cheater faces; time in periods of one year."""

    c: float
    d: float
    n: float
    delta: float
    q: float = 1.0
    lag: float = 1.0
    escrow: float = 0.0
    turnover: float = 0.0
    saved: float = 0.0


def assess(game: Game):
    scale = -math.log(game.delta) / (1 - game.delta)
    duty = obligation(
        "O.duty",
        "A",
        "duty",
        "only",
        reversible=fixed("reversible:O.duty", 0.0),
        p_detect=fixed("p_detect:O.duty", game.q),
        lag_days=fixed("lag_days:O.duty", game.lag * 365.25, "days"),
        cost_once_usd_bn=fixed("cost_once:O.duty", game.saved, "USD bn"),
    )
    relief = obligation("O.relief", "B", "relief", "only", reversible=fixed("reversible:O.relief", 1 - game.n / game.d))
    turnover = fixed("turnover:A", game.turnover, "per year")
    case = a_case(
        [party("A", patience=game.delta, stake=0.0, turnover_per_year=turnover), party("B", stake=0.0)],
        [element("duty"), element("relief")],
        {"only": 0.0},
        [duty, relief],
        escrows=(Escrow("e", "A", "only", fixed("escrow:e", game.escrow, "USD bn")),),
    )
    money = {("A", "duty"): (game.c - game.d) * scale, ("A", "relief"): game.d * scale}
    return a_setting(case, money=money).assess()


def margin(game: Game) -> float:
    return next(float(m.margin[0]) for m in assess(game).margins if (m.party, m.way) == ("A", "withhold"))


def bond(game: Game) -> float:
    """The escrow that the engine proposes, zero when the agreement holds without."""
    return next((r.amount for r in assess(game).repairs if r.kind == "escrow_half"), 0.0)


def turning_point(margin_at, low: float, high: float) -> float:
    """Where a margin that changes sign once between `low` and `high` does so."""
    rising = margin_at(high) > margin_at(low)
    while high - low > SEARCH:
        middle = (low + high) / 2
        low, high = (low, middle) if (margin_at(middle) >= 0) == rising else (middle, high)
    return (low + high) / 2


def examples(name: str):
    cases = json.loads(REFERENCE.read_text(encoding="utf-8"))["cases"]
    return next(case for case in cases if case["id"] == name)["examples"]


# Hand computations: X = q delta / (1 - (1-q) delta); bond = ((d-c)/X - (d-n)) / (1 - delta), at least 0.
@pytest.mark.parametrize(
    ("delta", "q", "expected"),
    [
        (0.9, 1.0, 0.0),  # X = 0.9: 2/0.9 < 4
        (0.4, 1.0, 5 / 3),  # X = 0.4: (2/0.4 - 4) / 0.6
        (0.8, 0.1, 15.0),  # X = 0.08/0.28 = 2/7: (7 - 4) / 0.2
    ],
)
def test_smallest_bond_by_hand(delta, q, expected):
    assert bond(Game(c=3, d=5, n=1, delta=delta, q=q)) == pytest.approx(expected, abs=PRINTED)


def test_grim_trigger_by_hand():
    # T=5, R=3, P=1: (T-R)/(T-P) = 1/2
    assert turning_point(lambda delta: margin(Game(c=3, d=5, n=1, delta=delta)), 0.01, 0.99) == pytest.approx(0.5)


@needs_reference
def test_smallest_bond():
    covered = [e for e in examples("min_bond") if e["input"]["L"] == 1]
    assert covered
    for example in covered:
        given = example["input"]
        game = Game(given["c"], given["d"], given["n"], given["delta"], given["q"], given["L"])
        assert bond(game) == pytest.approx(example["expected"][0], abs=example["tol"])
        if example["expected"][0] > 0:
            assert margin(replace(game, escrow=example["expected"][0])) == pytest.approx(0, abs=example["tol"])


@needs_reference
def test_grim_trigger_critical_discount_factor():
    for example in examples("grim"):
        payoff = example["input"]

        def margin_at(delta, payoff=payoff):
            # Flows are measured against mutual punishment plus one, so that n stays positive.
            base = 1 - payoff["P"]
            return margin(Game(payoff["R"] + base, payoff["T"] + base, 1.0, delta))

        assert turning_point(margin_at, 0.01, 0.99) == pytest.approx(example["expected"][0], abs=example["tol"])


@needs_reference
def test_turnover_raises_the_critical_discount_factor():
    for example in examples("renegotiation_rho"):
        critical, turnover = example["input"]["delta_star"], -math.log(1 - example["input"]["rho"])

        def margin_at(delta, critical=critical, turnover=turnover):
            # (d - c) / (d - n) is the critical factor without turnover.
            return margin(Game(c=9, d=10, n=10 - 1 / critical, delta=delta, turnover=turnover))

        assert turning_point(margin_at, 0.01, 0.99) == pytest.approx(example["expected"][0], abs=example["tol"])


@needs_reference
def test_least_detection():
    covered = [e for e in examples("min_detection") if e["input"]["L"] == 1]
    assert covered
    for example in covered:
        given = example["input"]

        def margin_at(q, given=given):
            return margin(Game(given["c"], given["d"], given["n"], given["delta"], q=q))

        assert turning_point(margin_at, 1e-6, 1.0) == pytest.approx(example["expected"][0], abs=example["tol"])


@needs_reference
def test_longest_lag_in_whole_periods():
    covered = [e for e in examples("max_lag") if e["input"]["q"] == 1]
    assert covered
    for example in covered:
        given = example["input"]
        holds = [
            lag
            for lag in range(1, 40)
            if margin(Game(given["c"], given["d"], given["n"], given["delta"], lag=lag)) >= 0
        ]
        assert max(holds) == example["expected"][0]


@needs_reference
def test_longest_interval_between_inspections_without_bond():
    for example in examples("interval_bond"):
        given = example["input"]

        def margin_at(years, given=given):
            return margin(Game(given["c"], given["d"], given["n"], math.exp(-given["r"]), lag=years))

        assert turning_point(margin_at, 0.01, 30.0) == pytest.approx(example["expected"][2], abs=example["tol"])


@needs_reference
def test_asymmetric_dependence():
    for example in examples("asymmetry"):
        given = example["input"]
        for side, expected in zip("AB", example["expected"][:2], strict=True):
            # Cutting the link saves a one-off gain now and loses a flow from the next period on.
            flow = 1 + given[f"loss_{side}"]
            game = Game(c=flow, d=flow, n=1, delta=given["delta"], saved=given[f"gain_{side}"])
            assert margin(game) == pytest.approx(expected, abs=example["tol"])


def test_margins_of_the_other_side_do_not_matter_here():
    result = assess(Game(c=3, d=5, n=1, delta=0.9))
    assert all((np.abs(m.margin) < 1e-12).all() for m in result.margins if m.party == "B")
