"""Who can stop a package, and through what: signatures, obligations, measures that must be lifted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.case import Case, Measure, Package, Stance, signatures

UNANIMITY = re.compile(r"unanim|\b(all|every|each) (\d+ )?(members?|allies|states)\b", re.IGNORECASE)
"""Words of `how` that give every member a say."""

RENEWAL = re.compile(r"\brenew", re.IGNORECASE)
"""Words of `how` by which a measure lapses unless all renew it: then every single member can end it."""

SILENT = {Stance.OPEN, Stance.CONCERNED, Stance.UNKNOWN}
"""Stances that constrain nothing."""


@dataclass(frozen=True, slots=True)
class Veto:
    """A way to stop a package.

    With `any_one`, each of `holders` can do so alone; otherwise only all of them together: such a measure stays in
    force only while every one of them renews it.
    """

    holders: tuple[str, ...]
    any_one: bool
    through: str


def moved_options(case: Case, package: Package) -> Mapping[str, str]:
    """Elements that a package takes off the status quo, and the option it chooses there."""
    status_quo = {e.id: e.status_quo for e in case.elements}
    return {e: o for e, o in package.choices.items() if o != status_quo[e]}


def lifted_measures(case: Case, element_id: str, option_id: str) -> tuple[Measure, ...]:
    """Measures that an option lifts, those the case describes."""
    option = next(o for o in case.element(element_id).options if o.id == option_id)
    return tuple(m for m in case.measures if m.id in option.lifts)


def parties_named(case: Case, text: str) -> tuple[str, ...]:
    """Parties that a list of names begins with, piece by piece: `US (OFAC)` names the party with the alias `US`.

    Pieces are parted by semicolons, commas, "and", "or" and "with". The longest name, id or alias that a piece begins
    with counts; a piece that begins with none names nobody, so that `Council of Europe` is no alias of `Europe`.
    """
    names = [(name, p.id) for p in case.parties for name in (p.id, p.name, *p.aliases)]
    found = []
    for piece in re.split(r"[;,]|\band\b|\bor\b|\bwith\b", text):
        start = piece.strip()
        fits = [(len(n), party) for n, party in names if start.startswith(n) and not _goes_on(start[len(n) :])]
        if fits:
            found.append(max(fits, key=lambda fit: fit[0])[1])
    return tuple(dict.fromkeys(found))


def _goes_on(rest: str) -> bool:
    """Whether a word goes on after a name: `USE` does not begin with `US`."""
    return rest[:1].isalnum() or rest[:1] == "_"


def measure_vetoes(case: Case, measure: Measure) -> tuple[Veto, ...]:
    """Who keeps a measure in force: its issuer and those who can lift it, and members where its text says so."""
    through = f"measure {measure.id}"
    issuers = parties_named(case, measure.issuer)
    members = tuple(m for issuer in issuers for m in members_of(case, issuer))
    if UNANIMITY.search(measure.how) and RENEWAL.search(measure.how) and members:
        return (Veto(members, False, through),)
    holders = tuple(dict.fromkeys((*issuers, *parties_named(case, measure.who_can_lift))))
    if UNANIMITY.search(measure.how):
        holders = tuple(dict.fromkeys((*holders, *members)))
    return (Veto(holders, True, through),) if holders else ()


def members_of(case: Case, group: str) -> tuple[str, ...]:
    """Members of a group; one that is itself a group of other members is left out: their votes are counted."""
    members = [p for p in case.parties if group in p.member_of]
    ids = {p.id for p in members}
    groups = {g for p in members for g in p.member_of if g in ids}
    return tuple(p.id for p in members if p.id not in groups)


def vetoes(case: Case, package: Package) -> tuple[Veto, ...]:
    """Every way to stop a package: signatures it needs, obligations that carry it out, measures that it lifts."""
    found = [Veto((party,), True, "signature") for party in package.required]
    found += [
        Veto((party,), True, "ratification") for party in signatures(case, package) if party not in package.required
    ]
    moved = moved_options(case, package)
    for obligation in case.obligations:
        option = moved.get(obligation.element)
        if option is not None and (not obligation.options or option in obligation.options):
            found.append(Veto((obligation.owner,), True, f"obligation {obligation.id}"))
    for element, option in moved.items():
        for measure in lifted_measures(case, element, option):
            found += measure_vetoes(case, measure)
    return tuple(dict.fromkeys(found))


def unmatched_measures(case: Case, package: Package, ways: Sequence[Veto]) -> tuple[str, ...]:
    """Measures that the package lifts and that no party of the case is known to hold, given its vetoes."""
    held = {way.through for way in ways}
    lifted = [m.id for e, o in moved_options(case, package).items() for m in lifted_measures(case, e, o)]
    return tuple(dict.fromkeys(m for m in lifted if f"measure {m}" not in held))


def heard_parties(case: Case, package: Package) -> frozenset[str]:
    """Parties of which something is known on what the package changes; of the others the draws hold priors alone.

    Known are claims that constrain (on an element it moves, or on the package), what a party told, and money of a party
    with a stake: of an option in the package, or the cost of conflict.
    """
    moved = moved_options(case, package)
    heard = {t.party for t in case.told}
    for claim in case.claims:
        on_element = claim.element in moved and bool(claim.options)
        if claim.stance not in SILENT and (on_element or claim.package == package.id):
            heard.add(claim.party)
    staked = {p.id: p for p in case.parties if p.stake_usd_bn_per_year is not None}
    heard |= {p.party for p in case.payoffs if p.party in staked and moved.get(p.element) == p.option}
    return frozenset(heard | {p.id for p in staked.values() if p.conflict_cost_usd_bn_per_year is not None})
