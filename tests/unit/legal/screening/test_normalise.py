"""Names as they are compared."""

from __future__ import annotations

import pytest

from detente.legal.screening.letters import script_of, to_latin
from detente.legal.screening.normalise import read_name, skeleton_of


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Владимир Щукин", "vladimir shchukin"),
        ("Київ Їжакевич", "kiyiv yizhakevich"),
        ("Μπάμπης Ντόκος", "babis dokos"),
        ("ბიძინა ივანიშვილი", "bidzina ivanishvili"),
        ("Նիկոլ Փաշինյան", "nikol pashinyan"),
        ("פוטין", "pwtyn"),
        ("بوتين", "bwtyn"),
        ("Łukasz Đorđević", "lukasz dordevic"),
        ("Straße", "strasse"),
    ],
)
def test_letters_of_other_scripts_become_latin(written, latin):
    assert to_latin(written) == latin


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("OAO Gazprom", "gazprom"),
        ("Gazprom, Open Joint Stock Company", "gazprom"),
        ("ПАО «Газпром»", "gazprom"),
        ("Obshchestvo s Ogranichennoy Otvetstvennostyu Vega", "vega"),
        ("V.V. Petrov", "v v petrov"),
        ("S.A. Petrov", "s a petrov"),
        ("Petrov Trading S.A.", "petrov trading"),
        ("Intl Bk of the North", "international bank north"),
        ("JSC", "jsc"),
        ("AO Anna Co", "anna"),
    ],
)
def test_forms_are_set_aside_and_abbreviations_spelled_out(written, core):
    assert read_name(written).core == core


def test_initials_that_look_like_a_form_stay():
    assert read_name("Anna Sa Petrova").core == "anna sa petrova"


@pytest.mark.parametrize("name", ["สมชาย", "नरेन्द्र", "???"])
def test_a_name_in_letters_of_no_table_has_nothing_to_compare(name):
    assert read_name(name).core == ""
    assert read_name(name).unread is (name != "???")


@pytest.mark.parametrize(
    ("one", "other"),
    [("vladimir putin", "فلاديمير بوتين"), ("mikhail khodorkovsky", "Михаил Ходорковский"), ("gazprom", "غازبروم"),
     ("sergey lavrov", "סרגיי לברוב"), ("sergey", "Σεργκέι"), ("anna ivanova", "ანა ივანოვა")],
)  # fmt: skip
def test_a_skeleton_is_shared_across_scripts(one, other):
    assert skeleton_of(one) == skeleton_of(read_name(other).core)


def test_the_script_of_the_first_letter_counts():
    assert [script_of(t) for t in ("Ab", "12", "Ж", "ש", "2Ω")] == ["LATIN", "", "CYRILLIC", "HEBREW", "GREEK"]
