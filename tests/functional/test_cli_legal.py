"""`detente gates`, `detente ownership` and `detente screen`, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from detente.casefile import read_case
from detente.legal import find_gates

ROOT = Path(__file__).resolve().parents[2]
MAIN_CASE = ROOT / "cases" / "business-links-2025"
NOTICE = "Decision support, not legal advice."


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def gates():
    return find_gates(read_case(MAIN_CASE))


def test_every_venture_and_obligation_has_its_needs_and_every_measure_is_cited(gates):
    assert gates.unstated == ()
    assert [g for g in gates.gates if not g.act or not g.issuer or not g.source] == []
    assert {s.subject_kind for s in gates.standings} == {"obligation", "venture", "council"}


def test_the_calendar_of_the_main_case_holds_its_renewals(gates):
    found = {(e.measure, e.on.isoformat(), e.next_on.isoformat() if e.next_on else "") for e in gates.calendar}
    assert {
        ("US05", "2025-12-13", ""),
        ("EU01", "2026-01-31", "2026-07-31"),
        ("UA03", "2026-02-03", "2026-05-04"),
        ("EU02", "2026-03-15", "2026-09-15"),
        ("US01", "2026-04-15", "2027-04-15"),
        ("US04", "2026-04-29", ""),
        ("EU10", "2026-06-23", "2027-06-23"),
        ("US19", "2026-11-21", ""),
    } <= found


def test_a_member_owned_half_through_two_blocked_holdings_is_caught(gates):
    caught = [g for g in gates.of("infrastructure") if g.need.startswith("seat:")]
    assert {g.measure for g in caught} == {"US01", "EU02"}
    assert all("North (invented) 25 + Example Holding South (invented) 25" in g.why for g in caught)


def test_gates_are_printed_as_text_with_the_measure_and_the_notice(detente):
    ended = detente("gates", str(MAIN_CASE), "--on", "2025-12-20")
    assert ended.code == 0
    assert "US05 ended 2025-12-13T00:01" in ended.out
    assert NOTICE in ended.out


def test_gates_are_written_as_json_csv_and_calendar(detente, tmp_path):
    for name in ("gates.json", "gates.csv", "gates.ics"):
        assert detente("gates", str(MAIN_CASE), "--output", str(tmp_path / name)).code == 0
    document = json.loads((tmp_path / "gates.json").read_text(encoding="utf-8"))
    assert (document["notice"], document["on"]) == (NOTICE, "2025-11-30")
    rows = rows_of(tmp_path / "gates.csv")
    assert {row["subject"] for row in rows} == {s["subject"] for s in document["standings"]}
    calendar = (tmp_path / "gates.ics").read_bytes()
    assert calendar.startswith(b"BEGIN:VCALENDAR\r\n")
    assert calendar.count(b"BEGIN:VEVENT") == len(document["calendar"])
    assert max(len(line) for line in calendar.split(b"\r\n")) <= 75


def test_gates_give_the_same_bytes_again(detente):
    first = detente("gates", str(MAIN_CASE), "--format", "json").out
    assert detente("gates", str(MAIN_CASE), "--format", "json").out == first


def test_a_zone_that_is_none_and_a_folder_in_the_way_end_with_2(detente, tmp_path):
    assert detente("gates", str(MAIN_CASE), "--zone", "Mars/Base").code == 2
    assert detente("gates", str(MAIN_CASE), "--output", str(tmp_path)).code == 2


HOLDINGS = {"id": "two", "listed": ["X"], "owns": [{"owner": "X", "owned": "A", "pct": "50"}]}


def test_ownership_prints_exactly_the_answers_as_json(detente, tmp_path):
    path = tmp_path / "holdings.json"
    path.write_text(json.dumps({"cases": [HOLDINGS]}), encoding="utf-8")
    ended = detente("ownership", str(path), "--regime", "us", "--format", "json")
    assert (ended.code, json.loads(ended.out)) == (0, {"two": {"X": "blocked", "A": "blocked"}})
    ended = detente("ownership", str(path), "--regime", "uk", "--format", "json")
    assert json.loads(ended.out) == {"two": {"X": "blocked", "A": "not_blocked"}}


def test_ownership_says_why_and_writes_a_table(detente, tmp_path):
    output = tmp_path / "answers.csv"
    ended = detente("ownership", str(MAIN_CASE), "--regime", "us", "--output", str(output))
    assert ended.code == 0
    assert NOTICE in ended.out
    rows = rows_of(output)
    why = next(row["why"] for row in rows if row["entity"] == "Example Corridor Builders (invented)")
    assert why.startswith("Example Holding North (invented) 25 + Example Holding South (invented) 25; ")


def test_stakes_above_a_hundred_percent_name_file_and_case(detente, tmp_path):
    path = tmp_path / "holdings.json"
    path.write_text(json.dumps({**HOLDINGS, "owns": HOLDINGS["owns"] * 3}), encoding="utf-8")
    ended = detente("ownership", str(path), "--regime", "us")
    assert ended.code == 2
    assert ended.err.startswith(f"{path.as_posix()}, case two: the stakes in A exceed 100 percent.")


def test_an_ownership_file_of_a_case_is_checked_with_it(detente, tmp_path):
    detente("new", str(tmp_path / "case"))
    (tmp_path / "case" / "ownership.json").write_text(
        json.dumps({**HOLDINGS, "measures": {"us": "M-GAZ"}}), encoding="utf-8"
    )
    ended = detente("check", str(tmp_path / "case"))
    assert ended.code == 2
    assert 'Did you mean "M-GAS"?' in ended.out


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "names.csv").write_text("name,birth_date\nIwan Primer,1952\nสมชาย,\nNobody Known,\n", encoding="utf-8")
    entity = {"id": "Q1", "schema": "Person", "last_seen": "2025-11-18",
              "properties": {"name": ["Иван Пример"], "birthDate": ["1952-10-07"]}}  # fmt: skip
    (tmp_path / "list.json").write_text(json.dumps(entity), encoding="utf-8")
    return tmp_path


def test_names_are_screened_with_evidence_and_the_day_of_the_list(detente, lists):
    ended = detente("screen", str(lists / "names.csv"), "--list", str(lists / "list.json"))
    assert ended.code == 0
    assert "list.json: as of 2025-11-18" in ended.out
    assert "birth date agrees: 1952 and 1952-10-07" in ended.out
    assert "unknown: its letters cannot be read" in ended.out
    assert NOTICE in ended.out


def test_hits_are_printed_as_json_and_written_as_csv(detente, lists):
    arguments = ("screen", str(lists / "names.csv"), "--list", str(lists / "list.json"))
    document = json.loads(detente(*arguments, "--format", "json").out)
    assert [one["result"] for one in document["screenings"]] == ["hits", "unknown", "no_hit"]
    output = lists / "hits.csv"
    assert detente(*arguments, "--output", str(output)).code == 0
    rows = rows_of(output)
    assert [(row["result"], row["strength"]) for row in rows] == [("hits", "likely"), ("unknown", ""), ("no_hit", "")]


def test_a_list_of_no_known_format_ends_with_2_and_nothing_is_written(detente, lists):
    (lists / "list.json").write_text("no list", encoding="utf-8")
    output = lists / "hits.csv"
    ended = detente("screen", str(lists / "names.csv"), "--list", str(lists / "list.json"), "--output", str(output))
    assert ended.code == 2
    assert "this is no list that can be read" in ended.err
    assert not output.exists()


@pytest.mark.parametrize("retrieval", ["trigrams", "tantivy"])
def test_how_names_were_found_and_scored_is_said(detente, lists, retrieval):
    arguments = ("screen", str(lists / "names.csv"), "--list", str(lists / "list.json"), "--retrieval", retrieval)
    assert f"Names found by {retrieval}, scored by rapidfuzz." in detente(*arguments).out
    document = json.loads(detente(*arguments, "--format", "json").out)
    assert (document["retrieval"], document["rescore"]) == (retrieval, "rapidfuzz")
    assert [one["result"] for one in document["screenings"]] == ["hits", "unknown", "no_hit"]


@pytest.mark.skipif(find_spec("nomenklatura") is not None, reason="the extra rescoring is installed")
def test_a_scorer_that_is_not_installed_ends_with_2_and_says_what_to_install(detente, lists):
    arguments = ("screen", str(lists / "names.csv"), "--list", str(lists / "list.json"))
    ended = detente(*arguments, "--rescore", "nomenklatura")
    assert ended.code == 2
    assert "Install detente[rescoring], or use rapidfuzz." in ended.err
