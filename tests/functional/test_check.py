"""`detente new`, `detente check` and `detente schema` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.case import CaseError
from detente.cli.case.check import check_report
from detente.cli.case.new import new_case
from unit.casefile.small_case import put, write_small_case


@pytest.fixture
def corridor(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_small_case(Path("cases/corridor"))


def test_new_writes_a_case_that_check_finds_without_problems(detente, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = detente("new", "my-case")
    assert made.code == 0
    assert "my-case/case.yaml" in made.out
    checked = detente("check", "my-case")
    assert checked.code == 0
    assert checked.out.startswith("my-case: no problems.\n")


def test_new_names_every_file_it_wrote(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert new_case(Path("my-case")) == [
        "my-case/README.md",
        "my-case/case.yaml",
        "my-case/claims.csv",
        "my-case/councils.csv",
        "my-case/deal_prices.csv",
        "my-case/documents/courier-2024-05-03.md",
        "my-case/economy/energy.csv",
        "my-case/economy/payoffs.csv",
        "my-case/economy/shocks.csv",
        "my-case/events.csv",
        "my-case/measures.csv",
        "my-case/norms.csv",
        "my-case/obligations.csv",
        "my-case/prices.csv",
        "my-case/ventures.csv",
    ]


def test_new_refuses_a_folder_that_holds_something(detente, corridor):
    refused = detente("new", str(corridor))
    assert refused.code == 2
    assert refused.err == "cases/corridor: something is there already.\nName a folder that is new or empty.\n"


def test_check_lists_every_problem_and_ends_with_two(detente, corridor):
    put(corridor, "claims.csv", ",accepts,", ",accept,")
    put(corridor, "case.yaml", "currency: USD", "currency: EUR")
    checked = detente("check", "cases/corridor")
    assert checked.code == 2
    assert checked.out == (
        'cases/corridor/case.yaml, line 3: currency "EUR" is not a currency.\n'
        "Use USD.\n"
        "\n"
        'cases/corridor/claims.csv, line 2: stance "accept" is not a stance.\n'
        'Did you mean "accepts"? '
        "Use proposes, accepts, accepts_in_part, conditional, open, rejects, demands, concerned or unknown.\n"
        "\n"
        "2 problems.\n"
    )


def test_check_names_the_inputs_that_would_tell_most(detente, corridor):
    checked = detente("check", "cases/corridor")
    assert checked.code == 0
    assert checked.out.startswith(
        "cases/corridor: no problems.\n"
        "\n"
        "Inputs that are not stated and would tell most, the most telling first:\n"
        " 1. political stake of WEST\n"
        "    where: case.yaml, parties, stake_usd_bn_per_year\n"
        "    tells: what WEST would sign when politics and money are weighed together, not apart\n"
    )


def test_check_as_json(corridor):
    put(corridor, "claims.csv", ",accepts,", ",accept,")
    text, code = check_report(corridor, "json")
    assert code == 2
    assert json.loads(text) == {
        "case": "cases/corridor",
        "problems": [
            {
                "path": "cases/corridor/claims.csv",
                "line": 2,
                "what": 'stance "accept" is not a stance.',
                "remedy": 'Did you mean "accepts"? '
                "Use proposes, accepts, accepts_in_part, conditional, open, rejects, demands, concerned "
                "or unknown.",
            }
        ],
        "missing_inputs": [],
    }


def test_check_of_a_clean_case_as_json_lists_what_is_missing(corridor):
    text, code = check_report(corridor, "json")
    assert code == 0
    assert json.loads(text)["problems"] == []
    assert json.loads(text)["missing_inputs"][0]["what"] == "political stake of WEST"


def test_check_without_a_folder_ends_with_two_and_no_traceback(detente, corridor):
    checked = detente("check", "cases/none")
    assert checked.code == 2
    assert checked.out == ""
    assert checked.err == "cases/none: the case folder does not exist.\nName a folder that holds case.yaml.\n"
    with pytest.raises(CaseError):
        check_report(Path("cases/none"), "text")


def test_schema_prints_tables_and_json(detente):
    assert "claims (claims.csv)" in detente("schema").out
    assert set(json.loads(detente("schema", "--format", "json").out)) == {"case.yaml", "tables"}
