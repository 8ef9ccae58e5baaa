"""Both ways of finding names, and both ways of scoring them."""

from __future__ import annotations

import random
from importlib.util import find_spec
from itertools import islice, pairwise

import pytest

from detente.case import CaseError, ListEntry, ScreenedName
from detente.legal.screening import RETRIEVALS, Strength, build_index, new_rescorer, rescoring, retrieval, screen_name
from detente.legal.screening.tantivy_index import FOUND, TantivyIndex
from unit.legal.screening.test_search import ENTRIES, invented, one_slip


@pytest.mark.parametrize("name", RETRIEVALS)
def test_an_index_says_which_it_is_and_finds_a_name_written_otherwise(name):
    index = build_index(ENTRIES, retrieval=name)
    assert index.pieces.name == name
    for query in ("Sidorov Vladimir", "Володимир Сидоров", "V.P. Sidorov", "Vladimyr Sidorow"):
        assert screen_name(index, ScreenedName("q", query)).hits[0].entry.id == "p1"


def test_tantivy_is_taken_where_it_is_installed(monkeypatch):
    assert build_index(ENTRIES).pieces.name == "tantivy"
    monkeypatch.setattr(retrieval, "find_spec", lambda _: None)
    assert build_index(ENTRIES).pieces.name == "trigrams"
    with pytest.raises(CaseError, match=r"tantivy is not installed\.\nInstall detente\[screening\]"):
        build_index(ENTRIES, retrieval="tantivy")


def test_a_retrieval_or_rescoring_of_no_known_name_is_refused(monkeypatch):
    with pytest.raises(CaseError, match="Use trigrams or tantivy"):
        build_index(ENTRIES, retrieval="soundex")
    with pytest.raises(CaseError, match="Use rapidfuzz or nomenklatura"):
        new_rescorer("soundex")
    monkeypatch.setattr(rescoring, "find_spec", lambda _: None)
    with pytest.raises(CaseError, match=r"nomenklatura is not installed\.\nInstall detente\[rescoring\]"):
        new_rescorer("nomenklatura")


def test_both_retrievals_find_nearly_every_slip_of_the_hand():
    names = list(islice(invented(3000, 5), 3000))
    entries = [ListEntry(f"e{k}", (name,), source="s") for k, name in enumerate(names)]
    rng = random.Random(8)
    queries = [(k, one_slip(names[k], rng)) for k in rng.sample(range(3000), 150)]
    for name in RETRIEVALS:
        index = build_index(entries, retrieval=name)
        ids = [
            [hit.entry.id for hit in screen_name(index, ScreenedName("q", q), top=50, threshold=0).hits]
            for _, q in queries
        ]
        assert sum(f"e{k}" in found for (k, _), found in zip(queries, ids, strict=True)) >= 149


def test_tantivy_ranks_by_rarity_and_not_by_the_order_of_tokens():
    index = TantivyIndex()
    index.add(["alpha bank", "beta bank"])
    index.add(["gamma bank", "bank of nowhere"])
    index.close()
    assert index.likeness("bank gamma")[0][0] == 2
    assert index.likeness("gamma bank")[1].tolist() == index.likeness("bank gamma")[1].tolist()
    assert index.likeness("qqq")[0].tolist() == []
    with pytest.raises(ValueError, match="takes no further text"):
        index.add(["late"])


def test_names_of_equal_rank_at_the_end_of_the_list_stay_or_go_together():
    many = [f"bank {chr(97 + k // 26 % 26)}{chr(97 + k % 26)}{chr(97 + k // 676)}" for k in range(2 * FOUND)]
    index = TantivyIndex()
    index.add(["bank zebra", *many])
    index.close()
    numbers, weights = index.likeness("bank zebra")
    assert numbers[0] == 0
    again = TantivyIndex()
    for name in ["bank zebra", *many]:
        again.add([name])
    again.close()
    assert again.likeness("bank zebra")[0].tolist() == numbers.tolist()
    assert len(numbers) <= FOUND
    assert all(first >= second for first, second in pairwise(weights))


WEAK = ListEntry("w1", ("Ivan Example", "Vanya"), "person", ("1952",), source="s", weak_names=("Vanya",))


def test_a_name_that_the_list_calls_weak_makes_a_hit_possible_at_most():
    index = build_index([WEAK])
    (hit,) = screen_name(index, ScreenedName("q", "Vanya")).hits
    assert (hit.strength, hit.explanation) == (Strength.POSSIBLE, "same: vanya; the list calls this name weak")
    (hit,) = screen_name(index, ScreenedName("q", "Vanya", birth_date="1952")).hits
    assert hit.strength is Strength.STRONG
    (hit,) = screen_name(index, ScreenedName("q", "Ivan Example")).hits
    assert hit.strength is Strength.LIKELY


@pytest.mark.parametrize(
    ("born", "says"),
    [
        ("1960", "agrees"),
        ("1960-05-02", "agrees"),
        ("1967", "unknown"),
        ("1951-01-01", "unknown"),
        ("1990", "disagrees"),
    ],
)
def test_about_a_year_differs_only_from_years_far_away(born, says):
    index = build_index([ListEntry("c", ("Ivan Example",), birth_dates=("circa 1960",), source="s")])
    (hit,) = screen_name(index, ScreenedName("q", "Ivan Example", birth_date=born)).hits
    assert next(fact.says for fact in hit.evidence if fact.about == "birth date") == says


needs_nomenklatura = pytest.mark.skipif(
    find_spec("nomenklatura") is None, reason="the extra rescoring is not installed"
)


@needs_nomenklatura
def test_nomenklatura_scores_across_scripts_and_explains():
    index = build_index(ENTRIES)
    (hit, *_) = screen_name(index, ScreenedName("q", "Sidorov Vladimir"), rescorer=new_rescorer("nomenklatura")).hits
    assert hit.entry.id == "p1"
    assert "atch" in hit.explanation
    assert 0.82 <= hit.score <= 1


@needs_nomenklatura
def test_what_nomenklatura_remembers_of_one_name_is_not_used_for_another():
    rescorer = new_rescorer("nomenklatura")
    names = ("Anna Lindqvist", "Boris Tarkovsky", "Chiara Bellini")
    for index in (build_index([ListEntry("same", (name,), "person", source="s")]) for name in names):
        own = index.names.of(0)
        for name in names:
            hits = screen_name(index, ScreenedName("same", name, "person"), threshold=0.9, rescorer=rescorer).hits
            assert bool(hits) == (name == own)


@needs_nomenklatura
@pytest.mark.parametrize("mine", ["", "person", "organisation", "vessel", "aircraft"])
@pytest.mark.parametrize("theirs", ["", "person", "organisation", "vessel", "aircraft"])
def test_nomenklatura_compares_whatever_the_kinds(mine, theirs):
    index = build_index([ListEntry("k", ("Northern Star",), theirs, source="s")])
    found = screen_name(index, ScreenedName("q", "Northern Star", mine), rescorer=new_rescorer("nomenklatura"))
    assert [hit.score for hit in found.hits] == [1.0]
