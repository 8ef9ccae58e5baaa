"""Invented cases for the tests of figures and report: no party, number or statement in them is real."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from detente.analysis import Analysis, analyse
from detente.case import (
    Assumption,
    Case,
    Claim,
    Element,
    Estimate,
    Measure,
    Obligation,
    Option,
    Origin,
    Package,
    Party,
    Payoff,
    Phase,
    Role,
    Stance,
    State,
)

AS_OF = date(2031, 3, 14)


@dataclass(frozen=True)
class Missing:
    """What the check of a case folder hands over for an absent input."""

    what: str
    where: str
    unlocks: str


MISSING = (Missing("stake of Southland", "case.yaml, parties", "whether politics outweigh money"),)


def assumed(name: str, mode: float, unit: str, spread: float = 0.5) -> Estimate:
    ends = sorted((mode * (1 - spread), mode * (1 + spread)))
    return Estimate(name, mode, unit, Origin.ASSUMED, low=ends[0], high=ends[1], why="invented for a test")


def element(name: str, domain: str, options: int = 3, title: str = "") -> Element:
    made = tuple(Option(f"{name}.{k}", f"Option {k} of {name}") for k in range(1, options + 1))
    return Element(name, title or f"Element {name}", domain, State.DISCUSSED, made, f"{name}.1")


def claim(number: int, party: str, about: str, stance: Stance, **more: object) -> Claim:
    return Claim(
        id=f"K{number:03}",
        party=party,
        stance=stance,
        reliability=0.8,
        source="Invented gazette",
        said_on=None if number % 5 == 0 else date(2031, 1, 1 + number % 28),
        element=about,
        words="Words invented for a test",
        url="https://example.org/gazette",
        **more,  # type: ignore[arg-type]
    )


@cache
def small_case() -> Case:
    """Two rivers, three parties, five elements: money, phases, obligations and one measure in force."""
    parties = (
        _priced_party("northland", "Northland"),
        _priced_party("southland", "Southland"),
        Party("alliance", "The Alliance", "union", Role.GUARANTOR),
    )
    elements = tuple(element(e, d) for e, d in _SMALL_ELEMENTS.items())
    required = ("northland", "southland")
    packages = (
        Package("draft", "Two Rivers draft", {e: f"{e}.3" for e in list(_SMALL_ELEMENTS)[:4]}, required),
        Package("bridge", "Bridge", {e: f"{e}.2" for e in _SMALL_ELEMENTS}, required),
    )
    return Case(
        slug="two-rivers",
        title="Two Rivers (invented)",
        question="Can they sign the Two Rivers draft, and would it hold?",
        as_of=AS_OF,
        currency="USD",
        price_year=2031,
        parties=parties,
        elements=elements,
        packages=packages,
        phases=(Phase("one", "Signature", 0.0), Phase("two", "Second year", 1.0)),
        assumptions=(Assumption("calm", "No third party interferes", "invented for a test"),),
        claims=_small_claims(),
        obligations=_small_obligations(),
        measures=(Measure("M1", "The Alliance", "Act on assets", ("release:assets",), "in_force", until="2031-09-01"),),
        payoffs=_small_payoffs(),
    )


def claims_only_case() -> Case:
    """Parties, elements and claims, and nothing else."""
    return replace(
        small_case(),
        parties=tuple(Party(p.id, p.name, p.kind, p.role) for p in small_case().parties),
        packages=(),
        phases=(),
        obligations=(),
        measures=(),
        payoffs=(),
        assumptions=(),
    )


@cache
def large_case() -> Case:
    """Twenty-five parties with long names, thirty-eight elements, five packages."""
    parties = tuple(_priced_party(f"party-{k}", f"{_LONG_NAME}, number {k}") for k in range(1, 26))
    elements = tuple(
        element(f"E{k}", f"domain_{k % 6}", 4, f"An element whose title goes on for quite a while, number {k}")
        for k in range(1, 39)
    )
    packages = tuple(
        Package(
            f"package-{n}",
            f"Package number {n} as published by several newspapers in the autumn",
            {e.id: e.options[n % 4].id for e in elements[: 38 - 4 * n]},
            tuple(p.id for p in parties[: 1 + n]),
        )
        for n in range(1, 6)
    )
    stances = (Stance.PROPOSES, Stance.ACCEPTS, Stance.REJECTS, Stance.DEMANDS, Stance.OPEN, Stance.CONCERNED)
    claims = tuple(
        claim(k, f"party-{1 + k % 25}", f"E{1 + (k * 7) % 38}", stances[k % 6], options=(f"E{1 + (k * 7) % 38}.2",))
        for k in range(200)
    )
    obligations = tuple(
        _obligation(f"duty-{k}", f"party-{1 + k % 12}", f"E{1 + k % 30}", ("one", "two")[k % 2]) for k in range(30)
    )
    return replace(
        small_case(),
        slug="large",
        title="A case with many parties (invented)",
        parties=parties,
        elements=elements,
        packages=packages,
        claims=claims,
        obligations=obligations,
        payoffs=(),
    )


@cache
def small_analysis() -> Analysis:
    return analyse(small_case(), 60, seed=1)


@cache
def claims_only_analysis() -> Analysis:
    return analyse(claims_only_case(), 20, seed=1)


@cache
def large_analysis() -> Analysis:
    return analyse(large_case(), 12, seed=1)


_LONG_NAME = "Confederation of the Upper and Lower Riparian Territories"

_SMALL_ELEMENTS = {
    "line": "politics",
    "troops": "politics",
    "gas": "economy",
    "assets": "economy",
    "transit": "economy",
}


def _priced_party(name: str, title: str) -> Party:
    return Party(
        name,
        title,
        "state",
        Role.SIGNATORY,
        stake_usd_bn_per_year=assumed(f"{name}.stake", 6.0, "USD bn a year"),
        patience=assumed(f"{name}.patience", 0.9, "share", 0.05),
        conflict_cost_usd_bn_per_year=assumed(f"{name}.conflict", 2.0, "USD bn a year"),
    )


def _small_claims() -> tuple[Claim, ...]:
    return (
        claim(1, "northland", "line", Stance.REJECTS, options=("line.3",), red_line=True),
        claim(2, "southland", "line", Stance.DEMANDS, options=("line.3",)),
        claim(3, "northland", "gas", Stance.ACCEPTS, options=("gas.2", "gas.3"), hedged=True),
        claim(4, "southland", "troops", Stance.CONDITIONAL, options=("troops.2",), condition="assets are released"),
        claim(5, "alliance", "assets", Stance.CONCERNED),
        claim(6, "southland", "", Stance.ACCEPTS_IN_PART, package="draft"),
        claim(7, "northland", "gas", Stance.REJECTS, options=("gas.2",), speaker="the opposition"),
    )


def _small_obligations() -> tuple[Obligation, ...]:
    return (
        _obligation("withdraw", "northland", "troops", "one"),
        _obligation("release", "southland", "assets", "one", needs=("release:assets",), after=("withdraw",)),
        _obligation("pump", "northland", "gas", "two"),
        _obligation("open", "southland", "transit", "two"),
        _obligation("mark", "southland", "line", "two"),
    )


def _obligation(name: str, owner: str, about: str, phase: str, **more: object) -> Obligation:
    return Obligation(
        id=name,
        title=f"{owner} carries out {name}",
        owner=owner,
        element=about,
        phase=phase,
        share=1.0,
        reversible=assumed(f"{name}.reversible", 0.5, "share"),
        p_detect=assumed(f"{name}.detect", 0.6, "share"),
        lag_days=assumed(f"{name}.lag", 60.0, "days"),
        cost_once_usd_bn=assumed(f"{name}.cost", 1.0, "USD bn"),
        duration_days=assumed(f"{name}.days", 90.0, "days"),
        **more,  # type: ignore[arg-type]
    )


def _small_payoffs() -> tuple[Payoff, ...]:
    worth = {"northland": 3.0, "southland": -1.0}
    return tuple(
        Payoff(party, e, f"{e}.{k}", assumed(f"worth.{party}.{e}.{k}", (k - 1) * amount, "USD bn a year"))
        for party, amount in worth.items()
        for e in ("gas", "assets")
        for k in (2, 3)
    )
