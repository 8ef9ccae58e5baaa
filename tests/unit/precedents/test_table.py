"""The table of agreements: complete, consistent, and blind to what was not yet known."""

from __future__ import annotations

import csv
import re
from importlib.resources import files

import pytest

from detente.case import Provision
from detente.precedents import CHECKS, builtin_precedents, known_by
from detente.precedents.records import COLLAPSED, OUTCOMES, PENDING

TABLE = builtin_precedents()


def test_there_are_thirty_four_agreements_with_ids_of_their_own():
    assert len({p.id for p in TABLE}) == len(TABLE) >= 34


@pytest.mark.parametrize("precedent", TABLE, ids=lambda p: p.id)
def test_every_row_is_consistent(precedent):
    assert precedent.outcome in OUTCOMES
    assert set(precedent.has) == set(Provision)
    assert set(precedent.has.values()) <= {"yes", "no", "unknown"}
    assert set(precedent.causes) <= set(CHECKS)
    assert precedent.signed < precedent.followed_until
    assert len(precedent.parties) >= 1
    assert precedent.source
    assert (precedent.ended is not None) == (precedent.outcome in (COLLAPSED, "expired"))
    if precedent.outcome == COLLAPSED:
        assert precedent.causes


@pytest.mark.parametrize("precedent", TABLE, ids=lambda p: p.id)
def test_what_is_from_memory_stays_marked(precedent):
    assert precedent.evidence in ("seen", "seen_in_part", "recalled")
    if precedent.evidence == "recalled":
        assert precedent.recalled == "all of it"
        assert precedent.source.startswith("From memory")
    if precedent.evidence == "seen_in_part":
        assert precedent.recalled or precedent.what_happened


def test_no_cell_of_the_data_names_a_machine_or_is_left_over():
    text = files("detente.precedents").joinpath("data", "agreements.csv").read_text(encoding="utf-8")
    assert not re.search(r"/home/|/root/|TODO|xxx", text)
    assert all(None not in row for row in csv.DictReader(text.splitlines()))


def test_what_happened_later_is_not_known():
    known = {p.id: p for p in known_by(TABLE, 2010.0)}
    assert "jcpoa-2015" not in known
    assert known["nord-stream-2005"].outcome == PENDING
    assert known["nord-stream-2005"].ended is None
    assert known["nord-stream-2005"].causes == ()
    assert known["nord-stream-2005"].followed_until == 2010.0
    assert known["kumgang-1998"].outcome == COLLAPSED


def test_knowing_more_never_forgets():
    for year in (1975.0, 1990.0, 2005.0, 2020.0):
        before, after = ({p.id: p for p in known_by(TABLE, y)} for y in (year, year + 5))
        assert set(before) <= set(after)
        for id_, precedent in before.items():
            if precedent.outcome == COLLAPSED:
                assert after[id_] == precedent
