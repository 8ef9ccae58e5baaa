"""Claims to and from Discourse Network Analyzer: every field both ways, places in UTF-16, versions 2 and 3."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.positions.dna import read_dna
from detente.positions.dna.variables import place, units
from detente.positions.dna.write import hashed
from detente.positions.exchange import read_rows

TEXT = "🙂🙂 Freedonia would open the bridge only if the tariff fell. Trentino’s envoy rejected the toll.\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "parties.yaml").write_text("Freedonia: []\nSylvania: [Trentino]\n")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt.yaml").write_text("date: 2031-03-20\npublisher: The Courier\n")
    return tmp_path


def propose(detente, name):
    return detente("positions", "--parties", "parties.yaml", "a.txt", "--output", name)


def test_every_field_survives_the_way_there_and_back(detente, desk):
    assert propose(detente, "claims.jsonl").code == propose(detente, "claims.dna").code == 0
    assert list(read_rows(desk / "claims.dna")) == list(read_rows(desk / "claims.jsonl"))


def test_a_database_has_what_the_tool_looks_for(detente, desk):
    propose(detente, "claims.dna")
    base = sqlite3.connect(desk / "claims.dna")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("SELECT Title, Source, Date FROM DOCUMENTS").fetchall() == [
        ("a.txt", "The Courier", 1931731200)
    ]
    found = base.execute("SELECT StatementTypeId, Start, Stop FROM STATEMENTS ORDER BY Start").fetchall()
    taken = TEXT.encode("utf-16-le")
    assert taken[2 * found[0][1] : 2 * found[0][2]].decode("utf-16-le").startswith("Freedonia would open")
    assert [kind for kind, _, _ in found] == [2, 1]  # a condition takes no side that a yes or no could hold
    agreement = base.execute(
        "SELECT Value FROM DATABOOLEAN d JOIN VARIABLES v ON v.ID = d.VariableId WHERE v.Variable = 'agreement'"
    ).fetchall()
    assert agreement == [(0,)]
    base.close()


def test_the_same_rows_give_the_same_database(detente, desk):
    for name in ("one.dna", "two.dna"):
        propose(detente, name)
    assert (desk / "one.dna").read_bytes() == (desk / "two.dna").read_bytes()


def test_the_password_is_kept_as_salt_and_digest():
    kept = b64decode(hashed("detente"))
    digest = kept[:16] + b"detente"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert kept[16:] == digest


def test_rows_are_converted_and_a_missing_document_is_named(detente, desk):
    propose(detente, "claims.jsonl")
    assert (
        detente("positions", "claims.jsonl", "--output", "again.dna").err.strip() == "2 rows of claims.jsonl written."
    )
    assert detente("positions", "again.dna", "--output", "back.csv").code == 0
    assert list(read_rows(desk / "back.csv")) == list(read_rows(desk / "claims.jsonl"))
    assert [json.loads(line) for line in detente("positions", "again.dna").out.splitlines()] == list(
        read_rows(desk / "claims.jsonl")
    )
    (desk / "a.txt").unlink()
    ended = detente("positions", "claims.jsonl", "--output", "none.dna")
    assert ended.code == 2
    assert "the document a.txt is not here" in ended.err
    assert not (desk / "none.dna").exists()


def foreign(path, *, short, agreement=True):
    """A small database as the tool itself makes it, version 2 (texts beside statements) or 3 (entities)."""
    base = sqlite3.connect(path)
    base.executescript(
        "CREATE TABLE DOCUMENTS (ID, Title, Text); CREATE TABLE STATEMENTS (ID, DocumentId, Start, Stop);"
        "CREATE TABLE STATEMENTTYPES (ID, Label); CREATE TABLE VARIABLES (ID, Variable);"
        "CREATE TABLE DATALONGTEXT (StatementId, VariableId, Value);"
        "CREATE TABLE DATABOOLEAN (StatementId, VariableId, Value);" + short
    )
    base.execute("INSERT INTO DOCUMENTS VALUES (1, 'News', '🙂 Anna of the union wants no toll.')")
    base.execute("INSERT INTO VARIABLES VALUES (1, 'person'), (2, 'organization'), (3, 'concept'), (4, 'agreement')")
    base.execute("INSERT INTO STATEMENTS VALUES (7, 1, 3, 7), (8, 1, 3, 7), (9, 5, 0, 1)")
    if agreement:
        base.execute("INSERT INTO DATABOOLEAN VALUES (7, 4, 0)")
    return base


VERSION_3 = "CREATE TABLE ENTITIES (ID, Value); CREATE TABLE DATASHORTTEXT (StatementId, VariableId, Entity);"
VERSION_2 = "CREATE TABLE DATASHORTTEXT (StatementId, VariableId, Value);"


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("agreement", [True, False])
def test_databases_of_the_tool_are_read(tmp_path, version, agreement):
    path = tmp_path / "coded.dna"
    base = foreign(path, short=VERSION_2 if version == 2 else VERSION_3, agreement=agreement)
    held = [(7, 1, "Anna"), (7, 2, "Union"), (7, 3, "toll"), (8, 1, "Ben"), (9, 2, "X"), (9, 3, "y")]
    if version == 3:
        base.executemany("INSERT INTO ENTITIES VALUES (?, ?)", enumerate((value for _, _, value in held), start=1))
        held = [(statement, variable, number) for number, (statement, variable, _) in enumerate(held, start=1)]
    base.executemany("INSERT INTO DATASHORTTEXT VALUES (?, ?, ?)", held)
    base.commit()
    base.close()
    (row,) = read_dna(path)  # one without a concept and one without a document are no claims
    assert (row["actor"], row["speaker"], row["element"]) == ("Union", "Anna", "toll")
    assert row["stance"] == ("rejects" if agreement else "unknown")
    assert (row["document"], row["quote"], row["start"], row["end"]) == ("News", "Anna", 2, 6)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 this is no database", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_no_database_is_named(detente, tmp_path, content):
    (tmp_path / "bad.dna").write_bytes(content)
    ended = detente("positions", tmp_path / "bad.dna")
    assert ended.code == 2
    assert "bad.dna" in ended.err
    assert "Discourse Network Analyzer" in ended.err


@given(st.text(max_size=20), st.integers(0, 20))
def test_places_survive_utf_16(text, at):
    text = text.encode("utf-8", errors="replace").decode()
    at = min(at, len(text))
    assert place(text, units(text, at)) == at
