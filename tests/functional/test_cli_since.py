"""`detente positions CASE --since DATE`."""

from __future__ import annotations

import json

from functional.review_case import small_case


def case_with_moves(folder):
    case = small_case(folder)
    (case / "claims.csv").write_text(
        "id,party,speaker,element,option,stance,reliability,source,said_on,hedged\n"
        "C1,FRE,Minister,TOLL,TOLL.2,rejects,0.9,The Courier,2031-01-01,no\n"
        "C2,FRE,a source in Trentino,TOLL,TOLL.2,accepts,0.4,The Herald,2031-02-01,yes\n"
        "C3,SYL,,TOLL,,open,0.9,The Courier,undated,no\n"
    )
    return case


def test_what_moved_is_said_with_what_was_before_and_what_to_be_careful_about(detente, tmp_path):
    ended = detente("positions", case_with_moves(tmp_path), "--since", "2031-01-15")
    assert ended.code == 0
    assert ended.out == (
        "Tolls & <b>bridges</b>: 1 claim since 2031-01-15, 1 with a move.\n"
        "\n"
        "Freedonia\n"
        "  Toll on the bridge: moves towards it\n"
        "    now     C2, 2031-02-01: accepts TOLL.2 (hedged; a source in Trentino; The Herald)\n"
        "    before  C1, 2031-01-01: rejects TOLL.2 (firm; Minister; The Courier)\n"
        "    contradicts C1\n"
        "    caution: told by Sylvania, not by the party itself\n"
        "Undated and left out: 1.\n"
    )


def test_the_same_as_json(detente, tmp_path):
    case = case_with_moves(tmp_path)
    found = json.loads(detente("positions", case, "--since", "2031-01-15", "--format", "json").out)
    (change,) = found["changes"]
    assert (change["kind"], change["claim"]["firmness"], change["before"]["id"]) == ("moves towards it", "hedged", "C1")
    assert found["undated_claims"] == 1
    ended = detente("positions", case, "--since", "2031-01-15", "--output", tmp_path / "moves.json")
    assert ended.code == 0
    assert json.loads((tmp_path / "moves.json").read_text()) == found


def test_since_needs_a_case_and_a_day(detente, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert "Name one case folder." in detente("positions", tmp_path / "a.txt", "--since", "2031-01-01").err
    assert detente("positions", small_case(tmp_path), "--since", "soon").code == 2
