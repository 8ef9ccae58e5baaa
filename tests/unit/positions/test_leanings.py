"""What candidate mode guesses where no frame fits, and what the table of leanings holds."""

from __future__ import annotations

import pytest

from detente.case import Stance
from detente.positions.extract import make_extractor
from detente.positions.extract.lexicon import load_lexicon

PARTIES = {"Norland": ["Norlandic", "Haven", "Lind"], "Sudland": ["Sudlandic", "Marisa", "Okoro"], "Union": []}


def claims(text, mode="candidate"):
    found = make_extractor(PARTIES, mode=mode).claims_in(text)
    return {(claim.actor, claim.stance.value) for claim in found}


def precise(text):
    return claims(text, "precise")


def test_every_leaning_names_stances_and_a_kind():
    table = load_lexicon().leanings
    assert sum(map(len, table.values())) > 2000
    for leanings in table.values():
        assert {leaning.kind for leaning in leanings} <= {"verb", "deed", "word"}
        assert all(leaning.stances or leaning.negated for leaning in leanings)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Okoro has gone cold on the corridor.", ("Sudland", "rejects")),
        ("On compensation, Marisa stayed silent.", ("Sudland", "unknown")),
        ("The idea of a buffer zone originated in Haven.", ("Norland", "proposes")),
        ("The ministry in Marisa gave the plan a guarded welcome.", ("Sudland", "accepts")),
        (
            '"If they stop the flares, we stop the fines. It is as simple as that," Lind said.',
            ("Norland", "conditional"),
        ),
    ],
)
def test_words_lean_to_a_stance_where_no_frame_fits(text, claim):
    assert claim in claims(text)


def test_guesses_stay_out_of_precise_mode():
    assert not precise("Okoro has gone cold on the corridor.")


@pytest.mark.parametrize(
    "text",
    [
        "Analysts believe that the spring elections in Haven will change little.",
        "The observatory of Norland was founded in 1962 by two brothers.",
        "The road to the pass climbs nine hundred metres in forty bends.",
    ],
)
def test_outsiders_history_and_scenery_give_no_guess(text):
    assert not claims(text)


def test_short_answers_name_what_was_asked():
    found = make_extractor(PARTIES, mode="candidate").claims_in(
        "Q: Will the blockade be lifted?\nOKORO: Certainly not."
    )
    assert any("blockade" in claim.element and claim.stance is Stance.REJECTS for claim in found)


def test_both_names_the_elements_of_the_sentence_before():
    text = "Haven has no intention of reopening the line, and it rejected a larger quota. Okoro had asked for both."
    (claim,) = [claim for claim in make_extractor(PARTIES).claims_in(text) if claim.actor == "Sudland"]
    assert claim.stance is Stance.DEMANDS
    assert "line" in claim.element
    assert "quota" in claim.element


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The timetable worries Marisa.", ("Sudland", "concerned")),
        ("Six weeks would suit Haven.", ("Norland", "accepts")),
        ("Only a written apology would satisfy Marisa.", ("Sudland", "demands")),
        ("An election under foreign orders we shall never hold, Lind said.", ("Norland", "rejects")),
        ("Under no circumstances, Lind went on, would Norland pay for the canal.", ("Norland", "rejects")),
        ("Were Marisa to waive the fee, Norland would send its copper by rail.", ("Norland", "conditional")),
        ("Sudland called the reopening too generous.", ("Sudland", "rejects")),
        ("The Norlandic draft would give the islands a court.", ("Norland", "proposes")),
        ("Lind made clear that the toll was unacceptable.", ("Norland", "rejects")),
        ("Marisa broadly welcomed the outline.", ("Sudland", "accepts_in_part")),
        ("Norland had accepted, in principle, the deployment of observers.", ("Norland", "accepts")),
        ("Calls from Haven for a pause have gone unheeded.", ("Norland", "demands")),
        ("The Union wants none of it.", ("Union", "rejects")),
        ("Norland would rather let them go in batches.", ("Norland", "proposes")),
        ("Okoro said a lease was conceivable, sovereignty over the quay was not.", ("Sudland", "rejects")),
    ],
)
def test_frames_read_orders_that_are_not_the_usual_one(text, claim):
    assert claim in precise(text)


def test_a_verb_with_its_own_object_is_a_claim_of_its_own():
    text = "Norland would grant the visits, refuses the names and has not responded on the storeroom."
    assert precise(text) >= {("Norland", "accepts"), ("Norland", "rejects"), ("Norland", "unknown")}
