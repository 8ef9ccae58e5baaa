"""Damaged characters made whole: text that was stored in UTF-8 and read as something else."""

from __future__ import annotations

import re

from detente.positions.ingest.mapped import MappedText, replace_all

SEQUENCE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122\u017d\u017e]{1,3}"
)
LONE_AT_EDGE = re.compile(r"(?<![^\W\d_])â(?=[A-Za-z])|(?<=[a-z,.!?])â(?![^\W\d_])")
LONE = re.compile("â")
SHORT_ENDING = re.compile(r"(?:s|t|re|ve|ll|d|m)(?![^\W\d_])")
NOISE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
LEAST_SIGNS_OF_LOSS = 2


def repaired(mapped: MappedText) -> MappedText:
    """Put back quotation marks, dashes and letters that a wrong reading of UTF-8 has broken.

    Whole sequences are decoded again. Where only the ``â`` of a broken mark is left, its neighbours tell which mark it
    was; that is done only in texts where it stands at edges of words, where no language has it.

    Examples
    --------
    >>> from detente.positions.ingest.mapped import whole
    >>> repaired(whole("Moscowâs âfirmâ tone")).text
    'Moscow’s “firm” tone'
    """
    mapped = replace_all(mapped, SEQUENCE, _decoded)
    if len(LONE_AT_EDGE.findall(mapped.text)) >= LEAST_SIGNS_OF_LOSS:
        text = mapped.text
        mapped = replace_all(mapped, LONE, lambda found: _mark(text, found.start()))
    return replace_all(mapped, NOISE, lambda found: "")


def _decoded(found: re.Match[str]) -> str:
    """Read a sequence again as the UTF-8 it was; as it is when it is none."""
    raw = bytearray()
    for letter in found.group():
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            raw += letter.encode("latin-1") if ord(letter) < 256 else b"\xff"
    for length in range(len(raw), 1, -1):
        try:
            return raw[:length].decode("utf-8") + found.group()[length:]
        except UnicodeDecodeError:
            continue
    return found.group()


def _mark(text: str, at: int) -> str:
    """The mark that a lone ``â`` stands for, by what stands around it."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalpha() and after.isalpha():
        return "’" if SHORT_ENDING.match(text, at + 1) else "—"
    if after.isalnum():
        return "“"
    if before.isalpha() and after == " " and before == "s":
        opened = max(text.rfind("“", 0, at), _opening(text, at))
        return "”" if opened > max(text.rfind("”", 0, at), text.rfind("\n", 0, at)) else "’"
    return "”"


def _opening(text: str, at: int) -> int:
    """Place of the last ``â`` before another one that opens a quotation."""
    place = text.rfind("â", 0, at)
    return (
        place if place >= 0 and not text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha() else -1
    )
