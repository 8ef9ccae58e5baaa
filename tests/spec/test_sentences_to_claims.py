"""One sentence, the claims that it holds. Freedonia and Sylvania talk; Osterlich mediates."""

from __future__ import annotations

import pytest

from detente.positions.extract import make_extractor

PARTIES = {
    "Freedonia": ["Fredville", "Freedonian", "Freedonians", "Firefly"],
    "Sylvania": ["Sylvanian", "Trentino"],
    "Osterlich": ["Osterlich", "OU"],
}
PRECISE = make_extractor(PARTIES)
CANDIDATE = make_extractor(PARTIES, mode="candidate")

ONE_CLAIM = [
    # verbs
    ("Freedonia refused any cut in its fleet.", "Freedonia", "rejects", "fleet"),
    ("Fredville demanded that the bridge be reopened.", "Freedonia", "demands", "bridge"),
    ("Sylvania proposed a joint port authority.", "Sylvania", "proposes", "port authority"),
    ("Sylvania agreed to a joint survey of the river.", "Sylvania", "accepts", "survey"),
    ("Freedonia fears a flood of cheap grain.", "Freedonia", "concerned", "grain"),
    # adjectives
    ("Freedonia is against foreign inspectors.", "Freedonia", "rejects", "inspectors"),
    ("Sylvania remains open to talks on the river.", "Sylvania", "open", "talks"),
    ("Fredville is wary of a long truce.", "Freedonia", "concerned", "truce"),
    # negation
    ("Freedonia does not accept the toll.", "Freedonia", "rejects", "toll"),
    ("Sylvania has not ruled out a toll.", "Sylvania", "open", "toll"),
    ("Fredville would no longer accept the old border.", "Freedonia", "rejects", "border"),
    ("Freedonia will not drop its demand for a port.", "Freedonia", "demands", "port"),
    ("Sylvania has no objection to a joint patrol.", "Sylvania", "accepts", "patrol"),
    ("Freedonia refused to rule out a union.", "Freedonia", "open", "union"),
    # conditions
    ("Freedonia would open the bridge only if the tariff fell.", "Freedonia", "conditional", "bridge"),
    ("Sylvania will not sign the treaty unless Fredville withdraws.", "Sylvania", "conditional", "treaty"),
    ("If the tariff fell, Freedonia would open the bridge.", "Freedonia", "conditional", "bridge"),
    ("Freedonia tied any release to a change of tone.", "Freedonia", "conditional", "release"),
    ("Sylvania agreed to the survey, provided that it is published.", "Sylvania", "conditional", "survey"),
    # insertions, judgements, passives without an actor, what a clause opens with
    ("Sylvania is prepared, however, to discuss the toll.", "Sylvania", "open", "toll"),
    ("Sylvania called the toll excessive.", "Sylvania", "rejects", "toll"),
    ("“Observers would be tolerated,” Fredville said.", "Freedonia", "accepts", "Observers"),
    ("On the toll Fredville declined to comment.", "Freedonia", "unknown", "toll"),
    ("Freedonians want a lower toll.", "Freedonia", "demands", "toll"),
    ("What Fredville wants now, its envoy explained, is a lower toll.", "Freedonia", "demands", "toll"),
    # nouns, relative clauses, passives
    ("Nobody answered Fredville's demand for a seat on the board.", "Freedonia", "demands", "seat"),
    ("The map follows the line that Trentino had asked for.", "Sylvania", "demands", "line"),
    ("The levy was rejected by Freedonia.", "Freedonia", "rejects", "levy"),
    ("Sylvania voiced its opposition to the levy.", "Sylvania", "rejects", "levy"),
    # roles
    ("Officials in Trentino welcomed the survey.", "Sylvania", "accepts", "survey"),
    ("The foreign minister of Freedonia rejected the levy.", "Freedonia", "rejects", "levy"),
    ("Sylvania's chief negotiator called for a pause.", "Sylvania", "demands", "pause"),
    # topics and duties
    ("For Freedonia, a new toll is out of the question.", "Freedonia", "rejects", "toll"),
    ("The tolls must go, Firefly said.", "Freedonia", "demands", "tolls"),
    # part of a whole
    ("Freedonia accepted parts of the plan.", "Freedonia", "accepts_in_part", "plan"),
    # words apart
    ("Freedonia put the river treaty on hold.", "Freedonia", "rejects", "treaty"),
    ("Sylvania called during the round for a pause.", "Sylvania", "demands", "pause"),
]


@pytest.mark.parametrize(("sentence", "actor", "stance", "word"), ONE_CLAIM, ids=[case[0] for case in ONE_CLAIM])
def test_one_sentence_one_claim(sentence, actor, stance, word):
    (claim,) = PRECISE.claims_in(sentence)
    assert (claim.actor, claim.stance.value) == (actor, stance)
    assert word in claim.element


NO_CLAIM = [
    "Freedonia and Sylvania share a river of four hundred miles.",
    "Analysts in Fredville expect a cold winter and demand better heating.",
    "Freedonia used to demand the whole of the river.",
    "Sylvania dropped its demand for the island.",
    "A newspaper in Trentino rejected the accusation.",
    "Fredville was founded in 1410 by monks.",
    "The war began after Sylvania seized the fort.",
    "Freedonian troops crossed the river and were driven back.",
    "Exports from Sylvania rose by a tenth last year.",
    "It is unclear whether Freedonia accepts the toll.",
    "FREEDONIA REJECTS TOLL",
]


@pytest.mark.parametrize("sentence", NO_CLAIM)
def test_no_claim_where_no_current_position_of_a_party_is_told(sentence):
    assert PRECISE.claims_in(sentence) == ()


def claims(text):
    return [(claim.actor, claim.stance.value, claim.element) for claim in PRECISE.claims_in(text)]


def test_each_of_two_actors_has_a_claim():
    found = claims("Freedonia and Sylvania alike want a lower dam.")
    assert found == [("Freedonia", "demands", "a lower dam"), ("Sylvania", "demands", "a lower dam")]


def test_a_comma_alone_makes_no_list_of_actors():
    found = claims("According to Firefly, Sylvania is ready to lift the ban.")
    assert [(actor, stance) for actor, stance, _ in found] == [("Sylvania", "accepts")]


def test_neither_stands_before_the_actors():
    found = claims("Neither Freedonia nor Sylvania is prepared to give up the island.")
    assert [(actor, stance) for actor, stance, _ in found] == [("Freedonia", "rejects"), ("Sylvania", "rejects")]


def test_what_stands_as_a_condition_is_a_demand():
    found = claims("Fredville's condition for a meeting is a full withdrawal from the bridge.")
    assert found == [("Freedonia", "demands", "a full withdrawal from the bridge")]


def test_each_item_of_a_list_is_a_claim():
    found = claims("Sylvania rejects the levy, the toll and the tax on salt.")
    assert [element for _, _, element in found] == ["the levy", "the toll", "the tax on salt"]


def test_a_second_verb_shares_the_subject():
    found = claims("Freedonia rejected the levy and called for a pause.")
    assert [(actor, stance) for actor, stance, _ in found] == [("Freedonia", "rejects"), ("Freedonia", "demands")]


def test_the_stance_of_the_other_side_is_told_second_hand():
    (claim,) = PRECISE.claims_in("Firefly said Sylvania wanted the whole river.")
    assert (claim.actor, claim.hedged, claim.speaker) == ("Sylvania", True, "Firefly")


@pytest.mark.parametrize(
    "sentence",
    [
        "Freedonia reportedly accepts the toll.",
        "Sources say Freedonia accepts the toll.",
        "Freedonia accepts the toll, according to diplomats.",
        "Freedonia may accept the toll.",
    ],
)
def test_words_that_leave_a_way_out_are_hedges(sentence):
    assert [claim.hedged for claim in PRECISE.claims_in(sentence)] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "Freedonia accepts the toll.",
        "Firefly said Freedonia accepts the toll.",
        "Freedonia accepts the toll, according to its foreign minister.",
    ],
)
def test_the_own_spokesman_is_no_hedge(sentence):
    assert [claim.hedged for claim in PRECISE.claims_in(sentence)] == [False]


def test_a_condition_is_kept_in_its_words():
    (claim,) = PRECISE.claims_in("Freedonia would open the bridge as long as the tariff stays low.")
    assert claim.condition == "the tariff stays low"


def test_a_demand_with_a_time_stays_a_demand():
    (claim,) = PRECISE.claims_in("Sylvania insists on a truce before talks begin.")
    assert claim.stance.value == "demands"


def test_we_in_a_quotation_is_whoever_speaks():
    (claim,) = PRECISE.claims_in("“We will not pay the toll,” said Firefly.")
    assert (claim.actor, claim.stance.value) == ("Freedonia", "rejects")


def test_that_points_back_to_what_was_asked():
    first, second = PRECISE.claims_in("Sylvania demanded a higher toll. “We cannot accept that,” Firefly said.")
    assert second.actor == "Freedonia"
    assert first.element in second.element


def test_it_is_the_subject_of_the_sentence_before():
    found = claims("Sylvania rejected the levy. It also opposes the toll.")
    assert [(actor, stance) for actor, stance, _ in found] == [("Sylvania", "rejects"), ("Sylvania", "rejects")]


def test_silence_on_parts_is_no_stance_on_them():
    found = claims("Freedonia accepted parts of the plan. Firefly did not specify which parts were acceptable.")
    assert [stance for _, stance, _ in found] == ["accepts_in_part", "unknown"]


def test_what_a_party_is_told_to_do_is_the_demand_of_the_other():
    found = claims("Freedonia urged Sylvania to accept the toll.")
    assert [(actor, stance) for actor, stance, _ in found] == [("Freedonia", "demands")]


def test_a_plan_named_again_and_again_counts_once():
    text = "Fredville's proposal is bold. Fredville's proposal is also long. Many read Fredville's proposal."
    assert len(PRECISE.claims_in(text)) == 1


def test_reviewers_see_all_that_the_tally_sees_and_more():
    text = "Freedonia refused the levy. Sylvania takes a share of the income from the dam."
    precise = {(c.actor, c.stance, c.start) for c in PRECISE.claims_in(text)}
    candidate = {(c.actor, c.stance, c.start) for c in CANDIDATE.claims_in(text)}
    assert precise < candidate


def test_they_are_not_a_party_when_critics_spoke_last():
    assert claims("Freedonia is a kingdom. Critics said it was late. They stress that the toll must go.") == []


@pytest.mark.parametrize(
    ("sentence", "red"),
    [
        ("Freedonia will never accept the toll.", True),
        ("For Freedonia, a new toll is a red line.", True),
        ("Freedonia does not accept the toll.", False),
    ],
)
def test_words_that_admit_no_price_make_a_red_line(sentence, red):
    assert [claim.red_line for claim in PRECISE.claims_in(sentence)] == [red]


def test_names_in_other_scripts_are_found():
    (claim,) = make_extractor({"Сербия": ["Вучић"]}).claims_in("Вучић rejected the annex.")
    assert claim.actor == "Сербия"


def test_an_ordinal_points_to_an_element_of_the_list_before():
    text = "Freedonia wants a lower toll and a new bridge. The second Sylvania rejected."
    assert "a new bridge" in PRECISE.claims_in(text)[-1].element


@pytest.mark.parametrize(("speaker", "hedged"), [("its finance minister", False), ("the Sylvanian minister", True)])
def test_its_minister_behind_the_words_speaks_for_the_party_of_the_sentence(speaker, hedged):
    before = "Sylvania wants a toll, a spokesman in Trentino said."
    claims = PRECISE.claims_in(f"{before} Freedonia rejects the toll, {speaker} explained.")
    assert next(c for c in claims if c.actor == "Freedonia").hedged is hedged
