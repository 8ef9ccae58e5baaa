"""Precedents and signals in the report: findings that follow from the study, unknown shown as unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.case import Event
from detente.casefile import read_case
from detente.precedents import study_precedents
from detente.report.knowledge import (
    checks_exhibit,
    lasting_exhibit,
    likeness_exhibit,
    precedent_exhibits,
    prices_exhibit,
    signal_exhibits,
)
from detente.report.stage_pages import render_precedents, render_signals
from detente.signals import study_signals
from docs.pages import ROOT
from property.test_knowledge_laws import deal
from unit.precedents.test_checks import CASE, WHOLE
from unit.signals.test_event_study import prices_of, walk, weekdays

DAYS = weekdays(140)
PACKAGE = replace(CASE.packages[0], choices=WHOLE)
LOOKED = replace(CASE, packages=(PACKAGE,))


@pytest.fixture(scope="module")
def study():
    return study_precedents(LOOKED, "plan")


def test_titles_count_what_the_study_found(study):
    exhibit = likeness_exhibit(study, LOOKED)
    assert exhibit is not None
    ended = sum(k.outcome == "collapsed" for k in study.likenesses[:8])
    assert exhibit.title == f"Of the 8 agreements most like it {ended} collapsed"
    answered = sum(c.answer == "answered" for c in study.checks)
    assert f"Causes of collapse answered in the package: {answered} of 8;" in checks_exhibit(study, LOOKED).title


def test_the_curve_carries_its_warning_and_its_table(study):
    exhibit = lasting_exhibit(study)
    assert exhibit is not None
    assert exhibit.notes[0].text == study.survival.warning
    assert len(exhibit.tables[0].rows) == len(study.survival.points)


def test_every_row_of_the_table_is_shown_with_its_evidence(study):
    stories = next(t for t in likeness_exhibit(study, LOOKED).folded if t.caption.startswith("What was agreed"))
    assert len(stories.rows) == len(study.precedents)
    assert sum("from memory" in row[-1].small for row in stories.rows) >= 3


def test_a_case_older_than_all_agreements_shows_checks_alone():
    old = replace(LOOKED, as_of=date(1900, 1, 1))
    assert [e.key for e in precedent_exhibits(study_precedents(old, "plan"), old)] == ["checks"]
    assert "What happened to agreements like this one?" in render_precedents(study_precedents(old, "plan"), old)


def test_words_of_the_case_are_escaped(study):
    hostile = replace(LOOKED, title="<script>alert(1)</script>")
    assert "<script>" not in render_precedents(study, hostile)


def priced(jump: float, **more):
    oil, gas = walk(1, 140, 130, jump), walk(2, 140)
    prices = (*prices_of("oil", DAYS, oil), *prices_of("gas", DAYS, gas))
    return replace(CASE, prices=prices, events=(Event("news", DAYS[130], "News"),), **more)


def test_moves_beyond_the_usual_are_counted_beside_what_chance_would_bring():
    calm, wild = priced(0.0), priced(0.2)
    assert prices_exhibit(study_signals(calm), calm).title.startswith("None of 2 moves after an event lies beyond")
    assert prices_exhibit(study_signals(wild), wild).title.startswith("1 of 2 moves after an event lies beyond")
    assert "by chance alone 0.10 would" in prices_exhibit(study_signals(wild), wild).title


def test_what_could_not_be_studied_is_unknown_and_named():
    sparse = replace(CASE, prices=tuple(prices_of("oil", DAYS[:4], walk(1, 4))), events=(Event("e", DAYS[2], "News"),))
    exhibit = prices_exhibit(study_signals(sparse), sparse)
    assert exhibit.title.startswith("What markets made of the news is unknown")
    assert exhibit.empty
    assert exhibit.folded[-1].rows[0][0].text == "oil"


def test_odds_stand_beside_prices_and_contradictions_are_said():
    agreeing = priced(0.0, deal_prices=(deal("oil", 40, 160, 20),))
    assert "Prices stand for a chance of a deal" in signal_exhibits(study_signals(agreeing), agreeing)[1].title
    against = priced(0.0, deal_prices=(deal("oil", 1, 2, 0.1), deal("gas", 1, 2, 0.1)))
    assert "contradict" in signal_exhibits(study_signals(against), against)[1].title
    page = render_signals(study_signals(agreeing), agreeing)
    assert "What did markets make of the news?" in page
    assert "signals.json" in page


def test_precedents_and_signals_of_the_main_case_have_their_exhibits():
    case = read_case(ROOT / "cases" / "business-links-2025")
    signals = signal_exhibits(study_signals(case, case.prices), case)
    precedents = precedent_exhibits(study_precedents(case, case.packages[0].id), case)
    assert "signals" in [exhibit.key for exhibit in signals]
    assert len(precedents) == 3
    assert all(exhibit.title for exhibit in (*signals, *precedents))
