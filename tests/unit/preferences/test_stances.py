"""The table of stances is complete, and the explanation page shows the same table."""

from __future__ import annotations

from detente.case import Stance
from detente.positions import constrains
from detente.preferences import stance_table
from detente.preferences.stances import TABLE
from unit.preferences.small_case import claim


def test_every_stance_has_one_row():
    assert sorted(row.stance for row in TABLE) == sorted(Stance)


def test_the_explanation_page_shows_the_table(root):
    page = (root / "docs/explanation/preferences.md").read_text(encoding="utf-8")
    assert stance_table() in page


def test_a_row_is_silent_exactly_where_no_claim_of_the_stance_constrains():
    for row in TABLE:
        spoken = claim("C1", row.stance.value, "E0.1", condition_option="E1.1")
        assert row.silent is not constrains(spoken)
