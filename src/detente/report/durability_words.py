"""Peace, trust, dependence and forecast in words, for the command line and the report."""

from __future__ import annotations

from collections.abc import Sequence

from detente.durability import PackageDurability
from detente.durability.prospects import BaseRate, Link, PartyPeace, PartyTrust, Prospects, Variant, Weakest
from detente.plots import Names, count_words, interval, of_100, signed, signed_of_100, two_digits
from detente.report.lookups import joined, way_in_words

KINDS = {
    "trade": "trade",
    "energy": "energy",
    "ventures": "ventures",
    "military": "forces and cost of conflict",
    "reconstruction": "reconstruction",
    "sanctions": "sanctions",
    "assets": "assets",
    "other": "other money",
    "politics": "politics, at the stake stated",
}
"""Kinds of worth in words, in the order in which they are drawn."""

LEAST_TOLD = 0.05
"""A step that separates in fewer worlds than this is not spoken of."""


def holding_in_words(durability: PackageDurability, prospects: Prospects, names: Names) -> tuple[str, ...]:
    """How likely it holds, who is first to gain from breaking, and which margin falls short most often."""
    title = names.package(durability.package)
    if durability.status == "unknown":
        return (f"{title}: whether it would hold is unknown. {durability.reason}",)
    share = "whether it holds is unknown"
    if durability.holds_share is not None:
        share = f"every margin holds in {of_100(durability.holds_share)} of 100 worlds"
    lines = [f"{title}: {share}."]
    if durability.unknown_parties:
        lines.append(f"Unknown. {durability.reason}")
    failure = durability.first_failure
    if failure is None:
        lines.append("No known margin falls short in more than 5 of 100 worlds.")
    else:
        where = f"{names.party(failure.party).name}, {names.phase(failure.phase)}, by {way_in_words(failure.way)}"
        short = of_100(failure.fails_share)
        lines.append(
            f"First to gain from breaking: {where}: margin {interval(failure.margin)} bn USD, short in {short}."
        )
    if prospects.weakest is not None and prospects.weakest.falls_short_share > 0:
        lines.append(weakest_in_words(prospects.weakest, names))
    return tuple(lines)


def weakest_in_words(weakest: Weakest, names: Names) -> str:
    """Name the margin that falls short in most worlds."""
    where = f"{names.party(weakest.party).name}, {names.phase(weakest.phase)}, by {way_in_words(weakest.way)}"
    share = of_100(weakest.falls_short_share)
    return f"Short most often: {where}: in {share} of 100 worlds (margin {interval(weakest.margin)} bn USD)."


def peace_in_words(peace: PartyPeace, names: Names) -> str:
    """What peace is worth to one party, with its parts and what is never priced."""
    name = names.party(peace.party).name
    whole = peace.total or peace.money
    if whole is None:
        return f"{name}: no money and no stake is stated."
    what = "over no deal" if peace.total else "over no deal in money alone"
    share = peace.pays_share if peace.total else peace.money_pays_share
    words = f"{name}: {interval(whole)} bn USD a year {what}"
    words += "" if share is None else f"; peace pays in {of_100(share)} of 100 worlds"
    if peace.total and peace.money_pays_share is not None:
        words += f", by money alone in {of_100(peace.money_pays_share)}"
    parts = [f"{KINDS[p.kind]} {signed(p.mean)}" for p in sorted(peace.parts, key=lambda p: -abs(p.mean))]
    words += f". Means: {joined(parts, len(parts))}." if parts else "."
    if peace.break_even_stake is not None:
        words += f" Money is lost; a stake above {two_digits(peace.break_even_stake)} bn USD a year makes up for it."
    return " ".join(part for part in (words, _red_lines(peace, names), peace.reason) if part)


def _red_lines(peace: PartyPeace, names: Names) -> str:
    if not peace.red_lines:
        return ""
    crossed = [f"{names.element(e)} in {of_100(s)} of 100 worlds" for e, s in peace.red_lines.items()]
    return f"Never priced: it crosses a red line on {joined(crossed)}."


def casualties_in_words(prospects: Prospects, names: Names) -> tuple[str, ...]:
    """Counts beside the money; a line each, with the source."""
    lines = []
    for c in prospects.casualties:
        low, median, high = (people_in_words(getattr(c.people_per_year, p)) for p in ("low", "median", "high"))
        who = f"{names.party(c.party).name}, {c.who}"
        lines.append(f"{who}: {median} a year ({low} to {high}; {c.origin}: {c.source})")
    return tuple(lines)


def people_in_words(count: float) -> str:
    """Write a count of people, with two digits where it is large.

    Examples
    --------
    >>> people_in_words(391_284.2), people_in_words(4.8)
    ('390,000', '5')
    """
    return two_digits(count) if count >= 10 else f"{count:.0f}"


def trust_in_words(trust: PartyTrust, names: Names) -> str:
    """What the steps of one party tell of whether it means it."""
    name = names.party(trust.party).name
    telling = [s for s in trust.steps if s.separates_share >= LEAST_TOLD]
    if not trust.would_break_in:
        return f"{name}: {trust.reason}"
    if telling:
        listed = joined([f"{s.obligation} (in {of_100(s.separates_share)} of 100 worlds)" for s in telling])
        words = f"{name}: steps that one who only pretends would refuse: {listed}."
    else:
        words = f"{name}: it has no step that one who only pretends would refuse in 5 of 100 worlds or more."
    early = {p: s for p, s in trust.would_break_in.items() if s >= LEAST_TOLD}
    if early:
        when = joined([f"{names.phase(p)} in {of_100(s)}" for p, s in early.items()])
        words += f" One who pretends would break openly in the phase {when} of 100 worlds, else take every step first."
    else:
        words += " One who pretends would take every step first and break later."
    if trust.weights:
        first, last = trust.weights[0], trust.weights[-1]
        words += (
            f" Whatever the odds that it means it were, all its steps up to {names.phase(last.phase)} multiply them by "
            f"{two_digits(last.if_taken)}, one missed in {names.phase(first.phase)} by {two_digits(first.if_missed)}."
        )
    if trust.prior is not None and trust.after_words is not None and trust.beliefs:
        early_belief, late_belief = trust.beliefs[0], trust.beliefs[-1]
        before, said = two_digits(trust.prior.median), two_digits(trust.after_words.median)
        words += (
            f" It means it with probability {before} at first, {said} after what it said, "
            f"{two_digits(late_belief.if_taken.median)} after all its steps up to {names.phase(late_belief.phase)}, "
            f"{two_digits(early_belief.if_missed.median)} if it misses one in {names.phase(early_belief.phase)}."
        )
    return f"{words} {trust.reason}".strip()


def link_in_words(link: Link, names: Names) -> str:
    """One link: who can cut it, and what that would do to both."""
    holder, other = names.party(link.holder).name, names.party(link.other).name
    others, own = signed(link.loss_to_other.median), signed(link.loss_to_holder.median)
    worth = f"{others} bn USD a year to {other}, {own} to {holder}"
    return f"{names.element(link.element)}: {holder} can cut it; worth {worth}; {link_character(link)}"


def link_character(link: Link) -> str:
    """Whether a link deters or invites hold-up, by what most worlds say.

    Examples
    --------
    >>> from detente.deals import Quantiles
    >>> spread = Quantiles(1, 1, 1, 1, 1, "USD bn per year")
    >>> link_character(Link("gas", "energy", "A", "B", spread, spread, 0.0, 1.0, 0.2, 0.0, 0.0))
    'deters: the holder would lose in 100 of 100'
    """
    if link.hold_up_share > 0.5:
        return f"invites hold-up: only the other would lose, in {of_100(link.hold_up_share)} of 100"
    if link.lopsided_share > 0.5:
        return f"lopsided: the other would lose more, in {of_100(link.lopsided_share)} of 100"
    if link.deters_share > 0.5:
        return f"deters: the holder would lose in {of_100(link.deters_share)} of 100"
    return "mixed: none of these in half of the worlds"


def telling_links(links: Sequence[Link], most: int) -> tuple[Link, ...]:
    """Links on which the other loses and loses more than the holder, those of most leverage first."""
    return tuple(x for x in links if x.leverage > 0 and x.loss_to_other.median > 0)[:most]


def variant_row(variant: Variant, names: Names) -> tuple[str, str, str, str, str]:
    """One part of the package: signs, holds, both, and who gains first from breaking."""
    shares = (variant.signing_share, variant.holding_share, variant.signed_and_held_share)
    first = variant.reason or "nobody in more than 5 of 100 worlds"
    if variant.first is not None:
        party, phase, way = variant.first
        first = f"{names.party(party).name}, {names.phase(phase)}, by {way_in_words(way)}"
    signs, holds, both = ("unknown" if s is None else of_100(s) for s in shares)
    return f"{variant.name} ({count_words(len(variant.elements), 'element')})", signs, holds, both, first


def driver_in_words(prospects: Prospects, most: int) -> tuple[str, ...]:
    """What moves the weakest margin most, strongest first."""
    return tuple(
        f"{d.label}: {signed(d.on_margin_usd_bn)} bn USD"
        + ("" if d.on_holding is None else f", worlds that hold {signed_of_100(d.on_holding)} of 100")
        for d in prospects.drivers[:most]
    )


def base_rates_in_words(rates: Sequence[BaseRate]) -> str:
    """Earlier agreements as a wide prior, with the caution that they are no sample."""
    if not rates:
        return ""
    counts = [
        f"{r.in_force} of {r.observed} after {_years(r.years)} ({of_100(r.low)} to {of_100(r.high)} of 100)"
        for r in rates
    ]
    return (
        "For comparison only: of a hand-picked list of earlier agreements between opponents with an economic part, "
        f"in force at least in part were {joined(counts)}. The list is no sample, and enters nothing above."
    )


def _years(years: int) -> str:
    return "one year" if years == 1 else f"{years} years"
