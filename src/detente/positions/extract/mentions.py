"""Who is named where: parties by their aliases, by role, by country, several at once, or only pointed back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from detente.positions.extract.lexicon import Lexicon
from detente.positions.extract.sentences import TOKEN, Sentence, fold

LINKS = frozenset({"of", "for", "in", "from", "at", "to"})
LISTING = frozenset({"and", "or", "nor", ",", "the", "both"})
NAMELESS = frozenset({"the", "rebel", "ruling", "main", "opposition", "armed"})
PLAIN_ROLES = frozenset({"officials", "negotiators", "ministers"})
"""Roles that need no article to point back: and officials have expressed."""
PARTICLES = frozenset({"de", "la", "al", "el", "von", "van", "der", "bin", "ben", "du"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` up to `last` that stand for parties.

    `kind`: ``actor``; ``modifier`` before another noun; ``possessive``; or what points back: ``person``, ``thing``,
    ``own`` (we), ``theirs`` (his country), ``role`` (the president), ``pair`` (the two sides).
    """

    first: int
    last: int
    parties: tuple[str, ...]
    kind: str = "actor"


@dataclass(frozen=True, slots=True)
class _Alias:
    words: tuple[str, ...]
    party: str


@dataclass(frozen=True, slots=True)
class PartyNames:
    """Aliases of all parties by their first word, the longest first."""

    by_first_word: Mapping[str, tuple[_Alias, ...]]
    parties: tuple[str, ...] = ()

    def __contains__(self, word: str) -> bool:
        return word in self.by_first_word


def index_names(parties: Mapping[str, Iterable[str]], lexicon: Lexicon) -> PartyNames:
    """Make the aliases of parties ready for search; a country brings its adjective, its people and its capital.

    What two parties share by such a rule belongs to neither; an alias written down always counts.
    """
    written = {(alias, name) for name, aliases in parties.items() for alias in (name, *aliases)}
    taken = {fold(alias) for alias, _ in written}
    derived: dict[str, set[str]] = {}
    for alias, name in written:
        for other in (*_of_nation(alias, lexicon), *_people(alias)):
            if fold(other) not in taken:
                derived.setdefault(other, set()).add(name)
    written |= {(alias, next(iter(owners))) for alias, owners in derived.items() if len(owners) == 1}
    table: dict[str, list[_Alias]] = {}
    for alias, name in sorted(written):
        words = tuple(TOKEN.findall(alias.removeprefix("the ")))
        if words:
            table.setdefault(fold(words[0]), []).append(_Alias(words, name))
    ordered = {word: tuple(sorted(group, key=lambda a: -len(a.words))) for word, group in table.items()}
    return PartyNames(ordered, tuple(parties))


def _of_nation(alias: str, lexicon: Lexicon) -> tuple[str, ...]:
    nation = lexicon.nations.get(alias)
    return (*nation.adjectives, *nation.people, *nation.capitals) if nation else ()


def _people(alias: str) -> tuple[str, ...]:
    """Plural of an adjective that names a people: Freedonian, the Freedonians."""
    return (f"{alias}s",) if alias.istitle() and alias.isalpha() and alias.endswith(("an", "i")) else ()


def find_mentions(sentence: Sentence, names: PartyNames, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find all mentions of parties in a sentence, in order and without overlap."""
    found: list[Mention] = []
    known, behind = names.by_first_word, 0
    for at in [place for place, low in enumerate(sentence.low) if low in known]:
        mention = _named(sentence, at, names, lexicon) if at >= behind else None
        if mention is not None:
            before = found[-1].last if found else 0
            found.append(replace(mention, first=max(mention.first, before)))
            behind = mention.last
    starters = lexicon.words["pointing_start"]
    if lexicon.pointable.isdisjoint(sentence.low):
        starters = starters & lexicon.words["pronoun_start"]
    taken = {place for mention in found for place in range(mention.first, mention.last)}
    for at, low in enumerate(sentence.low):
        pointing = None if at in taken or low not in starters else _pointing(sentence, at, lexicon)
        if pointing is not None and taken.isdisjoint(range(pointing.first, pointing.last)):
            found.append(pointing)
            taken.update(range(pointing.first, pointing.last))
    return _grouped(sentence, sorted(found, key=lambda mention: mention.first))


def _named(sentence: Sentence, at: int, names: PartyNames, lexicon: Lexicon) -> Mention | None:
    for alias in names.by_first_word.get(sentence.low[at], ()):
        last = at + len(alias.words)
        if last <= len(sentence) and all(map(_same, sentence.words[at:last], alias.words)):
            return _extended(sentence, Mention(at, last, (alias.party,)), lexicon)
    return None


def _same(word: str, alias: str) -> bool:
    """Whether a word is that of an alias; a capital must be one in the text too, and an acronym all capitals."""
    if len(alias) <= 5 and alias.isupper():
        return word == alias
    return fold(word) == fold(alias) and (word[0].isupper() or not alias[0].isupper())


def _extended(sentence: Sentence, mention: Mention, lexicon: Lexicon) -> Mention:
    """Take in the role that a name stands with: Serbia's president, officials in Berlin; or say that it is none."""
    owner = _has_possessive(sentence, mention.last)
    after = mention.last + owner
    head = _role_after(sentence, after, lexicon)
    if head is not None:
        return replace(mention, last=_past_name(sentence, head + 1))
    if owner:
        return replace(mention, last=after, kind="possessive")
    if _noun_follows(sentence, mention.last, lexicon):
        return replace(mention, kind="modifier")
    before = _role_before(sentence, mention.first, lexicon)
    before = _name_before(sentence, mention.first) if before is None else before
    if before is None and _outsider_before(sentence, mention.first, lexicon):
        return replace(mention, kind="modifier")
    return mention if before is None else replace(mention, first=before)


def _has_possessive(sentence: Sentence, at: int) -> int:
    if at >= len(sentence):
        return 0
    if sentence.low[at] == "'s":
        return 1
    plural = sentence.words[at] in "’'" and sentence.low[at - 1].endswith("s") and at + 1 < len(sentence)
    return int(plural and sentence.words[at + 1].isalpha() and sentence.ends[at - 1] == sentence.starts[at])


def _role_after(sentence: Sentence, at: int, lexicon: Lexicon) -> int | None:
    """Place of the role noun right behind a name, ranks and one unknown word between."""
    head, unknown = None, 0
    for place in range(at, min(at + 6, len(sentence))):
        low = sentence.low[place]
        if low in lexicon.roles["role"]:
            head = place
        elif head is not None or low in lexicon.roles["outsider"]:
            return head
        elif low not in lexicon.roles["rank"]:
            unknown += 1
            if unknown > 1 or _is_closed(low, lexicon) or low in lexicon.cues:
                return None
    return head


def _is_closed(low: str, lexicon: Lexicon) -> bool:
    words = lexicon.words
    closed = ("auxiliary", "preposition", "conjunction", "adverb", "determiner", "clause_start", "pronoun", "negation")
    return not low[:1].isalpha() or any(low in words[kind] for kind in closed)


def _past_name(sentence: Sentence, at: int) -> int:
    """Go past the name that follows a role: President Donald Trump, spokesman Anna de la Cruz."""
    while at < len(sentence) and sentence.words[at][:1].isalpha():
        particle = sentence.low[at] in PARTICLES and at + 1 < len(sentence)
        if not (sentence.words[at][0].isupper() or particle):
            break
        at += 1
    return at


def _noun_follows(sentence: Sentence, at: int, lexicon: Lexicon) -> bool:
    """Whether a name only qualifies the noun behind it: Armenian law, the EU proposal."""
    if at >= len(sentence):
        return False
    low = sentence.low[at]
    if low in lexicon.words["terms"]:
        return True
    if _is_closed(low, lexicon) or low in lexicon.speech["say"] or low in lexicon.words["control"]:
        return False
    cues = lexicon.cues.get(low, ())
    return all(cue.kind == "noun" for cue in cues) and not low.endswith(("ed", "ly"))


def _role_before(sentence: Sentence, at: int, lexicon: Lexicon) -> int | None:
    """First token of a role that leans on the name behind it: the foreign minister of Iran, officials in Berlin."""
    place = at - 1
    while place >= 0 and sentence.low[place] in ("the", "both"):
        place -= 1
    if place < 1 or sentence.low[place] not in LINKS or sentence.low[place - 1] not in lexicon.roles["role"]:
        return None
    place -= 1
    while place > 0 and (sentence.low[place - 1] in lexicon.roles["rank"] or sentence.low[place - 1] in ("the", "its")):
        place -= 1
    return place


def _name_before(sentence: Sentence, at: int) -> int | None:
    """First token of a full name that leans on a party: Ahmed Lissan of JEM."""
    place = at - 1
    while (
        place > 1
        and sentence.low[place] not in ("of", "from")
        and at - place < 5
        and sentence.words[place][0].isalpha()
    ):
        place -= 1
    if place < 2 or sentence.low[place] not in ("of", "from"):
        return None
    first = place
    while first > 0 and sentence.words[first - 1][0].isupper() and sentence.words[first - 1].isalpha():
        first -= 1
    inside = {sentence.low[between] for between in range(place + 1, at)}
    return first if place - first >= 2 and inside <= NAMELESS else None


def _outsider_before(sentence: Sentence, at: int, lexicon: Lexicon) -> bool:
    place = at - 2 if at and sentence.low[at - 1] == "the" else at - 1
    return place > 0 and sentence.low[place] in LINKS and sentence.low[place - 1] in lexicon.roles["outsider"]


def _pointing(sentence: Sentence, at: int, lexicon: Lexicon) -> Mention | None:
    """A pronoun, or a role with an article: he, they, we, his country, the president, the two sides."""
    low, words = sentence.low[at], lexicon.words
    if low in words["person_pronoun"]:
        return Mention(at, at + 1, (), "person")
    if low in words["thing_pronoun"]:
        return Mention(at, at + 1, (), "thing")
    if low in words["own_pronoun"]:
        return Mention(at, at + 1, (), "own")
    if low == "both" and _acts(sentence, at, lexicon):
        return Mention(at, at + 1, (), "pair")
    if low in PLAIN_ROLES:
        opens = at == 0 or sentence.low[at - 1] in ("and", ",", ";", "but")
        has = at + 1 < len(sentence) and sentence.low[at + 1] in ("have", "had")
        return Mention(at, at + 1, (), "role") if opens and has else None
    return _role_pointing(sentence, at, lexicon)


def _acts(sentence: Sentence, at: int, lexicon: Lexicon) -> bool:
    """Whether a word that opens a clause has a verb right behind it: Both consent to; both have refused."""
    if at + 1 >= len(sentence) or not (at == 0 or sentence.low[at - 1] in ("and", ",", ";", "but", "that")):
        return False
    following = sentence.low[at + 1]
    if f"both-{following}" in lexicon.roles["pair"]:
        return False
    verb = any(cue.kind in ("verb", "drop") for cue in lexicon.cues.get(following, ()))
    return verb or following in lexicon.words["auxiliary"]


def _role_pointing(sentence: Sentence, at: int, lexicon: Lexicon) -> Mention | None:
    low, after = sentence.low[at], at + 1
    if after < len(sentence) and f"{low}-{sentence.low[after]}" in lexicon.roles["pair"]:
        return Mention(at, after + 1, (), "pair")
    theirs = low in lexicon.words["possessive_pronoun"] or low == "our"
    if not theirs and low not in ("the", "this"):
        return None
    last = _role_after(sentence, after, lexicon)
    if last is None or sentence.low[last] not in lexicon.roles["role"]:
        return None
    return Mention(at, _past_name(sentence, last + 1), (), "theirs" if theirs else "role")


def _grouped(sentence: Sentence, found: list[Mention]) -> tuple[Mention, ...]:
    """Join names that stand side by side: Egypt and Sudan; A, B and C."""
    groups: list[Mention] = []
    for place, mention in enumerate(found):
        before = groups[-1] if groups else None
        following = found[place + 1] if place + 1 < len(found) else None
        if before and before.parties and mention.parties and _joined(sentence, before, mention, following):
            parties = tuple(dict.fromkeys((*before.parties, *mention.parties)))
            groups[-1] = Mention(before.first, mention.last, parties, mention.kind)
        else:
            groups.append(mention)
    return tuple(groups)


def _joined(sentence: Sentence, before: Mention, mention: Mention, following: Mention | None) -> bool:
    """Whether two names stand in one list: by ``and``, or by a comma when a third follows by ``and``."""
    if before.kind == "possessive" or mention.parties == before.parties:
        return False
    between = sentence.low[before.last : mention.first]
    if between == (",",):
        behind = sentence.low[mention.last : following.first] if following is not None else ()
        return bool(behind) and set(behind) <= LISTING and bool(set(behind) & {"and", "or", "nor"})
    return bool(set(between) & {"and", "or", "nor"}) and set(between) <= LISTING
