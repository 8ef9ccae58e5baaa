"""What things are called in figures and tables: names of the case author, and one chip and hue per party."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case

HUES = ("a", "b", "c", "d")
"""Four hues can be told apart; from the fifth party on all are grey and go by name."""

LONGEST_CHIP = 9


@dataclass(frozen=True, slots=True)
class PartyLabel:
    """The name of a party, the code on its chip, and the hue it keeps everywhere."""

    id: str
    name: str
    code: str
    hue: str

    @property
    def beside(self) -> str:
        """What stands beside the chip: the name, or nothing where the chip already says it.

        Examples
        --------
        >>> PartyLabel("norland", "Norland", "Norland", "a").beside, PartyLabel("NOR", "Norland", "NOR", "a").beside
        ('', 'Norland')
        """
        return "" if self.code == self.name else self.name


@dataclass(frozen=True, slots=True)
class Names:
    """Titles by id; an id without a title stands for itself.

    Examples
    --------
    >>> Names({}, {}, {}, {"draft": "The draft"}, {}).package("draft")
    'The draft'
    """

    parties: dict[str, PartyLabel]
    elements: dict[str, str]
    options: dict[tuple[str, str], str]
    packages: dict[str, str]
    phases: dict[str, str]

    def party(self, party: str) -> PartyLabel:
        """Label of a party."""
        return self.parties.get(party) or PartyLabel(party, party, _code(party, party), "other")

    def element(self, element: str) -> str:
        """Title of an element."""
        return self.elements.get(element, element)

    def option(self, element: str, option: str | None) -> str:
        """Title of an option; None is what a package leaves open."""
        return "left open" if option is None else self.options.get((element, option), option)

    def package(self, package: str) -> str:
        """Title of a package."""
        return self.packages.get(package, package)

    def phase(self, phase: str) -> str:
        """Title of a phase."""
        return self.phases.get(phase, phase)


def names_of(case: Case) -> Names:
    """Read all titles off a case; hues follow the order of the case file."""
    parties = {
        party.id: PartyLabel(party.id, party.name, _code(party.id, party.name), HUES[k] if k < len(HUES) else "other")
        for k, party in enumerate(case.parties)
    }
    return Names(
        parties=parties,
        elements={e.id: e.title for e in case.elements},
        options={(e.id, o.id): o.title for e in case.elements for o in e.options},
        packages={p.id: p.title for p in case.packages},
        phases={p.id: p.title for p in case.phases},
    )


def _code(party: str, name: str) -> str:
    """What stands on a chip: the id, or the name where it says the same, cut where it is too long for one."""
    party = name if name.casefold() == party.casefold() else party
    return party if len(party) <= LONGEST_CHIP else party[: LONGEST_CHIP - 1] + "\N{HORIZONTAL ELLIPSIS}"
