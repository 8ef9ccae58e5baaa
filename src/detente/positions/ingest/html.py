"""Words of a page without its furniture; every word keeps its place in the source."""

from __future__ import annotations

import html
import re

from detente.positions.ingest.mapped import Builder, MappedText

PART = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<whole>script|style|noscript|svg|template|head)\b.*?(?:</(?P=whole)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>|&(?:#\w+|\w+);|[^<&]+|.",
    re.DOTALL | re.IGNORECASE,
)
FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "button", "figure", "figcaption", "select", "menu"})
INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    }
)
SPACES = re.compile(r"\s+")


def words_of_page(source: str) -> MappedText:
    """Read the text of a page; blocks become paragraphs, menus and the like are left out.

    Examples
    --------
    >>> words_of_page("<nav>Home</nav><p>A &amp; <b>B</b></p>").text.strip()
    'A & B'
    """
    builder = Builder()
    skipping: list[str] = []
    for part in PART.finditer(source):
        tag = (part["tag"] or "").lower()
        if tag:
            _track(skipping, tag, closing=part["close"] == "/")
            if tag not in INLINE and not skipping:
                builder.put("\n\n", part.start(), part.end())
        elif not skipping and part["whole"] is None and not part.group().startswith("<!--"):
            _put_words(builder, part)
    return builder.done()


def _track(skipping: list[str], tag: str, *, closing: bool) -> None:
    """Keep the list of open furniture up to date; a page that never closes it loses nothing behind a new paragraph."""
    if tag in FURNITURE:
        if not closing:
            skipping.append(tag)
        elif tag in skipping:
            del skipping[skipping.index(tag) :]
    elif tag in ("article", "main"):
        skipping.clear()


def _put_words(builder: Builder, part: re.Match[str]) -> None:
    text = part.group()
    if text.startswith("&") and len(text) > 1:
        builder.put(html.unescape(text), part.start(), part.end())
        return
    at = 0
    for gap in SPACES.finditer(text):
        builder.put(text[at : gap.start()], part.start() + at, part.start() + gap.start())
        builder.put(" ", part.start() + gap.start(), part.start() + gap.end())
        at = gap.end()
    builder.put(text[at:], part.start() + at, part.end())
