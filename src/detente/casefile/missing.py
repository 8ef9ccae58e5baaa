"""Absent inputs, ranked by what they would tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from detente.case import Case, Obligation, Party, Stance
from detente.casefile.problems import listed

MOST = 10
MOST_OF_A_KIND = 3
STANCES_THAT_CONSTRAIN = frozenset(
    {Stance.PROPOSES, Stance.ACCEPTS, Stance.ACCEPTS_IN_PART, Stance.CONDITIONAL, Stance.REJECTS, Stance.DEMANDS}
)


@dataclass(frozen=True, slots=True)
class MissingInput:
    """An input that the case does not state: what it is, where it belongs, and what would be known with it."""

    what: str
    where: str
    unlocks: str


def missing_inputs(case: Case, most: int = MOST) -> tuple[MissingInput, ...]:
    """Name the absent inputs that would tell most, at most ten of them.

    Kinds are ranked by how much of the report waits for them: a package to judge, stakes of required parties
    (without them politics and money stay apart), GDP of regions, payoffs of named packages, options of claims that
    constrain nothing, what acceptances in part are of, phases and obligations, detection and lag, patience, cost of
    conflict, needs, and the rest.
    Within a kind, what touches more packages, claims or obligations comes first. At most three of a kind are
    named until every kind has had its turn.
    """
    kinds = [list(find(case)) for find in KINDS]
    first = [missing for kind in kinds for missing in kind[:MOST_OF_A_KIND]]
    rest = [missing for kind in kinds for missing in kind[MOST_OF_A_KIND:]]
    chosen = set([*first, *rest][:most])
    return tuple(islice((missing for kind in kinds for missing in kind if missing in chosen), most))


def required_parties(case: Case) -> tuple[str, ...]:
    """Parties that some package requires, those of most packages first; all parties when there is no package."""
    counts = {party.id: sum(party.id in package.required for package in case.packages) for party in case.parties}
    wanted = [id_ for id_, count in counts.items() if count or not case.packages]
    return tuple(sorted(wanted, key=lambda id_: -counts[id_]))


def _some(names: Iterable[str]) -> str:
    return listed(names, longest=6)


def _packages(case: Case) -> Iterator[MissingInput]:
    if not case.packages:
        unlocks = "whether the parties could sign it, and what blocks it"
        yield MissingInput("a named package with the parties it requires", "case.yaml, packages", unlocks)


def _stakes(case: Case) -> Iterator[MissingInput]:
    for id_ in required_parties(case):
        if case.party(id_).stake_usd_bn_per_year is None:
            unlocks = f"what {id_} would sign when politics and money are weighed together, not apart"
            yield MissingInput(f"political stake of {id_}", "case.yaml, parties, stake_usd_bn_per_year", unlocks)


def _payoffs(case: Case) -> Iterator[MissingInput]:
    stated = {(payoff.party, payoff.option) for payoff in case.payoffs}
    brings_shocks = [option.id for element in case.elements for option in element.options if option.shocks]
    priced = [party for party in case.parties if party.regions and not _without_gdp(case, party)]
    modelled = [party.id for party in priced if case.shocks or case.energy_shocks]
    stated |= {(party, option) for party in modelled for option in brings_shocks}
    absent: dict[str, dict[tuple[str, str], None]] = {}
    touched: dict[str, int] = {}
    economic = {element.id: element.status_quo for element in case.elements if element.economic}
    for package in case.packages:
        for element, option in package.choices.items():
            if element not in economic or option == economic[element]:
                continue
            pairs = [(party, option) for party in package.required if (party, option) not in stated]
            absent.setdefault(element, {}).update(dict.fromkeys(pairs))
            touched[element] = touched.get(element, 0) + len(pairs)
    for element in sorted((name for name in absent if absent[name]), key=lambda name: -touched[name]):
        parties = listed(dict.fromkeys(party for party, _ in absent[element]))
        options = listed(dict.fromkeys(option for _, option in absent[element]))
        unlocks = f"the money of every package that settles {element}"
        yield MissingInput(f"payoffs of {options} for {parties}", "economy/payoffs.csv", unlocks)


def _without_gdp(case: Case, party: Party) -> list[str]:
    """Regions of a party that have no GDP where the case brings its own baseline; the built-in one has a table."""
    return [region for region in party.regions if case.economy.own and region not in case.economy.gdp_usd_bn]


def _gdp(case: Case) -> Iterator[MissingInput]:
    for party in case.parties if case.shocks or case.energy_shocks else ():
        for region in _without_gdp(case, party):
            unlocks = f"what the trade model says that options are worth to {party.id}"
            yield MissingInput(f"GDP of {region}, a region of {party.id}", "case.yaml, economy, gdp_usd_bn", unlocks)


def _options_of_claims(case: Case) -> Iterator[MissingInput]:
    idle: dict[str, list[str]] = {}
    for claim in case.claims:
        if claim.element and not claim.options and not claim.package and claim.stance in STANCES_THAT_CONSTRAIN:
            idle.setdefault(claim.party, []).append(claim.id)
    required = required_parties(case)
    for party in sorted(idle, key=lambda id_: (id_ not in required, -len(idle[id_]))):
        count = f"{len(idle[party])} claims" if len(idle[party]) > 1 else "1 claim"
        what = f"options meant by {count} of {party}: {_some(idle[party])}"
        yield MissingInput(
            what, "claims.csv, option", f"what {party} would take; these claims constrain nothing so far"
        )


def _parts_of_claims(case: Case) -> Iterator[MissingInput]:
    """Acceptances in part that name neither options nor a package: nobody can draw the parts of nothing."""
    idle: dict[str, list[str]] = {}
    for claim in case.claims:
        if claim.stance is Stance.ACCEPTS_IN_PART and not (claim.element or claim.options or claim.package):
            idle.setdefault(claim.party, []).append(claim.id)
    for party, claims in idle.items():
        accept = f"{len(claims)} claims of {party} accept" if len(claims) > 1 else f"1 claim of {party} accepts"
        what = f"the package or the options that {accept} in part: {_some(claims)}"
        unlocks = f"which parts {party} may mean; without them an acceptance in part constrains nothing"
        yield MissingInput(what, "claims.csv, package or option", unlocks)


def _obligations(case: Case) -> Iterator[MissingInput]:
    unlocks = "whether the agreement would hold, and who would break first"
    if not case.phases:
        yield MissingInput("phases of the agreement", "case.yaml, phases", unlocks)
    if not case.obligations:
        yield MissingInput("obligations: who does what in which phase", "obligations.csv", unlocks)
        return
    quiet = {element.id: element.status_quo for element in case.elements}
    covered = {obligation.element for obligation in case.obligations}
    touched = [e for p in case.packages for e, option in p.choices.items() if option != quiet[e] and e not in covered]
    for element in sorted(dict.fromkeys(touched), key=lambda name: -touched.count(name)):
        yield MissingInput(
            f"obligations that carry out {element}", "obligations.csv", f"when {element} pays, and {unlocks}"
        )


def _detection(case: Case) -> Iterator[MissingInput]:
    yield from _of_owners(case, lambda o: o.p_detect is None, "p_detect", "how soon a breach of its promises is seen")
    yield from _of_owners(case, lambda o: o.lag_days is None, "lag_days", "how long a breach of its promises pays")


def _of_owners(
    case: Case, is_absent: Callable[[Obligation], bool], column: str, unlocks: str
) -> Iterator[MissingInput]:
    idle: dict[str, list[str]] = {}
    for obligation in case.obligations:
        if is_absent(obligation):
            idle.setdefault(obligation.owner, []).append(obligation.id)
    for owner in sorted(idle, key=lambda id_: -len(idle[id_])):
        what = f"{column} of {_some(idle[owner])}, owed by {owner}"
        yield MissingInput(what, f"obligations.csv, {column}", unlocks)


def _of_parties(case: Case, field: str, noun: str, unlocks: str) -> Iterator[MissingInput]:
    owners = {obligation.owner for obligation in case.obligations} or set(required_parties(case))
    for party in case.parties:
        if party.id in owners and getattr(party, field) is None:
            yield MissingInput(f"{noun} of {party.id}", f"case.yaml, parties, {field}", unlocks)


def _patience(case: Case) -> Iterator[MissingInput]:
    return _of_parties(
        case, "patience", "patience", "what later gains are worth to it, and so whether it keeps its word"
    )


def _conflict_cost(case: Case) -> Iterator[MissingInput]:
    for id_ in required_parties(case):
        if case.party(id_).conflict_cost_usd_bn_per_year is None:
            unlocks = "what no deal costs it, and so what it would accept"
            where = "case.yaml, parties, conflict_cost_usd_bn_per_year"
            yield MissingInput(f"yearly cost of the conflict to {id_}", where, unlocks)


def _needs(case: Case) -> Iterator[MissingInput]:
    for place, subjects in (("obligations.csv", case.obligations), ("ventures.csv", case.ventures)):
        idle = [subject.id for subject in subjects if not subject.needs]
        if idle:
            unlocks = "which measures stand before them, and who must lift what first"
            yield MissingInput(f"activities that {_some(idle)} need", f"{place}, needs", unlocks)
    if not case.measures:
        yield MissingInput(
            "legal measures in force", "measures.csv", "what is lawful now, and what must be lifted first"
        )


def _the_rest(case: Case) -> Iterator[MissingInput]:
    if not case.no_deal:
        unlocks = "what the parties weigh a deal against, if the status quo may not last"
        yield MissingInput("outcomes of no deal with their probabilities", "case.yaml, no_deal", unlocks)
    if not any(element.ends_conflict for element in case.elements):
        unlocks = "from which obligation on the cost of conflict is saved"
        yield MissingInput("the element that ends the conflict", "case.yaml, elements, ends_conflict", unlocks)
    yield from _of_parties(case, "hybrid", "deniable breach", "whether it would gain by breaking without being seen")
    idle = [obligation.id for obligation in case.obligations if obligation.duration_days is None]
    if idle:
        what = f"duration_days of {_some(idle)}"
        yield MissingInput(what, "obligations.csv, duration_days", "how long the sequence takes, and what is critical")
    if case.false_alarms_per_year is None:
        yield MissingInput("false alarms", "case.yaml, monitoring", "what doubt without cause takes from keeping")
    yield from _of_parties(case, "turnover_per_year", "turnover", "how long those who sign are there to keep it")


KINDS: tuple[Callable[[Case], Iterator[MissingInput]], ...] = (
    _packages,
    _stakes,
    _gdp,
    _payoffs,
    _options_of_claims,
    _parts_of_claims,
    _obligations,
    _detection,
    _patience,
    _conflict_cost,
    _needs,
    _the_rest,
)
