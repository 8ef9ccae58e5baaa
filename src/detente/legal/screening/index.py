"""All names of some lists, ready to be searched: offline, in memory, in a few arrays."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError, ListEntry
from detente.legal.screening.columns import TextColumn
from detente.legal.screening.grams import FOURGRAMS, GramIndex
from detente.legal.screening.keys import KeyTable
from detente.legal.screening.letters import script_of
from detente.legal.screening.normalise import read_name, skeleton_of
from detente.legal.screening.retrieval import Retrieval, new_retrieval

CHUNK = 20_000
"""Names put into the arrays at once: the larger, the more room is taken while that is done."""

UNIT, RECORD = "\x1f", "\x1e"


class NameIndex:
    """Names, what is known of their bearers, and three ways to find them: pieces, skeletons and short forms."""

    def __init__(self, pieces: Retrieval) -> None:
        self.names, self.cores, self.sounds, self.entries = TextColumn(), TextColumn(), TextColumn(), TextColumn()
        self.pieces, self.skeletons, self.keys = pieces, GramIndex(FOURGRAMS), KeyTable()
        self.entry_of: NDArray[np.uint32] = np.zeros(0, dtype=np.uint32)
        self.scripts: Counter[str] = Counter()
        self.unread: list[str] = []
        self.updated: dict[str, str] = {}

    @property
    def other_scripts(self) -> bool:
        """Whether some names are in another script than the Latin one."""
        return any(script not in ("LATIN", "") for script in self.scripts)

    def kind_of(self, number: int) -> str:
        """The kind of whom a name belongs to, without reading the rest of the entry."""
        return self.entries.of(int(self.entry_of[number])).split(UNIT, 2)[1]

    def entry(self, number: int) -> ListEntry:
        """The entry that a name belongs to."""
        return _unpacked(self.entries.of(int(self.entry_of[number])))


def build_index(
    entries: Iterable[ListEntry], report: Callable[[int], None] = lambda _: None, retrieval: str = ""
) -> NameIndex:
    """Index all names of some entries; `report` is told how many names have been read so far.

    Parameters
    ----------
    entries : iterable of ListEntry
        What the lists hold.
    report : callable, optional
        Told now and then how many names have been read.
    retrieval : {'', 'trigrams', 'tantivy'}
        How names are found; when empty, by tantivy where it is installed, else by trigrams.

    Raises
    ------
    CaseError
        When two entries of one source share an id, no entry has a name, or tantivy is asked for and missing.
    """
    index = NameIndex(new_retrieval(retrieval))
    owners, ids = array("I"), array("q")
    waiting: list[str] = []
    for number, entry in enumerate(entries):
        ids.append(hash((entry.source, entry.id)))
        index.entries.append(_packed(entry))
        index.updated[entry.source] = max(index.updated.get(entry.source, ""), entry.updated)
        for name in dict.fromkeys(entry.names):
            reading = read_name(name)
            if not reading.core:
                index.unread.append(name)
                continue
            index.scripts[script_of(name)] += 1
            index.names.append(name)
            index.cores.append(reading.core)
            owners.append(number)
            waiting.append(reading.core)
            if len(waiting) == CHUNK:
                _add(index, waiting, len(owners))
                report(len(owners))
                waiting = []
    _add(index, waiting, len(owners))
    if not owners:
        raise CaseError("The lists hold no name that can be read.\nName a file of a format that detente screen reads.")
    _close(index, owners)
    _refuse_twice(index, ids)
    report(len(owners))
    return index


def _refuse_twice(index: NameIndex, ids: array[int]) -> None:
    """Refuse two entries of one source with one id: evidence of one would be shown for the other."""
    known, counts = np.unique(np.frombuffer(ids, dtype=np.int64), return_counts=True)
    if len(known) == len(ids):
        return
    suspects = np.flatnonzero(np.isin(np.frombuffer(ids, dtype=np.int64), known[counts > 1]))
    seen: set[tuple[str, str]] = set()
    for number in suspects.tolist():
        entry = _unpacked(index.entries.of(number))
        if (entry.source, entry.id) in seen:
            what = f'{entry.source}: the id "{entry.id}" stands for two entries.'
            raise CaseError(f"{what}\nGive the file once, or correct one of the two.")
        seen.add((entry.source, entry.id))


def _add(index: NameIndex, cores: list[str], total: int) -> None:
    if cores:
        index.pieces.add(cores)
        sounds = [skeleton_of(core) for core in cores]
        for sound in sounds:
            index.sounds.append(sound)
        index.skeletons.add(sounds)
        index.keys.add(total - len(cores), cores)


def _close(index: NameIndex, owners: array[int]) -> None:
    for part in (index.pieces, index.skeletons, index.keys, index.names, index.cores, index.sounds, index.entries):
        part.close()
    index.entry_of = np.frombuffer(owners, dtype=np.uint32).copy()


def _packed(entry: ListEntry) -> str:
    parts = (entry.names, entry.birth_dates, entry.countries, entry.identifiers, entry.programmes, entry.weak_names)
    single = (entry.id, entry.kind, entry.source, entry.updated)
    return RECORD.join([UNIT.join(single), *(UNIT.join(part) for part in parts)])


def _unpacked(text: str) -> ListEntry:
    single, *parts = text.split(RECORD)
    id_, kind, source, updated = single.split(UNIT)
    names, births, countries, identifiers, programmes, weak = (tuple(p.split(UNIT)) if p else () for p in parts)
    return ListEntry(id_, names, kind, births, countries, identifiers, programmes, source, updated, weak)
