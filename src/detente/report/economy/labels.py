"""What regions, sectors and groups of regions are called in figures; a label without a name stands for itself."""

from __future__ import annotations

from functools import cache

from detente.case import Case
from detente.economy.trade.builtin import builtin_names

OTHERS = "others"
"""All regions that no other block of a table of trade holds."""

SHORT = {
    "AGR": "Farming, forestry, fishing",
    "MIN": "Oil, gas, coal, ores",
    "FOO": "Food and drink",
    "OMF": "Textiles, wood, paper, other",
    "REF": "Refined fuels",
    "CHE": "Chemicals, plastics",
    "MET": "Metals, minerals",
    "MAC": "Machines, electronics",
    "VEH": "Vehicles, ships, aircraft",
    "EGW": "Electricity, gas, water",
    "TRN": "Transport",
    "SER": "Construction, other services",
}
"""Sectors of the built-in baseline in few words: their full names do not fit beside a bar."""

GROUPS = {
    "world": "World",
    "european_union": "European Union (all members)",
    "g7": "G7",
    "sanctioning_coalition": "States with export controls on Russia",
    "developing_economies": "Developing economies",
    "asia": "Asia",
    "other_asia": "Rest of Asia",
    "other_developing_economies": "Other developing economies",
    "third_countries": "Third countries (of no party here)",
    OTHERS: "All others",
}

ESTIMATED = " (estimated)"


def place_name(place: str, case: Case) -> str:
    """Name of a region, a party or a group.

    A region that is all of one party has the name that the author gave the party.
    """
    names = {p.id: p.name for p in case.parties}
    whole = {r: p.name for p in case.parties if len(p.regions) == 1 and not p.voice_of for r in p.regions}
    return {**GROUPS, **_names(case), **whole, **names}.get(place, place)


def place_words(place: str, case: Case) -> str:
    """The same within a sentence."""
    return in_sentence(place_name(place, case))


def in_sentence(name: str) -> str:
    """Names that are common words begin small.

    Examples
    --------
    >>> in_sentence("Rest of the world"), in_sentence("Asia"), in_sentence("World")
    ('the rest of the world', 'Asia', 'the world')
    """
    small = name[:1].lower() + name[1:]
    if name in SHORT.values():
        return small
    if name.startswith(("Rest of", "World")):
        return f"the {small}"
    return small if name.startswith(("Developing", "Other ", "Third", "All others")) else name


def sector_name(sector: str, case: Case) -> str:
    """A sector in few words; those of a baseline that the case brings stand for themselves."""
    return sector if case.economy.own else SHORT.get(sector, sector)


def _names(case: Case) -> dict[str, str]:
    """Names of regions of the built-in baseline; another one may mean something else by the same label."""
    return {} if case.economy.own else _builtin()


@cache
def _builtin() -> dict[str, str]:
    return {label: name.removesuffix(ESTIMATED) for label, name in builtin_names().items()}
