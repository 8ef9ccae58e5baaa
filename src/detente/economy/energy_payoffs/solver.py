"""What energy shocks of options are worth by region: solved in the anchor worlds, interpolated in the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, NotConverged
from detente.economy.energy_payoffs.anchors import Key, distinct_anchors, solve_networks
from detente.economy.energy_payoffs.levers import DrawnLever, acting, draw_levers, lever_coordinates
from detente.economy.energy_payoffs.networks import CaseNetwork, networks_of, sector_of
from detente.economy.energy_payoffs.pass_through import cost_of_delivery
from detente.economy.energy_payoffs.problems import refuse_misfits
from detente.economy.energy_payoffs.withdrawn import withdrawn_pairs
from detente.economy.interpolation import ANCHORS_PER_SLOPE, Interpolated, interpolate
from detente.economy.trade import Baseline
from detente.workers import Workers
from detente.worlds import Carried, SolvedNetwork, Worlds

Array = NDArray[np.float64]
FEWEST_ANCHORS = 16
"""Worlds in which networks are solved unless a case states their number. With 24 the error is hardly smaller: bends
where a capacity begins to bind stay out of reach of a few dozen worlds."""

MOST_ANCHORS = 64
"""The largest number that is not stated by a case: that of the trade model."""

MOST_FAILED = 0.25
"""Part of the anchors that may fail before a set of shocks has no worth to trust."""

DIGITS = 3
"""Decimals of money in millions that are kept: further ones are beyond the tolerance, and differ between machines."""

UNSERVED = 1e-6
"""Part of consumption from which on demand counts as unserved."""


@dataclass(frozen=True, slots=True, eq=False)
class Delivered:
    """What one commodity costs its buyers, shape (world, region), USD bn a year.

    `buyers`: sector from which they buy. `value`: of what is consumed in the status quo. `cost`: that value times the
    logarithm of its change of price.
    """

    buyers: int
    value: Array
    cost: Array


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What shocks do through the networks, in USD bn a year.

    Attributes
    ----------
    worth : array, shape (world, region)
        Change of surplus against the status quo: the direct effect.
    delivered : tuple of Delivered
        What each commodity costs its buyers.
    left_out : tuple of array, shape (anchor, region)
        Error of interpolating `worth`, by anchor that is left out, for each network.
    """

    worth: Array
    delivered: tuple[Delivered, ...]
    left_out: tuple[Array, ...]


class EnergySolver:
    """Solves the networks of a case, each set of shocks once, and counts."""

    def __init__(
        self,
        case: Case,
        worlds: Worlds,
        baseline: Baseline,
        workers: Workers,
        earlier: Carried | None = None,
        anchors: int | None = None,
    ) -> None:
        self.sector = sector_of(case, baseline)
        self.networks = networks_of(case, worlds, baseline)
        refuse_misfits(case, baseline)
        self.rows = {n.name: draw_levers(case, worlds, n.name) for n in self.networks}
        self.anchors = min(anchors or case.energy.anchors or anchors_needed(case, self.rows), worlds.count)
        self._worlds, self._regions, self._workers = worlds.count, len(baseline.regions), workers
        known = earlier.known if earlier else {}
        self._found = {key: Interpolated(value, np.zeros((0, value.shape[1]))) for key, value in known.items()}
        self._solved = _first_of(earlier.status_quo if earlier else {}, self.anchors)
        self.solves = self.failed = 0
        self.unserved: dict[Key, Array] = {}

    @property
    def known(self) -> dict[Key, Array]:
        """All that was interpolated, so that a later solver need not solve it again; by network and shocks."""
        return {key: found.value for key, found in self._found.items()}

    @property
    def status_quo(self) -> dict[str, SolvedNetwork]:
        """What was solved of the status quo, by network, for a later solver."""
        return {key[0]: found for key, found in self._solved.items() if len(key) == 1}

    def acts(self, named: frozenset[str]) -> bool:
        """Whether any of the shocks is one on a network."""
        return any(acting(rows, named) for rows in self.rows.values())

    def withdrawn(self, named: frozenset[str]) -> NDArray[np.bool_]:
        """Pairs of buyer and seller of which the shocks speak through some network, shape (buyer, seller)."""
        pairs = [withdrawn_pairs(n, self.rows[n.name], named) for n in self.networks]
        return np.asarray(np.logical_or.reduce(pairs))

    def coordinates(self, named: frozenset[str]) -> dict[str, Array]:
        """What differs between worlds on the networks that the shocks act on, by id of the uncertain shocks."""
        found: dict[str, Array] = {}
        for rows in self.rows.values():
            found |= lever_coordinates(rows, named) if acting(rows, named) else {}
        return found

    def planned(self, sets: Iterable[frozenset[str]]) -> int:
        """Equilibria that `solve` would ask for."""
        return sum(self._distinct(key) for key in self._missing(sets))

    def solve(self, sets: Iterable[frozenset[str]]) -> None:
        """Solve sets of shocks, and the status quo of every network that they act on."""
        keys = self._missing(sets)
        if not keys:
            return
        found = solve_networks(self.networks, self.rows, keys, self.anchors, self._workers)
        self._solved.update(zip(keys, found, strict=True))
        for key, one in zip(keys, found, strict=True):
            self.solves += self._distinct(key)
            self.failed += int((~one.converged[: self._distinct(key)]).sum())

    def _missing(self, sets: Iterable[frozenset[str]]) -> list[Key]:
        """What is neither known nor solved, the status quo of each network first."""
        wanted, missing = list(sets), []
        for network in self.networks:
            keys = [_key(network, acting(self.rows[network.name], named)) for named in wanted]
            new = [key for key in dict.fromkeys(keys) if len(key) > 1 and key not in self._found]
            missing += [key for key in ((network.name,), *new) if key not in self._solved] if new else []
        return missing

    def _distinct(self, key: Key) -> int:
        return distinct_anchors(self.rows[key[0]], key[1:], self.anchors)

    def change(self, named: frozenset[str], parts: tuple[frozenset[str], ...] = ()) -> Change:
        """What a set of shocks does through all networks; of a package only what goes beyond its parts is interpolated.

        Raises
        ------
        NotConverged
            When a network was found in too few anchors.
        CaseError
            When more differs between worlds than the anchors can tell apart.
        """
        worth = np.zeros((self._worlds, self._regions))
        delivered, left_out = [], []
        for network in self.networks:
            key = _key(network, acting(self.rows[network.name], named))
            if len(key) > 1:
                apart = {_key(network, acting(self.rows[network.name], part)) for part in parts}
                found = self._interpolated(network, key, sorted(one for one in apart if 1 < len(one) < len(key)))
                direct, value, cost = np.split(found.value * network.usd_bn[:, None], 3, axis=1)
                worth = worth + direct
                delivered.append(Delivered(network.buyers, value, cost))
                left_out.append(found.left_out[:, : self._regions] * network.usd_bn.mean())
        return Change(worth, tuple(delivered), tuple(left_out))

    def _interpolated(self, network: CaseNetwork, key: Key, apart: list[Key]) -> Interpolated:
        if key not in self._found:
            self.solve([frozenset(key[1:])])
            before, after = self._solved[network.name,], self._solved[key]
            usable = np.flatnonzero(before.converged & after.converged)
            if len(usable) < (1 - MOST_FAILED) * self.anchors:
                raise NotConverged(
                    f"The network of {network.name} was solved in {len(usable)} of {self.anchors} anchor worlds only, "
                    f"with the shocks {', '.join(key[1:])}. Make the ranges of economy/energy.csv smaller."
                )
            self._note_unserved(key, before, after, usable)
            solved = _columns(network, before, after)[usable]
            known = sum((self._interpolated(network, one, []).value for one in apart), np.zeros(1))
            known = np.broadcast_to(known, (len(network.usd_bn), solved.shape[1]))
            place = lever_coordinates(self.rows[network.name], key[1:])
            found = interpolate(solved - known[usable], usable, _stacked(place, len(network.usd_bn)))
            self._found[key] = Interpolated(np.round(found.value + known, DIGITS), found.left_out)
        return self._found[key]

    def _note_unserved(self, key: Key, before: SolvedNetwork, after: SolvedNetwork, usable: NDArray[np.int64]) -> None:
        """Keep the mean of unserved demand as a share of consumption, for the status quo and after."""
        for one, solved in (((key[0],), before), (key, after)):
            used = solved.consumption[usable].sum(axis=(1, 2)).mean()
            share = solved.unserved[usable].mean(axis=0) / used if used > 0 else np.zeros(self._regions)
            if bool((share > UNSERVED).any()):
                self.unserved[one] = share


def anchors_needed(case: Case, rows: Mapping[str, tuple[DrawnLever, ...]]) -> int:
    """Anchors that tell apart what is uncertain in any option or named package, with room for the bends."""
    brought = {(e.id, o.id): frozenset(o.shocks) for e in case.elements for o in e.options}
    chosen = ([brought.get(one, frozenset()) for one in package.choices.items()] for package in case.packages)
    sets = [*brought.values(), *(frozenset[str]().union(*shocks) for shocks in chosen)]
    slopes = max((len(lever_coordinates(one, named)) for one in rows.values() for named in sets), default=0)
    return min(max(FEWEST_ANCHORS, ANCHORS_PER_SLOPE * (slopes + 1)), MOST_ANCHORS)


def _first_of(status_quo: Mapping[str, SolvedNetwork], anchors: int) -> dict[Key, SolvedNetwork]:
    """The first anchors of what an earlier solver solved, where it had as many."""
    first = np.arange(anchors)
    return {(name,): found.at(first) for name, found in status_quo.items() if len(found.converged) >= anchors}


def _key(network: CaseNetwork, ids: frozenset[str]) -> Key:
    return (network.name, *sorted(ids))


def _stacked(place: Mapping[str, Array], count: int) -> Array:
    return np.array(list(place.values())).T if place else np.zeros((count, 0))


def _columns(network: CaseNetwork, before: SolvedNetwork, after: SolvedNetwork) -> Array:
    """Change of surplus, value and cost of what is consumed, shape (anchor, 3 regions), in the network's money."""
    bill, new_bill = (
        np.einsum("ant,ant,nr->ar", before.consumption, price, network.places.node)
        for price in (before.price, after.price)
    )
    return np.hstack([after.money - before.money, bill, cost_of_delivery(bill, new_bill)])
