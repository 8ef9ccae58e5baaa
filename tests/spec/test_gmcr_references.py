"""Published conflicts: the equilibria that the graph model literature gives are reproduced, under both move rules."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.case import ConflictModel, ConflictOption, ConflictState, DecisionMaker, Irreversible, StatePreference
from detente.deals.stability import MoveRule, analyse_conflict
from unit.deals.stability.small_conflicts import prisoners

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "negotiation" / "gmcr"
CONFLICTS = sorted(REFERENCE.glob("*.json"))
RULES = {
    "equilibria_standard": MoveRule.NO_ONE_TWICE_IN_A_ROW,
    "equilibria_each_dm_once": MoveRule.EACH_AT_MOST_ONCE,
}
DIRECTION = {"fwd": Irreversible.FORWARD, "both": Irreversible.NO, "back": Irreversible.BACKWARD}

needs_reference = pytest.mark.skipif(not CONFLICTS, reason="the reference folder beside the project is not here")


def load(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    model = of_options(table) if "options" in table else of_states(table)
    return table, model


def shared(table, names):
    payoffs = table["payoffs"]
    rows = list(payoffs.values()) if isinstance(payoffs, dict) else payoffs
    return {
        "title": table["name"],
        "decision_makers": tuple(DecisionMaker(f"D{i}", title) for i, title in enumerate(table["decision_makers"])),
        "preferences": tuple(
            StatePreference(f"D{i}", payoffs=dict(zip(names, row, strict=True))) for i, row in enumerate(rows)
        ),
        "status_quo": names[0],
    }


def of_options(table):
    names = ["".join("NY"[bit] for bit in state["options"]) for state in table["states"]]
    options = tuple(
        ConflictOption(f"o{k}", option["name"], f"D{option['owner']}", DIRECTION[option["direction"]])
        for k, option in enumerate(table["options"])
    )
    infeasible = tuple({f"o{k}": bool(wanted) for k, wanted in part.items()} for part in table["infeasible"])
    return ConflictModel(options=options, infeasible=infeasible, **shared(table, names))


def of_states(table):
    names = [f"s{number}" for number in range(1, table["states"] + 1)]
    moves = {f"D{i}": tuple((f"s{a}", f"s{b}") for a, b in pairs) for i, pairs in table["moves"].items()}
    return ConflictModel(states=tuple(ConflictState(name, name) for name in names), moves=moves, **shared(table, names))


@needs_reference
@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("path", CONFLICTS, ids=lambda p: p.stem)
def test_published_equilibria_are_reproduced(path, key):
    table, model = load(path)
    if key not in table:
        pytest.skip("not in this table")
    found = analyse_conflict(model, RULES[key])
    numbers = {
        concept: [found.states.index(state) + 1 for state in states] for concept, states in found.equilibria.items()
    }
    assert {concept: numbers[concept] for concept in table[key]} == table[key]


@needs_reference
def test_the_states_of_a_published_conflict_are_laid_out_as_published():
    table, model = load(REFERENCE / "cuban.json")
    found = analyse_conflict(model)
    assert found.states == tuple("".join("NY"[bit] for bit in state["options"]) for state in table["states"])


def test_the_prisoners_dilemma():
    """Textbook: both talking is stable in every sense, both silent in all but that of Nash."""
    found = analyse_conflict(prisoners())
    assert found.equilibria == {
        "nash": ("NN",),
        "gmr": ("NN", "YY"),
        "smr": ("NN", "YY"),
        "seq": ("NN", "YY"),
        "sim": ("NN", "YY"),
    }


def test_chicken_by_hand():
    """Two drivers; swerving alone is worse than going on alone, a crash is worst.

    | state | first | second |
    | both go on | 0 | 0 |
    | first swerves | 1 | 3 |
    | second swerves | 3 | 1 |
    | both swerve | 2 | 2 |

    Each one-sided state is Nash. Where both swerve, each would go on (3 > 2). The other can answer by going on too
    (0), but from 1 that is no improvement for it: stable by GMR, not by SEQ. It is stable by SMR if no way back is
    better than 2: from the crash the first can only swerve (1). If both go on at once they crash: stable by SIM.
    """
    payoffs = ({"NN": 0, "YN": 1, "NY": 3, "YY": 2}, {"NN": 0, "YN": 3, "NY": 1, "YY": 2})
    base = prisoners()
    model = ConflictModel(
        title="Two drivers",
        decision_makers=base.decision_makers,
        options=base.options,
        preferences=tuple(StatePreference(m, payoffs=p) for m, p in zip("AB", payoffs, strict=True)),
        status_quo="YY",
    )
    found = analyse_conflict(model)
    assert found.equilibria["nash"] == ("YN", "NY")
    assert found.equilibria["seq"] == ("YN", "NY")
    assert found.equilibria["gmr"] == ("YN", "NY", "YY")
    assert found.equilibria["smr"] == ("YN", "NY", "YY")
    assert found.equilibria["sim"] == ("YN", "NY", "YY")
    assert not np.logical_and.reduce(found.stable["gmr"], axis=0)[0]
