"""Preference statements: yes-or-no sentences over options, such as ``withdraw if not strike``."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from detente.case.errors import CaseError

TOKEN = re.compile(r"\s*(?:(?P<word>[A-Za-z][A-Za-z0-9._-]*)|(?P<sign>[()]))")
CONNECTIVES = ("not", "and", "or", "if", "iff")
LONGEST_STATEMENT = 2000
DEEPEST_STATEMENT = 40


class StatementError(CaseError):
    """A statement that cannot be read: what is wrong at which column, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n{remedy}")
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement taken apart: `operator` is ``option`` or one of the connectives, `parts` what it joins."""

    operator: str
    parts: tuple[Statement, ...] = ()
    option: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    column: int


def parse_statement(text: str, options: Collection[str]) -> Statement:
    """Take a statement apart, as option prioritisation writes it [Fang2003]_.

    ``not`` binds closest, then ``and``, then ``or``, then ``if`` and ``iff``, which do not chain. ``A if B`` holds
    unless B holds and A does not.

    Parameters
    ----------
    text : str
        The statement.
    options : collection of str
        Ids of the options that it may name.

    Raises
    ------
    StatementError
        When it cannot be read, with the column.

    Examples
    --------
    >>> parse_statement("not strike", ["strike"])
    Statement(operator='not', parts=(Statement(operator='option', parts=(), option='strike'),), option='')
    """
    if len(text) > LONGEST_STATEMENT:
        raise StatementError(f"a statement has more than {LONGEST_STATEMENT:,} characters.", "Split it into several.")
    return _Reader(text, options).read()


class _Reader:
    """Reads tokens from the left; one method per level of binding."""

    def __init__(self, text: str, options: Collection[str]) -> None:
        self._text = text
        self._options = options
        self._tokens = self._split(text)
        self._at = 0
        self._depth = 0

    def read(self) -> Statement:
        """Read the whole text as one statement."""
        statement = self._conditional()
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            chained = token.text in ("if", "iff")
            remedy = "Put the part that belongs together in brackets." if chained else "Join two parts by and or or."
            raise self._error(token.column, f"{token.text} is not expected here", remedy)
        return statement

    def _split(self, text: str) -> list[_Token]:
        tokens, at = [], 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            if found is None:
                column = at + len(text[at:]) - len(text[at:].lstrip())
                remedy = "Use option ids, the words not, and, or, if, iff, and round brackets."
                raise self._error(column, f"{text[column]!r} is not expected here", remedy)
            group = found.lastgroup or ""
            tokens.append(_Token(found[group], found.start(group)))
            at = found.end()
        return tokens

    def _error(self, column: int, what: str, remedy: str) -> StatementError:
        shown = self._text if len(self._text) <= 60 else f"{self._text[:57]}..."
        return StatementError(f'in the statement "{shown}", column {column + 1}: {what}.', remedy)

    def _next_is(self, *words: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at].text in words:
            self._at += 1
            return self._tokens[self._at - 1].text
        return None

    def _conditional(self) -> Statement:
        left = self._chain("or")
        word = self._next_is("if", "iff")
        return left if word is None else Statement(word, (left, self._chain("or")))

    def _chain(self, word: str) -> Statement:
        parts = [self._chain("and") if word == "or" else self._negation()]
        while self._next_is(word):
            parts.append(self._chain("and") if word == "or" else self._negation())
        return parts[0] if len(parts) == 1 else Statement(word, tuple(parts))

    def _negation(self) -> Statement:
        self._depth += 1
        if self._depth > DEEPEST_STATEMENT:
            column = self._tokens[min(self._at, len(self._tokens) - 1)].column
            raise self._error(column, f"it is nested more than {DEEPEST_STATEMENT} deep", "Split it into several.")
        statement = Statement("not", (self._negation(),)) if self._next_is("not") else self._atom()
        self._depth -= 1
        return statement

    def _atom(self) -> Statement:
        if self._at == len(self._tokens):
            raise self._error(len(self._text), "an option is missing here", "Write the id of an option.")
        token = self._tokens[self._at]
        self._at += 1
        if token.text == "(":
            statement = self._conditional()
            if not self._next_is(")"):
                raise self._error(token.column, "this bracket is not closed", "Add the closing bracket.")
            return statement
        if token.text in (*CONNECTIVES, ")"):
            raise self._error(token.column, f"{token.text} is not expected here", "Write the id of an option.")
        if token.text not in self._options:
            known = ", ".join(sorted(self._options)[:20])
            raise self._error(token.column, f"{token.text} is not an option of this conflict", f"There are {known}.")
        return Statement("option", option=token.text)
