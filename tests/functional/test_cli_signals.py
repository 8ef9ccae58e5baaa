"""`detente signals` on the main case, on files that users bring, and on broken input."""

from __future__ import annotations

import json

import numpy as np
import pytest

FILES = {
    "signals.html",
    "signals.json",
    "effects.csv",
    "tests.csv",
    "false_alarms.csv",
    "breaks.csv",
    "odds.csv",
    "reactions.csv",
}


@pytest.fixture
def case(root):
    return root / "cases" / "business-links-2025"


def test_files_are_whole_and_the_same_twice(detente, case, tmp_path):
    for name in ("one", "two"):
        ended = detente("signals", case, "--output", tmp_path / name)
        assert ended.code == 0, ended.err
    found = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert set(found) == FILES
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    document = json.loads(found["signals.json"])
    assert {e["event"] for e in document["effects"]} == {"reports", "draft28", "geneva"}
    assert all(e["short"] for e in document["effects"]), "prices of two months are short, and the case must say so"
    assert "<script" not in found["signals.html"].decode()


def test_prices_and_an_index_from_files_take_the_place_of_those_of_the_case(detente, case, tmp_path):
    draws = np.random.Generator(np.random.Philox(1)).standard_normal((200, 2))
    days = np.arange("2025-05-14", "2025-11-30", dtype="datetime64[D]")
    prices, gpr = tmp_path / "prices.csv", tmp_path / "gpr.csv"
    walk = 50 * np.exp(np.cumsum(0.01 * draws, axis=0))
    lines = [f"{d},{a:.4f},{b:.4f}" for d, (a, b) in zip(days, walk, strict=False)]
    prices.write_text("\n".join(["date,index,share", *lines]) + "\n")
    lines = [f"{str(d).replace('-', '')},{100 + 5 * a:.2f}" for d, (a, _) in zip(days, draws, strict=False)]
    gpr.write_text("\n".join(["DAY,GPRD", *lines]) + "\n")
    ended = detente("signals", case, "--prices", prices, "--gpr", gpr, "--market", "index", "--format", "json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert document["method"] == "market model on index"
    assert {e["series"] for e in document["effects"]} == {"share", "Geopolitical risk, daily"}
    assert {e["estimation_days"] for e in document["effects"]} == {120}
    assert all(a["share"] is not None for a in document["false_alarms"])


def test_the_template_case_shows_odds(detente, tmp_path):
    detente("new", tmp_path / "mine")
    document = json.loads(detente("signals", tmp_path / "mine", "--format", "json").out)
    assert 0 < document["odds"]["low"] < document["odds"]["odds"] < document["odds"]["high"] <= 1


def test_a_case_without_prices_says_what_to_do(detente, root):
    ended = detente("signals", root / "cases" / "kaesong-2003")
    assert ended.code == 2
    assert "no price is known on or before 2013-08-31" in ended.err
    assert "Fill in prices.csv" in ended.err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("date,oil\n2025-11-01,dear\n", 'prices.csv, line 2: oil "dear" is not a number.'),
        ("date;oil\n2025-11-01;3\n", "the columns are not separated by commas"),
    ],
)
def test_broken_prices_end_with_two_and_write_nothing(detente, case, tmp_path, content, message):
    (tmp_path / "prices.csv").write_text(content)
    ended = detente("signals", case, "--prices", tmp_path / "prices.csv", "--output", tmp_path / "out")
    assert ended.code == 2
    assert message in ended.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_market_is_refused_with_the_series_there_are(detente, case):
    ended = detente("signals", case, "--market", "STOXX")
    assert ended.code == 2
    assert 'There is no series "STOXX".' in ended.err
    assert "Brent spot FOB (EIA)" in ended.err


def test_a_second_price_on_one_day_is_refused_with_both_lines(detente, tmp_path):
    detente("new", str(tmp_path / "case"))
    prices = tmp_path / "case" / "prices.csv"
    lines = prices.read_text(encoding="utf-8").splitlines()
    prices.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    ended = detente("signals", str(tmp_path / "case"))
    assert ended.code == 2
    assert f"prices.csv, line {len(lines) + 1}: " in ended.err
    assert "has a second price on" in ended.err
    assert "the first is on line 2." in ended.err


def test_series_that_are_not_studied_are_named_with_the_reason(detente, tmp_path):
    detente("new", str(tmp_path / "case"))
    ended = detente("signals", str(tmp_path / "case"))
    assert ended.code == 0
    assert "Not studied: " in ended.out
    assert "prices are too few" in ended.out
