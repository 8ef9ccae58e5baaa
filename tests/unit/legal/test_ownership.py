"""Who is blocked because of who owns it: dates, regimes, chains, and structures of many stakes."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from detente.case import CaseError, Control, Holdings, Listing, Stake
from detente.casefile import read_ownership
from detente.legal import Answer, decide_ownership, explain_answer


def stake(owner, owned, low, high=None, **more):
    return Stake(owner, owned, Decimal(str(low)), Decimal(str(low if high is None else high)), **more)


def holdings(*stakes, listed=("X",), **more):
    return Holdings("case", tuple(Listing(n) if isinstance(n, str) else n for n in listed), stakes, **more)


def answer(found, regime, entity="A", on=None):
    return decide_ownership(found, regime, on).answers[entity].value


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2023, 12, 31), "not_blocked"), (date(2024, 1, 1), "blocked"), (date(2024, 6, 30), "blocked"),
     (date(2024, 7, 1), "not_blocked"), (None, "unknown")],
)  # fmt: skip
def test_a_stake_counts_from_its_first_to_its_last_day(on, expected):
    found = holdings(stake("X", "A", 60, since=date(2024, 1, 1), until=date(2024, 6, 30)))
    assert answer(found, "us", on=on) == expected


def test_the_union_counts_half_since_july_2024():
    found = holdings(stake("X", "A", 50))
    assert [answer(found, "eu", on=day) for day in (date(2024, 7, 2), date(2024, 7, 3))] == ["not_blocked", "blocked"]


def test_a_listing_counts_under_its_own_regimes_and_days():
    found = holdings(stake("X", "A", 80), listed=(Listing("X", ("us",), since=date(2025, 1, 1)),))
    assert answer(found, "us", on=date(2025, 1, 1)) == "blocked"
    assert answer(found, "us", on=date(2024, 12, 31)) == "not_blocked"
    assert answer(found, "us") == "unknown"
    assert answer(found, "eu", on=date(2025, 1, 1)) == "not_blocked"


def test_open_bounds_decide_at_the_threshold():
    above = holdings(stake("X", "A", 50, 75, low_open=True))
    below = holdings(stake("X", "A", 25, 50, high_open=True))
    assert [answer(above, regime) for regime in ("us", "uk")] == ["blocked", "blocked"]
    assert [answer(below, regime) for regime in ("us", "uk")] == ["not_blocked", "not_blocked"]


def test_what_others_hold_narrows_an_unknown_stake():
    unknown = stake("X", "A", 0, 100)
    assert answer(holdings(unknown, stake("Q", "A", 51)), "us") == "not_blocked"
    assert answer(holdings(unknown, stake("Q", "A", 50)), "us") == "unknown"
    assert answer(holdings(unknown, stake("Q", "A", 50)), "uk") == "not_blocked"


def test_control_is_passed_on_as_unknown():
    found = holdings(stake("A", "B", 60), controls=(Control("X", "A", "names the board"),))
    assert [answer(found, "eu", entity) for entity in "AB"] == ["unknown", "unknown"]
    assert [answer(found, "us", entity) for entity in "AB"] == ["not_blocked", "not_blocked"]
    chain = explain_answer(decide_ownership(found, "eu"), "B")
    assert [link.why for link in chain] == ["A 60", "control by X (names the board), to be reviewed", "listed"]


def test_the_chain_names_only_stakes_that_decide():
    found = holdings(
        stake("X", "A", 60), stake("Q", "A", 40), stake("A", "B", 30), stake("X", "B", 25), stake("B", "A", 0)
    )
    chain = explain_answer(decide_ownership(found, "us"), "B")
    assert [(link.entity, link.why) for link in chain][:2] == [("B", "A 30 + X 25"), ("A", "X 60")]


def test_of_an_unknown_regime_the_known_ones_are_named():
    with pytest.raises(CaseError, match="Use us, eu, uk"):
        decide_ownership(holdings(stake("X", "A", 50)), "ch")


def test_a_long_chain_and_a_large_ring_are_decided():
    ring = [stake(f"e{k}", f"e{(k + 1) % 5000}", 50) for k in range(5000)]
    found = decide_ownership(holdings(*ring, stake("X", "e0", 50)), "us")
    assert set(found.answers.values()) == {Answer.BLOCKED}
    assert set(decide_ownership(holdings(*ring, listed=()), "us").answers.values()) == {Answer.NOT_BLOCKED}
    assert len(explain_answer(found, "e4000")) == 200


def counted(path):
    """The stakes of a file read and added up, and nothing else: what a machine takes for that tells how fast it is."""
    held = Counter()
    for entry in json.loads(path.read_text(encoding="utf-8"))["owns"]:
        held[entry["owner"]] += int(entry["pct"])
        held[entry["owned"]] += int(entry["pct"])
    return held


def processor_seconds(work):
    """The least processor time of two goes."""
    took = []
    for _ in range(2):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def test_two_hundred_thousand_stakes_are_read_and_decided(tmp_path):
    rng = random.Random(3)
    room, made = [100] * 60_000, []
    while len(made) < 200_000:
        owner, owned, percent = rng.randrange(60_000), rng.randrange(60_000), rng.choice((5, 10, 25, 33, 50))
        if percent <= room[owned]:
            room[owned] -= percent
            made.append({"owner": f"e{owner}", "owned": f"e{owned}", "pct": str(percent)})
    path = tmp_path / "many.json"
    path.write_text(
        json.dumps({"id": "many", "listed": [f"e{k}" for k in range(3000)], "owns": made}), encoding="utf-8"
    )
    decision = decide_ownership(read_ownership(path)[0], "us")
    assert sum(a is Answer.BLOCKED for a in decision.answers.values()) > 3000
    for regime in ("us", "uk"):
        took = processor_seconds(lambda regime=regime: decide_ownership(read_ownership(path)[0], regime))
        # The bar is 2 s, at about four times the plain loop; a machine shared with others slows both.
        assert took < max(2.0, 8 * processor_seconds(lambda: counted(path)))
