"""Long and hard inputs of `detente positions`: many documents, other scripts, hostile files; nothing is lost."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from detente.cli.positions.positions import propose_positions

PARTIES = "Freedonia: [Fredville]\nSylvania: [Trentino]\nСрбија: [Београд]\nישראל: [ירושלים]\n"
FILLER = "The weather over the valley was mild, and nothing else was reported from there on that day. "


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.delenv("DETENTE_LLM_BASE_URL", raising=False)
    (tmp_path / "parties.yaml").write_text(PARTIES, encoding="utf-8")
    return tmp_path


def articles(folder, count):
    folder.mkdir()
    for number in range(count):
        text = f"Report {number}. Freedonia rejects the toll of {number} crowns. {FILLER * 10}{number}"
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return folder


def peak(desk, folder):
    tracemalloc.start()
    try:
        tally = propose_positions([folder], desk / "parties.yaml", "precise", desk / "claims.jsonl")
        return tally, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_thousand_documents_stream_with_memory_that_hardly_grows(desk):
    peak(desk, articles(desk / "warm", 3))
    _, few = peak(desk, articles(desk / "few", 50))
    tally, many = peak(desk, articles(desk / "many", 1000))
    assert (tally.documents, tally.claims, tally.problems) == (1000, 1000, [])
    rows = [json.loads(line) for line in (desk / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["element"] for row in rows] == [f"the toll of {number} crowns" for number in range(1000)]
    # Beyond the rows on disk, a sketch to find copies is kept of each text: a few kB, far less than its claims.
    assert many - few < 1000 * 12_000


def test_other_scripts_keep_their_places(detente, desk):
    text = "Београд rejects the toll. ירושלים demands a pause. 🙂 Fredville accepts the “bridge”.\n"
    (desk / "a.txt").write_text(text, encoding="utf-8")
    ended = detente("positions", "--parties", desk / "parties.yaml", desk / "a.txt")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [(row["actor"], row["stance"]) for row in rows] == [
        ("Србија", "rejects"),
        ("ישראל", "demands"),
        ("Freedonia", "accepts"),
    ]
    assert all(text[row["start"] : row["end"]] == row["quote"] for row in rows)


def test_every_bad_file_is_named_and_the_good_one_is_read(detente, desk):
    folder = desk / "mixed"
    folder.mkdir()
    (folder / "empty.txt").write_text("")
    (folder / "blank.md").write_text(" \n\n")
    (folder / "no.pdf").write_bytes(b"%PDF-1.7 and no more")
    (folder / "no.docx").write_bytes(b"PK\3\4")
    (folder / "binary.txt").write_bytes(b"\0\1\2" * 100)
    (folder / "latin.txt").write_bytes(
        "Fredville rejects the café at the border, and so it was said there.".encode("cp1252")
    )
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    ended = detente("positions", "--parties", desk / "parties.yaml", folder, "--output", desk / "claims.jsonl")
    assert ended.code == 2
    for name in ("empty.txt", "blank.md", "no.pdf", "no.docx", "binary.txt", "huge.txt"):
        assert f"{name}:" in ended.err
    rows = [json.loads(line) for line in (desk / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["document"].rsplit("/", 1)[1] for row in rows] == ["latin.txt"]
    assert "café" in rows[0]["quote"]
