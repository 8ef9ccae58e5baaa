"""`detente precedents` on finished cases: files, determinism, and broken input."""

from __future__ import annotations

import csv
import json

import pytest

FILES = {
    "precedents.html",
    "precedents.json",
    "agreements.csv",
    "likeness.csv",
    "checks.csv",
    "features.csv",
    "lasting.csv",
}
PAX = (
    "Ver,PP,PPName,AgtId,Agt,Dat,Part,Bus,NatRes,DevInfra,SsrGua,ImUN,ImOth,ImPK,ImE\n"
    '8,3,Strait,11,Act,1998-10-26,"East; West",0,0,0,1,0,1,0,1\n'
    '8,3,Strait,12,Annex,1998-11-26,"East; West",2,0,3,0,0,0,0,0\n'
    '8,4,Later,13,Act,2020-01-01,"East; West",2,0,3,0,0,0,0,0\n'
)
UCDP = (
    "conflict_id,side_a,side_b,year,intensity_level,version\n"
    "3,Government of North Korea,Government of South Korea,1950,2,24.1\n"
    "4,Government of Elsewhere,Others,1991,1,24.1\n"
)


@pytest.fixture
def case(root):
    return root / "cases" / "kaesong-2003"


def test_files_are_whole_and_the_same_twice(detente, case, tmp_path):
    for name in ("one", "two"):
        ended = detente("precedents", case, "--output", tmp_path / name)
        assert ended.code == 0, ended.err
    found = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert set(found) == FILES
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    document = json.loads(found["precedents.json"])
    assert document["as_of"] == "2013-08-31"
    assert document["left_out"] == ["kaesong-2003"]
    assert "<script" not in found["precedents.html"].decode()


def test_every_table_has_a_row_for_each_record(detente, case, tmp_path):
    detente("precedents", case, "--output", tmp_path)
    document = json.loads((tmp_path / "precedents.json").read_text())
    for name, key in (("likeness", "likenesses"), ("checks", "checks"), ("agreements", "precedents")):
        with (tmp_path / f"{name}.csv").open(newline="") as lines:
            assert len(list(csv.DictReader(lines))) == len(document[key])


def test_the_answer_is_printed_as_text_and_as_json(detente, case):
    assert "Hidden cheating" in detente("precedents", case).out
    assert json.loads(detente("precedents", case, "--format", "json").out)["schema_version"] == 1


def test_downloads_are_read_and_nothing_later_than_the_case_is_used(detente, case, tmp_path):
    pax, ucdp = tmp_path / "pax.csv", tmp_path / "ucdp.csv"
    pax.write_text(PAX)
    ucdp.write_text(UCDP)
    ended = detente("precedents", case, "--pax", pax, "--ucdp", ucdp, "--format", "json")
    document = json.loads(ended.out)
    assert [k["name"] for k in document["pax"]] == ["Strait: 2 agreements"]
    assert [c["years"] for c in document["armed_conflicts"]] == [[1950]]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--package", "nothing"], 'There is no package "nothing".'),
        (["--pax", "nowhere.csv"], "nowhere.csv: the file cannot be read"),
    ],
)
def test_what_cannot_be_used_ends_with_two_and_writes_nothing(detente, case, tmp_path, args, message):
    ended = detente("precedents", case, "--output", tmp_path / "out", *args)
    assert ended.code == 2
    assert message in ended.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_codebook_is_refused(detente, case, tmp_path):
    pax = tmp_path / "pax.csv"
    pax.write_text(PAX.replace("\n8,", "\n99,"))
    ended = detente("precedents", case, "--pax", pax)
    assert ended.code == 2
    assert "version 99 of the codebook is not known here" in ended.err
    assert detente("precedents", case, "--pax", pax, "--codebook", "8").code == 0


def test_output_must_be_a_folder(detente, case, tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert detente("precedents", case, "--output", tmp_path / "taken").code == 2
    assert (tmp_path / "taken").read_text() == "mine"
