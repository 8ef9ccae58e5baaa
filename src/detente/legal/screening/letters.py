"""Letters of other scripts in Latin ones: simple tables, close to how names are commonly written in English."""

from __future__ import annotations

import re
import unicodedata

from detente.legal.screening.east_asia import read_east_asian

CYRILLIC = (
    "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh "
    "щ shch ъ _ ы y ь _ э e ю yu я ya є ye і i ї yi ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz ѓ g ќ k ѕ dz ә a ғ g қ k ң n "
    "ө o ұ u ү u һ h ҳ h ҷ j ӣ i ӯ u"
)
GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ kh ψ ps ω o"
GEORGIAN = (
    "ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch "
    "ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h"
)
ARMENIAN = (
    "ա a բ b գ g դ d ե e զ z է e ը e թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p "
    "ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev"
)
HEBREW = (
    "א a ב b ג g ד d ה h ו w ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף f צ ts ץ ts ק k ר r ש sh ת t"
)
ARABIC = (
    "ا a أ a إ i آ a ٱ a ب b ت t ث th ج j ح h خ kh د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ک k "
    "ل l م m ن n ه h ة a و w ؤ w ي y ى a ئ y ی y ء _ پ p چ ch ژ zh گ g ڤ v ـ _"
)
LATIN = "ß ss ø o æ ae œ oe đ d ł l þ th ð d ı i ə a ħ h ŋ ng ʼ _ ʻ _ ‘ _ ’ _ ' _ ` _ ´ _ ʹ _ ʺ _"
PAIRS = {
    "ου": "ou",
    "ντ": "d",
    "μπ": "b",
    "γκ": "g",
    "γγ": "ng",
    "τζ": "j",
    "αυ": "av",
    "ευ": "ev",
    "וו": "v",
    "ג'": "j",
    "ז'": "zh",
    "צ'": "ch",
    "ץ'": "ch",
}
KEPT = "\u0306\u0308\u3099\u309a"
"""Marks that make letters of their own in Cyrillic and in Japanese."""


def _table(*scripts: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for script in scripts:
        letters = script.split()
        pairs = zip(letters[::2], letters[1::2], strict=True)
        found |= {ord(letter): latin.replace("_", "") for letter, latin in pairs}
    return found


TABLE = _table(CYRILLIC, GREEK, GEORGIAN, ARMENIAN, HEBREW, ARABIC, LATIN)
JOINED = re.compile("|".join(PAIRS))
FIRST_VAV = re.compile(r"(?<![\u0590-\u05ff'])ו(?!ו)")


def to_latin(text: str) -> str:
    """Write a text in lower-case Latin letters without marks; letters that no table holds are left as they are.

    Covers Cyrillic, Greek, Georgian, Armenian, Hebrew and Arabic (with Persian) letters, Korean and Japanese syllables.
    Chinese characters stay as they are.

    Examples
    --------
    >>> to_latin("Юлия Щербакова"), to_latin("Παπαδόπουλος"), to_latin("Müller-Lüdenscheidt")
    ('yuliya shcherbakova', 'papadopoulos', 'muller-ludenscheidt')
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    composed = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c) or c in KEPT)
    composed = read_east_asian(unicodedata.normalize("NFC", plain))
    composed = JOINED.sub(lambda pair: PAIRS[pair[0]], FIRST_VAV.sub("v", composed.replace("׳", "'")))
    latin = unicodedata.normalize("NFKD", composed.translate(TABLE))
    return "".join(c for c in latin if not unicodedata.combining(c))


def script_of(text: str) -> str:
    """Name the script of the first letter of a text: LATIN, CYRILLIC, ARABIC ...; empty when there is no letter.

    Examples
    --------
    >>> script_of("Путин"), script_of("2 Putin"), script_of("?")
    ('CYRILLIC', 'LATIN', '')
    """
    if text.isascii():
        return "LATIN" if any(c.isalpha() for c in text) else ""
    letter = next((c for c in text if c.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""
