"""What the places and parties of an energy network are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.economy.energy import BUILTIN_NETWORKS, Network, builtin_network
from detente.economy.trade.builtin import builtin_names
from detente.report.economy.labels import ESTIMATED, GROUPS

SHORT_WORDS = {"us": "US", "eu": "EU", "uk": "UK", "lng": "LNG"}
UNION = "European Union"
SHORT_REGIONS = {
    "BLX": "Benelux",
    "BAL": "Baltic states",
    "CEE": "Central and south-eastern EU",
    "NOR_EU": "Nordic EU and Ireland",
    "SOU": "Iberia, Greece, Malta, Cyprus",
    "ROW": "Rest of the world",
}
"""Regions of the trade model whose full names do not fit beside a bar."""
WITH_ARTICLE = ("European Union", "United ", "Rest of", "Gulf", "Baltic states")


@dataclass(frozen=True, slots=True)
class EnergyNames:
    """Names by code; a code without one stands for itself."""

    codes: Mapping[str, str]

    def of(self, code: str) -> str:
        """Name of a region, an owner, a group, or several of them joined by commas."""
        return " and ".join(self.codes.get(part.strip(), part.strip()) for part in code.split(","))

    def within(self, code: str) -> str:
        """The same inside a sentence."""
        return in_sentence(self.of(code))


def in_sentence(name: str) -> str:
    """A name inside a sentence.

    Examples
    --------
    >>> in_sentence("United States"), in_sentence("Norway"), in_sentence("Rest of the world")
    ('the United States', 'Norway', 'the rest of the world')
    """
    if not name.startswith(WITH_ARTICLE):
        return name
    return f"the {name[:1].lower() + name[1:] if name.startswith('Rest of') else name}"


def energy_names(network: Network) -> EnergyNames:
    """Names for a network: those of its nodes, and for a built-in one those of the trade model's regions.

    Examples
    --------
    >>> names = energy_names(builtin_network("gas"))
    >>> names.of("NOR"), names.of("european_union"), names.of("DEU, XYZ")
    ('Norway', 'European Union', 'Germany and XYZ')
    """
    nodes = {
        node: label.partition(" (")[0] for node, label in zip(network.nodes.ids, network.nodes.labels, strict=True)
    }
    alone = {
        region: network.nodes.labels[network.nodes.region.index(region)]
        for region in network.regions
        if network.nodes.region.count(region) == 1
    }
    builtin = network.about.name in {builtin_network(name).about.name for name in BUILTIN_NETWORKS}
    regions = {code: name.removesuffix(ESTIMATED) for code, name in builtin_names().items()} if builtin else {}
    short = SHORT_REGIONS if builtin else {}
    return EnergyNames({**nodes, **alone, **regions, **short, **GROUPS, "european_union": UNION})


def measure_name(measure: str) -> str:
    """A measure or an arc as a title.

    Examples
    --------
    >>> measure_name("nord-stream-2"), measure_name("us-lng-europe")
    ('Nord Stream 2', 'US LNG Europe')
    """
    return " ".join(SHORT_WORDS.get(word, word[:1].upper() + word[1:]) for word in measure.split("-"))


def some_of(names: Sequence[str], most: int = 2) -> str:
    """The first names, and how many there are more.

    Examples
    --------
    >>> some_of(["A", "B", "C", "D"]), some_of(["A", "B", "C"]), some_of(["A"])
    ('A, B and 2 more', 'A, B and C', 'A')
    """
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
