"""`detente positions`: rows, files, what goes wrong and what is kept all the same."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.positions.exchange import FIELDS, read_rows
from detente.positions.extract import make_extractor

TEXT = "Freedonia would open the bridge only if the tariff fell. Trentino’s envoy rejected the toll.\n"


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "parties.yaml").write_text("Freedonia: [Fredville]\nSylvania: [Trentino]\n")
    (tmp_path / "a.txt").write_text(TEXT)
    return tmp_path


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_rows_have_the_fields_of_the_format_and_quote_the_document(detente, desk):
    ended = detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt", "--output", desk / "claims.jsonl")
    assert ended.code == 0
    assert ended.err.splitlines()[-1] == "1 document read, 2 claims proposed. Confirm them before use."
    found = rows((desk / "claims.jsonl").read_text())
    assert [list(row) for row in found] == [list(FIELDS)] * 2
    assert [(row["actor"], row["stance"]) for row in found] == [("Freedonia", "conditional"), ("Sylvania", "rejects")]
    assert found[0]["condition"] == "the tariff fell"
    assert found[1]["condition"] is None
    assert all(TEXT[row["start"] : row["end"]] == row["quote"] for row in found)


def test_csv_and_json_lines_say_the_same(detente, desk):
    for name in ("claims.csv", "claims.jsonl"):
        detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt", "--output", desk / name)
    assert list(read_rows(desk / "claims.csv")) == list(read_rows(desk / "claims.jsonl"))
    with (desk / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2


def test_without_output_rows_go_to_stdout(detente, desk):
    assert len(rows(detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt").out)) == 2


def test_a_bad_document_is_named_and_the_others_are_read(detente, desk):
    (desk / "empty.txt").write_text("")
    (desk / "later.txt").write_text("Sylvania demands a pause.")
    ended = detente("positions", "--parties", desk / "parties.yaml", desk, "--output", desk / "out" / "claims.jsonl")
    assert ended.code == 2
    assert "empty.txt: the file holds no text." in ended.err
    assert len(rows((desk / "out" / "claims.jsonl").read_text())) == 3


def test_copies_are_named(detente, desk):
    (desk / "b.txt").write_text(TEXT)
    ended = detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt", desk / "b.txt")
    assert "the same text as" in ended.err


def test_a_case_leads_phrases_to_its_elements(detente, tmp_path, root):
    ended = detente("positions", root / "cases/kaesong-2003", "--mode", "candidate")
    assert ended.code == 0
    assert {row["document"] for row in rows(ended.out)} <= {"documents/2013-08-14-agreement.md"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "maps no names to aliases"),
        ("Freedonia: Fredville\n", "the aliases of Freedonia are no list"),
        ("Norway: [NO]\n", "False is no name"),
        ("Freedonia: [a\n", "this is no YAML"),
    ],
)
def test_a_bad_list_of_parties_is_explained(detente, desk, content, said):
    (desk / "bad.yaml").write_text(content)
    ended = detente("positions", "--parties", desk / "bad.yaml", desk / "a.txt")
    assert ended.code == 2
    assert said in ended.err


def test_a_document_without_parties_is_no_case(detente, desk):
    ended = detente("positions", desk / "a.txt")
    assert ended.code == 2
    assert "this is no case folder.\nName one case folder, or documents together with --parties FILE." in ended.err


def test_a_folder_is_no_place_for_the_rows(detente, desk):
    ended = detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt", "--output", desk)
    assert ended.code == 2
    assert "--output needs a file" in ended.err


def test_ten_thousand_aliases_are_no_hindrance(detente, desk):
    many = ", ".join(f"Name{number} Of{number}" for number in range(10_000))
    (desk / "many.yaml").write_text(f"Freedonia: [Fredville, {many}]\nSylvania: [Trentino]\n")
    assert len(rows(detente("positions", "--parties", desk / "many.yaml", desk / "a.txt").out)) == 2


@pytest.mark.parametrize(("line", "said"), [("{", "line 1: this is no JSON"), ("{}", "line 1: document, actor")])
def test_bad_rows_are_named_by_line(desk, line, said):
    (desk / "bad.jsonl").write_text(line + "\n")
    with pytest.raises(Exception, match=said):
        list(read_rows(desk / "bad.jsonl"))


HEAP = """Freedonia Sylvania Trentino the a it he they we and but , . ; : “ ” ’s not no will would must refused to
accept reject demands that if unless only said according sources proposal off table is was by for in of talks ( ) —
4.5 Вучић שלום"""
WORDS = st.sampled_from([*HEAP.split(), "\n\n"])
PARTIES = {"Freedonia": [], "Sylvania": ["Trentino"]}
EXTRACTORS = [make_extractor(PARTIES, mode=mode) for mode in ("precise", "candidate")]


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_heap_of_words_is_read_without_a_stumble_and_quotes_are_within_it(text):
    for extractor in EXTRACTORS:
        for claim in extractor.claims_in(text):
            assert 0 <= claim.start < claim.end <= len(text)
            assert 0 < claim.confidence < 1
            assert claim.actor in ("Freedonia", "Sylvania")
            assert claim.element
