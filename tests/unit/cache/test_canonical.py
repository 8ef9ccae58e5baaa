from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

import numpy as np
import pytest

from detente.cache import Unnamed, digest_of
from detente.case import Estimate, Origin


@dataclass(frozen=True)
class Pair:
    first: object
    second: object


class Colour(Enum):
    RED = 1
    BLUE = 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        (0.0, -0.0),
        ("1", 1),
        ("", None),
        (("a", "b"), ("ab",)),
        (("a",), ["a"]),
        ((("a",), "b"), ("a", ("b",))),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (frozenset({"a"}), frozenset({"b"})),
        (slice(0, 2), slice(0, 3)),
        (Decimal("1.0"), Decimal("1.00")),
        (Decimal(1), 1),
        (range(2), slice(0, 2, 1)),
        (Colour.RED, Colour.BLUE),
        (Pair(1, 2), Pair(2, 1)),
        (np.zeros(2), np.zeros(3)),
        (np.zeros(2), np.zeros(2, np.float32)),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.arange(4.0).reshape(2, 2), np.arange(4.0).reshape(2, 2).T.copy().T),
        (np.array([1.0, 2.0]), np.array([1.0, np.nextafter(2.0, 3.0)])),
        (np.float64(1), np.array(1.0)),
        (digest_of, replace),
    ],
)
def test_what_differs_has_different_names(one: object, other: object) -> None:
    assert digest_of(one) != digest_of(other)
    assert digest_of(Pair(one, 0)) != digest_of(Pair(other, 0))


def test_equal_content_has_an_equal_name_in_other_objects() -> None:
    def made() -> object:
        estimate = Estimate("gdp", 2.0, "USD bn", Origin.CITED, low=1.0, high=float("nan"), source="S")
        return Pair({"x": np.arange(6.0).reshape(2, 3)}, (estimate, frozenset({"b", "a"}), [None, Colour.RED]))

    assert digest_of(made()) == digest_of(made())


def test_one_changed_number_deep_inside_is_seen() -> None:
    estimate = Estimate("gdp", 2.0, "USD bn", Origin.CITED, low=1.0, high=3.0, source="S")
    assert digest_of(({"a": (estimate,)},)) != digest_of(({"a": (replace(estimate, high=3.0000000000000004),)},))


@pytest.mark.parametrize("thing", [object(), lambda: 1, np.array([object()]), iter([1])])
def test_what_cannot_be_told_from_outside_has_no_name(thing: object) -> None:
    with pytest.raises(Unnamed):
        digest_of(thing)
