"""What things are called in figures and tables: names of the case author, and one chip and hue per party."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import bidirectional

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
        return "" if isolated(self.code) == self.name else self.name


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
        party.id: PartyLabel(
            party.id, isolated(party.name), _code(party.id, party.name), HUES[k] if k < len(HUES) else "other"
        )
        for k, party in enumerate(case.parties)
    }
    return Names(
        parties=parties,
        elements={e.id: isolated(e.title) for e in case.elements},
        options={(e.id, o.id): isolated(o.title) for e in case.elements for o in e.options},
        packages={p.id: isolated(p.title) for p in case.packages},
        phases={p.id: isolated(p.title) for p in case.phases},
    )


def isolated(words: str) -> str:
    """Keep a name that is read from right to left from turning the figures beside it around.

    The isolating marks of Unicode stand around such a name; all others stay as they are.

    Examples
    --------
    >>> isolated("Norland"), len(isolated("\N{ARABIC LETTER BEH}\N{ARABIC LETTER YEH}"))
    ('Norland', 4)
    """
    turned = any(bidirectional(letter) in ("R", "AL") for letter in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if turned else words


def _code(party: str, name: str) -> str:
    """What stands on a chip: the id, or the name where it says the same; initials where it is too long for one.

    Examples
    --------
    >>> _code("US_CONGRESS", "US Congress"), _code("norland", "Norland"), _code("confederation", "Confederation")
    ('USC', 'Norland', 'Confeder…')
    """
    party = name if name.casefold() == party.casefold() else party
    if len(party) <= LONGEST_CHIP:
        return party
    initials = "".join(word if word.isupper() else word[0] for word in name.split() if word[0].isupper())
    if 1 < len(initials) <= LONGEST_CHIP:
        return initials
    return party[: LONGEST_CHIP - 1] + "\N{HORIZONTAL ELLIPSIS}"
