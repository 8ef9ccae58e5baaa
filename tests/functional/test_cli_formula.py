"""`detente formula` lists, explains and works out; what is wrong with a call is said in full."""

from __future__ import annotations

import json
import math

import pytest

from detente.durability.formulas import FORMULAS

GRIM = ("T=5", "R=3", "P=1", "S=0")


def test_without_a_name_all_are_listed(detente):
    ended = detente("formula")
    assert ended.code == 0
    assert [f.id for f in FORMULAS if f" {f.id} " not in ended.out] == []
    listed = json.loads(detente("formula", "--format", "json").out)["formulas"]
    assert [row["id"] for row in listed] == [f.id for f in FORMULAS]


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda f: f.id)
def test_the_page_says_everything_and_its_example_gives_what_it_shows(detente, formula):
    page = detente("formula", formula.id)
    assert page.code == 0
    for words in (formula.equation, formula.assumptions, formula.limits, formula.citation):
        assert words in page.out
    for item in formula.inputs:
        assert f"  {item.symbol} " in page.out
    command, _, shown = page.out.partition("\n$ detente ")[2].partition("\n")
    ended = detente(*split(command))
    assert ended.code == 0
    assert ended.out == shown
    assert json.loads(detente("formula", formula.id, "--format", "json").out)["equation"] == formula.equation


def split(command):
    """Words of a command, quotes respected."""
    quoted = command.split('"')
    if len(quoted) == 1:
        return command.split()
    *before, name = quoted[0].split()
    return [*before, name + quoted[1], *quoted[2].split()]


def test_json_holds_values_names_units_and_citation(detente):
    found = json.loads(detente("formula", "grim", *GRIM, "r=0.1", "--format", "json").out)
    assert list(found)[:3] == ["id", "values", "citation"]
    assert (found["id"], found["values"], found["names"], found["units"]) == (
        "grim",
        [0.5],
        ["critical_discount"],
        [""],
    )
    assert found["also"] == {"longest_period": pytest.approx(10 * math.log(2))}
    assert "Friedman 1971" in found["citation"]


def test_what_does_not_exist_is_null_with_the_reason_and_no_error(detente):
    ended = detente("formula", "min_bond", "c=3", "d=5", "n=1", "delta=0.9", "q=0", "L=1", "--format", "json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["values"] == [None]
    assert found["notes"] == ["breaking pays and is never caught: a bond is never lost"]
    assert "bond = none" in detente("formula", "min_bond", "c=3", "d=5", "n=1", "delta=0.9", "q=0", "L=1").out


def test_repeated_values_are_numbered(detente):
    found = json.loads(
        detente(
            "formula", "tranches", "tranches=[10, 10]", "costs=6,6", "delta=0.9", "pay=before", "--format", "json"
        ).out
    )
    assert found["names"] == ["margin_1", "margin_2"]
    assert found["units"] == ["payoff", "payoff"]


WRONG = {
    "an unknown id": (
        ("alliance",),
        "alliance: there is no such closed form.\nDid you mean alliance_vulnerability? `detente formula` lists all 27.",
    ),
    "an id like nothing": (("zzzzzz",), "zzzzzz: there is no such closed form.\n`detente formula` lists all 27."),
    "a missing input": (
        ("grim", "T=5", "R=3", "P=1"),
        "grim: S is missing: payoff of keeping alone, per period. Add S=NUMBER.",
    ),
    "an unknown input": (
        ("inspection", "gain=2", "fines=8"),
        "inspection: there is no input fines. Did you mean fine? It takes gain, fine.\n"
        "inspection: fine is missing: loss from a breach that is seen, payoff. Add fine=NUMBER.",
    ),
    "text for a number": (("grim", "T=five", "R=3", "P=1", "S=0"), "grim: T: “five” is not a number."),
    "a decimal comma": (
        ("grim", "T=5,5", "R=3", "P=1", "S=0"),
        "grim: T: “5,5” is not one number. Use a point before decimals.",
    ),
    "no number": (("grim", "T=nan", "R=inf", "P=1", "S="), None),
    "not a pair": (("grim", "T:5", "R=3", "P=1", "S=0"), None),
    "given twice": (("grim", "T=5", "T=5", "R=3", "P=1", "S=0"), "grim: T is given twice."),
    "a discount factor of 1": (
        ("powell_shift", "p0=0.3", "p1=0.7", "d=0.2", "delta=1"),
        "powell_shift: delta: 1 is out of range (discount factor per period). It must be above 0 and below 1.",
    ),
    "a discount factor of 0": (("powell_shift", "p0=0.3", "p1=0.7", "d=0.2", "delta=0"), None),
    "a probability above 1": (
        ("imperfect_monitoring", "c=3", "d=5", "n=1", "false_alarm=0.1", "power=1.1"),
        "imperfect_monitoring: power: 1.1 is out of range (beta, chance of a finding when someone breaks). "
        "It must be from 0 to 1.",
    ),
    "a probability in a list above 1": (("powell_path", "path=0.3,1.2", "d=0.2", "delta=0.9"), None),
    "an empty list": (("powell_path", "path=", "d=0.2", "delta=0.9"), None),
    "part of a period": (
        ("limited_punishment", *GRIM, "n=1.5"),
        "limited_punishment: n: 1.5 is not a whole number.",
    ),
    "no period": (("limited_punishment", *GRIM, "n=0"), None),
    "no dilemma": (
        ("grim", "T=2", "R=3", "P=1", "S=0"),
        "grim: T = 2, R = 3, P = 1, S = 0: this is no prisoner's dilemma.\nGive payoffs with T > R > P > S.",
    ),
    "lists of different length": (
        ("tranches", "tranches=1,2", "costs=1", "delta=0.9", "pay=before"),
        "tranches: there are 2 tranches and 1 costs.\nGive one cost for each tranche.",
    ),
    "parties of different number": (("transfers_pool", "coop=1,2", "deviate=2", "punish=0", "sucker=0"), None),
    "a sucker above the punishment": (("transfers_pool", "coop=1", "deviate=2", "punish=0", "sucker=1"), None),
    "a word that is not a choice": (
        ("tranches", "tranches=1", "costs=1", "delta=0.9", "pay=sometimes"),
        "tranches: pay: “sometimes” is not allowed. Use before or after.",
    ),
    "no network": (("alliance_vulnerability", "n=3", "net=friends", "M=1", "gamma=1"), None),
    "a pair with a stranger": (
        ("alliance_vulnerability", "n=3", "net=0-3", "M=1", "gamma=1"),
        "alliance_vulnerability: net: 0-3 is no pair of two parties.\nParties are 0 to 2.",
    ),
    "a cap without a step": (
        ("grit", "a=0.5", "b=0.5", "g=1", "h=1", "cap=3"),
        "grit: cap and s belong together: steps are counted against the cap.\nGive both or neither.",
    ),
    "numbers that overflow": (
        ("trade_cost", "share=0.5", "elasticity=400", "cost_factor=0.001"),
        "trade_cost: these numbers are too large or too small to compute with.",
    ),
    "half a pair": (("alliance_vulnerability", "n=3", "net=0-1, 2", "M=1", "gamma=1"), None),
    "strengths of some": (("alliance_vulnerability", "n=3", "net=empty", "M=1,2", "gamma=1"), None),
    "numbers too large": (
        ("tranches", "tranches=1e308,1e308", "costs=-1e308,-1e308", "delta=0.9", "pay=after"),
        "tranches: these numbers are too large or too small to compute with.",
    ),
}


@pytest.mark.parametrize(("args", "message"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_call_says_what_is_wrong_and_what_to_do(detente, args, message):
    ended = detente("formula", *args)
    assert ended.code == 2
    assert ended.out == ""
    assert "Traceback" not in ended.err
    if message is None:
        assert ended.err.startswith(f"{args[0]}: ")
    else:
        assert ended.err == f"{message}\n"


def test_all_problems_are_named_at_once(detente):
    ended = detente("formula", "grim", "T=x", "Q=1", "R=3", "P", "--format", "json")
    assert ended.code == 2
    lines = ended.err.splitlines()
    assert [line.split()[1].strip(":") for line in lines] == ["T", "“P”", "there", "P", "S"]
