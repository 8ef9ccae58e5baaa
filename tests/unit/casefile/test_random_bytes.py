"""Whatever stands in a file, the answer is a case or a list of problems."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case import CaseError
from detente.casefile import check_case, read_case
from unit.casefile.small_case import FILES, write_small_case

PIECES = st.sampled_from(
    ["- ", ": ", "{", "}", "[", "]", "\n", "  ", "&a ", "*a", "!t ", "|", ">", "? ", '"', "'", "#", "---\n", ",", "id",
     "options", "choices", "1e999", ".nan", "0/1/2", "\x00", "\u2028", "\ud7ff", "\t", "%", "@", "`", "=", "<<", "~"]
)  # fmt: skip


def outcome(place: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = write_small_case(Path(name) / "case")
        (folder / place).write_bytes(content)
        problems = check_case(folder)
        if not problems:
            read_case(folder)
            return
        for problem in problems:
            assert problem.what.endswith(".")
            assert problem.remedy
            assert problem.line is None or problem.line >= 1
        with pytest.raises(CaseError):
            read_case(folder)


@settings(max_examples=60)
@given(place=st.sampled_from(sorted(FILES)), content=st.binary(max_size=300))
def test_random_bytes_give_problems_and_never_a_traceback(place, content):
    outcome(place, content)


@settings(max_examples=120)
@given(place=st.sampled_from(sorted(FILES)), pieces=st.lists(PIECES, max_size=40), cut=st.integers(0, 2000))
def test_pieces_of_syntax_in_the_middle_give_problems_and_never_a_traceback(place, pieces, cut):
    text = FILES[place]
    outcome(place, (text[:cut] + "".join(pieces) + text[cut:]).encode())


@settings(max_examples=120)
@given(place=st.sampled_from(sorted(FILES)), start=st.integers(0, 2500), length=st.integers(1, 200))
def test_a_piece_cut_out_gives_problems_and_never_a_traceback(place, start, length):
    content = FILES[place].encode()
    outcome(place, content[:start] + content[start + length :])
