"""What is written as Genius files reads back as the same scenario."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import CaseError, Scenario, ScenarioElement
from detente.casefile import read_scenario, write_scenario
from unit.casefile.genius_files import write

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\n\r <&\"'"), min_size=1, max_size=8
)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=9) | st.sampled_from(
    [Decimal("1E-40"), Decimal("-0.0"), Decimal("1E+30"), Decimal("0.1234567890123456789012345678")]
)


@st.composite
def scenarios(draw):
    parties = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    titles = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    options = [tuple(draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))) for _ in titles]
    elements = tuple(ScenarioElement(name, some) for name, some in zip(titles, options, strict=True))
    return Scenario(
        name=draw(NAMES),
        parties=tuple(parties),
        elements=elements,
        weights=tuple(tuple(draw(NUMBERS) for _ in elements) for _ in parties),
        evaluations=tuple(tuple(tuple(draw(NUMBERS) for _ in some) for some in options) for _ in parties),
        reservation=tuple(draw(st.none() | NUMBERS) for _ in parties),
        discount=tuple(draw(st.none() | NUMBERS) for _ in parties),
    )


@given(scenario=scenarios())
@settings(max_examples=150)
def test_reading_what_was_written_gives_the_same(scenario):
    with TemporaryDirectory() as place:
        write_scenario(scenario, Path(place) / "scenario")
        assert read_scenario(Path(place) / "scenario") == scenario


def test_parties_keep_their_order_beyond_ten(tmp_path):
    one = read_scenario(write(tmp_path / "one", south=None))
    parties = tuple(f"{chr(110 - k)}" for k in range(12))
    many = replace(
        one,
        parties=parties,
        weights=one.weights * 12,
        evaluations=one.evaluations * 12,
        reservation=one.reservation * 12,
        discount=one.discount * 12,
    )
    write_scenario(many, tmp_path / "many")
    assert read_scenario(tmp_path / "many").parties == parties


def test_a_folder_that_holds_anything_is_left_alone(tmp_path):
    scenario = read_scenario(write(tmp_path))
    with pytest.raises(CaseError, match="something is there already"):
        write_scenario(scenario, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parties": ("a\x00", "b")}, "control character"),
        ({"parties": ("", "b")}, "a name is empty"),
        ({"parties": ("b", "b")}, "share a name"),
        ({"reservation": (Decimal("NaN"), None)}, "not a finite number"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(tmp_path, change, words):
    scenario = replace(read_scenario(write(tmp_path / "in")), **change)
    with pytest.raises(CaseError, match=words):
        write_scenario(scenario, tmp_path / "out")
    assert not (tmp_path / "out").exists()
