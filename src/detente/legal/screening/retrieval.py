"""Which index finds the names that share pieces with a query: our own, or tantivy where it is installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.legal.screening.grams import TRIGRAMS, GramIndex

RETRIEVALS = ("trigrams", "tantivy")


class Retrieval(Protocol):
    """Names by the pieces they hold: filled in chunks, closed once, then asked.

    Both of `RETRIEVALS` cut names into sequences of three letters; they differ in how these are stored and weighed.
    """

    @property
    def name(self) -> str:
        """Which of `RETRIEVALS` this is."""

    def add(self, texts: Sequence[str]) -> None:
        """Take in a chunk of texts; their numbers follow those before."""

    def close(self) -> None:
        """End adding; from now on the index can be asked."""

    def likeness(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Numbers of the names that share pieces with a text, and how alike they are: more is more alike."""


def new_retrieval(name: str = "") -> Retrieval:
    """Open an empty index: the one named, or tantivy where it is installed, else our own.

    Raises
    ------
    CaseError
        When there is no such index, or tantivy is asked for and not installed.

    Examples
    --------
    >>> new_retrieval("trigrams").name
    'trigrams'
    """
    if name not in ("", *RETRIEVALS):
        raise CaseError(f'There is no retrieval "{name}".\nUse {" or ".join(RETRIEVALS)}.')
    installed = find_spec("tantivy") is not None
    if name == "tantivy" and not installed:
        raise CaseError("The package tantivy is not installed.\nInstall detente[screening], or use trigrams.")
    if name == "trigrams" or not installed:
        return GramIndex(TRIGRAMS)
    found: Retrieval = import_module("detente.legal.screening.tantivy_index").TantivyIndex()
    return found
