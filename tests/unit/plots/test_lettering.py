"""Widths and line breaks of labels."""

from __future__ import annotations

import pytest

from detente.plots.lettering import fit_lines, text_width

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
