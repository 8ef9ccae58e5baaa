"""From a name to the entries that may be meant."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import CaseError, ListEntry, ScreenedName
from detente.legal.screening import Strength, build_index, screen_name
from detente.legal.screening.grams import FOURGRAMS, TRIGRAMS, GramIndex, pieces_of
from detente.legal.screening.normalise import read_name
from detente.legal.screening.score import score_names

ENTRIES = (
    ListEntry(
        id="p1",
        names=("Vladimir Petrovich Sidorov", "Владимир Сидоров"),
        kind="person",
        birth_dates=("1960-03-01",),
        countries=("ru",),
        identifiers=("AB12345",),
        programmes=("RUS",),
        source="list",
        updated="2025-11-01",
    ),
    ListEntry("o1", ("Northern Trade Bank",), "organisation", source="list", updated="2025-11-20"),
    ListEntry("o2", ("Northern Trade",), "organisation", source="list"),
    ListEntry("o3", ("Russian Direct Growth Fund",), "organisation", source="list"),
    ListEntry("p2", ("محمد عبد الله",), "person", source="list"),
    ListEntry("p3", ("สมชาย ใจดี",), "person", source="list"),
)


@pytest.fixture(scope="module")
def index():
    return build_index(ENTRIES)


def first(index, name, **known):
    return next(iter(screen_name(index, ScreenedName("q", name, **known)).hits), None)


@pytest.mark.parametrize(
    "name",
    ["Vladimir Sidorov", "SIDOROV, Vladimir Petrovich", "V.P. Sidorov", "Sidorov V. P.", "Vladimyr Sidorow",
     "Володимир Сидоров", "ვლადიმირ სიდოროვი", "فلاديمير سيدوروف", "ולדימיר סידורוב", "Βλαντιμίρ Σιντόροφ"],
)  # fmt: skip
def test_a_name_written_otherwise_is_found(index, name):
    assert first(index, name).entry.id == "p1"


def test_the_initials_of_a_whole_name_are_found(index):
    assert first(index, "RDGF").entry.id == "o3"


def test_a_bank_and_its_parent_of_similar_name_are_told_apart(index):
    ranked = [hit.entry.id for hit in screen_name(index, ScreenedName("q", "Northern Trade Bank"), threshold=0.5).hits]
    assert ranked[:2] == ["o1", "o2"]
    assert first(index, "Northern Trade").entry.id == "o2"
    assert (
        "without partner: bank"
        in screen_name(index, ScreenedName("q", "Northern Trade"), threshold=0.5).hits[1].explanation
    )


def test_latin_finds_a_name_listed_in_arabic_alone(index):
    assert first(index, "Mohammed Abdullah").entry.id == "p2"


def test_a_name_that_cannot_be_read_is_unknown_and_not_without_hits(index):
    screening = screen_name(index, ScreenedName("q", "สมชาย ใจดี"))
    assert (screening.readable, screening.hits) == (False, ())
    assert index.unread == ["สมชาย ใจดี"]


@pytest.mark.parametrize(
    ("known", "strength"),
    [
        ({"identifiers": ("ab-12345",)}, Strength.STRONG),
        ({"birth_date": "1960"}, Strength.STRONG),
        ({"birth_date": "1961-03-01"}, Strength.WEAK),
        ({"countries": ("fr",)}, Strength.POSSIBLE),
        ({"kind": "organisation"}, Strength.WEAK),
        ({}, Strength.LIKELY),
    ],
)
def test_what_stands_beside_the_name_weighs(index, known, strength):
    assert first(index, "Vladimir Petrovich Sidorov", **known).strength is strength


def test_two_entries_of_one_source_with_one_id_are_refused():
    twice = [ListEntry("a", ("Anna One",), source="s"), ListEntry("a", ("Anna Two",), source="s")]
    with pytest.raises(CaseError, match='the id "a" stands for two entries'):
        build_index(twice)
    assert len(build_index([ListEntry("a", ("Anna",), source="s"), ListEntry("a", ("Anna",), source="t")]).names) == 2


def test_a_list_without_names_is_refused():
    with pytest.raises(CaseError, match="hold no name"):
        build_index([])


def slow_pieces(text, length):
    """Pieces of each token with a space on both ends, one by one."""
    found = set()
    for token in text.split():
        padded = f" {token} "
        found |= {padded[k : k + length] for k in range(len(padded) - length + 1)}
    return found


WORDS = st.lists(st.text("abhklmnrst", min_size=1, max_size=7), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
@pytest.mark.parametrize("alphabet", [TRIGRAMS, FOURGRAMS], ids=["trigrams", "fourgrams"])
def test_pieces_are_those_of_the_slow_twin(alphabet, texts):
    letters = " " + alphabet.letters

    def code(piece):
        total = 0
        for letter in piece:
            total = total * alphabet.base + letters.index(letter)
        return total

    owner, pieces = pieces_of(texts, alphabet)
    found = set(zip(owner.tolist(), pieces.tolist(), strict=True))
    # A token too short for a piece of its own gives none.
    expected = {(k, code(p)) for k, text in enumerate(texts) for p in slow_pieces(text, alphabet.length)}
    assert found == expected


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=40, unique=True), st.data())
def test_a_name_shares_most_with_itself(texts, data):
    index = GramIndex(TRIGRAMS)
    index.add(texts[:1])
    index.add(texts[1:])
    index.close()
    wanted = data.draw(st.integers(0, len(texts) - 1))
    numbers, likeness = index.likeness(texts[wanted])
    assert likeness[numbers.tolist().index(wanted)] >= likeness.max() - 1e-6


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS, st.randoms())
def test_scores_are_between_0_and_1_symmetric_and_blind_to_order(one, other, rng):
    score = score_names(one, other).score
    assert 0 <= score <= 1 + 1e-12
    assert score == pytest.approx(score_names(other, one).score)
    tokens = one.split()
    rng.shuffle(tokens)
    assert score_names(one, " ".join(tokens)).score == pytest.approx(1)


def invented(count, seed):
    """Names of three invented words."""
    rng = random.Random(seed)
    seen = set()
    while len(seen) < count:
        name = " ".join(
            "".join(rng.choice("bdgklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))
            for _ in range(2)
        )
        if name not in seen:
            seen.add(name)
            yield name


def one_slip(name, rng):
    k = rng.randrange(1, len(name) - 1)
    return rng.choice(
        [name[:k] + name[k + 1 :], name[:k] + "x" + name[k + 1 :], name[:k] + name[k + 1] + name[k] + name[k + 2 :]]
    )


def test_nearly_every_slip_of_the_hand_is_found_as_by_comparing_with_all():
    names = list(islice(invented(3000, 5), 3000))
    index = build_index(ListEntry(f"e{k}", (name,), source="s") for k, name in enumerate(names))
    rng, found, best = random.Random(6), 0, 0
    for k in rng.sample(range(3000), 200):
        query = one_slip(names[k], rng)
        hits = screen_name(index, ScreenedName("q", query), top=50, threshold=0).hits
        found += f"e{k}" in [hit.entry.id for hit in hits]
        core = read_name(query).core
        brute = max(score_names(core, name).score for name in names)
        best += hits[0].score == pytest.approx(brute, abs=1e-3)
    assert found >= 198
    assert best >= 198
