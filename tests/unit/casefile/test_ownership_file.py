"""Files of ownership: what is read, and what is said of broken ones."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from detente.case import CaseError
from detente.casefile import read_ownership

ONE = {"id": "one", "listed": ["X"], "owns": [{"owner": "X", "owned": "A", "pct": "33.333333"}]}


def written(tmp_path, content):
    path = tmp_path / "holdings.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize("content", [{"cases": [ONE]}, [ONE], ONE])
def test_an_object_a_list_and_one_case_are_read(tmp_path, content):
    (found,) = read_ownership(written(tmp_path, content))
    assert (found.id, found.listed[0].entity, found.stakes[0].low_percent) == ("one", "X", Decimal("33.333333"))


def test_a_number_is_read_digit_by_digit(tmp_path):
    found = read_ownership(written(tmp_path, '{"owns": [{"owner": "X", "owned": "A", "pct": 16.666667}]}'))
    assert found[0].stakes[0].high_percent == Decimal("16.666667")


def test_an_interval_an_unknown_and_open_bounds_are_read(tmp_path):
    owns = [
        {"owner": "X", "owned": "A", "pct": None},
        {"owner": "Y", "owned": "A", "pct": {"min": "25", "max": "50", "min_open": True}},
    ]
    unknown, range_ = read_ownership(written(tmp_path, {"owns": owns}))[0].stakes
    assert (unknown.low_percent, unknown.high_percent) == (0, 100)
    assert (range_.low_percent, range_.high_percent, range_.low_open, range_.high_open) == (25, 50, True, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"owns": [{"owner": "X", "owned": "A", "pct": "half"}]}, 'owns 1: the stake "half" is not a percentage.'),
        ({"owns": [{"owner": "X", "owned": "A", "pct": "101"}]}, 'the stake "101" exceeds 100.'),
        ({"owns": [{"owner": "X", "owned": "A", "pct": "-5"}]}, "is not a percentage."),
        ({"owns": [{"owner": "X", "owned": "A"}]}, "the stake has no pct."),
        ({"owns": [{"owner": "X", "owned": "A", "pct": "5", "percent": "6"}]}, '"percent" is not read here.'),
        ({"owns": [{"owner": "", "owned": "A", "pct": "5"}]}, "owner is not a name."),
        (
            {"owns": [{"owner": "X", "owned": "A", "pct": {"min": "50", "max": "20"}}]},
            "no stake lies between 50 and 20.",
        ),
        ({"owns": [{"owner": "X", "owned": "A", "pct": "5", "since": "2024-13-01"}]}, "is not a date."),
        ({"owns": {"X": "A"}}, "owns: this is not a list."),
        ({"holds": []}, "holds: this is no part of a case."),
        ({"joint_arrangements": [["X"]]}, "an arrangement needs two members."),
        ({"listed": [{"id": "X", "regimes": ["ofac"]}]}, "regimes names something else than regimes."),
    ],
)
def test_what_cannot_be_read_is_named_with_case_and_entry(tmp_path, change, message):
    path = written(tmp_path, {"cases": [{"id": "one", **change}]})
    with pytest.raises(CaseError) as refused:
        read_ownership(path)
    assert message in str(refused.value)
    assert str(refused.value).startswith(f'{path.as_posix()}: case "one", ')


def test_all_problems_come_at_once(tmp_path):
    owns = [{"owner": "X", "owned": "A", "pct": "a"}, {"owner": "X", "owned": "A", "pct": "b"}]
    with pytest.raises(CaseError) as refused:
        read_ownership(written(tmp_path, {"id": "one", "owns": owns}))
    assert str(refused.value).count("is not a percentage") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", ", line 1: this is no JSON"), ("3", "the file holds no cases."), ('{"id": "a", "id": "b"}', "stands twice")],
)
def test_a_file_that_is_none_is_refused(tmp_path, text, message):
    with pytest.raises(CaseError, match=message):
        read_ownership(written(tmp_path, text))
