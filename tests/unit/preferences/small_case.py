"""A case of two parties and a few elements, to which each test adds what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.case import Case, Claim, Element, Estimate, Option, Origin, Package, Party, Payoff, Role, Stance, State
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import Preferences, draw_preferences
from detente.worlds import draw_worlds


def fixed(name: str, mode: float) -> Estimate:
    return Estimate(name, mode, "share", Origin.ASSUMED, why="test")


def party(name: str, **more: object) -> Party:
    return Party(name, f"Party {name}", "state", Role.SIGNATORY, **more)


def element(name: str, count: int = 3, *, ordered: bool = False) -> Element:
    options = tuple(Option(f"{name}.{n}", f"option {n}") for n in range(count))
    return Element(name, f"Element {name}", "test", State.PROPOSED, options, f"{name}.0", ordered=ordered)


def a_case(*parties: Party, elements: int = 4, claims: tuple[Claim, ...] = (), **more: object) -> Case:
    """Elements E0, E1 ... with options E0.0 (status quo), E0.1, E0.2; the package `all` takes option 1 of each."""
    made = tuple(element(f"E{n}") for n in range(elements))
    whole = Package("all", "All", {e.id: f"{e.id}.1" for e in made}, ("A",))
    people = parties or (party("A"), party("B"))
    case = Case("small", "Small", "?", date(2030, 1, 31), "USD", 2030, people, made, (whole,), claims=claims)
    return replace(case, **more)


def claim(name: str, stance: str, *options: str, by: str = "A", reliability: float = 1.0, **more: object) -> Claim:
    """A claim on options of one element, or on the package `all` where no option is named."""
    target = {"element": options[0].partition(".")[0], "options": options} if options else {"package": "all"}
    said_on = date(2030, 1, int(name.lstrip("C")))
    return Claim(name, by, Stance(stance), reliability, "source", said_on, **(target | more))


def drawn(case: Case, count: int = 400, seed: int = 1) -> Preferences:
    worlds = draw_worlds(count, seed)
    return draw_preferences(case, tally_positions(case), value_options(case, worlds), worlds)


def pays(who: str, option: str, amount: float) -> Payoff:
    return Payoff(who, option.partition(".")[0], option, fixed(f"payoff:{who}:{option}", amount))
