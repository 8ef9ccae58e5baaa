"""A published division by adjusted winner is reproduced."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from detente.deals.mediation.divisible import adjusted_winner

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "negotiation" / "adjusted_winner"
TABLES = sorted(REFERENCE.glob("*.json"))


@pytest.mark.skipif(not TABLES, reason="the reference folder beside the project is not here")
@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_a_published_table_of_points_gives_the_published_division(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    done = adjusted_winner(table["israel"], table["egypt"])
    assert done.shared == table["transfer"]["item"]
    assert done.giver == "second"
    assert float(done.handed_over) == pytest.approx(table["transfer"]["fraction_to_israel"], abs=1e-12)
    assert float(done.points) == pytest.approx(table["final_each"], abs=1e-9)
    assert sum(points for item, points in table["egypt"].items() if done.second[item] > 0) == table["initial"]["egypt"]


def test_camp_david_by_hand():
    # Points after [Brams and Togman 1996]. Each side first takes what it gives more points to: 60 against 75. Sinai is
    # the item with the smaller ratio (55 / 35), so x of it moves: 75 - 55 x = 60 + 35 x, x = 15 / 90.
    first = {"sinai": 35, "recognition": 10, "west bank": 20, "linkage": 10, "rights": 5, "jerusalem": 20}
    second = {"sinai": 55, "recognition": 5, "west bank": 10, "linkage": 5, "rights": 20, "jerusalem": 5}
    done = adjusted_winner(first, second)
    assert (done.shared, done.handed_over, done.giver) == ("sinai", Fraction(1, 6), "second")
    assert done.points == Fraction(395, 6)
