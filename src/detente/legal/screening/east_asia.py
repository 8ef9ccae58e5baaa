"""Korean and Japanese syllables in Latin letters, and Chinese characters as they are compared."""

from __future__ import annotations

import re

HANGUL = re.compile("[\uac00-\ud7a3]")
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
IDEOGRAPHS = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
INITIALS = "g kk n d tt r m b pp s ss _ j jj ch k t p h".replace("_", "").split(" ")
VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i _".replace("_", "").split()
FINALS = "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("_", "").split(" ")
"""Syllables are written one by one, in the manner of the Revised Romanization, without joining sounds across them."""

SIGNS = (
    "アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダヂヅデドナニヌネノハヒフヘホ"
    "バビブベボパピプペポマミムメモヤユヨラリルレロワヰヱヲンヴヵヶ"
)
SOUNDS = (
    "a i u e o ka ki ku ke ko ga gi gu ge go sa shi su se so za ji zu ze zo ta chi tsu te to da ji zu de do na "
    "ni nu ne no ha hi fu he ho ba bi bu be bo pa pi pu pe po ma mi mu me mo ya yu yo ra ri ru re ro wa i e o n "
    "vu ka ke"
)
KATAKANA = dict(zip(SIGNS, SOUNDS.split(), strict=True))
SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa"}
DOUBLED, LONG = "ッ", "ー"
TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
HISSED = ("sh", "ch", "j")

TRADITIONAL = (
    "國東華龍馬張陳劉楊趙黃吳孫鄭謝韓馮鄧許蕭葉蘇盧蔣賈習銀業團產電氣車鐵運輸際貿實發開義衛軍陸"
    "門廣寧濟遼灣蘭羅錢譚鍾閻齊顧龔嚴萬湯魯嶽莊紅偉麗強軒澤濤駿鵬勝榮"
)
SIMPLIFIED = (
    "国东华龙马张陈刘杨赵黄吴孙郑谢韩冯邓许萧叶苏卢蒋贾习银业团产电气车铁运输际贸实发开义卫军陆"
    "门广宁济辽湾兰罗钱谭钟阎齐顾龚严万汤鲁岳庄红伟丽强轩泽涛骏鹏胜荣"
)
SIMPLER = str.maketrans(TRADITIONAL, SIMPLIFIED)
"""Traditional forms that are common in names, and the simplified ones under which they are compared."""


def read_east_asian(text: str) -> str:
    """Write Korean and Japanese syllables in Latin letters, and the commonest Chinese characters in one form.

    Korean syllables become tokens of their own, since names are written without spaces. Chinese characters stay:
    how one is read depends on the language and the name.

    Examples
    --------
    >>> read_east_asian("김정은").split(), read_east_asian("トヨタ"), read_east_asian("習近平")
    (['gim', 'jeong', 'eun'], 'toyota', '习近平')
    """
    if text.isascii():
        return text
    text = HANGUL.sub(lambda found: f" {_hangul(ord(found[0]) - 0xAC00)} ", text)
    if KANA.search(text):
        text = _romaji(text.translate(TO_KATAKANA))
    return text.translate(SIMPLER)


def only_ideographs(core: str) -> bool:
    """Whether a name as it is compared has Chinese characters and nothing else: it meets only names written so."""
    return IDEOGRAPH.search(core) is not None and not any(c.isascii() and c.isalnum() for c in core)


def _hangul(place: int) -> str:
    initial, rest = divmod(place, 588)
    vowel, final = divmod(rest, 28)
    return INITIALS[initial] + VOWELS[vowel] + FINALS[final]


def _romaji(text: str) -> str:
    written: list[str] = []
    doubled = False
    for sign in text:
        if sign in SMALL and written and written[-1][-1:] in "aiueo" and len(written[-1]) > 1:
            stem = written[-1][:-1]
            written[-1] = stem + (SMALL[sign].lstrip("y") if stem in HISSED else SMALL[sign])
        elif sign == DOUBLED:
            doubled = True
        elif sign != LONG:
            latin = KATAKANA.get(sign) or SMALL.get(sign) or sign
            written.append(latin[0] + latin if doubled and sign in KATAKANA else latin)
            doubled = False
    return "".join(written)
