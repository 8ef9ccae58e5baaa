"""Text that people write: control characters go, markup stays words."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import nh3
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Marks that turn the direction of writing can make one text look like another.
HIDDEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


class PlainText(forms.CharField):
    """One line or several of plain text, in composed Unicode, without control characters."""

    def to_python(self, value: Any) -> str:
        """Clean what was typed."""
        return plain(super().to_python(value) or "")


def plain(words: str) -> str:
    r"""Compose, drop control characters and hidden marks, and write line ends in one way.

    Examples
    --------
    >>> plain("a\x00b\u202ec\r\nd")
    'abc\nd'
    """
    composed = unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in HIDDEN.sub("", composed) if c in {"\n", "\t"} or unicodedata.category(c) != "Cc")


def long_text(label: Any, rows: int = 4, *, required: bool = True, limit: int = 20_000) -> PlainText:
    """A field of several lines."""
    return PlainText(label=label, max_length=limit, required=required, widget=forms.Textarea(attrs={"rows": rows}))


class WordsOnly(PlainText):
    """Plain text that is handed on to programs which might show it as markup: what looks like markup is refused."""

    def to_python(self, value: Any) -> str:
        """Clean what was typed, and refuse markup."""
        return without_markup(super().to_python(value))


def without_markup(words: str) -> str:
    """Refuse a text in which markup hides, where it will be handed to other programs.

    Raises
    ------
    ValidationError
        When a browser would take a part of it for a tag.

    Examples
    --------
    >>> without_markup("Wind & Water, 3 < 5")
    'Wind & Water, 3 < 5'
    """
    if nh3.is_html(words):
        raise ValidationError(_("This looks like markup. Write it as plain words."))
    return words
