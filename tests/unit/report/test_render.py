"""The page: self-contained, escaped, accessible in its markup, and honest about what is unknown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from detente.analysis import Analysis, analyse
from detente.case import Element, Party
from detente.report import render_report
from unit.report import fixtures, trade_fixtures

MEGABYTE = 1_000_000
NASTY = '<script>alert("x")</script> & <img src=x onerror=alert(1)>'
ANALYSES = {
    "small": fixtures.small_analysis,
    "claims only": fixtures.claims_only_analysis,
    "large": fixtures.large_analysis,
    "trade": trade_fixtures.builtin_analysis,
}
VOID = {"meta", "br", "img", "input", "link", "hr", "source", "col"}


@pytest.fixture(params=ANALYSES)
def page(request: pytest.FixtureRequest) -> str:
    return render_report(ANALYSES[request.param](), fixtures.MISSING)


class Outline(HTMLParser):
    """Tags, ids, links and headings of a page, and whether its tags close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, found))
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_closes_every_tag_and_repeats_no_id(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert [name for name, count in outline.ids.items() if count > 1] == []


def test_every_link_within_the_page_has_its_target(page: str) -> None:
    outline = Outline(page)
    targets = {str(a["href"])[1:] for _, a in outline.attributes if str(a.get("href", "")).startswith("#")}
    assert sorted(targets - set(outline.ids)) == []


def test_page_asks_nobody_for_anything(page: str) -> None:
    outline = Outline(page)
    assert outline.tags["script"] == outline.tags["link"] == outline.tags["img"] == outline.tags["iframe"] == 0
    assert "src=" not in re.sub(r"base64,[\w+/=]+", "", page)
    style = page[page.index("<style>") : page.index("</style>")]
    assert set(re.findall(r"url\((\S{5})", style)) == {"data:"}
    assert "@import" not in style
    assert "default-src 'none'" in page


def test_page_stays_well_under_its_limit(page: str) -> None:
    assert len(page.encode()) < MEGABYTE


def test_headings_start_with_one_h1_and_skip_no_rank(page: str) -> None:
    headings = Outline(page).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_page_has_landmarks_skip_link_and_language(page: str) -> None:
    outline = Outline(page)
    assert outline.tags["main"] == outline.tags["header"] == outline.tags["footer"] == outline.tags["nav"] == 1
    assert '<a class="skip" href="#main">' in page
    assert '<html lang="en">' in page


def test_every_scrolling_region_takes_the_keyboard_and_has_a_name(page: str) -> None:
    scrolling = [a for _, a in Outline(page).attributes if "scroll" in str(a.get("class", "")).split()]
    assert scrolling
    assert all(a.get("tabindex") == "0" and a.get("role") == "region" and a.get("aria-label") for a in scrolling)


def test_every_drawing_has_a_title_and_a_description() -> None:
    page = render_report(fixtures.small_analysis(), ())
    drawings = re.findall(r'<svg xmlns[^>]*role="img"[^>]*>(.*?)</svg>', page, re.DOTALL)
    assert len(drawings) > 10
    assert all(re.search(r"<title [^>]*>[^<]+</title><desc [^>]*>[^<]+</desc>", d) for d in drawings)


def test_large_drawings_come_wide_and_narrow_with_a_table() -> None:
    page = render_report(fixtures.small_analysis(), ())
    figures = re.findall(r'<figure class="fig".*?</figure>', page, re.DOTALL)
    drawn = [f for f in figures if 'viewBox="0 0 744' in f]
    assert len(drawn) >= 5
    assert all('viewBox="0 0 358' in f and "<details" in f and "<table" in f for f in drawn)


def test_no_lettering_is_smaller_than_thirteen_pixels(page: str) -> None:
    assert all(float(size) >= 13 for size in re.findall(r'font-size="([\d.]+)"', page))


def test_text_of_the_case_is_escaped_everywhere() -> None:
    page = render_report(analyse(hostile_case(), 20, seed=1), ())
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page
    assert "&lt;script&gt;" in page


def hostile_case() -> object:
    case = fixtures.small_case()
    parties = tuple(replace(p, name=f"{p.name} {NASTY}") for p in case.parties)
    elements = tuple(rename(e) for e in case.elements)
    claims = tuple(
        replace(c, words=NASTY, source=NASTY, speaker=NASTY, condition=NASTY, url="javascript:alert(1)")
        for c in case.claims
    )
    return replace(
        case,
        title=NASTY,
        question=NASTY,
        parties=parties,
        elements=elements,
        claims=claims,
        packages=tuple(replace(p, title=NASTY) for p in case.packages),
        phases=tuple(replace(p, title=NASTY) for p in case.phases),
        obligations=tuple(replace(o, title=NASTY, verifier=NASTY) for o in case.obligations),
        measures=tuple(replace(m, act=NASTY, how=NASTY, who_can_lift=NASTY) for m in case.measures),
    )


def rename(element: Element) -> Element:
    options = tuple(replace(o, title=f"{o.title} {NASTY}") for o in element.options)
    return replace(element, title=NASTY, domain=NASTY, options=options)


def test_page_is_the_same_every_time() -> None:
    analysis = fixtures.small_analysis()
    assert render_report(analysis, fixtures.MISSING) == render_report(analysis, fixtures.MISSING)


def test_case_of_claims_alone_says_unknown_and_what_is_missing() -> None:
    page = render_report(fixtures.claims_only_analysis(), fixtures.MISSING)
    for words in (
        "Unknown: the case names no package.",
        "Unknown: no money is stated for anyone whose signature is needed.",
        "Unknown: the case states no obligations and phases for this package.",
        "stake of Southland",
    ):
        assert words in page


def test_two_ticks_for_different_options_show_different_numbers() -> None:
    page = render_report(fixtures.small_analysis(), ())
    assert "rejects 3" in page
    assert "demands 3" in page


def test_negative_numbers_carry_a_true_minus() -> None:
    page = render_report(fixtures.small_analysis(), ())
    words = re.sub(r"<[^>]+>", " ", page[page.index("<main") :])
    assert "\N{MINUS SIGN}" in words
    assert re.findall(r"(?<=[ (])-\d", words) == []


def test_money_of_a_party_without_payoffs_is_hatched_not_zero() -> None:
    page = render_report(without_money_for("southland"), ())
    figure = page[page.index('id="f-gains"') :]
    assert ">unknown</text>" in figure[: figure.index("</figure>")]


def without_money_for(party: str) -> Analysis:
    case = fixtures.small_case()
    return analyse(replace(case, payoffs=tuple(p for p in case.payoffs if p.party != party)), 20, seed=1)


def test_margins_without_a_stake_are_shown_as_money_alone() -> None:
    case = fixtures.small_case()
    parties = tuple(without_stake(p) if p.id == "southland" else p for p in case.parties)
    page = render_report(analyse(replace(case, parties=parties), 20, seed=1), ())
    assert "money alone" in page


def without_stake(party: Party) -> Party:
    return replace(party, stake_usd_bn_per_year=None)


def test_exhibit_without_a_drawing_does_not_explain_its_marks() -> None:
    page = render_report(fixtures.claims_only_analysis(), fixtures.MISSING)
    assert "Circle: median" not in page
    assert "Line: median" not in page
