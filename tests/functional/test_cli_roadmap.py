"""`detente roadmap`: the calendar of a package, in every form, and what cannot be planned."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET

import pytest

KAESONG = ("roadmap", "cases/kaesong-2003", "--package", "agreed-2003")


@pytest.fixture(autouse=True)
def at_root(root, monkeypatch):
    monkeypatch.chdir(root)


def copied(root, place, file, change):
    """A copy of the small case with one file changed."""
    for name in ("case.yaml", "obligations.csv", "measures.csv"):
        (place / name).write_text((root / "cases/kaesong-2003" / name).read_text())
    (place / file).write_text(change((place / file).read_text()))
    return place


def test_it_prints_a_table_and_tells_the_sequence(detente):
    ended = detente(*KAESONG)
    assert ended.code == 0
    for words in (
        "site-north",
        "Proven: no order of steps makes the end of the whole less than",
        "What sets the pace",
        "What was assumed",
    ):
        assert words in ended.out


def test_as_json_it_holds_every_step_with_dates_and_proof(detente):
    document = json.loads(detente(*KAESONG, "--format", "json").out)
    assert document["proven"] is True
    assert document["aims"][0]["value"] == document["end_day"] == max(s["ends_day"] for s in document["steps"])
    ends = {s["id"]: s["ends_day"] for s in document["steps"]}
    assert all(s["starts_day"] >= ends[a] for s in document["steps"] for a in s["after"])


def test_a_folder_gets_every_form_and_the_same_bytes_twice(detente, tmp_path):
    for name in ("first", "second"):
        assert detente(*KAESONG, "--output", tmp_path / name).code == 0
    names = sorted(p.name for p in (tmp_path / "first").iterdir())
    assert names == [f"roadmap.{ending}" for ending in ("csv", "ics", "json", "svg", "txt")]
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    with (tmp_path / "first/roadmap.csv").open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    document = json.loads((tmp_path / "first/roadmap.json").read_text())
    assert [row["id"] for row in rows] == [s["id"] for s in document["steps"]]
    assert ET.parse(tmp_path / "first/roadmap.svg").getroot().tag.endswith("svg")
    events = (tmp_path / "first/roadmap.ics").read_bytes().count(b"BEGIN:VEVENT\r\n")
    assert events >= len(rows)


@pytest.mark.parametrize("ending", ["json", "csv", "ics", "svg", "txt"])
def test_the_ending_of_a_file_names_its_form(detente, tmp_path, ending):
    place = tmp_path / f"plan.{ending}"
    assert detente(*KAESONG, "--output", place).code == 0
    assert [p.name for p in tmp_path.iterdir()] == [place.name]
    assert place.stat().st_size > 100


def test_an_ending_that_names_no_form_is_refused_and_nothing_is_written(detente, tmp_path):
    ended = detente(*KAESONG, "--output", tmp_path / "plan.pdf")
    assert ended.code == 2
    assert "no form ends so. Use .json, .csv, .ics, .svg, .txt" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_a_delay_is_told_with_every_step_it_moves(detente):
    before = json.loads(detente(*KAESONG, "--format", "json").out)
    late = before["critical"][0]
    document = json.loads(detente(*KAESONG, "--delay", f"{late}=30", "--format", "json").out)
    assert document["planned_end_day"] == before["end_day"]
    assert document["end_day"] > before["end_day"]
    assert late in [m["id"] for m in document["moves"]]


def test_the_day_of_signature_moves_all_dates(detente):
    document = json.loads(detente(*KAESONG, "--signed-on", "2013-09-01", "--format", "json").out)
    assert document["signed_on"] == document["steps"][0]["starts_on"] == "2013-09-01"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--package", "nothing"), "nothing is not a package of this case. The packages are"),
        ((), "Name a package with --package"),
        (("--package", "status_quo"), "package status_quo has no roadmap"),
        (("--package", "agreed-2003", "--delay", "site-north"), "this is not obligation=days"),
        (("--package", "agreed-2003", "--delay", "nobody=3"), "names nobody, which is not a step"),
        (("--package", "agreed-2003", "--delay", "site-north=1", "--delay", "site-north=2"), "names site-north twice"),
        (("--package", "agreed-2003", "--objective", "balance"), "needs a rule of reciprocity"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(detente, args, words):
    ended = detente("roadmap", "cases/kaesong-2003", *args)
    assert ended.code == 2
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_gate_that_never_opens_is_infeasible_and_named(root, detente, tmp_path):
    case = copied(root, tmp_path, "measures.csv", lambda text: text.replace(",UN Security Council,Resolution,", ",,,"))
    ended = detente("roadmap", case, "--package", "agreed-2003")
    assert ended.code == 4
    assert "wages-south waits for UN-2094" in ended.err
    assert "nothing says when it ends" in ended.err


def test_a_band_that_cannot_be_met_is_infeasible_and_named_with_the_least_that_can(root, detente, tmp_path):
    def ruled(band):
        rule = f"\nreciprocity:\n  - {{id: even, one: [DPRK], other: [ROK], band: {band}}}\nphases:\n"
        return lambda text: text.replace("\nphases:\n", rule, 1)

    copied(root, tmp_path, "case.yaml", ruled(0.01))
    ended = detente("roadmap", tmp_path, "--package", "agreed-2003")
    assert ended.code == 4
    assert "reciprocity even: band of 0.01" in ended.err
    least = float(re.search(r"a band of (\d\.\d+)", ended.err)[1])
    for band, code in ((least, 0), (least - 0.001, 4)):
        copied(root, tmp_path, "case.yaml", ruled(f"{band:.3f}"))
        assert detente("roadmap", tmp_path, "--package", "agreed-2003").code == code


def test_an_owner_that_does_not_exist_is_found_by_the_reader(root, detente, tmp_path):
    case = copied(root, tmp_path, "obligations.csv", lambda text: text.replace(",DPRK,ZONE,", ",NOBODY,ZONE,", 1))
    ended = detente("roadmap", case, "--package", "agreed-2003")
    assert ended.code == 2
    assert 'owner "NOBODY" is not a party of this case' in ended.err


def test_obligations_in_a_circle_are_found_by_the_reader(root, detente, tmp_path):
    text = "15/30/60,,,assumed,,A site can be closed in a day"
    change = text.replace("60,,", "60,workers-north,")
    case = copied(root, tmp_path, "obligations.csv", lambda old: old.replace(text, change, 1))
    ended = detente("roadmap", case, "--package", "agreed-2003")
    assert ended.code == 2
    assert "the order runs in a circle" in ended.err
