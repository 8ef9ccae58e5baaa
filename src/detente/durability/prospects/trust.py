"""Who means it? What steps tell that words do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package, Stance
from detente.deals import quantiles
from detente.durability.breaches import UnknownWay, Way, weigh_breaches, weigh_step
from detente.durability.flows import Side
from detente.durability.prospects.records import Belief, PartyTrust, StepSignal
from detente.durability.terms import FloatArray, Terms
from detente.worlds import Worlds

SHARE = "probability"
COST_UNIT = "USD bn"
AFTER_ALL_STEPS_YEARS = 1.0
"""Someone who takes every step may still break so long after the last phase began."""

SAID_YES = frozenset({Stance.PROPOSES, Stance.ACCEPTS, Stance.ACCEPTS_IN_PART})


@dataclass(frozen=True, slots=True, eq=False)
class BreakingPoint:
    """When one who means to break would do it.

    `loss` (world, moment) is what breaking then costs against keeping, discounted to signature; moments are the phases
    and one after all steps. `at` (world,) is the moment of least loss.
    """

    loss: FloatArray
    at: NDArray[np.int64]


def assess_trust(
    case: Case, package: Package, terms: Terms, sides: Sequence[Side], worlds: Worlds
) -> tuple[PartyTrust, ...]:
    """Ask for every obliged party which steps one who only pretends would not take, and what is learnt from them.

    Two types, as in [Kydd2000]_: one who means to keep the agreement takes every step; one who only pretends will
    break openly, by the best way and at the best moment. A step separates the two where it costs the second more to
    take it and break later than to refuse it [Spence1973]_. Words that both would say tell nothing
    [CrawfordSobel1982]_. Equations and limits: `docs/explanation/prospects.md`.
    """
    return tuple(_of_party(case, package, terms, side, worlds) for side in sides)


def breaking_point(side: Side, terms: Terms) -> BreakingPoint | None:
    """Best moment to break openly: the least ``e^(-rho s_u) min_ways margin_u`` over moments u.

    Breaking at u costs, against keeping, exactly the margin at u, discounted: what comes before is the same.
    None where a margin is unknown.
    """
    if side.stake is None or not terms.rate_known[side.party]:
        return None
    extended = _one_more_phase(terms)
    best: dict[int, FloatArray] = {}
    for way in weigh_breaches(side, extended):
        if way.way is Way.HYBRID:
            continue
        if isinstance(way, UnknownWay) or way.margin is None:
            return None
        best[way.phase] = np.minimum(best[way.phase], way.margin) if way.phase in best else way.margin
    rate = terms.rate[:, side.party]
    loss = np.stack([np.exp(-rate * extended.starts_years[u]) * best[u] for u in sorted(best)], axis=1)
    return BreakingPoint(loss, loss.argmin(axis=1))


def step_signals(side: Side, terms: Terms, point: BreakingPoint) -> tuple[StepSignal, ...]:
    """Cost of each own step to one who will break anyway: best later breach less refusing this step alone.

    ``cost_n = margin_n - min_{u > t} e^(-rho (s_u - s_t)) min_ways margin_u`` is what refusing gives up less what
    breaking later gives up, with its sign turned: above zero, refusing is the better of the two for a pretender.
    """
    found = []
    for n in np.flatnonzero(side.own & terms.watched):
        phase = int(terms.phase[n])
        refused = weigh_step(side, terms, int(n)).margin
        if refused is None:
            raise ValueError("A step is weighed for parties whose stake is known.")
        later = point.loss[:, phase + 1 :].min(axis=1) * np.exp(terms.rate[:, side.party] * terms.starts_years[phase])
        cost = later - refused
        share = float((cost > 0).mean())
        found.append(StepSignal(terms.obligations[n].id, terms.phases[phase], quantiles(cost, COST_UNIT), share))
    return tuple(sorted(found, key=lambda s: (terms.phases.index(s.phase), -s.separates_share)))


def update(prior: FloatArray, ratio: float | FloatArray) -> FloatArray:
    """Bayes for two types: ``p' = p / (p + (1 - p) r)``, r the likelihood under pretence over that under good faith.

    Examples
    --------
    >>> update(np.array([0.5]), 0.25).tolist()
    [0.8]
    """
    return np.asarray(prior / (prior + (1 - prior) * ratio))


def _of_party(case: Case, package: Package, terms: Terms, side: Side, worlds: Worlds) -> PartyTrust:
    party = case.parties[side.party]
    point = breaking_point(side, terms)
    if point is None:
        return PartyTrust(
            party.id, {}, (), None, None, (), "Its margins are unknown, so nothing can be said of its steps."
        )
    shares = {p: float((point.at == t).mean()) for t, p in enumerate(terms.phases)}
    steps = step_signals(side, terms, point)
    missing = [
        words
        for words, estimate in (
            (f"how likely {party.name} means it (p_genuine)", party.p_genuine),
            ("how often steps slip (trust, p_slip)", case.p_slip),
        )
        if estimate is None
    ]
    if missing or party.p_genuine is None or case.p_slip is None:
        reason = f"No probability is given: the case does not state {' and '.join(missing)}."
        return PartyTrust(party.id, shares, steps, None, None, (), reason)
    prior = worlds.estimate(party.p_genuine)
    spoken, reason = _after_words(case, package, party.id, prior, worlds)
    beliefs = _beliefs(spoken, point, side, terms, worlds.estimate(case.p_slip))
    return PartyTrust(party.id, shares, steps, quantiles(prior, SHARE), quantiles(spoken, SHARE), beliefs, reason)


def _after_words(case: Case, package: Package, party: str, prior: FloatArray, worlds: Worlds) -> tuple[FloatArray, str]:
    """Belief after a public yes, counted once however often it is said; not at all where words_ratio is unstated."""
    if case.words_ratio is None:
        return prior, "Words count for nothing: the case does not state how far they tell (trust, words_ratio)."
    named = set(package.choices.values())
    said = any(
        c.party == party and c.stance in SAID_YES and (c.package == package.id or not named.isdisjoint(c.options))
        for c in case.claims
    )
    if not said:
        return prior, "It has not said yes to the package or to a part of it."
    return update(prior, 1 / worlds.estimate(case.words_ratio)), ""


def _beliefs(prior: FloatArray, point: BreakingPoint, side: Side, terms: Terms, slip: FloatArray) -> tuple[Belief, ...]:
    """Beliefs after each phase in which the party owes something.

    One who means it takes a phase's steps with probability 1 - slip. One who pretends does so too before its breaking
    point, and with probability slip from then on. The likelihood of a history averages over worlds, because the
    onlooker does not know which world it is.
    """
    found, taken_by_pretender, taken_by_genuine = [], np.ones_like(slip), np.ones_like(slip)
    for phase in sorted(set(terms.phase[side.own].tolist())):
        chance = np.where(point.at > phase, 1 - slip, slip)
        missed = (taken_by_pretender * (1 - chance)).mean() / (taken_by_genuine * slip).mean()
        taken_by_pretender, taken_by_genuine = taken_by_pretender * chance, taken_by_genuine * (1 - slip)
        taken = taken_by_pretender.mean() / taken_by_genuine.mean()
        if_taken, if_missed = (quantiles(update(prior, float(ratio)), SHARE) for ratio in (taken, missed))
        found.append(Belief(terms.phases[phase], if_taken, if_missed))
    return tuple(found)


def _one_more_phase(terms: Terms) -> Terms:
    """The same terms with a moment after all steps, in which nothing new is due."""
    return replace(
        terms,
        phases=(*terms.phases, ""),
        starts_years=np.append(terms.starts_years, terms.starts_years[-1] + AFTER_ALL_STEPS_YEARS),
        escrow=_kept_on(terms.escrow),
        exposure=_kept_on(terms.exposure),
        exposed=np.concatenate([terms.exposed, terms.exposed[:, -1:]], axis=1),
        transfer=_kept_on(terms.transfer),
        afterwards=_kept_on(terms.afterwards),
    )


def _kept_on(by_phase: FloatArray) -> FloatArray:
    return np.concatenate([by_phase, by_phase[:, :, -1:]], axis=2)
