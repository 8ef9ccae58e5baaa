"""Widths and line breaks of labels."""

from __future__ import annotations

import pytest

from detente.plots.lettering import ELLIPSIS, fit_lines, shortened, text_width

LONG = "Confederation of the Upper and Lower Riparian Territories"


@pytest.mark.parametrize("width", [40, 80, 120, 400])
@pytest.mark.parametrize("most", [1, 2, 4])
def test_lines_never_pass_their_width_or_their_number(width: int, most: int) -> None:
    for words in (LONG, LONG.replace(" ", ""), "Демократическая республика", "朝鲜民主主义人民共和国"):
        lines = fit_lines(words, width, 13, most)
        assert len(lines) <= most
        assert all(text_width(line) <= width for line in lines)


def test_what_fits_is_not_cut() -> None:
    assert fit_lines("Northland", 200) == ["Northland"]


def test_a_hyphen_may_end_a_line() -> None:
    assert fit_lines("counter-proposal", 60) == ["counter-", "proposal"]


def test_no_words_need_no_lines() -> None:
    assert fit_lines("", 100) == []


@pytest.mark.parametrize("width", [120, 150, 220, 300])
def test_a_cut_title_ends_at_a_word(width: int) -> None:
    last = fit_lines(LONG, width, 13, 1)[-1]
    assert last.endswith(ELLIPSIS)
    assert last.removesuffix(ELLIPSIS).split()[-1] in LONG.split()


@pytest.mark.parametrize("most", range(14, 57))
def test_words_are_shortened_to_whole_words_and_never_beyond_their_length(most: int) -> None:
    short = shortened(LONG, most)
    assert len(short) <= most + 1
    assert LONG.startswith(short.removesuffix(ELLIPSIS))
    assert set(short.removesuffix(ELLIPSIS).split()) <= set(LONG.split())
    assert shortened(LONG, len(LONG)) == LONG
