"""Forms of English verbs, so that a lexicon needs the infinitive only."""

from __future__ import annotations

import re

IRREGULAR = {
    "be": ("is", "are", "was", "were", "been", "being"),
    "bring": ("brings", "brought", "bringing"),
    "build": ("builds", "built", "building"),
    "buy": ("buys", "bought", "buying"),
    "cling": ("clings", "clung", "clinging"),
    "come": ("comes", "came", "coming"),
    "cut": ("cuts", "cutting"),
    "draw": ("draws", "drew", "drawn", "drawing"),
    "do": ("does", "did", "done", "doing"),
    "fight": ("fights", "fought", "fighting"),
    "find": ("finds", "found", "finding"),
    "forego": ("foregoes", "forewent", "foregone", "foregoing"),
    "forgo": ("forgoes", "forwent", "forgone", "forgoing"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "forswear": ("forswears", "forswore", "forsworn", "forswearing"),
    "give": ("gives", "gave", "given", "giving"),
    "go": ("goes", "went", "gone", "going"),
    "have": ("has", "had", "having"),
    "hear": ("hears", "heard", "hearing"),
    "hold": ("holds", "held", "holding"),
    "keep": ("keeps", "kept", "keeping"),
    "lay": ("lays", "laid", "laying"),
    "leave": ("leaves", "left", "leaving"),
    "lend": ("lends", "lent", "lending"),
    "let": ("lets", "letting"),
    "make": ("makes", "made", "making"),
    "meet": ("meets", "met", "meeting"),
    "pay": ("pays", "paid", "paying"),
    "put": ("puts", "putting"),
    "quit": ("quits", "quitting"),
    "say": ("says", "said", "saying"),
    "see": ("sees", "saw", "seen", "seeing"),
    "seek": ("seeks", "sought", "seeking"),
    "sell": ("sells", "sold", "selling"),
    "send": ("sends", "sent", "sending"),
    "set": ("sets", "setting"),
    "shoot": ("shoots", "shot", "shooting"),
    "shut": ("shuts", "shutting"),
    "sit": ("sits", "sat", "sitting"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "spell": ("spells", "spelled", "spelt", "spelling"),
    "stand": ("stands", "stood", "standing"),
    "stick": ("sticks", "stuck", "sticking"),
    "strike": ("strikes", "struck", "striking"),
    "strive": ("strives", "strove", "striven", "striving"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "take": ("takes", "took", "taken", "taking"),
    "tear": ("tears", "tore", "torn", "tearing"),
    "tell": ("tells", "told", "telling"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "undertake": ("undertakes", "undertook", "undertaken", "undertaking"),
    "uphold": ("upholds", "upheld", "upholding"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "withhold": ("withholds", "withheld", "withholding"),
    "write": ("writes", "wrote", "written", "writing"),
}
SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""One syllable that ends in one vowel and one consonant doubles it: shrug, shrugged."""
DOUBLED = frozenset(
    [
        "bar",
        "ban",
        "cap",
        "drop",
        "stop",
        "commit",
        "confer",
        "defer",
        "prefer",
        "refer",
        "permit",
        "submit",
        "rebut",
        "scrap",
        "swap",
        "quit",
        "omit",
        "admit",
        "shun",
        "nod",
        "plan",
        "put",
    ]
)
VOWELS = "aeiou"


def verb_forms(verb: str) -> frozenset[str]:
    """Every form of a verb: ``refuse`` gives refuse, refuses, refused and refusing.

    Examples
    --------
    >>> sorted(verb_forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    """
    if verb in IRREGULAR:
        return frozenset((verb, *IRREGULAR[verb]))
    if verb.endswith("e"):
        return frozenset((verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"))
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return frozenset((verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"))
    if verb.endswith("l") and verb[-2] in VOWELS and verb[-3] not in VOWELS:
        return frozenset((verb, f"{verb}s", f"{verb}ed", f"{verb}ing", f"{verb}led", f"{verb}ling"))
    stem = verb + verb[-1] if verb in DOUBLED or SHORT.fullmatch(verb) else verb
    third = f"{verb}es" if verb.endswith(("s", "x", "ch", "sh", "o")) else f"{verb}s"
    return frozenset((verb, third, f"{stem}ed", f"{stem}ing"))


def is_participle(word: str) -> bool:
    """Whether a form can stand after a form of be: ``rejected``, ``sought``, but not ``rejects`` or ``rejecting``.

    Examples
    --------
    >>> is_participle("sought"), is_participle("rejects")
    (True, False)
    """
    return word.endswith(("ed", "en", "wn", "ught", "ut", "ld", "ft", "de", "id", "et", "ought", "rn", "one", "ne"))


ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ities",
    "ity",
    "ies",
    "ers",
    "ed",
    "es",
    "s",
)


def stem(word: str) -> str:
    """Cut the ending off a word, so that its forms compare equal; four letters always stay.

    Examples
    --------
    >>> stem("sanctions"), stem("sanctioning")
    ('sanct', 'sanction')
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
