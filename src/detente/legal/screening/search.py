"""From a name to the entries that may be meant, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from detente.case import ListEntry, ScreenedName
from detente.legal.screening.corroborate import Evidence, Strength, corroborate, judge_hit
from detente.legal.screening.east_asia import only_ideographs
from detente.legal.screening.index import NameIndex
from detente.legal.screening.letters import script_of
from detente.legal.screening.normalise import Reading, read_name, skeleton_of
from detente.legal.screening.rescoring import ByTokens, Candidate, Rescorer
from detente.legal.screening.score import NameScore

RETRIEVED = 300
"""Names taken from each way of finding before they are scored."""

SCORED, SCORED_BY_PIECES = 50, 30
"""Names whose tokens are paired one by one: the most alike as texts, and the most alike by shared pieces."""

Scorer = Callable[..., float]
BY_TOKENS = ByTokens()


UNREAD = "its letters cannot be read, so it was not searched"
UNMET = "in Chinese characters, and no name of the lists in such characters is alike; screen its Latin spelling too"


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry of a list that a screened name may mean."""

    entry: ListEntry
    name: str
    score: float
    strength: Strength
    explanation: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found for one name.

    `readable` is False when its letters are in no table, or when it has only Chinese characters, which meet only names
    written so, and none was alike: then nothing is known. `why_not` says which.
    """

    queried: ScreenedName
    hits: tuple[Hit, ...]
    readable: bool
    why_not: str = ""


def screen_name(
    index: NameIndex, queried: ScreenedName, top: int = 10, threshold: float = 0.82, rescorer: Rescorer = BY_TOKENS
) -> Screening:
    """Find the entries whose names are alike, best first, at most one hit per entry.

    Candidates come from shared trigrams, from shared consonants when scripts differ, and from short forms; the names
    most alike are compared token by token. No hit says that a person is meant: birth date, country and
    identifiers are set beside it, and a person decides. No hit does not say that nobody is meant.

    Parameters
    ----------
    index : NameIndex
        Names of the lists.
    queried : ScreenedName
        The name, and what is known of its bearer.
    top : int
        How many entries at most.
    threshold : float, in [0, 1]
        Least score of a hit.
    rescorer : Rescorer, optional
        Who scores the names that were retrieved; token by token unless told otherwise.
    """
    reading = read_name(queried.name)
    if not reading.core:
        return Screening(queried, (), readable=False, why_not=UNREAD)
    best: dict[int, tuple[float, int, NameScore]] = {}
    for number, found in _scored(index, queried, reading.core, rescorer):
        entry = int(index.entry_of[number])
        if found.score >= threshold and (entry not in best or found.score > best[entry][0]):
            best[entry] = (found.score, number, found)
    ordered = sorted(best.values(), key=lambda item: (-item[0], item[1]))[:top]
    hits = tuple(_hit(index, queried, reading, number, found) for _, number, found in ordered)
    if not hits and only_ideographs(reading.core):
        return Screening(queried, (), readable=False, why_not=UNMET)
    return Screening(queried, hits, readable=True)


def _scored(index: NameIndex, queried: ScreenedName, core: str, rescorer: Rescorer) -> list[tuple[int, NameScore]]:
    by_sound = skeleton_of(core) if index.other_scripts or script_of(queried.name) != "LATIN" else ""
    chosen = _chosen(index, core, by_sound)
    candidates = [_candidate(index, number) for number in chosen]
    return list(zip(chosen, rescorer.scores(queried, core, candidates), strict=True))


def _candidate(index: NameIndex, number: int) -> Candidate:
    kind = index.kind_of(number)
    return Candidate(index.names.of(number), index.cores.of(number), index.sounds.of(number), kind)


def _chosen(index: NameIndex, core: str, by_sound: str) -> list[int]:
    """Numbers of the names to be compared token by token: the most alike in each of several quick ways."""
    short = index.keys.find(core)
    ways = [_most_alike(*index.pieces.likeness(core), RETRIEVED)]
    if by_sound:
        ways.append(_most_alike(*index.skeletons.likeness(by_sound), RETRIEVED))
    numbers = np.unique(np.concatenate([short, *ways]))
    if not len(numbers):
        return []
    cores = index.cores.several(numbers.tolist())
    rough = np.maximum(_likeness(core, cores, fuzz.token_sort_ratio), _likeness(core, cores, fuzz.ratio))
    for k in np.flatnonzero(np.isin(numbers, short)).tolist():
        rough[k] = max(rough[k], _by_initials(core.split(), cores[k].split()))
    best = numbers[np.argsort(-rough, kind="stable")[:SCORED]]
    by_pieces = [way[:SCORED_BY_PIECES] for way in (short, *ways)]
    if by_sound:
        sounds = index.sounds.several(numbers.tolist())
        by_pieces.append(
            numbers[np.argsort(-_likeness(by_sound, sounds, fuzz.token_sort_ratio), kind="stable")[:SCORED]]
        )
    found: list[int] = np.unique(np.concatenate([best, *by_pieces])).tolist()
    return found


def _likeness(text: str, others: list[str], scorer: Scorer) -> NDArray[np.float32]:
    """A quick likeness in [0, 1] for the choice of whom to compare token by token."""
    found: NDArray[np.float32] = process.cdist([text], others, scorer=scorer, workers=1)[0]
    return found / np.float32(100)


def _by_initials(mine: list[str], theirs: list[str]) -> float:
    """A quick likeness of a short form: the share of tokens that begin alike."""
    if len(mine) == 1 or len(theirs) == 1:
        return 0.85
    initials = [token[0] for token in theirs]
    fits = 0
    for token in mine:
        if token[0] in initials:
            initials.remove(token[0])
            fits += 1
    return 0.9 * fits / max(len(mine), len(theirs))


def _most_alike(numbers: NDArray[np.int64], likeness: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """The numbers most alike, the most alike first."""
    if len(numbers) > most:
        kept = np.argpartition(-likeness, most)[:most]
        numbers, likeness = numbers[kept], likeness[kept]
    return numbers[np.argsort(-likeness, kind="stable")]


def _hit(index: NameIndex, queried: ScreenedName, reading: Reading, number: int, found: NameScore) -> Hit:
    entry, name = index.entry(number), index.names.of(number)
    evidence = corroborate(queried, entry)
    is_weak = name in entry.weak_names
    words = _explained(queried.name, name, reading, found) + ("; the list calls this name weak" if is_weak else "")
    return Hit(entry, name, round(found.score, 4), judge_hit(found.score, evidence, is_weak), words, evidence)


def _explained(queried: str, name: str, reading: Reading, found: NameScore) -> str:
    parts = []
    scripts = (script_of(queried), script_of(name))
    if scripts[0] != scripts[1]:
        parts.append(f"read across scripts ({scripts[0].lower() or 'none'} and {scripts[1].lower() or 'none'})")
    if found.words:
        return "; ".join([*parts, found.words])
    same = [pair.queried for pair in found.pairs if pair.alike == 1]
    near = [f"{pair.queried} ~ {pair.listed} ({pair.alike:.2f})" for pair in found.pairs if pair.alike < 1]
    parts += [f"same: {', '.join(same)}"] if same else []
    parts += [f"alike: {', '.join(near)}"] if near else []
    parts += [f"without partner: {', '.join(found.left_over)}"] if found.left_over else []
    parts += [f"legal form set aside: {', '.join(reading.forms)}"] if reading.forms else []
    return "; ".join(parts) or "the same but for spaces"
