"""`detente deals` on a case: the sections a mediator reads, in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unit.casefile.small_case import VOICES, put, write_small_case

PACKAGES = """\
packages:
  - id: PLAN
    title: The plan
    required: [EAST, WEST]
    choices:
      ROAD: ROAD.open
"""


@pytest.fixture
def corridor(tmp_path: Path) -> Path:
    return write_small_case(tmp_path / "corridor")


@pytest.fixture(scope="module")
def said() -> dict:
    """What the verb said of a shipped case: a large one takes long, so each is asked about once."""
    return {}


@pytest.fixture
def deals_of(detente, root, said):
    def ask(name):
        if name not in said:
            said[name] = detente("deals", root / "cases" / name, "--worlds", 60)
        return said[name]

    return ask


@pytest.mark.parametrize("name", ["kaesong-2003", "business-links-2025"])
def test_a_shipped_case_runs_and_prints_its_sections(deals_of, name):
    ended = deals_of(name)
    assert (ended.code, ended.err) == (0, "")
    for head in ("All required would sign", "Best with few changes", "Who can stop", "Rounds, worlds of 100"):
        assert head in ended.out
    assert "0 changes" not in ended.out
    near = re.findall(r"^ {4}\S.* with \d changes? \(.*?\): (.*)$", ended.out, re.MULTILINE)
    assert near
    assert len(near) == len(set(near))


def test_the_large_case_says_what_is_left_out_and_where_to_meet(deals_of):
    out = deals_of("business-links-2025").out
    assert "Raised by someone and left out" in out
    assert "Russian gas for Europe (Hungary, Slovakia, US industry and investors, 1 more)" in out
    assert "Best bridge between two packages, worlds of 100" in out
    assert "Russia moved in words on Donetsk and Luhansk regions, 27 November 2025: to " in out


def test_a_question_about_a_statement_on_a_whole_package_names_the_package(detente, root):
    ended = detente("deals", root / "cases" / "kaesong-2003")
    assert ended.code == 0
    who, package = "Democratic People's Republic of Korea", "Reopening with the assurances of August 2013"
    assert f"  Does {who} stand by what it said on “{package}” (K15)? All sign in 100 if yes, " in ended.out
    assert "  Does Republic of Korea stand by what it said on Who watches and who guarantees (K13)?" in ended.out
    assert "over 99" in ended.out


def test_a_case_without_packages_says_that_it_names_none(detente, corridor):
    put(corridor, "case.yaml", PACKAGES, "")
    put(corridor, "claims.csv", "C3,WEST,*,,PLAN,rejects,,no,0.5,Gazette,undated\n", "")
    ended = detente("deals", corridor, "--worlds", 20)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("The case names no package. Name one in case.yaml, with those it requires.\n")


def test_a_case_whose_package_changes_nothing_is_answered(detente, corridor):
    put(corridor, "case.yaml", "      ROAD: ROAD.open\n", "      ROAD: ROAD.shut\n")
    ended = detente("deals", corridor, "--worlds", 20)
    assert (ended.code, ended.err) == (0, "")
    assert "The plan: who would accept it" in ended.out


def test_a_ratifying_voice_is_shown_as_one_that_signs(detente, corridor):
    put(corridor, "case.yaml", "elements:\n", f"{VOICES}elements:\n")
    out = detente("deals", corridor, "--worlds", 60).out
    assert re.search(r"^ House of West +│ ratifies for West ", out, re.MULTILINE)
    assert re.search(r"^ East +│ yes ", out, re.MULTILINE)
    assert "Guild of carriers" not in out.partition("Best with few changes")[0]


def test_rounds_say_who_should_give_next(detente, tmp_path):
    assert detente("new", tmp_path / "my-case").code == 0
    out = detente("deals", tmp_path / "my-case", "--worlds", 100).out
    assert "“Counter-proposal of Ormark”: should give next in " in out
    assert "  no move is needed in " in out


TOLD = """\
- party: VALDIA
  values:
    ISLE: {ISLE.valdia: 10, ISLE.disputed: 2, ISLE.joint: 0, ISLE.ormark: 0}
  red_lines: [ISLE.ormark]
  walk_away: 0.55
"""


@pytest.mark.parametrize("verb", ["deals", "assess"])
def test_a_result_that_rests_on_private_words_says_so_and_names_the_claims_against_them(detente, tmp_path, verb):
    assert detente("new", tmp_path / "my-case").code == 0
    (tmp_path / "told.yaml").write_text(TOLD, encoding="utf-8")
    place = ["--output", tmp_path / "out"] if verb == "assess" else []
    line = "In confidence: these results rest on what Republic of Valdia told."
    private = detente(verb, tmp_path / "my-case", "--worlds", 60, *place, "--preferences", tmp_path / "told.yaml")
    assert f"\n{line} It contradicts these claims: C05.\n" in private.out
    assert " nan" not in private.out
    assert line not in detente(verb, tmp_path / "my-case", "--worlds", 60, *place).out
