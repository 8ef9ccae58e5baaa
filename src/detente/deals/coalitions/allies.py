"""Who outside the signatures loses by a package, who can stop it, and what would bring each in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package, Party, signatures
from detente.deals.coalitions.blockers import Veto, heard_parties, unmatched_measures, vetoes
from detente.deals.records import Change, Quantiles
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import INDIFFERENT, OptionGains, pairwise_gains
from detente.deals.worth.many import as_it_is, gains_of, single_changes
from detente.deals.worth.pairwise import gain_and_red
from detente.deals.worth.spread import quantiles

LOSES = 0.5
"""A party that loses in at least this share of worlds is a loser, for whom a clause is sought."""

WEDGE = 0.5
"""Allies of whom the one accepts and the other does not in at least this share of worlds are reported."""

SETS = 5
"""Most blocking sets reported."""


@dataclass(frozen=True, slots=True)
class SidePayment:
    """USD bn a year that would make up for a party's loss: in the median world, and in nine of ten worlds.

    `no_payment_helps` is the share of worlds in which the package crosses a red line of the party.
    """

    median: float
    nine_of_ten: float
    no_payment_helps: float


@dataclass(frozen=True, slots=True)
class Clause:
    """The single change after which a loser accepts in most worlds, at least cost to the signatories' acceptance."""

    change: Change
    accepts_before: float
    accepts_after: float
    joint_before: float
    joint_after: float


@dataclass(frozen=True, slots=True)
class Outsider:
    """A party whose signature the package does not need.

    `loses` is the share of worlds with a negative gain. Where nothing is known of it on what the package changes
    (`heard` False), the figures show the priors alone. `means` are ways to harm the package without a signature:
    deniable means, or assets of others within reach. Such a party, heard and losing, is a `spoiler`.
    """

    party: str
    heard: bool
    basis: str
    loses: float
    gain: Quantiles
    payment: SidePayment | None
    clause: Clause | None
    means: tuple[str, ...]
    spoiler: bool


@dataclass(frozen=True, slots=True)
class Blocker:
    """A party that can stop the package alone, through what, and the share of worlds in which it is unwilling."""

    party: str
    heard: bool
    through: tuple[str, ...]
    unwilling: float


@dataclass(frozen=True, slots=True)
class BlockingSet:
    """Parties and the share of worlds in which exactly they are meant."""

    parties: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Wedge:
    """Two allies, of one group or one the group of the other, of whom only one accepts; shares of worlds."""

    first: str
    second: str
    group: str
    only_first: float
    only_second: float


@dataclass(frozen=True, slots=True)
class Allies:
    """How those who do not sign stand to a package.

    `coalitions` are the minimal sets of unwilling parties that stop the package, with the share of worlds in which each
    is unwilling as a whole. `to_be_won` are the sets of all of them together, world by world: who would have to change
    its mind. Both count only parties that were heard. `unmatched` are measures that no party is known to hold.
    """

    package: str
    outsiders: tuple[Outsider, ...]
    blockers: tuple[Blocker, ...]
    coalitions: tuple[BlockingSet, ...]
    to_be_won: tuple[BlockingSet, ...]
    wedges: tuple[Wedge, ...]
    unmatched: tuple[str, ...]


def find_allies(case: Case, options: OptionGains) -> tuple[Allies, ...]:
    """Look at every package of the case from the side of those who do not sign it."""
    return tuple(allies_of(case, options, package) for package in case.packages)


def allies_of(case: Case, options: OptionGains, package: Package) -> Allies:
    """Who loses by a package, who can stop it, and what would bring each loser in.

    Blocking sets are those of the simple game of vetoes [ShapleyShubik1954]_: most are single parties, some need
    all who renew a measure. The clause is the best of all single changes.
    """
    axes = options.preferences.axes
    choice = as_it_is(axes, axes.choice(package.choices))
    gain, accepts = evaluate(options, choice)
    heard = heard_parties(case, package)
    signing = signatures(case, package)
    ways = vetoes(case, package)
    coalitions, to_be_won = _blocking(case, ways, accepts, heard)
    return Allies(
        package=package.id,
        outsiders=_outsiders(case, options, choice, gain, (signing, heard)),
        blockers=_blockers(case, ways, accepts, heard),
        coalitions=coalitions,
        to_be_won=to_be_won,
        wedges=_wedges(case, accepts, heard),
        unmatched=unmatched_measures(case, package, ways),
    )


def _outsiders(
    case: Case,
    options: OptionGains,
    choice: NDArray[np.int64],
    gain: NDArray[np.float64],
    known: tuple[tuple[str, ...], frozenset[str]],
) -> tuple[Outsider, ...]:
    signing, heard = known
    loses = (gain < INDIFFERENT).mean(axis=0)
    outside = [(i, p) for i, p in enumerate(case.parties) if p.id not in signing]
    losers = [p.id for i, p in outside if p.id in heard and loses[i] >= LOSES]
    clauses = _clauses(options, choice, signing, losers)
    found = []
    for i, party in outside:
        staked = bool(options.preferences.has_stake[i])
        means = _means(case, party)
        found.append(
            Outsider(
                party=party.id,
                heard=party.id in heard,
                basis="politics and money" if staked else "politics alone",
                loses=float(loses[i]),
                gain=quantiles(gain[:, i], "USD bn per year" if staked else "share of political range"),
                payment=_payment(options, choice, i) if staked and loses[i] > 0 else None,
                clause=clauses.get(party.id),
                means=means,
                spoiler=bool(means) and party.id in losers,
            )
        )
    return tuple(sorted(found, key=lambda o: (not o.heard, -o.loses)))


def _payment(options: OptionGains, choice: NDArray[np.int64], party: int) -> SidePayment:
    gain, crossed = gain_and_red(pairwise_gains(options, [party]), choice)
    owed = np.maximum(-gain[:, 0], 0.0)
    return SidePayment(float(np.median(owed)), float(np.quantile(owed, 0.9)), float((crossed > 0).mean()))


def _means(case: Case, party: Party) -> tuple[str, ...]:
    deniable = ("deniable means",) if party.hybrid is not None else ()
    return deniable + tuple(f"exposure {x.id}" for x in case.exposures if x.party == party.id)


def _clauses(
    options: OptionGains, choice: NDArray[np.int64], signing: tuple[str, ...], losers: list[str]
) -> dict[str, Clause]:
    """For each loser the best of all single changes that turn it; nothing for those whom none turns."""
    axes = options.preferences.axes
    if not losers:
        return {}
    packages = single_changes(axes, choice)
    # Giving the whole package up would please a loser as well; it is no clause.
    packages = packages[(packages != axes.status_quo).any(axis=1)]
    few = pairwise_gains(options, [axes.party(p) for p in (*signing, *losers)]).starting_from(choice)
    _, accepts = gains_of(few, np.vstack([choice[None], packages]))
    joint = np.logical_and.reduce(accepts[:, :, : len(signing)], axis=2).mean(axis=1)
    found = {}
    for n, party in enumerate(losers):
        own = accepts[:, :, len(signing) + n].mean(axis=1)
        turned = np.flatnonzero(own[1:] >= LOSES) + 1
        if turned.size and own[0] < LOSES:
            at = int(max(turned, key=lambda k: (joint[k], own[k])))
            e = int(np.flatnonzero(packages[at - 1] != choice)[0])
            names = axes.options[e]
            change = Change(axes.elements[e], names[choice[e]], names[packages[at - 1, e]])
            found[party] = Clause(change, *(float(x) for x in (own[0], own[at], joint[0], joint[at])))
    return found


def _blockers(
    case: Case, ways: Sequence[Veto], accepts: NDArray[np.bool_], heard: frozenset[str]
) -> tuple[Blocker, ...]:
    unwilling = dict(zip((p.id for p in case.parties), (~accepts).mean(axis=0).tolist(), strict=True))
    through: dict[str, list[str]] = {}
    for way in ways:
        for party in way.holders if way.any_one else ():
            through.setdefault(party, []).append(way.through)
    made = (Blocker(p, p in heard, tuple(dict.fromkeys(t)), unwilling[p]) for p, t in through.items())
    return tuple(sorted(made, key=lambda b: (not b.heard, -b.unwilling)))


def _blocking(
    case: Case, ways: Sequence[Veto], accepts: NDArray[np.bool_], heard: frozenset[str]
) -> tuple[tuple[BlockingSet, ...], tuple[BlockingSet, ...]]:
    """Minimal blocking coalitions with their shares, and the most frequent sets of all who stand in the way."""
    place = {p.id: i for i, p in enumerate(case.parties)}
    alone = {p for way in ways if way.any_one for p in way.holders}
    sets = {frozenset([p]) for p in alone}
    # A group that holds a measure together is minimal only if none of it can stop the package alone.
    sets |= {frozenset(way.holders) for way in ways if not way.any_one and not alone & set(way.holders)}
    known = sorted((s for s in sets if s <= heard), key=lambda s: sorted(place[p] for p in s))
    ordered = [tuple(sorted(s, key=place.__getitem__)) for s in known]
    active = {s: np.logical_and.reduce(~accepts[:, [place[p] for p in s]], axis=1) for s in ordered}
    coalitions = [BlockingSet(s, float(a.mean())) for s, a in active.items() if a.any()]
    columns = np.array(list(active.values()), dtype=bool).reshape(len(active), len(accepts))
    worlds = Counter(tuple(np.flatnonzero(column).tolist()) for column in columns.T)
    together = []
    for which, count in worlds.most_common(SETS + 1):
        parties = sorted({p for k in which for p in ordered[k]}, key=place.__getitem__)
        if parties:
            together.append(BlockingSet(tuple(parties), count / len(accepts)))
    return tuple(sorted(coalitions, key=lambda c: -c.share)), tuple(together[:SETS])


def _wedges(case: Case, accepts: NDArray[np.bool_], heard: frozenset[str]) -> tuple[Wedge, ...]:
    """Allied are two parties of one group, or a group and its member, where the group is itself a party of the case.

    Wider circles, in which adversaries sit together, are no parties of their own and so do not count.
    """
    ids = {p.id for p in case.parties}
    known = [(i, p) for i, p in enumerate(case.parties) if p.id in heard]
    found = []
    for n, (i, first) in enumerate(known):
        for j, second in known[n + 1 :]:
            groups = (set(first.member_of) | {first.id}) & (set(second.member_of) | {second.id}) & ids
            only = (accepts[:, i] & ~accepts[:, j]).mean(), (accepts[:, j] & ~accepts[:, i]).mean()
            if groups and max(only) >= WEDGE:
                found.append(Wedge(first.id, second.id, min(groups), float(only[0]), float(only[1])))
    return tuple(sorted(found, key=lambda w: -max(w.only_first, w.only_second)))
