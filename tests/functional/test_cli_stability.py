"""`detente stability` as a user meets it."""

from __future__ import annotations

import json
import shutil

import pytest

FILE = """title: Two prisoners
origin: assumed
why: a textbook example
decision_makers:
  - {id: A, title: First}
  - {id: B, title: Second}
options:
  - {id: a, title: First stays silent, owner: A}
  - {id: b, title: Second stays silent, owner: B}
status_quo: [a, b]
preferences:
  A: {statements: [b, not a]}
  B: {ranking: [YN, YY, NN, NY]}
"""


@pytest.fixture
def conflict(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prisoners.yaml").write_text(FILE, encoding="utf-8")
    return "prisoners.yaml"


def test_a_file_of_its_own_is_analysed(detente, conflict):
    ended = detente("stability", conflict)
    assert ended.code == 0
    assert ended.err == ""
    assert ended.out.startswith(
        "Two prisoners: 4 states, 2 decision makers.\n"
        "Status quo: YY (First stays silent; Second stays silent).\n"
        "Preferences are assumed: a textbook example.\n"
        "A state has one letter per option, Y where it is taken: First stays silent, Second stays silent.\n"
        "\n"
        "States in which everyone would stay, by concept:\n"
        "  nash (no move of its own leads to a better state): 1\n"
        "    NN (no option is taken)\n"
    )
    assert "  seq: YY\n" in ended.out
    assert '  nash: First would move: it could drop "First stays silent", which is better for it.\n' in ended.out
    assert "  First, nash: NY no better than this state; or this state higher in the ranking by 1" in ended.out


def test_the_state_to_explain_can_be_named(detente, conflict):
    ended = detente("stability", conflict, "--state", "NN")
    assert "Why, in NN (no option is taken):\n" in ended.out
    assert "nash, gmr, smr, seq, sim: First would stay: none of its moves leads to a better state for it." in ended.out
    assert "nothing: it is stable for all under every concept" in ended.out


def test_json_holds_everything(detente, conflict):
    ended = detente("stability", conflict, "--format", "json")
    document = json.loads(ended.out)
    assert document["states"] == ["NN", "YN", "NY", "YY"]
    assert document["equilibria"]["seq"] == ["NN", "YY"]
    assert document["stable"]["nash"] == {"A": [True, False, True, False], "B": [True, True, False, False]}
    assert document["coalitions"]["equilibria"]["nash"] == []
    assert document["coalitions"]["stable"][0]["members"] == ["A", "B"]
    assert document["ways"][1] == {
        "state": "NN",
        "concepts": ["nash", "gmr", "smr", "seq", "sim"],
        "moves": [{"decision_maker": "B", "state": "YN"}, {"decision_maker": "A", "state": "NN"}],
    }
    assert {one["concept"] for one in document["explained"]} == {"nash", "gmr", "smr", "seq", "sim"}
    nash = next(one for one in document["conditions"] if (one["decision_maker"], one["concept"]) == ("A", "nash"))
    assert nash == {
        "decision_maker": "A",
        "state": "YY",
        "concept": "nash",
        "stable_now": False,
        "requirements": [{"move": "NY", "alternatives": [["NY"]]}],
        "fewest_judgements": ["NY"],
        "lift_past": ["NY"],
    }
    assert document["preferences_origin"] == "assumed"
    assert document["notes"] == []
    assert 0 < document["seconds"] < 5


def test_a_case_that_holds_a_conflict_is_analysed(detente, root):
    ended = detente("stability", root / "cases/kaesong-2003")
    assert ended.code == 0
    assert "Preferences are assumed: " in ended.out


def test_a_case_without_a_conflict_says_so(detente, root, tmp_path):
    folder = tmp_path / "zone"
    shutil.copytree(root / "cases/kaesong-2003", folder)
    (folder / "conflict.yaml").unlink()
    ended = detente("stability", folder)
    assert ended.code == 2
    assert ended.err.endswith("the case holds no conflict.yaml.\nWrite one, or name a file that is one.\n")


def test_a_fault_is_named_by_file_and_line(detente, conflict, tmp_path):
    path = tmp_path / conflict
    path.write_text(FILE.replace("not a]", "not c]"), encoding="utf-8")
    ended = detente("stability", conflict)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        'prisoners.yaml, line 12: in the statement "not c", column 5: c is not an option of this conflict.\n'
        "There are a, b.\n"
    )


@pytest.mark.parametrize(("args", "said"), [
    (["nowhere.yaml"], "nowhere.yaml: the file cannot be read"),
    (["prisoners.yaml", "--state", "YNY"], '"YNY" is not a state of this conflict'),
])  # fmt: skip
def test_a_wrong_call_ends_with_two(detente, conflict, args, said):
    ended = detente("stability", *args)
    assert ended.code == 2
    assert said in ended.err


def test_coalitions_of_a_large_conflict_are_left_out_and_it_is_said(detente, conflict, monkeypatch):
    monkeypatch.setattr("detente.cli.deals.stability.MOST_STATES_OF_COALITIONS", 3)
    document = json.loads(detente("stability", conflict, "--format", "json").out)
    assert document["coalitions"] is None
    assert document["notes"] == ["Coalitions were not examined: more than 3 states."]
    assert "Coalitions were not examined: more than 3 states." in detente("stability", conflict).out
