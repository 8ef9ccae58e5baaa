"""Invented names by rules, and ways in which the same name is written otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator


def _words(text: str) -> list[str]:
    return text.split()


ONSETS = _words("b bl br ch d dr f fr g gr h j k kh kl kr l m n p pl pr r s sh sk st t tr v vl y z zh")
VOWELS = _words("a a a e e i i o o u ya")
CODAS = ["", "", "", *_words("n r l v k m s t d")]
FAMILY_ENDS = ["", *_words("ov ev in sky enko uk yan adze shvili zade ian er son man i")]
SECTORS = _words("bank trading shipping oil gas metals logistics insurance energy mining steel foods chemicals avia")
SECTORS += _words("telecom machinery invest construction pharma cement systems marine")
PLACES = _words("north south east west baltic volga ural black sea arctic central united first new golden delta")
FORMS = _words("llc jsc ltd ooo ao inc gmbh fze")


def word(rng: random.Random, syllables: int) -> str:
    """An invented word."""
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))


def pool(rng: random.Random, count: int, ends: list[str]) -> list[str]:
    """Distinct invented words."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[word(rng, rng.choice((1, 2, 2, 3))) + rng.choice(ends)] = None
    return [name for name in found if len(name) > 2]


def invented_names(count: int, seed: int) -> Iterator[str]:
    """Distinct names: two of three are persons of two or three parts, the others firms."""
    rng = random.Random(seed)
    given, family, brands = pool(rng, 3_000, [""]), pool(rng, 60_000, FAMILY_ENDS), pool(rng, 60_000, [""])
    seen: set[int] = set()
    while len(seen) < count:
        if rng.random() < 0.67:
            parts = [rng.choice(given), rng.choice(family)]
            if rng.random() < 0.6:
                parts.insert(1, rng.choice(given) + rng.choice(["ovich", "evna", "ovna", "evich", "", ""]))
        else:
            parts = [
                *rng.sample(PLACES, rng.choice((0, 0, 1))),
                rng.choice(brands),
                *rng.sample(SECTORS, rng.choice((1, 2))),
            ]
            parts += [rng.choice(FORMS)] if rng.random() < 0.7 else []
        name = " ".join(parts)
        if hash(name) not in seen:
            seen.add(hash(name))
            yield name.title()


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typo(name: str, rng: random.Random) -> str:
    """One slip of the hand: a letter left out, doubled, exchanged, or swapped with the next."""
    letters = list(name)
    places = [k for k, c in enumerate(letters[:-1]) if c.isalpha() and letters[k + 1].isalpha()]
    k = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:
        del letters[k]
    elif kind == 1:
        letters.insert(k, letters[k])
    elif kind == 2:
        letters[k] = rng.choice(LETTERS)
    else:
        letters[k], letters[k + 1] = letters[k + 1], letters[k]
    return "".join(letters)


def two_typos(name: str, rng: random.Random) -> str:
    """Two slips in a name of ten letters or more, one in a shorter one."""
    return typo(typo(name, rng), rng) if len(name) >= 10 else typo(name, rng)


def reordered(name: str, rng: random.Random) -> str:
    """The same words in another order, perhaps with a comma."""
    parts = name.split()
    rng.shuffle(parts)
    return ", ".join([parts[0], " ".join(parts[1:])]) if rng.random() < 0.5 else " ".join(parts)


SHORT = {"bank": "bk", "trading": "trdg", "shipping": "shpg", "invest": "inv", "insurance": "insurance co"}
LONG_FORMS = {
    "llc": "limited liability company",
    "jsc": "joint stock company",
    "ooo": "llc",
    "ao": "jsc",
    "ltd": "limited",
}


def abbreviated(name: str, rng: random.Random) -> str:
    """Initials for all but the family name of a person; words of a firm and its legal form written otherwise."""
    parts = name.lower().split()
    if parts[-1] in FORMS or any(part in SECTORS for part in parts):
        return " ".join(SHORT.get(part, LONG_FORMS.get(part, part)) for part in parts)
    dot = rng.choice([". ", ".", " "])
    return (dot.join(part[0] for part in parts[:-1]) + dot + " " + parts[-1]).title()


CYRILLIC = [
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ya", "я"), ("yu", "ю"), ("ts", "ц"),
    ("a", "а"), ("b", "б"), ("v", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("y", "й"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("f", "ф"), ("h", "х"), ("c", "к"), ("j", "дж"), ("q", "к"), ("w", "в"), ("x", "кс"),
]  # fmt: skip
ARABIC = [
    ("zh", "ج"), ("kh", "خ"), ("ch", "تش"), ("sh", "ش"), ("ya", "يا"), ("a", "ا"), ("b", "ب"), ("v", "ف"),
    ("g", "غ"), ("d", "د"), ("e", "ي"), ("z", "ز"), ("i", "ي"), ("y", "ي"), ("k", "ك"), ("l", "ل"), ("m", "م"),
    ("n", "ن"), ("o", "و"), ("p", "ب"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("f", "ف"), ("h", "ه"),
    ("c", "ك"), ("j", "ج"), ("q", "ق"), ("w", "و"), ("x", "كس"),
]  # fmt: skip
HEBREW = [
    ("zh", "ז'"), ("kh", "ח"), ("ch", "צ'"), ("sh", "ש"), ("ya", "יה"), ("a", "א"), ("b", "ב"), ("v", "ב"), ("g", "ג"),
    ("d", "ד"), ("e", ""), ("z", "ז"), ("i", "י"), ("y", "י"), ("k", "ק"), ("l", "ל"), ("m", "מ"), ("n", "נ"),
    ("o", "ו"), ("p", "פ"), ("r", "ר"), ("s", "ס"), ("t", "ט"), ("u", "ו"), ("f", "פ"), ("h", "ה"), ("c", "ק"),
    ("j", "ג'"), ("q", "ק"), ("w", "ו"), ("x", "קס"),
]  # fmt: skip
GREEK = [
    ("zh", "ζ"), ("kh", "χ"), ("ch", "τσ"), ("sh", "σ"), ("ya", "για"), ("a", "α"), ("b", "μπ"), ("v", "β"),
    ("g", "γκ"),
    ("d", "ντ"), ("e", "ε"), ("z", "ζ"), ("i", "ι"), ("y", "ι"), ("k", "κ"), ("l", "λ"), ("m", "μ"), ("n", "ν"),
    ("o", "ο"), ("p", "π"), ("r", "ρ"), ("s", "σ"), ("t", "τ"), ("u", "ου"), ("f", "φ"), ("h", "χ"), ("c", "κ"),
    ("j", "τζ"), ("q", "κ"), ("w", "ου"), ("x", "ξ"),
]  # fmt: skip
GEORGIAN = [
    ("zh", "ჟ"), ("kh", "ხ"), ("ch", "ჩ"), ("sh", "შ"), ("ya", "ია"), ("a", "ა"), ("b", "ბ"), ("v", "ვ"), ("g", "გ"),
    ("d", "დ"), ("e", "ე"), ("z", "ზ"), ("i", "ი"), ("y", "ი"), ("k", "კ"), ("l", "ლ"), ("m", "მ"), ("n", "ნ"),
    ("o", "ო"), ("p", "პ"), ("r", "რ"), ("s", "ს"), ("t", "ტ"), ("u", "უ"), ("f", "ფ"), ("h", "ჰ"), ("c", "კ"),
    ("j", "ჯ"), ("q", "კ"), ("w", "ვ"), ("x", "ქს"),
]  # fmt: skip


def written_in(table: list[tuple[str, str]]) -> Callable[[str, random.Random], str]:
    """A rule that writes a Latin name in another script, without its legal form."""

    def write(name: str, rng: random.Random) -> str:
        del rng
        text = " ".join(part for part in name.lower().split() if part not in FORMS)
        for latin, letter in table:
            text = text.replace(latin, letter)
        return text.title()

    return write


RULES: dict[str, Callable[[str, random.Random], str]] = {
    "one typo": typo,
    "two typos": two_typos,
    "reordered": reordered,
    "abbreviated": abbreviated,
    "Cyrillic": written_in(CYRILLIC),
    "Greek": written_in(GREEK),
    "Georgian": written_in(GEORGIAN),
    "Arabic": written_in(ARABIC),
    "Hebrew": written_in(HEBREW),
}
