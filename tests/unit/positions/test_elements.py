"""Phrases led to the elements, options and packages of a case."""

from __future__ import annotations

from datetime import date

import pytest

from detente.case import Case, Element, Option, Package, Stance, State
from detente.positions.extract import ProposedClaim, index_elements, map_claim

CASE = Case(
    "river",
    "River",
    "?",
    date(2025, 11, 30),
    "USD",
    2025,
    (),
    (
        Element(
            id="TOLL",
            title="Toll on the bridge",
            domain="trade",
            state=State.PROPOSED,
            status_quo="TOLL.1",
            options=(Option("TOLL.1", "No toll"), Option("TOLL.2", "A toll of two crowns")),
        ),
        Element(
            id="DAM",
            title="Height of the dam",
            domain="water",
            state=State.PROPOSED,
            status_quo="DAM.1",
            options=(Option("DAM.1", "Forty metres"), Option("DAM.2", "Thirty metres")),
            synonyms=("Kingfisher project", "water works"),
        ),
    ),
    packages=(Package("spring", "Spring package", {}, ()),),
)
INDEX = index_elements(CASE)


def mapped(element, stance=Stance.ACCEPTS, condition=None):
    claim = ProposedClaim("A", element, stance, "narrator", False, 0, 1, 0.5, condition)
    return list(map_claim(claim, INDEX))


@pytest.mark.parametrize(
    ("phrase", "element", "option"),
    [
        ("a toll of two crowns", "TOLL", "TOLL.2"),
        ("a lower dam", "DAM", None),
        ("the plan", "*", None),
        ("parts of the proposed peace plan", "*", None),
        ("visits of poets", "visits of poets", None),
        ("a fourth stage of the Kingfisher project in the upper valley", "DAM", None),
        ("the Kingfisher festival", "the Kingfisher festival", None),
    ],
)
def test_a_phrase_is_led_to_its_element_or_left_alone(phrase, element, option):
    (claim,) = mapped(phrase)
    assert (claim.element, claim.option) == (element, option)


def test_a_package_is_known_by_its_title():
    (claim,) = mapped("the spring package")
    assert (claim.element, claim.package) == ("*", "spring")


def test_a_condition_names_the_option_that_it_asks_for():
    (claim,) = mapped("a toll of two crowns", Stance.CONDITIONAL, "the dam stays at thirty metres")
    assert claim.condition_option == "DAM.2"


def test_silence_on_parts_is_unknown_on_every_element():
    assert [claim.element for claim in mapped("which elements it accepts", Stance.UNKNOWN)] == ["TOLL", "DAM"]
