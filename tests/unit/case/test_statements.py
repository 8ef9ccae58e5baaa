"""Preference statements: what binds how closely, and what cannot be read."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from detente.case import StatementError, parse_statement
from detente.deals.stability.preferences import prioritised_ranks, truth_of

OPTIONS = ("a", "b", "c-1")


def truth(text: str) -> list[bool]:
    """Truth of a statement over a, b, c-1, from all not taken to all taken, the last one changing fastest."""
    table = np.array(list(product([False, True], repeat=3)))
    taken = {option: table[:, k] for k, option in enumerate(OPTIONS)}
    return truth_of(parse_statement(text, OPTIONS), taken).tolist()


MEANINGS = {
    "a": lambda a, b, c: a,
    "not a": lambda a, b, c: not a,
    "not not a": lambda a, b, c: a,
    "a and b": lambda a, b, c: a and b,
    "a or b and c-1": lambda a, b, c: a or (b and c),
    "(a or b) and c-1": lambda a, b, c: (a or b) and c,
    "not a or b": lambda a, b, c: (not a) or b,
    "not (a or b)": lambda a, b, c: not (a or b),
    "a if b": lambda a, b, c: a or not b,
    "a iff b": lambda a, b, c: a == b,
    "a and b if c-1": lambda a, b, c: (a and b) or not c,
    "a if b or c-1": lambda a, b, c: a or not (b or c),
    "(a if b) iff c-1": lambda a, b, c: (a or not b) == c,
    "a or b or c-1": lambda a, b, c: a or b or c,
    "a and b and c-1": lambda a, b, c: a and b and c,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_a_statement_means_what_it_says(text):
    assert truth(text) == [bool(MEANINGS[text](*row)) for row in product([False, True], repeat=3)]


FAULTS = {
    "": ('in the statement "", column 1: an option is missing here.', "Write the id of an option."),
    "a and": ('in the statement "a and", column 6: an option is missing here.', "Write the id of an option."),
    "a b": ('in the statement "a b", column 3: b is not expected here.', "Join two parts by and or or."),
    "a nd b": ('in the statement "a nd b", column 3: nd is not expected here.', "Join two parts by and or or."),
    "a if b if c-1": (
        'in the statement "a if b if c-1", column 8: if is not expected here.',
        "Put the part that belongs together in brackets.",
    ),
    "(a": ('in the statement "(a", column 1: this bracket is not closed.', "Add the closing bracket."),
    "and a": ('in the statement "and a", column 1: and is not expected here.', "Write the id of an option."),
    "x": ('in the statement "x", column 1: x is not an option of this conflict.', "There are a, b, c-1."),
    "a & b": (
        "in the statement \"a & b\", column 3: '&' is not expected here.",
        "Use option ids, the words not, and, or, if, iff, and round brackets.",
    ),
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_cannot_be_read_is_named_with_its_column(text):
    with pytest.raises(StatementError) as raised:
        parse_statement(text, OPTIONS)
    assert (raised.value.what, raised.value.remedy) == FAULTS[text]


def test_a_statement_that_is_too_long_or_too_deep_is_refused():
    with pytest.raises(StatementError, match="more than 2,000 characters"):
        parse_statement("a or " * 500 + "a", OPTIONS)
    for text in ("(" * 200 + "a" + ")" * 200, "not " * 200 + "a"):
        with pytest.raises(StatementError, match="nested more than 40 deep"):
            parse_statement(text, OPTIONS)


def test_the_first_statement_on_which_states_differ_decides():
    taken = {"a": np.array([False, True, False, True]), "b": np.array([False, False, True, True])}
    assert prioritised_ranks(["a", "b"], taken).tolist() == [0, 2, 1, 3]
    assert prioritised_ranks(["a or b"], taken).tolist() == [0, 1, 1, 1]


def test_ranks_are_in_the_order_of_the_weighted_score():
    draw = np.random.default_rng(3)
    table = np.array(list(product([False, True], repeat=4)))
    taken = {name: table[:, k] for k, name in enumerate("abcd")}
    texts = ["a iff b", "not c", "b or d", "a and not d", "c if a"]
    for _ in range(20):
        order = draw.permutation(texts).tolist()
        holds = np.array([truth_of(parse_statement(text, taken), taken) for text in order])
        score = (2 ** np.arange(len(order))[::-1]) @ holds
        ranks = prioritised_ranks(order, taken)
        np.testing.assert_array_equal(np.sign(ranks[:, None] - ranks), np.sign(score[:, None] - score))
