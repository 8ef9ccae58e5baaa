"""A file on disk as a document: what its words are, where they stand, what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from detente.case import CaseError
from detente.positions.ingest.binary import text_of_docx, text_of_mail, text_of_pdf
from detente.positions.ingest.describe import About, about_of, front_matter, sidecar
from detente.positions.ingest.html import words_of_page
from detente.positions.ingest.mapped import MappedText, replace_all, whole
from detente.positions.ingest.repair import repaired

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".eml")
LARGEST = 32 * 1024 * 1024
"""Bytes of a file at most; a text of that size is an archive and no document."""
LOOKED_AT = 4096
"""Bytes at the head of a file in which more than one zero in a hundred means that it is no text."""
MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
ENGLISH = frozenset(
    {"the", "of", "and", "to", "in", "that", "for", "is", "was", "on", "with", "by", "at", "from", "has", "not"}
)
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `source` is what places refer to; `reading` the text without furniture and damage."""

    name: str
    source: str
    reading: MappedText
    about: About
    notes: tuple[str, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a stretch of the reading text back to the source."""
        return self.reading.source_span(start, end)


def read_document(path: Path, name: str | None = None) -> Document:
    """Read a document of any kind that is known; the file is not changed.

    For txt, md and html, places refer to the decoded file; for pdf, docx and eml, to the text taken out.

    Raises
    ------
    CaseError
        When the file is of another kind, too large, encrypted, damaged, or holds no text; with its name.
    """
    shown = name if name is not None else path.as_posix()
    try:
        return _read(path, shown)
    except CaseError as error:
        raise CaseError(f"{shown}: {error}") from error
    except OSError as error:
        raise CaseError(f"{shown}: {error.strerror or error}.\nCheck the name and the right to read it.") from error


def documents_in(folder: Path) -> Iterator[Path]:
    """Documents of a folder and the folders in it, in order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith("."):
            yield path


def _read(path: Path, shown: str) -> Document:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise CaseError(f"files of this kind are not read.\nUse {', '.join(SUFFIXES)}.")
    size = path.stat().st_size
    if size > LARGEST:
        raise CaseError(f"the file has {size / 2**20:,.0f} MB, and {LARGEST // 2**20} MB is the limit.\nSplit it.")
    content = path.read_bytes()
    beside = sidecar(path)
    source, kind, known, notes = _source(content, suffix)
    if not source.strip():
        raise CaseError("the file holds no text.\nRemove it, or save it again.")
    reading, front = _reading(source, kind)
    return Document(shown, source, reading, about_of({**known, **front, **beside}), (*notes, *_language(reading.text)))


def _source(content: bytes, suffix: str) -> tuple[str, str, dict[str, str], tuple[str, ...]]:
    """Text that places refer to, its markup, what the file says of itself, and remarks."""
    if suffix == ".pdf":
        return text_of_pdf(content), "text", {}, ()
    if suffix == ".docx":
        return text_of_docx(content), "text", {}, ()
    if suffix == ".eml":
        text, subtype, head = text_of_mail(content)
        return text, "page" if subtype == "html" else "text", head, ()
    text, notes = _decoded(content)
    return text, {".md": "markdown", ".txt": "text"}.get(suffix, "page"), {}, notes


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode bytes as UTF-8 or UTF-16; otherwise guess the character set, and say so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), ()
    zeros = content[:LOOKED_AT].count(0)
    if zeros > len(content[:LOOKED_AT]) / 100:
        raise CaseError("this is no text.\nGive the document in a format that is read.")
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    best = from_bytes(content[: 256 * 1024]).best()
    encoding = best.encoding if best is not None else "cp1252"
    return content.decode(encoding, errors="replace"), (f"not UTF-8; read as {encoding}",)


def _reading(source: str, kind: str) -> tuple[MappedText, dict[str, object]]:
    if kind == "page":
        return repaired(words_of_page(source)), {}
    front, first = front_matter(source)
    mapped = whole(source, first)
    if kind == "markdown":
        mapped = replace_all(mapped, MARKDOWN_LINK, lambda found: found[1])
    return repaired(mapped), front


def _language(text: str) -> tuple[str, ...]:
    """Remark on a text in which the rules will find little: they know English only."""
    words = LETTERS.findall(text[:20000].lower())
    if len(words) < 20 or sum(1 for word in words if word in ENGLISH) >= len(words) / 20:
        return ()
    return ("hardly an English word: the rules read English only, so nothing is proposed",)


def expand(places: Iterable[Path]) -> Iterator[Path]:
    """Files as they are, and folders as the documents in them."""
    for place in places:
        if place.is_dir():
            yield from documents_in(place)
        else:
            yield place
