"""The template explains every key, has no problem and exercises the whole format."""

from __future__ import annotations

import pytest

from detente.case import CaseError
from detente.casefile import check_case, field_tables, missing_inputs, read_case, write_template


@pytest.fixture
def folder(tmp_path):
    write_template(tmp_path / "new", "new")
    return tmp_path / "new"


def comments(text: str) -> str:
    """The comments of a YAML text as one line of words."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(" ".join(line.lstrip("# ") for line in lines if line.startswith("#")).split())


def test_the_template_has_no_problem(folder):
    assert check_case(folder) == ()


def test_the_template_holds_some_of_everything(folder):
    case = read_case(folder)
    assert (len(case.parties), len(case.elements), len(case.packages), len(case.phases)) == (3, 6, 3, 4)
    assert (len(case.obligations), len(case.claims), len(case.documents)) == (8, 17, 1)
    for name in (
        "no_deal",
        "assumptions",
        "escrows",
        "exposures",
        "transfers",
        "rules",
        "ventures",
        "councils",
        "measures",
    ):
        assert getattr(case, name), name
    assert case.prices
    assert case.payoffs
    assert case.false_alarms_per_year


def test_comments_explain_every_key_in_the_words_of_the_field_tables(folder):
    said = comments((folder / "case.yaml").read_text())
    front = comments((folder / "documents/courier-2024-05-03.md").read_text())
    for table in field_tables().values():
        for field in table.fields.values():
            if table.place == "case.yaml":
                assert f"{field.name}: {field.description}" in said
            elif table.name == "document":
                assert f"{field.name}: {field.description}" in front


def test_every_column_of_every_table_is_in_the_template(folder):
    for table in field_tables().values():
        if table.place.endswith(".csv"):
            header = (folder / table.place).read_text().splitlines()[0]
            assert header == ",".join(table.fields)


def test_the_template_speaks_of_the_folder_by_its_name(tmp_path):
    write_template(tmp_path / "harbour", "harbour")
    assert "detente check harbour" in (tmp_path / "harbour/case.yaml").read_text()
    assert not any("SLUG" in path.read_text() for path in (tmp_path / "harbour").rglob("*.*"))


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CaseError) as caught:
        write_template(tmp_path, "new")
    assert str(caught.value) == f"{tmp_path}: something is there already.\nName a folder that is new or empty."
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(tmp_path):
    assert len(write_template(tmp_path, "new")) == 15
    assert check_case(tmp_path) == ()


def test_a_place_under_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(CaseError) as caught:
        write_template(tmp_path / "file" / "case", "case")
    assert "Name" in str(caught.value)


def test_the_template_lacks_at_most_ten_inputs(folder):
    assert len(missing_inputs(read_case(folder))) <= 10
