"""Every fault gives its whole message, and nothing else happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detente.case import CaseError
from detente.casefile import check_case, read_case
from unit.casefile import faults_in_csv, faults_in_told, faults_in_yaml
from unit.casefile.small_case import FILES, VOICES, put, write_small_case

FAULTS = [*faults_in_yaml.FAULTS, *faults_in_csv.FAULTS, *faults_in_told.FAULTS]


@pytest.fixture
def corridor(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_small_case(Path("cases/corridor"))


def said(folder: Path) -> str:
    return "\n\n".join(str(problem) for problem in check_case(folder))


def test_the_small_case_has_no_fault(corridor):
    assert said(corridor) == ""


@pytest.mark.parametrize(("place", "before", "after", "message"), [pytest.param(*f[1:], id=f[0]) for f in FAULTS])
def test_a_fault_gives_its_whole_message(corridor, place, before, after, message):
    put(corridor, place, before, after)
    assert said(corridor) == message
    with pytest.raises(CaseError) as caught:
        read_case(corridor)
    assert str(caught.value) == message


def test_every_fault_has_a_name_of_its_own():
    assert len({fault[0] for fault in FAULTS}) == len(FAULTS) >= 45


def test_all_faults_of_all_files_come_at_once_and_in_order(corridor):
    put(corridor, "case.yaml", "as_of: 2024-06-30", "as_of: soon")
    put(corridor, "case.yaml", "currency: USD", "currency: EUR")
    put(corridor, "claims.csv", ",accepts,", ",accept,")
    put(corridor, "prices.csv", "3.5", "dear")
    places = [(Path(problem.path).name, problem.line) for problem in check_case(corridor)]
    assert places == [("case.yaml", 2), ("case.yaml", 3), ("claims.csv", 2), ("prices.csv", 2)]


def test_a_package_that_lacks_what_a_rule_requires(corridor):
    put(corridor, "case.yaml", "kind: excludes, other: FLAG.both", "kind: requires, other: FLAG.none")
    put(corridor, "case.yaml", "      ROAD: ROAD.open\n", "      ROAD: ROAD.open\n      FLAG: FLAG.both\n")
    assert said(corridor) == (
        "cases/corridor/case.yaml, line 50: package PLAN holds ROAD.open, which requires FLAG.none by rule R1, and "
        "holds FLAG.both.\n"
        "Change the choice, or delete the rule if a text may break it."
    )


def test_a_package_that_requires_a_voice_or_comes_from_one(corridor):
    put(corridor, "case.yaml", "elements:\n", f"{VOICES}elements:\n")
    put(
        corridor,
        "case.yaml",
        "    required: [EAST, WEST]\n",
        "    required: [EAST, WEST, HOUSE]\n    proposed_by: GUILD\n",
    )
    assert said(corridor) == (
        "cases/corridor/case.yaml, line 59: package PLAN requires HOUSE, which is a voice of WEST.\n"
        "Name WEST: a voice that ratifies signs for its party wherever the party is required.\n"
        "\n"
        "cases/corridor/case.yaml, line 60: package PLAN is proposed by GUILD, which is a voice of WEST.\n"
        "Name WEST: a move in the rounds is a party's."
    )


def test_no_fault_in_what_was_told_repeats_a_number(corridor):
    for _, place, before, after, message in faults_in_told.FAULTS:
        if place == "preferences.yaml":
            numbers = {"17", "18", "75", "-17", "1.75", "0.75"}
            assert not numbers & set(message.replace(",", " ").replace('"', " ").split()), (before, after)


def test_told_preferences_that_are_not_where_they_should_be(corridor):
    message = (
        "apart.yaml: the file cannot be read (No such file or directory).\nSee that the file exists and that you may "
        "read it."
    )
    assert [str(problem) for problem in check_case(corridor, Path("apart.yaml"))] == [message]


def test_a_misspelt_name_of_the_told_preferences(corridor):
    (corridor / "preferences.yaml").rename(corridor / "preference.yaml")
    assert said(corridor) == (
        "cases/corridor/preference.yaml: nothing of this name is read.\n"
        'Did you mean "preferences.yaml"? Rename it, or give it a name that is further from that.'
    )


def test_checking_writes_nothing(corridor):
    put(corridor, "claims.csv", ",accepts,", ",accept,")
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in Path().rglob("*")}
    check_case(corridor)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in Path().rglob("*")} == before


def test_a_folder_that_is_not_there(corridor):
    with pytest.raises(CaseError) as caught:
        check_case(Path("cases/none"))
    assert str(caught.value) == "cases/none: the case folder does not exist.\nName a folder that holds case.yaml."


def test_a_file_in_place_of_the_folder(corridor):
    with pytest.raises(CaseError) as caught:
        check_case(corridor / "case.yaml")
    message = "cases/corridor/case.yaml: the case folder is not a folder.\nName its folder: cases/corridor"
    assert str(caught.value) == message


def test_a_folder_without_case_yaml(corridor):
    (corridor / "case.yaml").unlink()
    assert said(corridor) == (
        "cases/corridor/case.yaml: the file is missing.\nWrite one, or begin a new case with: detente new FOLDER"
    )


def test_an_empty_case_yaml(corridor):
    (corridor / "case.yaml").write_text("# nothing yet\n")
    assert said(corridor) == (
        "cases/corridor/case.yaml: the file is empty.\n"
        "Write title:, as_of: and the other keys that detente schema lists."
    )


def test_a_list_in_place_of_the_case(corridor):
    (corridor / "case.yaml").write_text("- a\n- b\n")
    assert said(corridor) == (
        "cases/corridor/case.yaml: the file does not hold keys with values.\n"
        "Write title:, as_of: and the other keys that detente schema lists."
    )


@pytest.mark.parametrize("place", FILES)
def test_text_that_is_not_utf_8(corridor, place):
    path = corridor / place
    path.write_bytes(path.read_bytes() + b"\ncaf\xe9\n")
    line = FILES[place].count("\n") + 2
    assert said(corridor).startswith(
        f"cases/corridor/{place}, line {line}: the text is not UTF-8.\n"
        "Save the file as UTF-8; most editors call it encoding."
    )


def test_a_byte_order_mark_is_no_fault(corridor):
    path = corridor / "claims.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert said(corridor) == ""


def test_a_file_over_fifty_megabytes(corridor):
    os.truncate(corridor / "claims.csv", 50_000_001)
    assert said(corridor) == (
        "cases/corridor/claims.csv: the file has 50,000,001 bytes, more than 50,000,000.\n"
        "Keep what the case needs and leave the rest outside the folder."
    )


def test_a_link_out_of_the_folder(corridor):
    outside = Path("outside.csv")
    outside.write_text(FILES["prices.csv"])
    (corridor / "prices.csv").unlink()
    (corridor / "prices.csv").symlink_to(outside.resolve())
    assert said(corridor) == (
        "cases/corridor/prices.csv: the link leads out of the case folder.\n"
        "Copy the file into the folder: a case stands on its own."
    )


def test_a_link_that_leads_nowhere(corridor):
    (corridor / "prices.csv").unlink()
    (corridor / "prices.csv").symlink_to("gone.csv")
    assert said(corridor) == (
        "cases/corridor/prices.csv: the file cannot be read (No such file or directory).\n"
        "See that the file exists and that you may read it."
    )


def test_a_link_that_leads_in_a_circle(corridor):
    (corridor / "prices.csv").unlink()
    (corridor / "prices.csv").symlink_to("prices.csv")
    assert "cases/corridor/prices.csv: the file cannot be read (" in said(corridor)


def test_a_pipe_in_place_of_a_file(corridor):
    (corridor / "documents" / "pipe.txt").unlink(missing_ok=True)
    os.mkfifo(corridor / "documents" / "pipe.txt")
    assert said(corridor) == (
        "cases/corridor/documents/pipe.txt: this is a pipe or a device, not a file.\n"
        "Put a plain text file there, or delete it."
    )


def test_a_folder_in_place_of_a_file(corridor):
    (corridor / "prices.csv").unlink()
    (corridor / "prices.csv").mkdir()
    assert said(corridor) == (
        "cases/corridor/prices.csv: this is a folder, not a file.\nPut a plain text file there, or delete it."
    )


def test_a_file_in_place_of_the_documents(corridor):
    (corridor / "documents/gazette.md").unlink()
    (corridor / "documents").rmdir()
    (corridor / "documents").write_text("text")
    assert said(corridor) == (
        "cases/corridor/documents: the folder cannot be read (Not a directory).\nMake it a folder that you may read."
    )


def test_a_file_whose_name_is_misspelt(corridor):
    (corridor / "claims.csv").rename(corridor / "claim.csv")
    assert said(corridor) == (
        "cases/corridor/claim.csv: nothing of this name is read.\n"
        'Did you mean "claims.csv"? Rename it, or give it a name that is further from that.'
    )


def test_payoffs_that_lie_beside_case_yaml(corridor):
    (corridor / "economy/payoffs.csv").rename(corridor / "payoffs.csv")
    assert said(corridor) == (
        "cases/corridor/payoffs.csv: nothing of this name is read.\n"
        'Did you mean "economy/payoffs.csv"? Rename it, or give it a name that is further from that.'
    )


def test_a_file_with_nothing_but_null_bytes(corridor):
    (corridor / "case.yaml").write_bytes(b"\0" * 10)
    assert said(corridor) == (
        "cases/corridor/case.yaml, line 1: the text holds a control character (number 0).\n"
        "Delete the character, or save the file as plain text."
    )


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_without_end_does_not_crash(corridor, opening):
    (corridor / "case.yaml").write_text(opening * 100_000)
    assert "nested more than 40 deep" in said(corridor) or "not readable as YAML" in said(corridor)


def test_aliases_that_multiply_are_refused_at_once(corridor):
    layers = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 20))
    (corridor / "case.yaml").write_text("l0: &l0 [a]\n" + layers)
    assert 'the alias "*l18" is refused.' in said(corridor)


DEAL_PRICES = "series,with_deal,without_deal,unit,origin,source,why\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Toll,2/3/4,5,USD,assumed,,made up", "without_deal has no range."),
        ("Toll,3/3/3,4/5/6,USD,assumed,,made up", "with_deal has no range."),
        ("Toll,2/3/4,4/5/6,EUR,assumed,,made up", 'the unit "EUR" is not that of the series, "USD".'),
        ("Tolls,2/3/4,4/5/6,USD,assumed,,made up", 'series "Tolls" has no row in prices.csv.'),
        ("Toll,2/3/4,4/5/6,USD,cited,,made up", "the numbers are cited and source is empty."),
    ],
)
def test_prices_with_and_without_a_deal_are_held_against_the_prices(corridor, row, message):
    (corridor / "deal_prices.csv").write_text(f"{DEAL_PRICES}{row}\n")
    assert f"cases/corridor/deal_prices.csv, line 2: {message}" in said(corridor)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("e,2024-05-01,News,Tolls,", 'series "Tolls" has no row in prices.csv.'),
        ("e,2024-12-01,News,,", "on 2024-12-01 is later than the as_of of the case, 2024-06-30."),
        ("e,May,News,,", 'on "May" is not a date.'),
    ],
)
def test_events_are_held_against_the_case(corridor, row, message):
    (corridor / "events.csv").write_text(f"id,on,title,series,source\n{row}\n")
    assert f"cases/corridor/events.csv, line 2: {message}" in said(corridor)


def test_events_have_ids_of_their_own(corridor):
    (corridor / "events.csv").write_text("id,on,title\ne,2024-05-01,News\ne,2024-05-02,More\n")
    assert 'the id "e" of an event is here a second time' in said(corridor)
