"""`detente design`: what it prints, writes and refuses."""

from __future__ import annotations

import json

import pytest

from detente.case import Infeasible

CASE = "cases/kaesong-2003"
FEW = ("--worlds", "120")


def test_design_says_what_to_change_what_it_costs_and_how_it_was_checked(detente):
    result = detente("design", CASE, "--package", "agreed-2003", *FEW)
    assert result.code == 0
    assert "The zone as agreed in 2003: holds in" in result.out
    for words in ("What to change", "Cost, bn USD of present value", "What the dearest margins cost", "Who pays"):
        assert words in result.out
    assert "explicit payoff streams" in result.out
    assert "Prices assumed" in result.out


def test_json_has_the_documented_keys_and_sums(detente):
    result = detente("design", CASE, "--package", "agreed-2003", *FEW, "--format", "json")
    document = json.loads(result.out)
    costs = document["costs"]
    kinds = ("subsidy", "transfer", "escrow", "verification", "delay")
    assert costs["total"] == pytest.approx(sum(costs[kind] for kind in kinds), rel=1e-6)
    assert document["status"] == "designed"
    assert document["verification"]["share"] >= 0.9
    assert document["verification"]["largest_gap"] < 1e-8
    for delay in document["delays"]:
        assert sum(part["share"] for part in delay["deliveries"]) == pytest.approx(1.0)


def test_same_seed_gives_the_same_design(detente):
    first, second = (detente("design", CASE, "--package", "agreed-2003", *FEW, "--format", "json") for _ in range(2))
    assert first.out == second.out


def test_folder_gets_design_json_and_a_text_file_the_words(detente, tmp_path):
    result = detente("design", CASE, "--package", "agreed-2003", *FEW, "--output", str(tmp_path / "here"))
    assert result.code == 0
    assert result.out == ""
    assert json.loads((tmp_path / "here" / "design.json").read_text(encoding="utf-8"))["package"] == "agreed-2003"
    detente("design", CASE, "--package", "agreed-2003", *FEW, "--output", str(tmp_path / "design.txt"))
    assert "What to change" in (tmp_path / "design.txt").read_text(encoding="utf-8")


def test_whole_steps_deliver_nothing_in_parts(detente):
    result = detente("design", CASE, "--package", "agreed-2003", *FEW, "--steps", "whole", "--format", "json")
    for delay in json.loads(result.out)["delays"]:
        assert len(delay["deliveries"]) == 1


def test_what_cannot_be_repaired_ends_with_the_code_of_infeasible_and_names_who_misses_what(detente, tmp_path):
    menu = tmp_path / "menu.yaml"
    menu.write_text(
        "limits: {escrow_usd_bn: 0, transfer_usd_bn_per_year: 0, subsidy_usd_bn_per_year: 0}\n"
        "prices: {discount: 0.9}\n"
        "regimes:\n  - {id: as-written, title: as written}\n",
        encoding="utf-8",
    )
    options = ("--share", "1", "--floor", "3", "--menu", str(menu))
    result = detente("design", CASE, "--package", "agreed-2003", *FEW, *options)
    assert result.code == Infeasible.exit_code
    assert "What is missing, with everything on offer used" in result.out
    assert "would still gain" in result.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--package", "agreed-2030"), "Did you mean agreed-2003?"),
        (("--package", "status_quo"), "carries no obligation"),
        (("--package", "agreed-2003", "--share", "1.2"), "share 1.2"),
        (("--package", "agreed-2003", "--floor", "nan"), "must be a finite number"),
        (("--package", "agreed-2003", "--menu", "no-such-menu.yaml"), "there is no such file"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente, options, words):
    result = detente("design", CASE, *options, *FEW)
    assert result.code == 2
    assert words in result.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prices: {discount: 1}\n", "discount 1: a discount factor must lie strictly between 0 and 1"),
        ("prices: {discount: often}\n", "prices: discount is 'often', and a number is needed"),
        ("regimes:\n  - {id: a, title: A, p_detect: 1.5}\n", "p_detect 1.5 is no probability"),
        ("regimes:\n  - {id: a}\n", "regimes entry 1 has no title"),
        ("regimes:\n  - {id: a, title: A}\n  - {id: a, title: B}\n", "the id a stands twice"),
        ("regime: []\n", "there is no key regime"),
        ("limits: {escrow: 1}\n", "limits: there is no key escrow"),
        ("snapbacks: {id: a}\n", "snapbacks must be a list"),
        ("snapbacks:\n  - {id: a, title: A, delay_days: -1}\n", "snapback a: delay and cost must be 0 or more"),
        ("on_time: [site-noth]\n", "on_time: kaesong-2003 has no obligation site-noth. Did you mean site-north?"),
        ("on_time: site-north\n", "on_time must be a list of ids"),
        ("limits: {payers: [ROQ]}\n", "payers: kaesong-2003 has no party ROQ"),
        ("[1\n", "this is not YAML that can be read"),
    ],
)
def test_fault_of_a_menu_is_named(detente, tmp_path, text, words):
    menu = tmp_path / "menu.yaml"
    menu.write_text(text, encoding="utf-8")
    result = detente("design", CASE, "--package", "agreed-2003", *FEW, "--menu", str(menu))
    assert result.code == 2
    assert words in result.err
