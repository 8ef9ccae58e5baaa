"""PA-X and UCDP as users download them: joined to packages, and refused with line and remedy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import CaseError, Provision
from detente.precedents import armed_conflicts, conflicts_between, pax_packages
from unit.precedents.test_checks import CASE

CODES = dict.fromkeys(("Bus", "NatRes", "DevInfra", "SsrGua", "ImUN", "ImOth", "ImPK", "ImE"), "0")


def agreement(id_: str, process: str, day: str, **codes: str) -> dict[str, str]:
    return {
        "AgtId": id_,
        "PP": process,
        "PPName": "A process",
        "Agt": f"Text {id_}",
        "Dat": day,
        "Ver": "8",
        **CODES,
    } | codes


def rows(*found: dict[str, str]) -> list[tuple[int, dict[str, str]]]:
    return list(enumerate(found, start=2))


def test_an_act_and_its_annexes_are_one_package():
    packages = pax_packages(
        rows(
            agreement("1", "7", "1998-10-26"),
            agreement("2", "7", "1998-11-30", Bus="2", ImE="1"),
            agreement("3", "7", "2004-01-01", SsrGua="1"),
            agreement("4", "9", "1998-12-01"),
        ),
        "pax.csv",
    )
    assert [p.source for p in packages] == [
        "PA-X version 8, agreements 1, 2",
        "PA-X version 8, agreements 4",
        "PA-X version 8, agreements 3",
    ]
    assert packages[0].has[Provision.INVESTMENT] == packages[0].has[Provision.SNAPBACK] == "yes"
    assert packages[0].has[Provision.GUARANTEE] == "no"
    assert packages[0].has[Provision.TRADE] == "unknown"
    assert packages[0].outcome == "pending"


def test_codes_not_filled_in_are_unknown_unless_another_text_has_them():
    found = pax_packages(rows(agreement("1", "7", "1998-10-26", Bus="")), "pax.csv")[0]
    assert found.has[Provision.INVESTMENT] == "unknown"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"Dat": "26/10/1998"}, 'pax.csv, line 2: Dat "26/10/1998" is not a date.\nWrite year-month-day.'),
        ({"Bus": "9"}, 'pax.csv, line 2: Bus "9" is not a code from 0 to 3.\nUse the table as it was downloaded.'),
        ({"Ver": "2"}, "version 2 of the codebook is not known here"),
        ({"Ver": "12"}, "version 12 of the codebook is not known here"),
        ({"Ver": "new"}, "the column Ver does not tell the version"),
    ],
)
def test_what_cannot_be_used_is_refused(changed, message):
    with pytest.raises(CaseError) as caught:
        pax_packages(rows(agreement("1", "7", "1998-10-26") | changed), "pax.csv")
    assert message in str(caught.value)


def test_a_stated_codebook_stands_in_for_the_column():
    assert pax_packages(rows(agreement("1", "7", "1998-10-26") | {"Ver": ""}), "pax.csv", codebook=7)


def test_missing_columns_are_named():
    row = agreement("1", "7", "1998-10-26")
    del row["ImE"]
    with pytest.raises(CaseError, match="line 1: the columns ImE are missing"):
        pax_packages(rows(row), "pax.csv")


def conflict_year(year: str, level: str = "1", **more: str) -> dict[str, str]:
    base = {"conflict_id": "11", "side_a": "Government of East", "side_b": "Government of West", "version": "24.1"}
    return base | {"year": year, "intensity_level": level} | more


def test_years_of_a_conflict_between_two_parties_are_counted():
    found = armed_conflicts(rows(conflict_year("1991"), conflict_year("1993", "2")), "ucdp.csv")
    assert found[0].years == (1991, 1993)
    assert found[0].wars == (1993,)
    assert conflicts_between(CASE, found) == found
    assert conflicts_between(replace(CASE, parties=CASE.parties[:1]), found) == ()


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (conflict_year("1992", version="23.1"), "rows are of several versions, 23.1, 24.1"),
        (conflict_year("soon"), 'line 3: year "soon"'),
        (conflict_year("1992", "7"), 'intensity_level "7" cannot be read'),
    ],
)
def test_broken_conflicts_are_refused(second, message):
    with pytest.raises(CaseError, match=message):
        armed_conflicts(rows(conflict_year("1991"), second), "ucdp.csv")
