"""A shock to a network, looked at from all sides: the question, and everything that is answered about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from detente.case import CaseError, NotConverged
from detente.economy.energy.dependence import Dependence, dependence, group_nodes
from detente.economy.energy.doubts import doubtful_networks
from detente.economy.energy.each import solve_each
from detente.economy.energy.equilibrium import solve_energy
from detente.economy.energy.leverage import Cut, Leverage, cost_of_cut
from detente.economy.energy.parties import party_surplus
from detente.economy.energy.records import Array, EnergyShock, Lever, Mask, Names, Network
from detente.economy.energy.results import EnergyEquilibrium
from detente.economy.energy.security import COLD, Security, stress_supply
from detente.workers import ALONE, Workers
from detente.worlds import Worlds

NO_LEVERS = EnergyShock()
LONGEST_CUT = 12
UNION = "european_union"


@dataclass(frozen=True, slots=True)
class EnergyQuestion:
    """What is asked of a network.

    Attributes
    ----------
    given : EnergyShock
        What holds before, such as the pipelines that were shut in a year.
    together : EnergyShock or None
        What holds after the shock; None where nothing changes. See `followed_by`.
    buyers : str
        Group or region whose supply is tested, or several joined by a comma; empty asks for the usual ones.
    supplier : str
        Owner whose cut is costed; empty for the foreign one that sells the buyers most after the shock.
    groups : mapping
        Regions by name of group.
    cold_factor, cold_periods
        See `stress_supply`.
    worlds : Worlds or None
        Draws of what is uncertain; None for the central world alone.
    drawn_shocks : tuple of pairs of EnergyShock
        What holds before and after in each world, where levers are uncertain themselves; empty where they are not.
    """

    network: Network
    given: EnergyShock = NO_LEVERS
    together: EnergyShock | None = None
    buyers: str = ""
    supplier: str = ""
    groups: Mapping[str, Names] = field(default_factory=dict)
    cold_factor: float = COLD
    cold_periods: Names = ()
    worlds: Worlds | None = None
    drawn_shocks: tuple[tuple[EnergyShock, EnergyShock], ...] = ()

    @property
    def after(self) -> EnergyShock:
        """What holds in the end: the same as `given` where nothing changes."""
        return self.given if self.together is None else self.together

    @property
    def changes(self) -> bool:
        """Whether there is a shock."""
        return self.after.levers != self.given.levers

    @property
    def changed(self) -> tuple[Lever, ...]:
        """Levers that hold after the shock and did not before."""
        before = list(self.given.levers)
        return tuple(lever for lever in self.after.levers if lever not in before)


@dataclass(frozen=True, slots=True, eq=False)
class EnergyDraws:
    """Prices and money in the worlds in which both equilibria were found; `failed` counts the others.

    `price_before` and `price_after` have shape (world, node, period), `change` shape (world, party), in the order of
    `parties`.
    """

    parties: Names
    price_before: Array
    price_after: Array
    change: Array
    failed: int


@dataclass(frozen=True, slots=True, eq=False)
class EnergyStudy:
    """What a shock does to a network.

    Attributes
    ----------
    before, after : EnergyEquilibrium
    buyers : str
        The group or region whose supply was tested.
    groups : mapping
        Regions by name: those asked for, then each region that consumes.
    dependence_before, dependence_after : Dependence
        Of all `groups`.
    security_before, security_after : Security or None
        None where the buyers import nothing.
    leverage_before, leverage_after : Leverage or None
        None where no foreign owner sells to the buyers.
    draws : EnergyDraws or None
    """

    question: EnergyQuestion
    before: EnergyEquilibrium
    after: EnergyEquilibrium
    buyers: str
    groups: Mapping[str, Names]
    dependence_before: Dependence
    dependence_after: Dependence
    security_before: Security | None
    security_after: Security | None
    leverage_before: Leverage | None
    leverage_after: Leverage | None
    draws: EnergyDraws | None

    @property
    def buying(self) -> Names:
        """Regions of the buyers."""
        return self.groups[self.buyers]


def study_energy(question: EnergyQuestion, workers: Workers = ALONE) -> EnergyStudy:
    """Solve a network before and after a shock, test the supply of its buyers, cost a cut, and draw what is uncertain.

    Raises
    ------
    CaseError
        When the question names what the network does not have.
    NotConverged
        When an equilibrium of the central world is not found. Drawn worlds without one are counted.

    Examples
    --------
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> from detente.economy.energy import Lever, followed_by
    >>> network, given = builtin_year("crude", 2023)
    >>> ban = EnergyShock((Lever("embargo", "owner:RUS", into=("IND",)),))
    >>> study = study_energy(EnergyQuestion(network, given, followed_by(given, ban), buyers="IND"))
    >>> node = network.nodes.ids.index("IND")
    >>> bool(study.after.price[node, 0] > study.before.price[node, 0])
    True
    """
    before = solve_energy(question.network, question.given)
    after = solve_energy(question.network, question.after) if question.changes else before
    groups = _groups(question, before)
    buyers = next(iter(groups))
    sides = _supplier(question, after, groups[buyers]), groups[buyers]
    looked = _look_at(question, before, groups, sides, workers)
    looked_after = _look_at(question, after, groups, sides, workers) if question.changes else looked
    return EnergyStudy(
        question=question,
        before=before,
        after=after,
        buyers=buyers,
        groups=groups,
        dependence_before=looked.dependence,
        dependence_after=looked_after.dependence,
        security_before=looked.security,
        security_after=looked_after.security,
        leverage_before=looked.leverage,
        leverage_after=looked_after.leverage,
        draws=_drawn(question, before, workers) if question.worlds else None,
    )


def planned_solves(question: EnergyQuestion) -> dict[str, int]:
    """How many equilibria `study_energy` looks for at most, by what for; more quadratic programs under a price cap.

    Examples
    --------
    >>> from detente.economy.energy.builtin_years import builtin_year
    >>> planned_solves(EnergyQuestion(*builtin_year("gas", 2024)))
    {'the year': 1, 'stress': 4, 'cuts': 13, 'drawn worlds': 0}
    """
    times = 2 if question.changes else 1
    cuts = min(len(question.network.periods.ids), LONGEST_CUT)
    worlds = question.worlds.count if question.worlds else 0
    return {"the year": times, "stress": 4 * times, "cuts": (cuts + 1) * times, "drawn worlds": 2 * worlds}


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Who depends on whom, what stress would do, and what a cut would cost, in one equilibrium."""

    dependence: Dependence
    security: Security | None
    leverage: Leverage | None


def _look_at(
    question: EnergyQuestion,
    found: EnergyEquilibrium,
    groups: Mapping[str, Names],
    sides: tuple[str, Names],
    workers: Workers,
) -> _Look:
    known = dependence(found, groups)
    return _Look(
        dependence=known,
        security=_security(question, found.shock, sides[1], known),
        leverage=_leverage(question.network, sides, found.shock, workers),
    )


def _groups(question: EnergyQuestion, before: EnergyEquilibrium) -> Mapping[str, Names]:
    """The buyers first, then groups that the network has all members of, then every region that consumes."""
    network = before.network
    known = {name: of for name, of in question.groups.items() if of and set(of) <= set(network.regions)}
    consuming = [one for one in network.regions if before.consumption[_demanded_in(network, (one,))].sum() > 0]
    buyers = question.buyers or _usual_buyers(before, known, consuming)
    regions = [one for name in buyers.split(",") for one in known.get(name.strip(), (name.strip(),))]
    return {buyers: tuple(dict.fromkeys(regions)), **known, **{one: (one,) for one in consuming}}


def _usual_buyers(before: EnergyEquilibrium, known: Mapping[str, Names], consuming: Sequence[str]) -> str:
    """The European Union where the network has it, else the region that imports most."""
    if UNION in known or UNION in consuming:
        return UNION
    if not consuming:
        raise CaseError("The network has no demand that is met: nothing can be asked of it. Look at demand.csv.")
    found = dependence(before, {one: (one,) for one in consuming})
    return consuming[int(np.where(found.domestic, 0.0, found.delivered).sum(axis=1).argmax())]


def _demanded_in(network: Network, regions: Names) -> Mask:
    return np.isin(np.array(network.nodes.region)[network.demands.node], regions)


def _supplier(question: EnergyQuestion, after: EnergyEquilibrium, regions: Names) -> str:
    """The owner named, or the foreign one of whose energy the buyers consume most; empty if there is none."""
    if question.supplier:
        return question.supplier
    network = after.network
    inside = group_nodes(after, regions)
    found = dependence(after, {"buyers": regions})
    owner_of = dict(zip(network.supplies.origin, network.supplies.owner, strict=True))
    at_home = {owner for owner, k in zip(network.supplies.owner, network.supplies.node, strict=True) if inside[k]}
    sold = dict.fromkeys(network.owners, 0.0)
    for origin, quantity in zip(found.origins, found.delivered[0].tolist(), strict=True):
        sold[owner_of[origin]] += quantity
    foreign = {owner: sold[owner] for owner in sold if owner not in at_home and owner not in regions}
    most = max(foreign, key=lambda owner: foreign[owner], default="")
    return most if most and foreign[most] > 0 else ""


def _security(question: EnergyQuestion, shock: EnergyShock, regions: Names, found: Dependence) -> Security | None:
    """The stress of the buyers, who are the first of the groups; None where they import nothing."""
    if not np.where(found.domestic[0], 0.0, found.delivered[0]).sum() > 0:
        return None
    return stress_supply(question.network, regions, shock, question.cold_factor, question.cold_periods)


def _leverage(network: Network, sides: tuple[str, Names], shock: EnergyShock, workers: Workers) -> Leverage | None:
    supplier, buyers = sides
    if not supplier:
        return None
    lasting = range(1, min(len(network.periods.ids), LONGEST_CUT) + 1)
    return cost_of_cut(network, Cut(supplier, buyers, tuple(lasting)), shock, workers)


def _drawn(question: EnergyQuestion, central: EnergyEquilibrium, workers: Workers) -> EnergyDraws:
    """Both equilibria in every world; a world counts when both are found."""
    assert question.worlds is not None
    networks = doubtful_networks(question.network, question.worlds)
    shocks = question.drawn_shocks or ((question.given, question.after),) * len(networks)
    pairs = [(network, one) for network, both in zip(networks, shocks, strict=True) for one in both]
    found = solve_each(pairs, workers).equilibria
    both = [(found[k], found[k + 1]) for k in range(0, len(found), 2)]
    kept = [(one, other) for one, other in both if one is not None and other is not None]
    if not kept:
        raise NotConverged("The energy equilibrium was found in none of the drawn worlds.")
    parties = party_surplus(central).parties
    return EnergyDraws(
        parties=parties,
        price_before=np.array([one.price for one, _ in kept]),
        price_after=np.array([other.price for _, other in kept]),
        change=np.array([party_surplus(other).total - party_surplus(one).total for one, other in kept]),
        failed=len(both) - len(kept),
    )
