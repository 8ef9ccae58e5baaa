"""Whether the headline package would hold, and what would make it hold, for the first screen."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.durability import Failure, PackageDurability
from detente.durability.design import Design
from detente.durability.prospects import Weakest
from detente.plots import NBSP, Names, count_words, interval, of_100, sentence, signed, two_digits
from detente.report.answer import UNKNOWN, WORLDS, Answer
from detente.report.design_words import adds_a_world, change_in_short, shortfall_in_words
from detente.report.lookups import first_words, headline_durability, joined, way_in_words


def would_it_hold(analysis: Analysis, names: Names) -> Answer:
    """In how many worlds it holds, and who is first, or most often, to gain from breaking it."""
    question, durability = "Would it hold?", headline_durability(analysis)
    if durability is None or durability.holds_share is None:
        reason = _why_unknown(durability, names)
        return Answer(question, UNKNOWN, "", f"Unknown. {reason}", "c4")
    share = of_100(durability.holds_share)
    text = (
        f"Were it signed, every obliged party would gain from keeping it through all phases in {share} of 100 worlds."
    )
    failure, brief = durability.first_failure, ""
    if failure:
        brief = f"{first_words(failure)}: {_who_and_how(failure, names)}."
        text += (
            f" {first_words(failure)}: {_who_and_how(failure, names)} (margin "
            f"{interval(failure.margin)}{NBSP}bn{NBSP}USD; money alone {signed(failure.money_alone)})."
        )
    weakest = _weakest(analysis)
    if weakest:
        brief = (
            f"Short most often: {_who_and_how(weakest, names)}, in {of_100(weakest.falls_short_share)} of 100 worlds."
        )
    text += _weakest_words(weakest, names) + _unpriced_words(durability)
    return Answer(question, share, WORLDS, text, "c4", brief or "No party would gain from breaking it.")


def _who_and_how(breach: Failure | Weakest, names: Names) -> str:
    """Which party, in which phase, by which way of breaking."""
    phase = names.phase(breach.phase)
    return f"{names.party(breach.party).name}, in the phase {phase}, by {way_in_words(breach.way)}"


def _weakest(analysis: Analysis) -> Weakest | None:
    """The margin that falls short most often, where no failure is frequent enough to be named as the first."""
    durability, found = headline_durability(analysis), analysis.prospects
    weakest = None if found is None else found.weakest
    if durability is None or durability.first_failure or weakest is None or not weakest.falls_short_share:
        return None
    return weakest


def _weakest_words(weakest: Weakest | None, names: Names) -> str:
    if weakest is None:
        return ""
    return (
        f" Short most often: {_who_and_how(weakest, names)}, in {of_100(weakest.falls_short_share)} (margin "
        f"{interval(weakest.margin)}{NBSP}bn{NBSP}USD)."
    )


def _unpriced_words(durability: PackageDurability) -> str:
    """How much of the money behind the margins the case does not state."""
    unpriced = {e for m in durability.margins for e in m.unpriced_elements}
    return f" {count_words(len(unpriced), 'element lacks', 'elements lack')} prices in part." if unpriced else ""


def _why_unknown(durability: PackageDurability | None, names: Names) -> str:
    if durability is None:
        return "no package is named that carries obligations."
    if durability.reason:
        return sentence(durability.reason)
    parties = joined([names.party(p).name for p in durability.unknown_parties])
    return f"the margin of {parties} cannot be computed without what the annex “How sure” lists as missing."


def what_would_make_it_hold(analysis: Analysis, names: Names) -> Answer:
    """The cheapest repair that was found, what it costs, and in how many worlds it would then hold."""
    question, durability = "What would make it hold?", headline_durability(analysis)
    if durability is None or durability.holds_share is None:
        return Answer(question, UNKNOWN, "", "Unknown: repairs need margins, and margins are unknown here.", "c4")
    design = analysis.repair
    if design is None:
        return Answer(question, "none", "needed", "It holds in 99 of 100 worlds or more as written.", "c4")
    if design.verification is not None and not adds_a_world(design):
        share = of_100(design.verification.share)
        brief = "Nothing found adds a whole world of 100."
        return Answer(question, share, WORLDS, f"{brief} {_least_change(design, names)}", "c4", brief)
    if design.verification is not None:
        share = of_100(design.verification.share)
        text = (
            f"{sentence(change_in_short(design, names))} Then it would hold in {share} of 100 worlds, at a cost of "
            f"{two_digits(design.costs.total)}{NBSP}bn{NBSP}USD by the prices assumed."
        )
        return Answer(question, share, WORLDS, text, "c4", _repair_in_brief(design, names))
    if design.status == "unknown":
        return Answer(question, UNKNOWN, "", f"Unknown: {design.reason}", "c4")
    return Answer(question, "none", "found", _missing_words(design, names), "c4")


def _least_change(design: Design, names: Names) -> str:
    cost = f"{two_digits(design.costs.total)}{NBSP}bn{NBSP}USD"
    return sentence(f"The cheapest change found costs {cost}: {change_in_short(design, names)}")


def _repair_in_brief(design: Design, names: Names) -> str:
    return f"{sentence(change_in_short(design, names))} Cost: {two_digits(design.costs.total)}{NBSP}bn{NBSP}USD."


def _missing_words(design: Design, names: Names) -> str:
    text = f"Nothing on offer makes it hold in {of_100(design.share)} of 100 worlds."
    return f"{text} {shortfall_in_words(design.missing[0], names)}" if design.missing else text
