"""What is wrong with an agreement: every verb says so, with file, line and remedy, or names what clashes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

CASE = Path(__file__).parents[2] / "cases/kaesong-2003"
PACKAGE = ("--package", "with-assurances")
VERBS = {
    "durability": (*PACKAGE, "--worlds", "20"),
    "design": (*PACKAGE, "--worlds", "20"),
    "roadmap": PACKAGE,
    "assess": ("--worlds", "20", "--output", "build"),
}


@pytest.fixture
def case(tmp_path):
    place = tmp_path / "zone"
    shutil.copytree(CASE, place)
    return place


def change(place: Path, before: str, after: str) -> None:
    text = place.read_text(encoding="utf-8")
    assert before in text
    place.write_text(text.replace(before, after, 1), encoding="utf-8")


def asked(detente, verb, case):
    options = [str(case.parent / "build") if o == "build" else o for o in VERBS[verb]]
    return detente(verb, case, *options)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("patience", ["1.0", "0", "-0.2", "1.5"])
def test_a_discount_factor_outside_0_and_1_is_refused(detente, case, verb, patience):
    text = (case / "case.yaml").read_text(encoding="utf-8")
    stated = re.search(r"patience: \{mode: [^}]*\}", text).group(0)
    change(case / "case.yaml", stated, f"patience: {{mode: {patience}, unit: share, origin: assumed, why: 'a test'}}")
    ended = asked(detente, verb, case)
    assert ended.code == 2
    assert re.search(r"case\.yaml, line \d+: .*patience", ended.err)
    assert "above 0 and below 1" in ended.err


@pytest.mark.parametrize("verb", VERBS)
def test_a_detection_above_1_is_refused(detente, case, verb):
    change(case / "obligations.csv", ",0.95/0.99/1,", ",0.95/0.99/1.4,")
    ended = asked(detente, verb, case)
    assert ended.code == 2
    assert re.search(r"obligations\.csv, line 2: .*p_detect", ended.err)


@pytest.mark.parametrize("verb", VERBS)
def test_an_owner_that_does_not_exist_is_refused_and_the_nearest_named(detente, case, verb):
    change(case / "obligations.csv", ",DPRK,ZONE,", ",DPRX,ZONE,")
    ended = asked(detente, verb, case)
    assert ended.code == 2
    assert 'obligations.csv, line 2: owner "DPRX" is not a party of this case.' in ended.err
    assert "DPRK" in ended.err


@pytest.mark.parametrize("verb", VERBS)
def test_obligations_in_a_circle_are_refused_and_named(detente, case, verb):
    change(case / "obligations.csv", ",15/30/60,,,assumed,,A site can", ",15/30/60,workers-north,,assumed,,A site can")
    ended = asked(detente, verb, case)
    assert ended.code == 2
    assert "circle" in ended.err
    assert "site-north" in ended.err
    assert "workers-north" in ended.err
    assert "Traceback" not in ended.err


def shut(case: Path) -> None:
    """Nobody can lift the measure on cash, it has no end, and the first step needs it lifted."""
    change(case / "measures.csv", "open,UN Security Council,", "open,,")
    change(
        case / "obligations.csv",
        ",15/30/60,,,assumed,,A site can",
        ",15/30/60,,transfer:cash->DPRK,assumed,,A site can",
    )


def test_a_gate_that_never_opens_is_a_named_infeasibility_of_the_roadmap(detente, case):
    shut(case)
    ended = asked(detente, "roadmap", case)
    assert ended.code == 4
    assert "site-north waits for UN-2094" in ended.err
    assert "who_can_lift" in ended.err


def test_a_gate_that_never_opens_is_said_in_the_report_and_the_rest_is_assessed(detente, case):
    shut(case)
    assert asked(detente, "assess", case).code == 0
    build = case.parent / "build"
    document = json.loads((build / "analysis.json").read_text(encoding="utf-8"))
    shown = next(p for p in document["roadmap"]["packages"] if p["package"] == "with-assurances")
    assert shown["plan"] is None
    assert "site-north waits for UN-2094" in shown["why_no_plan"]
    assert document["durability"]["packages"]
    assert "There is no calendar" in (build / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["durability", "design", "roadmap"])
def test_a_place_that_cannot_be_written_is_refused_before_the_case_is_read(detente, tmp_path, verb):
    taken = tmp_path / "taken"
    taken.write_text("kept", encoding="utf-8")
    ended = detente(verb, tmp_path / "no-case", *PACKAGE, "--output", taken / "below")
    assert ended.code == 2
    assert str(taken) in ended.err
    assert "no-case" not in ended.err
    assert taken.read_text(encoding="utf-8") == "kept"
