"""Published games with transfers come out as printed.

| game | states | source |
| --- | --- | --- |
| two-state prisoners' dilemma | 2 | Abreu, Brooks and Sannikov, solved in section 4.4 of Goldluecke and Kranz |
| duopoly with reserves | 441 | section 4.3 of Goldluecke and Kranz |
| gifts with vulnerability | 3 | examples of the package RelationalContracts |
| intensifying relationship | 121, two stages a period | the same |
| arms race | 16 | the same |

Payoffs are averages per period: best joint payoff, then the punishment payoff of each party.
"""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import numpy as np
import pytest

from detente.durability.game import negotiate_repeatedly, solve_game
from unit.durability.game.published_games import (
    arms_race,
    assemble,
    gift,
    intensifying,
    reserves_duopoly,
    two_state_dilemma,
)

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "reference" / "durability"
needs_reference = pytest.mark.skipif(not FOLDER.exists(), reason="the reference folder beside the project is not here")


def examples() -> list[dict[str, object]]:
    if not FOLDER.exists():
        return []
    cases = json.loads((FOLDER / "durability_cases.json").read_text(encoding="utf-8"))["cases"]
    return next(case for case in cases if case["id"] == "stochastic_refs")["examples"]


def payoffs(game, states, *, factor: float | None = None) -> list[float]:
    """Joint and punishment payoffs of the named states in one list; `factor` where periods have stages."""
    found = solve_game(game)
    values = np.column_stack([found.joint, found.punishment])[list(states)]
    return list((found.average(values) if factor is None else factor * values).ravel())


def solve_example(start: str) -> list[float]:
    if start.startswith("ABS two-state PD"):
        return payoffs(two_state_dilemma(0.7), (0, 1))
    if start.startswith("same delta=.357"):
        return payoffs(two_state_dilemma(0.357), (0, 1)) + payoffs(two_state_dilemma(0.356), (0, 1))
    if start.startswith("Cournot reserves"):
        return payoffs(reserves_duopoly(), range(6))
    if start.startswith("Gift game"):
        return payoffs(gift(0.3), (1, 2))
    assert start.startswith("Intensifying relationship")
    return payoffs(intensifying(0.25), (0, 120), factor=0.75)


@needs_reference
@pytest.mark.parametrize("example", examples(), ids=lambda e: e["input"][:24])
def test_published_payoffs(example):
    np.testing.assert_allclose(solve_example(example["input"]), example["expected"], rtol=0, atol=example["tol"])


@needs_reference
def test_arms_race_of_sixteen_states_as_the_package_solves_it():
    with (FOLDER / "armsrace_spe_R.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 16
    game = arms_race()
    found = solve_game(game)
    for state, row in enumerate(rows):
        values = found.average(np.array([found.joint[state], *found.punishment[state]]))
        np.testing.assert_allclose(values, [float(row[k]) for k in ("U", "v1", "v2")], atol=1e-10)
        assert label(game, found.policy[state], row["x"]) == row["ae.lab"]


def label(game, row, state) -> str:
    """The profile as the package writes it: wait or attack, and d for disarming, b for building."""
    words = []
    for arsenal, action in zip((int(k) for k in state.split("_")), game.actions_of(row), strict=True):
        arm = (["d"] if arsenal else []) + [""] + (["b"] if arsenal < 3 else [])
        attacks = ["w", "a"] if arsenal else ["w"]
        words.append(f"{attacks[action % len(attacks)]} {arm[action // len(attacks)]}".strip())
    return " | ".join(words)


def test_both_efforts_of_the_gift_game():
    """Without vulnerability efforts of 0.6 can be kept, with it 0.9 (delta 0.3); so vulnerability is chosen.

    Actions count tenths of effort, but for the other party of the vulnerable one they start with the harm.
    """
    game = gift(0.3)
    assert [game.actions_of(row) for row in solve_game(game).policy] == [(0, 0), (6, 6), (9, 1 + 9)]


def test_the_duopoly_of_441_states_within_five_seconds():
    game = reserves_duopoly()
    assert (len(game.actions), len(game.payoff)) == (441, 53_361)
    started = time.process_time()
    assert solve_game(game).exists
    assert time.process_time() - started < 5


@pytest.mark.parametrize(("rho", "move"), [(0.5, "safe"), (0.1, "vulnerable")])
def test_nobody_becomes_vulnerable_when_terms_are_soon_negotiated_anew(rho, move):
    """Gift game, delta (1 - rho) = 0.3: vulnerability is chosen at rho 0.1 and avoided at 0.5."""
    game = gift(0.3 / (1 - rho))
    found = negotiate_repeatedly(game, rho, periods=200)
    assert ("vulnerable", "safe")[game.actions_of(found.policy[0])[0]] == move
    assert found.change < 1e-9


def test_negotiated_cooperation_before_paradise_comes_in_cycles():
    """Cooperation leads to paradise. With rho 0.5 it alternates at delta 0.5; at 0.6 it comes twice of three times."""
    stay, paradise = {"before": 1.0}, {"paradise": 1.0}
    dilemma = {(0, 0): ((2, 2), paradise), (0, 1): ((-10, 3), stay), (1, 0): ((3, -10), stay), (1, 1): ((0, 0), stay)}
    rest = ("paradise", (1, 1), {(0, 0): ((2, 2), paradise)})

    def plays(delta, first):
        game = assemble([("before", (2, 2), dilemma), rest], delta)
        rows = [negotiate_repeatedly(game, 0.5, periods).policy[0] for periods in range(first, first - 6, -1)]
        return "".join("C" if row == 0 else "D" for row in rows)

    assert plays(0.5, 100) in ("CDCDCD", "DCDCDC")
    assert plays(0.6, 102) == "CCDCCD"
    assert plays(0.6, 100) == "DCCDCC"


def test_negotiated_arms_are_kept_and_some_are_built():
    """Arms race, rho 0.65: no attack and no disarming; from nothing both build, from one each nobody does."""
    game = arms_race()
    found = negotiate_repeatedly(game, 0.65, periods=1000)
    words = [label(game, row, f"{x}_{y}") for row, (x, y) in zip(found.policy, np.ndindex(4, 4), strict=True)]
    assert not any(mark in word for word in words for mark in ("a", "d"))
    assert words[0] == "w b | w b"
    assert words[5] == "w | w"
    assert {words[1], words[4]} <= {"w b | w", "w | w b"}
