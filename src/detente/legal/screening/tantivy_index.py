"""Names by their sequences of three letters, kept and weighed by tantivy; needs the extra `screening`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tantivy
from numpy.typing import NDArray

from detente.legal.screening.grams import LEAST_PIECES, READ_AT_MOST

LENGTH = 3
TEXT, NUMBER, CUT = "text", "number", "pieces"
ROOM_BYTES = 60_000_000
"""Memory of the one writing thread; names beyond it go into a further segment."""

FOUND, SPARE = 300, 100
"""Names that are wanted, and how many more are taken so that the end of the list does not depend on segments."""

DIGITS = 4


class TantivyIndex:
    """The same pieces as the trigram index, ranked by the weights of [RobertsonZaragoza2009]_ (BM25).

    A token stands between two spaces on either side, so that pieces do not depend on the order of tokens. Names of
    equal rank at the end of the list are left out together unless they are all there is: which of them come first
    depends on how the index was written.

    Examples
    --------
    >>> index = TantivyIndex()
    >>> index.add(["vladimir putin", "ivan petrov"])
    >>> index.close()
    >>> index.likeness("petrow ivan")[0][0].item()
    1
    """

    name = "tantivy"

    def __init__(self) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field(TEXT, tokenizer_name=CUT, index_option="basic")
        # Signed, since the package hands small numbers over as such.
        schema.add_integer_field(NUMBER, fast=True, stored=False, indexed=False)
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema)
        cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(LENGTH, LENGTH, prefix_only=False))
        self._index.register_tokenizer(CUT, cut.build())
        self._writer: tantivy.IndexWriter | None = self._index.writer(ROOM_BYTES, 1)
        self._searcher = self._index.searcher()
        self.count = 0

    def add(self, texts: Sequence[str]) -> None:
        """Take in a chunk of texts; their numbers follow those before."""
        if self._writer is None:
            raise ValueError("A closed index takes no further text.")
        for number, text in enumerate(texts, start=self.count):
            self._writer.add_document(tantivy.Document(**{TEXT: [_spaced(text)], NUMBER: number}))
        self.count += len(texts)

    def close(self) -> None:
        """Write what was added; the writer's memory is given back."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
            self._index.reload()
            self._searcher = self._index.searcher()

    def likeness(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The names that rank highest for the rarest pieces of a text, and their weights."""
        rare = self._rare_pieces(text)
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(self._schema, TEXT, p, "basic")) for p in rare]
        query = tantivy.Query.boolean_query(terms)
        hits = self._searcher.search(query, FOUND + SPARE, count=False).hits
        found = self._searcher.fast_field_values(NUMBER, [place for _, place in hits])
        numbers = np.array(found, dtype=np.int64)
        weights: NDArray[np.float32] = np.array([round(weight, DIGITS) for weight, _ in hits], dtype=np.float32)
        if len(hits) == FOUND + SPARE and weights[0] > weights[-1]:
            numbers, weights = numbers[weights > weights[-1]], weights[weights > weights[-1]]
        order = np.lexsort((numbers, -weights))[:FOUND]
        return numbers[order], weights[order]

    def _rare_pieces(self, text: str) -> list[str]:
        """As many pieces as may be read for one query, the rarest first, as the trigram index takes them."""
        spaced, read = _spaced(text), 0
        kept: list[str] = []
        pieces = {spaced[k : k + LENGTH] for k in range(len(spaced) - LENGTH + 1)}
        counted = sorted((self._searcher.doc_freq(TEXT, piece), piece) for piece in pieces)
        for count, piece in counted:
            read += count
            if read > READ_AT_MOST and len(kept) >= LEAST_PIECES:
                break
            kept += [piece] if count else []
        return kept


def _spaced(text: str) -> str:
    """Two spaces before and after every token.

    Examples
    --------
    >>> _spaced("ab c")
    '  ab  c  '
    """
    return f"  {text.replace(' ', '  ')}  "
