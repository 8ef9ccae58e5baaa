"""What reviewers decide: the log, agreement, outcomes, and rows of claims.csv."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import CaseError
from detente.positions.review import (
    Decision,
    Merge,
    Reliability,
    ReviewLog,
    State,
    Vocabulary,
    claim_rows,
    cohen_kappa,
    compare_coders,
    lawful,
    merged,
    merges_of,
    outcomes_of,
    problems_of,
    read_events,
    with_rows,
)

KNOWN = Vocabulary(("A", "B"), {"TOLL": ("TOLL.1", "TOLL.2"), "PORT": ("PORT.1",)}, ("draft",), date(2031, 4, 1))
ROW = {"document": "documents/a.md", "actor": "A", "element": "TOLL", "stance": "accepts", "quote": "yes", "start": 0}
ROW |= {"end": 3, "said_on": "2031-03-01", "option": None, "package": None, "red_line": False, "hedged": False}


def decision(coder, *claims, at="2031-04-02T10:00:00Z", proposal="p1", adjudicates=False):
    return Decision(at, coder, proposal, claims, ROW, adjudicates)


def test_acts_survive_a_restart_and_a_line_that_broke_off_does_not_count(tmp_path):
    path = tmp_path / "review" / "decisions.jsonl"
    log = ReviewLog(path)
    acts = [decision("anna", ROW), Merge("t", "anna", "element", "toll", "TOLL"), Reliability("t", "b", "d", 0.5)]
    for act in acts:
        log.add(act)
    with path.open("a") as file:
        file.write('{"kind": "decision", "at": "2031')
    again = ReviewLog(path)
    assert again.events == acts
    again.add(decision("ben", ROW))
    assert list(read_events(path)) == [*acts, decision("ben", ROW)]


def test_a_damaged_line_is_named(tmp_path):
    path = tmp_path / "decisions.jsonl"
    path.write_text('nonsense\n{"kind": "reliability", "at": "", "coder": "", "document": "", "value": 1}\n')
    with pytest.raises(CaseError, match=r"decisions.jsonl, line 1: this is no act of a review\."):
        list(read_events(path))


def slow_kappa(one, other):
    """Kappa from the table of both, label by label."""
    labels = sorted({*one, *other})
    table = {(a, b): sum((x, y) == (a, b) for x, y in zip(one, other, strict=True)) for a in labels for b in labels}
    total = len(one)
    observed = sum(table[a, a] for a in labels) / total
    chance = sum(sum(table[a, b] for b in labels) * sum(table[b, a] for b in labels) for a in labels) / total**2
    return (observed - chance) / (1 - chance)


LABELS = st.sampled_from("xyz")


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
def test_kappa_agrees_with_the_table_and_is_one_for_equal_coders(pairs):
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    found = cohen_kappa(one, other)
    if len({*one, *other}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(slow_kappa(one, other), abs=1e-12)
        assert found == pytest.approx(cohen_kappa(other, one), abs=1e-12)
        assert cohen_kappa(one, one) in (None, 1.0)


def test_kappa_of_a_table_of_three_labels_by_hand():
    cells = {("a", "a"): 50, ("a", "b"): 26, ("a", "c"): 24, ("b", "a"): 24, ("b", "b"): 4, ("b", "c"): 32}
    cells |= {("c", "a"): 26, ("c", "b"): 10, ("c", "c"): 4}
    one = [a for (a, _), n in cells.items() for _ in range(n)]
    other = [b for (_, b), n in cells.items() for _ in range(n)]
    # p_o = 58 / 200 = 0.29; p_e = (100 * 100 + 60 * 40 + 40 * 60) / 200^2 = 0.37; (0.29 - 0.37) / 0.63
    assert cohen_kappa(one, other) == pytest.approx(-0.08 / 0.63)


def test_two_coders_agree_differ_and_a_third_settles():
    other = ROW | {"stance": "rejects"}
    one = outcomes_of([decision("anna", ROW)])["p1"]
    assert (one.state, one.claims) == (State.ONE, (ROW,))
    assert outcomes_of([decision("anna", ROW), decision("ben", ROW | {"speaker": "x"})])["p1"].state is State.AGREED
    apart = [decision("anna", ROW), decision("ben", other)]
    assert outcomes_of(apart)["p1"].state is State.DISPUTED
    assert outcomes_of(apart)["p1"].claims == ()
    settled = outcomes_of([*apart, decision("cora", other, adjudicates=True)])["p1"]
    assert (settled.state, settled.claims) == (State.ADJUDICATED, (other,))
    assert settled.by == ("anna", "ben", "cora (adjudicated)")
    assert compare_coders([settled])[0].same == 0  # settling does not make coders agree
    taken_back = Decision("t", "cora", "p1", None, ROW, adjudicates=True)
    assert outcomes_of([*apart, decision("cora", other, adjudicates=True), taken_back])["p1"].state is State.DISPUTED


def test_a_decision_taken_back_leaves_nothing():
    assert outcomes_of([decision("anna", ROW), Decision("t", "anna", "p1", None, ROW)]) == {}


def test_claims_wait_for_what_nobody_said():
    free = ROW | {"element": "the old toll"}
    late = ROW | {"said_on": "2031-04-05"}
    events = [decision("anna", claim, proposal=f"p{n}") for n, claim in enumerate([ROW, free, late])]
    written = claim_rows(outcomes_of(events).values(), KNOWN, {}, {"documents/a.md": 0.6})
    assert [row["id"] for row in written.rows] == ["review-0-1"]
    assert written.rows[0]["reliability"] == "0.6"
    assert dict(written.waiting) == {
        "p1": "needs an element of the case",
        "p2": "is later than the as_of of the case, 2031-04-01",
    }
    assert claim_rows(outcomes_of(events[:1]).values(), KNOWN, {}, {}).waiting == (
        ("p0", "needs the reliability of its document"),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"actor": "C"}, '"C" is not a party'),
        ({"stance": "maybe"}, '"maybe" is not a stance'),
        ({"option": "PORT.1"}, '"PORT.1" is not an option of that element'),
        ({"package": "draft"}, "an element or a package, not both"),
        ({"package": "other", "element": "*"}, '"other" is not a package'),
        ({"stance": "conditional", "condition_option": "TOLL.1"}, '"TOLL.1" is no option of another element'),
        ({"condition_option": "PORT.1"}, "only a conditional claim"),
        ({"red_line": True}, "only a rejection draws a red line"),
        ({"said_on": "yesterday"}, "the day is no date"),
    ],
)
def test_what_the_case_does_not_have_is_said(change, said):
    assert problems_of(ROW, KNOWN) == []
    assert said in "; ".join(problems_of(ROW | change, KNOWN))
    assert problems_of(lawful(ROW | {"red_line": True, "condition_option": "PORT.1"}, KNOWN), KNOWN) == []


def test_merges_follow_chains_stop_in_circles_and_are_parted_again():
    acts = [Merge("", "", "element", "Old toll", "x"), Merge("", "", "element", "x", "TOLL")]
    assert merged(ROW | {"element": "old TOLL"}, merges_of(acts))["element"] == "TOLL"
    circle = [*acts, Merge("", "", "element", "TOLL", "old toll")]
    assert merged(ROW | {"element": "x"}, merges_of(circle))["element"] in ("TOLL", "old toll", "Old toll")
    parted = [*acts, Merge("", "", "element", "old toll", None)]
    assert merged(ROW | {"element": "Old toll"}, merges_of(parted))["element"] == "Old toll"


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.integers(0, 3))
def test_rows_of_others_keep_every_cell_and_writing_twice_changes_nothing(others, count):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([("words", "id"), *((a, f"C{b}") for a, b in others)])
    rows = [{"id": f"review-{n}-1", "party": "A", "words": 'a "quoted", word'} for n in range(count)]
    once = with_rows(buffer.getvalue(), rows)
    assert with_rows(once, rows) == once
    read = list(csv.DictReader(io.StringIO(once, newline="")))
    assert [(row["words"], row["id"]) for row in read[: len(others)]] == [(a, f"C{b}") for a, b in others]
    assert [row["id"] for row in read[len(others) :]] == [row["id"] for row in rows]
    assert with_rows(with_rows(once, rows), []).count("review-") == 0
