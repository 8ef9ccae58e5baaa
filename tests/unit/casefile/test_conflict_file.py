"""`conflict.yaml`: what it says is what the record holds, and every fault is named by line."""

from __future__ import annotations

import pytest

from detente.case import CaseError, ConflictState, Irreversible, Origin
from detente.casefile import check_case, read_case, read_conflict
from unit.casefile.small_case import write_small_case

OPTIONS = """\
title: Corridor
origin: assumed
why: an example
decision_makers:
  - {id: EAST, title: the east, party: EAST}
  - {id: WEST, title: the west, party: WEST}
options:
  - {id: open, title: open the road, owner: EAST}
  - {id: leave, title: leave the talks, owner: WEST, irreversible: forward}
infeasible:
  - {open: yes, leave: yes}
status_quo: [leave]
preferences:
  EAST:
    statements:
      - not leave
      - open
  WEST:
    ranking: [YN, [NN, NY]]
"""
STATES = """\
title: Three states
origin: cited
source: a page of a book
decision_makers:
  - {id: EAST, title: the east}
states:
  - {id: before, title: Before}
  - {id: after, title: After}
moves:
  EAST: [[before, after]]
status_quo: before
preferences:
  EAST:
    payoffs: {before: 1, after: 2.5}
"""


def write(tmp_path, text):
    path = tmp_path / "conflict.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_option_form_is_read(tmp_path):
    model = read_conflict(write(tmp_path, OPTIONS))
    assert (model.title, model.origin, model.why) == ("Corridor", Origin.ASSUMED, "an example")
    assert [(maker.id, maker.party) for maker in model.decision_makers] == [("EAST", "EAST"), ("WEST", "WEST")]
    assert [option.irreversible for option in model.options] == [Irreversible.NO, Irreversible.FORWARD]
    assert model.infeasible == ({"open": True, "leave": True},)
    assert model.status_quo == "NY"
    assert model.preferences[0].statements == ("not leave", "open")
    assert model.preferences[1].ranking == (("YN",), ("NN", "NY"))


def test_graph_form_is_read(tmp_path):
    model = read_conflict(write(tmp_path, STATES))
    assert model.states == (ConflictState("before", "Before"), ConflictState("after", "After"))
    assert model.moves == {"EAST": (("before", "after"),)}
    assert model.status_quo == "before"
    assert model.preferences[0].payoffs == {"before": 1, "after": 2.5}


def test_a_state_may_be_named_by_its_letters(tmp_path):
    model = read_conflict(write(tmp_path, OPTIONS.replace("[leave]", "YN")))
    assert model.status_quo == "YN"


def test_a_case_folder_may_hold_a_conflict(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    assert read_case(folder).conflict is None
    write(folder, OPTIONS)
    assert read_case(folder).conflict.title == "Corridor"


def test_the_party_of_a_decision_maker_must_be_a_party_of_the_case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = write_small_case(tmp_path / "corridor").relative_to(tmp_path)
    write(folder, OPTIONS.replace("party: EAST", "party: EASTT"))
    assert [str(problem) for problem in check_case(folder)] == [
        'corridor/conflict.yaml, line 5: party "EASTT" is not a party of this case.\n'
        'Did you mean "EAST"? The parties are EAST and WEST.'
    ]


FAULTS = {
    "no title": ("title: Corridor\n", "", "line 1: a conflict needs title.", "Fill in title"),
    "no preferences at all": (OPTIONS[OPTIONS.index("preferences") :], "", "a conflict needs preferences.", "Fill in"),
    "origin without why": ("why: an example\n", "", "line 2: origin assumed needs why.", "Fill in why"),
    "twice the same id": ("id: leave", "id: open", 'line 9: the id "open" of an option', "Give one of the two"),
    "unknown owner": ("owner: WEST", "owner: WST", 'line 9: owner "WST" is not a decision maker', "mean \"WEST\""),
    "option called and": ("id: leave", "id: and", 'line 9: the id "and" joins statements.', "another id"),
    "unknown direction": ("forward", "onward", '"onward" is not a kind of irreversibility.', "no, forward"),
    "option in a part": ("{open: yes, leave", "{opn: yes, leave", 'line 11: "opn" is not an option', 'mean "open"'),
    "neither yes nor no": ("leave: yes}", "leave: 1}", "line 11: leave is neither yes nor no.", "Write yes or no."),
    "an empty part": ("{open: yes, leave: yes}", "{}", "an entry of infeasible names no option.", "Delete it"),
    "a part that is no mapping": ("{open: yes, leave: yes}", "open", "an entry of infeasible must be a mapping", "key"),
    "infeasible status quo": ("[leave]", "[open, leave]", "line 12: the status quo is infeasible.", "Correct"),
    "infeasible by letters": ("[leave]", "YY", "line 12: the status quo is infeasible.", "Correct"),
    "unknown in status quo": ("[leave]", "[leeve]", 'line 12: "leeve" is not an option', 'mean "leave"'),
    "letters of status quo": ("[leave]", "YNY", 'line 12: "YNY" is not a state.', "such as YN."),
    "status quo as mapping": ("[leave]", "{leave: yes}", "status_quo must be a list, not a mapping.", "dash"),
    "bad statement": ("not leave", "not leve", 'column 5: leve is not an option', "There are leave, open."),
    "statement as list": ("- not leave", "- [leave]", "line 16: a statement must be a single value.", "one line"),
    "no statements": (
        "    statements:\n      - not leave\n      - open\n", "    statements: []\n",
        "line 15: statements of EAST has no entry.", "Write at least one",
    ),
    "unknown decision maker": ("  WEST:\n", "  WESTT:\n", 'line 18: "WESTT" is not a decision maker', "mean"),
    "missing decision maker": ("  WEST:\n", "  WESTT:\n", "WEST has no preferences.", "Add WEST:"),
    "two ways at once": ("    ranking:", "    payoffs: {}\n    ranking:", "not stated in exactly one way.", "Write"),
    "preferences as text": (
        "  WEST:\n    ranking: [YN, [NN, NY]]", "  WEST: high", "preferences of WEST must be a mapping", "one key",
    ),
    "ranked twice": ("[YN, [NN, NY]]", "[YN, [NN, NY, YN]]", "ranks the state YN twice", "Keep one of the two."),
    "not ranked": ("[YN, [NN, NY]]", "[YN, NN]", "line 19: WEST does not rank NY.", "Give every state"),
    "infeasible ranked": ("[YN, [NN, NY]]", "[YN, NN, NY, YY]", "ranks the state YY, which is infeasible.", "Delete"),
    "state as list": ("[YN, [NN, NY]]", "[YN, [NN, [NY]]]", "line 19: a state must be a single value.", "its name"),
    "letters of a ranking": ("[YN, [NN, NY]]", "[YN, NN, ny]", '"ny" is not a state.', "such as YN."),
    "payoffs no number": (
        "ranking: [YN, [NN, NY]]", "payoffs: {YN: high, NN: 1, NY: 1}", "the payoff of WEST in YN is not", "such as 4",
    ),
    "states as well": ("status_quo:", "states:\n  - {id: s, title: S}\nstatus_quo:", "not both", "Delete one"),
    "moves as well": ("status_quo:", "moves: {EAST: []}\nstatus_quo:", "moves follow from who owns them", "Delete"),
}  # fmt: skip
FAULTS_OF_STATES = {
    "unknown end": ("[[before, after]]", "[[before, aftr]]", 'line 10: "aftr" is not a state', 'mean "after"'),
    "one end": ("[[before, after]]", "[[before]]", "line 10: a move does not have two ends.", "[from, to]"),
    "move as text": ("[[before, after]]", "[before]", "line 10: a move must be a list", "square brackets"),
    "moves of nobody": ("  EAST: [[", "  ESAT: [[", 'line 10: "ESAT" is not a decision maker', 'mean "EAST"'),
    "unknown status quo": ("status_quo: before", "status_quo: befor", '"befor" is not a state', 'mean "before"'),
    "statements": ("payoffs: {before: 1, after: 2.5}", "statements: [a]", "statements are about options", "payoffs."),
    "infeasible": ("status_quo:", "infeasible: []\nstatus_quo:", "infeasible parts are for options only.", "states"),
    "neither form": (STATES[STATES.index("states:") : STATES.index("status")], "", "needs options, or states", "List"),
}


@pytest.mark.parametrize(("text", "fault"), [
    *((OPTIONS, fault) for fault in FAULTS.items()),
    *((STATES, fault) for fault in FAULTS_OF_STATES.items()),
], ids=lambda part: part[0] if isinstance(part, tuple) else "")  # fmt: skip
def test_a_fault_is_named_with_a_remedy(tmp_path, monkeypatch, text, fault):
    monkeypatch.chdir(tmp_path)
    before, after, what, remedy = fault[1]
    assert before in text
    path = write(tmp_path, text.replace(before, after, 1)).relative_to(tmp_path)
    with pytest.raises(CaseError) as raised:
        read_conflict(path)
    message = str(raised.value)
    assert message.startswith("conflict.yaml")
    found = next(part for part in message.split("\n\n") if what in part)
    assert remedy in found.split("\n")[1]


def test_too_many_options_are_refused(tmp_path):
    options = "".join(f"  - {{id: o{k}, title: option {k}, owner: EAST}}\n" for k in range(19))
    text = OPTIONS.replace("infeasible:", f"{options}infeasible:")
    with pytest.raises(CaseError, match=r"21 options make 2\^21 states, more than the 2\^20 counted through"):
        read_conflict(write(tmp_path, text))
    with pytest.raises(CaseError, match="WEST ranks the states of 21 options one by one"):
        read_conflict(write(tmp_path, text))


@pytest.mark.parametrize(("text", "said"), [
    ("", "the file is empty"),
    ("- a\n", "the file does not hold keys with values"),
    ("a: &b 1\n", "anchor"),
])  # fmt: skip
def test_a_file_that_holds_no_conflict_is_refused(tmp_path, text, said):
    with pytest.raises(CaseError, match=said):
        read_conflict(write(tmp_path, text))


def test_a_file_that_is_absent_is_refused(tmp_path):
    with pytest.raises(CaseError, match="the file cannot be read"):
        read_conflict(tmp_path / "conflict.yaml")
