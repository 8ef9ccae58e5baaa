"""Chinese, Japanese and Korean names: within their script, across scripts where letters can be read, else unknown."""

from __future__ import annotations

import random

import pytest

from detente.case import ListEntry, ScreenedName
from detente.legal.screening import build_index, screen_name
from detente.legal.screening.east_asia import IDEOGRAPH, SIMPLER, only_ideographs
from detente.legal.screening.grams import TRIGRAMS, pieces_of
from detente.legal.screening.letters import to_latin

# Invented names, but for the romanisations, which are those of the letters.
ENTRIES = (
    ListEntry("cn-1", ("王大山", "Wang Dashan"), "person", source="list"),
    ListEntry("cn-2", ("北方江河贸易集团公司",), "organisation", source="list"),
    ListEntry("kr-1", ("박서준",), "person", source="list"),
    ListEntry("jp-1", ("サクラ・トレーディング",), "organisation", source="list"),
    ListEntry("jp-2", ("山田花子",), "person", source="list"),
    ListEntry("en-1", ("Northern Rivers Trading Group",), "organisation", source="list"),
)


@pytest.fixture(scope="module")
def index():
    return build_index(ENTRIES)


def found(index, name, threshold=0.82):
    return [hit.entry.id for hit in screen_name(index, ScreenedName("q", name), threshold=threshold).hits]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("王大山", "cn-1"),
        ("WANG Dashan", "cn-1"),
        ("Dashan Wang", "cn-1"),
        ("Wang Da-shan", "cn-1"),
        ("北方江河貿易集團公司", "cn-2"),  # traditional forms
        ("北方江河贸易集团", "cn-2"),  # two characters fewer
        ("北方江湖贸易集团公司", "cn-2"),  # one character another
        ("박서준", "kr-1"),
        ("박 서준", "kr-1"),
        ("Bak Seo-jun", "kr-1"),
        ("Pak So Jun", "kr-1"),
        ("さくら・とれーでぃんぐ", "jp-1"),
        ("サクラトレーディング", "jp-1"),
        ("Sakura Toredingu", "jp-1"),
        ("山田花子", "jp-2"),
    ],
)
def test_a_name_is_found_in_its_script_and_by_its_latin_spelling(index, name, id_):
    assert found(index, name)[:1] == [id_]


@pytest.mark.parametrize("name", ["李小龙", "王", "大山"])
def test_other_characters_are_unknown_and_not_without_hits(index, name):
    screening = screen_name(index, ScreenedName("q", name))
    assert (screening.hits, screening.readable) == ((), False)
    assert "Latin spelling" in screening.why_not


def test_a_name_of_three_characters_that_differs_in_one_is_no_hit_but_can_be_asked_for(index):
    assert found(index, "王小山") == []
    assert found(index, "王小山", threshold=0.6) == ["cn-1"]


def test_a_korean_name_that_differs_in_a_syllable_scores_less(index):
    (hit,) = screen_name(index, ScreenedName("q", "박서진")).hits
    assert hit.score < 0.95
    assert "jin ~ jun" in hit.explanation or "sn" in hit.explanation
    assert found(index, "최민호") == []


def test_syllables_are_read_as_they_sound():
    # By the tables of the Revised Romanization and of Hepburn, without their joining of sounds.
    read = {"한국": "han guk", "서울": "seo ul", "부산": "bu san", "とうきょう": "toukyou", "がっこう": "gakkou",
            "ジェトロ": "jetoro", "シャチョウ": "shachou", "ニッポン": "nippon", "ﾄﾖﾀ": "toyota"}  # fmt: skip
    assert {text: " ".join(to_latin(text).split()) for text in read} == read


def test_characters_have_pieces_of_their_own():
    chance = random.Random(1)
    for _ in range(200):
        one, other = (chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(2))
        pieces = [set(pieces_of([text], TRIGRAMS)[1].tolist()) for text in (one, other)]
        assert (pieces[0] == pieces[1]) is (one == other)


def test_no_simplified_form_is_itself_replaced():
    assert not set(SIMPLER.values()) & set(SIMPLER)
    assert all(IDEOGRAPH.match(chr(form)) for form in SIMPLER.values())


def test_latin_letters_beside_characters_can_be_searched():
    assert only_ideographs("王大山")
    assert not only_ideographs("王大山 wang")
    assert not only_ideographs("wang")
