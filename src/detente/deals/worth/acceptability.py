"""How often each named package comes first for each party, no deal among the alternatives, and under which weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, signatures
from detente.deals.worth.gains import INDIFFERENT, OptionGains, linkage_loss
from detente.deals.worth.rules import broken_rules
from detente.deals.worth.smaa import rank_acceptability, ranks_of
from detente.preferences import Linkage, Preferences


@dataclass(frozen=True, slots=True, eq=False)
class PartyRanks:
    """How one party ranks the alternatives over worlds: the named packages in the order of the case, then no deal.

    `rank_acceptability` (alternative, rank): share of worlds in which it takes the rank, the best in column 0.
    `first` (alternative,): its column 0, the share of worlds in which the alternative comes first; ties count for each.
    `holistic` (alternative,): the ranks in one number, linear in the rank: 1 for always first, 0 for always last.
    `central_weights`: per alternative the mean weights (element,) of the worlds in which it comes first, None where
    it never does. `confidence`: share of worlds in which it comes first if the party has just these weights, values,
    money and stake as drawn; None likewise, and both for a party that told its preferences in confidence.
    `beats_no_deal` (package,): share of worlds in which the party accepts.
    """

    party: str
    rank_acceptability: NDArray[np.float64]
    first: NDArray[np.float64]
    holistic: NDArray[np.float64]
    central_weights: tuple[NDArray[np.float64] | None, ...]
    confidence: tuple[float | None, ...]
    beats_no_deal: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CaseAcceptability:
    """Acceptability of the named packages, party by party and for all whose signature a package needs.

    `joint` (package,): share of worlds in which a package beats no deal for all its signatories.
    `regret` (package,): what the signatory that misses most by this package misses on average, against the package
    that is best for it in each world, as a share of its range of gains; a package that is not signed brings nothing.
    """

    packages: tuple[str, ...]
    parties: tuple[PartyRanks, ...]
    joint: NDArray[np.float64]
    regret: NDArray[np.float64]
    worlds: int
    method: str


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One party's view of packages: gain (world, package), red lines crossed, politics (world, package, element).

    The gain is ``rest + scale * sum_e weights[e] politics[e]``, so that it can be asked for under other weights.
    """

    gain: NDArray[np.float64]
    crossed: NDArray[np.bool_]
    politics: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]

    def accepts(self) -> NDArray[np.bool_]:
        """Whether the party takes each package rather than no deal, (world, package)."""
        accepted: NDArray[np.bool_] = (self.gain >= INDIFFERENT) & ~self.crossed
        return accepted

    def utilities(self, gain: NDArray[np.float64]) -> NDArray[np.float64]:
        """Alternatives on one scale, (alternative, world, ...): no deal last at 0, a crossed red line below all."""
        crossed = self.crossed.T.reshape(*self.crossed.T.shape, *(1,) * (gain.ndim - 2))
        packages = np.where(crossed, -np.inf, np.swapaxes(gain, 0, 1))
        return np.concatenate([packages, np.zeros((1, *packages.shape[1:]))])

    def under(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Gains (world, package, row) if the party had the weights of each row (row, element) in every world."""
        drawn = np.einsum("wpe,we->wp", self.politics, self.weights)
        moved = self.politics @ weights.T - drawn[:, :, None]
        found: NDArray[np.float64] = self.gain[:, :, None] + self.scale[:, None, None] * moved
        return found


def accept_shares(case: Case, options: OptionGains) -> CaseAcceptability:
    """Rank the named packages and no deal for every party in every world: SMAA on a case [Lahdelma2001]_.

    What a package does not name stays at the status quo. Its utility is the gain ``G(p)`` in USD bn a year where the
    party has a stake, else in units of its politics; no deal is at 0. A package that crosses a red line, or breaks a
    hard rule of the case, ranks below no deal and below every package that does not. Alternatives within 1e-9 of each
    other share the better rank.

    Parameters
    ----------
    case : Case
        Names the packages and whose signature each needs.
    options : OptionGains
        Gains of options in each world, as from `option_gains`.
    """
    axes = options.preferences.axes
    named = [axes.choice(p.choices) for p in case.packages]
    choices = np.array([np.where(c < 0, axes.status_quo, c) for c in named], dtype=np.int64)
    choices = choices.reshape(-1, len(axes.elements))
    signing = [[axes.party(s) for s in signatures(case, p)] for p in case.packages]
    signed, gains, ranked = np.ones((len(choices), options.worlds), dtype=bool), {}, []
    for i, party in enumerate(axes.parties):
        # One party after the other: the politics of all of them, in many worlds, would fill the memory.
        judged = judge(options, choices, i)
        ranked.append(_ranks(party, judged))
        for p in (p for p, signs in enumerate(signing) if i in signs):
            signed[p] &= judged.accepts()[:, p]
            gains[i] = judged.gain
    return CaseAcceptability(
        packages=tuple(p.id for p in case.packages),
        parties=tuple(_without_weights(r) if r.party in options.preferences.told else r for r in ranked),
        joint=signed.mean(axis=1),
        regret=_regret(options, gains, signed),
        worlds=options.worlds,
        method="one ranking per world and party, drawn as the claims leave it; ties share the better rank",
    )


def judge(options: OptionGains, choices: NDArray[np.int64], i: int) -> Judged:
    """Judge complete packages, (package, element) of option indices, as party `i` does, conditions included."""
    preferences, elements = options.preferences, np.arange(choices.shape[1])
    gain = options.of_party(i)[:, elements, choices].sum(axis=2) + options.constant[:, i, None]
    for which, beyond in options.wholes.met(choices):
        gain[:, which] += beyond[:, i, None]
    crossed = np.logical_or.reduce(preferences.red_lines[:, i][:, elements, choices], axis=2)
    politics = preferences.values[:, i][:, elements, choices] - preferences.no_deal_values[:, i, None]
    for link, unmet in unmet_links(preferences, choices, i):
        status_quo = preferences.values[:, i, link.element, preferences.axes.status_quo[link.element]]
        better = np.maximum(preferences.values[:, i, link.element, link.option] - status_quo, 0.0)
        gain[:, unmet] -= linkage_loss(options, link)[:, None]
        politics[:, unmet, link.element] -= np.where(link.active, better, 0.0)[:, None]
        crossed[:, unmet] |= (link.active & link.red_line)[:, None]
    crossed |= broken_rules(options.rules, choices) > 0
    scale = preferences.stake[:, i] if preferences.has_stake[i] else np.ones(len(gain))
    return Judged(gain, crossed, politics, scale, preferences.weights[:, i])


def unmet_links(
    preferences: Preferences, choices: NDArray[np.int64], i: int
) -> Iterator[tuple[Linkage, NDArray[np.intp]]]:
    """Conditional claims of party `i`, each with the packages that take its option without its condition."""
    for link in (x for x in preferences.linkages if x.party == i):
        taken = choices[:, link.element] == link.option
        yield link, np.flatnonzero(taken & (choices[:, link.condition_element] != link.condition_option))


def _ranks(party: str, judged: Judged) -> PartyRanks:
    ranks = ranks_of(judged.utilities(judged.gain), -INDIFFERENT)
    shares = rank_acceptability(ranks)
    first = ranks == 0
    ever = np.flatnonzero(np.logical_or.reduce(first, axis=1))
    central = first[ever] @ judged.weights / first[ever].sum(axis=1)[:, None]
    confidence = _confidence(judged, ever, central)
    places = np.linspace(1.0, 0.0, len(shares)) if len(shares) > 1 else np.ones(1)
    at = {int(a): n for n, a in enumerate(ever)}
    return PartyRanks(
        party=party,
        rank_acceptability=shares,
        first=shares[:, 0],
        holistic=shares @ places,
        central_weights=tuple(central[at[a]] if a in at else None for a in range(len(shares))),
        confidence=tuple(float(confidence[at[a]]) if a in at else None for a in range(len(shares))),
        beats_no_deal=judged.accepts().mean(axis=0),
    )


def _without_weights(ranks: PartyRanks) -> PartyRanks:
    """Central weights of a party that told its weights would be what it told: they are kept back."""
    nothing = (None,) * len(ranks.central_weights)
    return replace(ranks, central_weights=nothing, confidence=nothing)


def _confidence(judged: Judged, ever: NDArray[np.intp], central: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of worlds in which each of some alternatives comes first under its own central weights."""
    utilities = judged.utilities(judged.under(central))
    own = utilities[ever, :, np.arange(len(ever))]
    best = utilities.max(axis=0).T
    shares: NDArray[np.float64] = (own - INDIFFERENT >= best).mean(axis=1)
    return shares


def _regret(
    options: OptionGains, gains: Mapping[int, NDArray[np.float64]], signed: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Largest mean shortfall of a signatory, (package,): payoffs are gains over the range where all sign, else 0."""
    if not gains:
        return np.zeros(len(signed))
    exists = options.preferences.axes.exists
    missed = []
    for i, gain in gains.items():
        single = options.of_party(i)
        widths = np.where(exists, single, -np.inf).max(axis=2) - np.where(exists, single, np.inf).min(axis=2)
        payoff = np.where(signed, gain.T / np.maximum(widths.sum(axis=1), 1e-12), 0.0)
        missed.append((np.maximum(payoff.max(axis=0), 0.0) - payoff).mean(axis=1))
    largest: NDArray[np.float64] = np.max(missed, axis=0)
    return largest
