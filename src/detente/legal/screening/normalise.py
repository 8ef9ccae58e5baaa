"""A name as it is compared: Latin tokens, words spelled out, legal forms set aside, a skeleton of consonants."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.legal.screening.east_asia import IDEOGRAPHS
from detente.legal.screening.letters import to_latin

WORD = re.compile(f"[a-z0-9]+|[{IDEOGRAPHS}]+")
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
MARKS = re.compile("company|obshch|limited|liab|anonim|anonym|tovaryst|unitary|gesell")
"""A word of every phrase in words.csv: names without one need no search for phrases."""
UNREAD = re.compile(rf"[^\W\d_a-z{IDEOGRAPHS}]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A name as it is compared.

    `core`: its tokens, without legal forms. `forms`: legal forms set aside. `unread` tells whether letters were left
    out because no table holds them: a name of which nothing is left cannot be screened.
    """

    core: str
    forms: tuple[str, ...]
    unread: bool


@dataclass(frozen=True, slots=True)
class _Words:
    single: dict[str, tuple[str, str]]
    phrases: tuple[tuple[str, str], ...]


@cache
def _words() -> _Words:
    text = files("detente.legal").joinpath("screening", "data", "words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    phrases = [(f" {row['written']} ", f" {row['read']} ") for row in rows if " " in row["written"]]
    single = {row["written"]: (row["read"], row["kind"]) for row in rows if " " not in row["written"]}
    return _Words(single, tuple(sorted(phrases, key=lambda pair: -len(pair[0]))))


def read_name(text: str) -> Reading:
    """Read a name for comparison.

    Examples
    --------
    >>> read_name('ООО "Рога и Копыта"')
    Reading(core='roga i kopyta', forms=('llc',), unread=False)
    >>> read_name("The Int'l Trading Co., L.L.C.")
    Reading(core='international trading', forms=('co', 'llc'), unread=False)
    """
    words = _words()
    latin = to_latin(text)
    unread = not latin.isascii() and UNREAD.search(latin) is not None
    if "." in latin:
        latin = DOTTED.sub(lambda found: _undotted(found, words), latin)
    tokens = WORD.findall(latin)
    if len(tokens) > 2:
        tokens = _without_phrases(tokens, words)
    known = [words.single.get(token, (token, "")) for token in tokens]
    forms = [read for place, (read, _) in enumerate(known) if _is_form(tokens, known, place)]
    core = [read for place, (read, kind) in enumerate(known) if kind != "drop" and not _is_form(tokens, known, place)]
    return Reading(" ".join(core or tokens), tuple(forms) if core else (), unread)


def _is_form(tokens: list[str], known: list[tuple[str, str]], place: int) -> bool:
    """Whether a token is a legal form: one of two letters only at an end of the name, where forms stand."""
    if known[place][1] != "form":
        return False
    return len(tokens[place]) > 2 or place == 0 or all(kind == "form" for _, kind in known[place:])


def _undotted(found: re.Match[str], words: _Words) -> str:
    """Join dotted letters that are a legal form at the end of a name, S.A.; leave initials apart."""
    joined = found[0].replace(".", "")
    at_end = not found.string[found.end() :].strip(" ,;)")
    return joined if at_end and joined in words.single else found[0].replace(".", " ")


def _without_phrases(tokens: list[str], words: _Words) -> list[str]:
    text = f" {' '.join(tokens)} "
    if MARKS.search(text) is None:
        return tokens
    for written, read in words.phrases:
        text = text.replace(written, read)
    return text.split()


SOUNDS = (
    ("shch", "s"), ("tch", "s"), ("dzh", "s"), ("sch", "s"), ("kh", "h"), ("gh", "k"), ("sh", "s"), ("ch", "s"),
    ("zh", "s"), ("ph", "b"), ("th", "t"), ("ck", "k"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("cz", "s"),
    ("dj", "s"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("g", "k"), ("z", "s"),
    ("j", "s"), ("p", "b"), ("f", "b"), ("v", "b"), ("d", "t"),
)  # fmt: skip
SOUND = re.compile("|".join(written for written, _ in SOUNDS))
SOUND_OF = dict(SOUNDS)
SILENT = str.maketrans("", "", "aeiouywh")
INITIAL = str.maketrans("aeiouyw", "aaaaaab")


def skeleton_of(core: str) -> str:
    """Reduce each token to classes of consonants, so that scripts without vowels and other spellings meet.

    The first letter stays: a vowel as `a`. Doubled classes count once. Tokens of digits stay as they are.

    Examples
    --------
    >>> skeleton_of("vladimir putin"), skeleton_of("fladymyr bwtyn")
    ('bltmr btn', 'bltmr btn')
    """
    return " ".join(_skeleton(token) for token in core.split())


def _skeleton(token: str) -> str:
    sounds = SOUND.sub(lambda found: SOUND_OF[found[0]], token)
    rest = sounds[1:].translate(SILENT)
    first = sounds[0].translate(INITIAL)
    found = first
    for letter in rest:
        if letter != found[-1]:
            found += letter
    return found
