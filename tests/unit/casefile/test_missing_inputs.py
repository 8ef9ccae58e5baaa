"""The inputs that would tell most come first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.case import Party, Role
from detente.casefile import missing_inputs, read_case
from unit.casefile.small_case import put, write_small_case


@pytest.fixture
def case(tmp_path):
    return read_case(write_small_case(tmp_path / "corridor"))


def test_stakes_of_required_parties_come_first_then_their_payoffs(case):
    first, second = missing_inputs(case)[:2]
    assert first.what == "political stake of WEST"
    assert first.where == "case.yaml, parties, stake_usd_bn_per_year"
    assert second.what == "payoffs of ROAD.open for WEST"
    assert second.where == "economy/payoffs.csv"


def test_a_party_that_no_package_requires_is_not_asked_for_its_stake(case):
    watcher = Party("SOUTH", "South", "state", Role.OBSERVER)
    with_watcher = replace(case, parties=(*case.parties, watcher))
    assert not any("SOUTH" in missing.what for missing in missing_inputs(with_watcher))


def test_a_case_of_parties_elements_and_claims_is_asked_for_a_package_first(case):
    bare = replace(case, packages=(), phases=(), obligations=(), payoffs=(), no_deal=(), measures=(), ventures=())
    asked = [missing.what for missing in missing_inputs(bare)]
    assert asked[0] == "a named package with the parties it requires"
    assert asked[1] == "political stake of WEST"
    assert "phases of the agreement" in asked
    assert "obligations: who does what in which phase" in asked


def test_claims_that_constrain_nothing_are_named(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    put(folder, "claims.csv", "EAST,ROAD,ROAD.open,,accepts", "EAST,ROAD,,,accepts")
    asked = [missing.what for missing in missing_inputs(read_case(folder))]
    assert "options meant by 1 claim of EAST: C1" in asked


@pytest.mark.parametrize(("row", "named"), [("WEST,*,,,", True), ("WEST,,,,", True), ("WEST,*,,PLAN,", False)])
def test_an_acceptance_in_part_of_nothing_named_is_listed_as_constraining_nothing(tmp_path, row, named):
    folder = write_small_case(tmp_path / "corridor")
    put(folder, "claims.csv", "WEST,*,,PLAN,rejects", f"{row}accepts_in_part")
    asked = {missing.what: missing.unlocks for missing in missing_inputs(read_case(folder))}
    what = "the package or the options that 1 claim of WEST accepts in part: C3"
    assert (what in asked) is named
    if named:
        assert asked[what].endswith("constrains nothing")


def test_at_most_ten_are_named_and_at_most_three_of_a_kind_while_others_wait(case):
    more = tuple(Party(f"P{n}", "Party", "state", Role.SIGNATORY) for n in range(20))
    package = replace(case.packages[0], required=tuple(party.id for party in more))
    asked = missing_inputs(replace(case, parties=(*case.parties, *more), packages=(package,)))
    assert len(asked) == 10
    assert sum(missing.what.startswith("political stake") for missing in asked) == 3


def test_a_case_that_states_everything_lacks_little(case):
    asked = missing_inputs(case)
    assert len({missing.what for missing in asked}) == len(asked)
    assert not any("p_detect" in missing.what for missing in asked)
