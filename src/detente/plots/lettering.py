"""How wide words are, so that labels never run into one another.

Advance widths of the report's text face at weight 600, in hundredths of an em, measured once in a browser;
letters outside the table count as wide ones, so that other scripts break early instead of late.
"""

from __future__ import annotations

import unicodedata

_ASCII = (
    "20 31 48 51 51 84 64 27 32 32 44 51 27 32 27 34 51 51 51 51 51 51 51 51 51 51 27 27 51 51 51 44 87 56 60 58 62 54 "
    "51 63 66 28 49 60 50 74 66 67 58 67 59 54 55 65 54 80 54 50 54 32 34 32 51 50 55 52 56 46 56 51 32 52 56 26 26 52 "
    "27 84 56 55 56 56 37 43 36 56 49 75 48 49 44 32 25 32 51"
)
_WIDTHS = {chr(32 + k): int(width) / 100 for k, width in enumerate(_ASCII.split())}
SLACK = 1.04
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def text_width(words: str, size: float = 13) -> float:
    """Estimate the width of words in pixels, on the generous side.

    Examples
    --------
    >>> round(text_width("Northland")) < round(text_width("Northland and Southland"))
    True
    """
    return SLACK * size * sum(_WIDTHS.get(letter) or _other(letter) for letter in words)


def fit_lines(words: str, width: float, size: float = 13, most: int = 2) -> list[str]:
    """Break words into at most `most` lines that fit a width; what does not fit ends in an ellipsis.

    Examples
    --------
    >>> fit_lines("International Atomic Energy Agency", 120)
    ['International', 'Atomic Energy…']
    """
    lines: list[str] = []
    rest = words.replace("-", "- ").split()
    while rest and len(lines) < most:
        taken = _words_that_fit(rest, width, size)
        line = _together(rest[:taken]) if taken else rest[0]
        rest = rest[max(taken, 1) :]
        lines.append(line)
    if rest:
        lines[-1] = lines[-1] + ELLIPSIS
    return [_cut(line, width, size) for line in lines]


def _together(words: list[str]) -> str:
    """Join words; a hyphen may end a line, and needs no space within one."""
    return " ".join(words).replace("- ", "-")


def _words_that_fit(words: list[str], width: float, size: float) -> int:
    for count in range(len(words), 0, -1):
        if text_width(_together(words[:count]), size) <= width:
            return count
    return 0


def shortened(words: str, most: int) -> str:
    """Cut words to at most `most` letters, at the end of a word where there is one.

    Examples
    --------
    >>> shortened("worth of the pipeline", 12), shortened("pipeline", 12)
    ('worth of…', 'pipeline')
    """
    if len(words) <= most:
        return words
    kept = words[:most]
    return _ended(kept.rpartition(" ")[0] or kept[: most - 1])


def _cut(line: str, width: float, size: float) -> str:
    """Shorten one line until it fits: word by word, and letter by letter where one word alone is too wide."""
    if text_width(line, size) <= width:
        return line
    kept = line.removesuffix(ELLIPSIS)
    while " " in kept and text_width(_ended(kept), size) > width:
        kept = kept.rpartition(" ")[0]
    while kept and text_width(_ended(kept), size) > width:
        kept = kept[:-1]
    return _ended(kept)


def _ended(words: str) -> str:
    """Words with an ellipsis, and no comma or bracket before it."""
    return words.rstrip(" ,;:(") + ELLIPSIS


def _other(letter: str) -> float:
    """Width of a letter outside the table: an accent none, an ideograph a full em, the rest a wide letter."""
    if unicodedata.combining(letter):
        return 0.001
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.68
