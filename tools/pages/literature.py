"""The page of literature, out of the bibliography."""

from __future__ import annotations

import re
import unicodedata

ENTRY = re.compile(r"^@(\w+)\{([\w-]+),\n(.*?)^\}$", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"(\w+)\s*=\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
PLACES = ("journal", "booktitle", "publisher", "institution", "school", "howpublished", "note", "url")
MARKS = {'"': "\N{COMBINING DIAERESIS}", "'": "\N{COMBINING ACUTE ACCENT}", "`": "\N{COMBINING GRAVE ACCENT}",
    "^": "\N{COMBINING CIRCUMFLEX ACCENT}", "~": "\N{COMBINING TILDE}", "c": "\N{COMBINING CEDILLA}",
    "v": "\N{COMBINING CARON}", "H": "\N{COMBINING DOUBLE ACUTE ACCENT}"}  # fmt: skip
LETTERS = {"ss": "ß", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "i"}


def literature_page(bibliography: str) -> str:
    r"""Entries of a BibTeX file as a page with a target for each key, so that citations in docstrings lead there.

    >>> print(literature_page("@article{A1950,\n  author = {Nash, John}, title = {Bargaining}, year = {1950}\n}\n"))
    Literature
    ==========
    <BLANKLINE>
    Everything that pages and docstrings cite, from ``docs/bibliography.bib``.
    <BLANKLINE>
    .. [A1950] Nash, John. *Bargaining*. 1950.
    <BLANKLINE>
    """
    found = sorted(ENTRY.findall(bibliography), key=lambda entry: entry[1].lower())
    entries = [f".. [{key}] {_described(dict(FIELD.findall(body)))}\n" for _, key, body in found]
    head = "Literature\n==========\n\nEverything that pages and docstrings cite, from ``docs/bibliography.bib``.\n"
    return "\n".join([head, *entries])


def _described(fields: dict[str, str]) -> str:
    plain = {name: _plain(text) for name, text in fields.items()}
    place = ", ".join(plain[name] for name in PLACES if name in plain)
    volume = plain.get("volume", "") + (f"({plain['number']})" if "number" in plain else "")
    parts = [plain.get("author", plain.get("editor", "")), f"*{plain['title']}*"]
    parts += [", ".join(part for part in (place, volume, plain.get("pages", "")) if part), plain.get("year", "")]
    return ". ".join(part for part in parts if part).replace("..", ".") + "."


def _plain(text: str) -> str:
    """Text of a field without the marks of TeX, fit for reStructuredText."""
    text = re.sub(r"\\(ss|aa|AA|o|O|l|L|i)(?:\{\}| |\b)", lambda m: LETTERS[m[1]], text)
    text = re.sub(r"\\([\"'`^~])\{?(\w)\}?|\\([cvH])(?:\{(\w)\}| (\w))", _accented, text)
    text = re.sub(r"\\url\{([^{}]*)\}", r"\1", text)
    text = text.replace("\\&", "&").replace("~", " ").replace("--", "-").replace("{", "").replace("}", "")
    return re.sub(r"\s+", " ", text).replace("*", "\\*").strip()


def _accented(found: re.Match[str]) -> str:
    mark, letter = found[1] or found[3], found[2] or found[4] or found[5]
    return unicodedata.normalize("NFC", letter + MARKS[mark])
