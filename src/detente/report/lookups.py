"""What the report asks of an analysis again and again: the headline package, shares, counts of the unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from detente.analysis import Analysis, Influence
from detente.case import Case, Claim, Stance
from detente.deals import Asked, PackageResult, QuestionKind
from detente.durability import Failure, Margin, PackageDurability
from detente.plots import Fate, Names, PhaseMargin, as_counts, day, number_word, of_100, shortened
from detente.positions import constrains

WAYS = {
    "withhold": "withholding what it owes",
    "exit": "leaving",
    "reverse": "taking back what it did",
    "seize": "seizing assets exposed to it",
    "hybrid": "a deniable breach",
}


def way_in_words(way: str) -> str:
    """What a way of breaking is, after "by"."""
    return WAYS.get(way, way)


def headline(analysis: Analysis) -> PackageResult | None:
    """The package the verdict speaks of; None in a case that names none."""
    return next((p for p in analysis.deals.packages if p.id == analysis.deals.headline), None)


def headline_durability(analysis: Analysis) -> PackageDurability | None:
    """How long the headline package would be kept; None where no obligations are stated."""
    return analysis.durability.of(analysis.deals.headline)


def joint(package: PackageResult) -> tuple[float, float, float]:
    """Shares of worlds in which all required sign: as it is, surely, possibly."""
    return (
        float(package.joint_as_is.mean()),
        float(package.joint_surely.mean()),
        float(package.joint_possibly.mean()),
    )


def fates(analysis: Analysis) -> tuple[Fate, ...]:
    """Sort the worlds of the headline package: sign and hold, sign and break, sign but unknown, do not sign."""
    package, durability = headline(analysis), headline_durability(analysis)
    if package is None:
        return (Fate(100, "no package named: unknown", "unknown"),)
    signs = package.joint_as_is
    # Rounded first, so that the marks that sign are as many as the text says; then split.
    signed = round(100 * float(signs.mean()))
    if durability is None or durability.holds is None:
        shares = [(float(signs.mean()), "signed; holding is unknown", "unknown")]
    else:
        holds = durability.holds
        shares = [
            (float((signs & holds).mean()), "signed and holds", "holds"),
            (float((signs & ~holds).mean()), "signed, breaking pays someone", "breaks"),
        ]
    counts = as_counts([share for share, _, _ in shares], signed)
    found = [Fate(c, words, mark) for c, (_, words, mark) in zip(counts, shares, strict=True)]
    return (*found, Fate(100 - signed, "not signed by all it requires", "apart"))


def required_parties(analysis: Analysis) -> tuple[str, ...]:
    """Parties that some package requires, those of the headline package first, then in case order."""
    package = headline(analysis)
    first = package.required if package else ()
    anyone = {p for found in analysis.deals.packages for p in found.required}
    return (*first, *(p.id for p in analysis.case.parties if p.id in anyone and p.id not in first))


def ratifiers(package: PackageResult) -> tuple[str, ...]:
    """Voices that ratify for a party that the package requires."""
    return tuple(p for p in package.signatories if p not in package.required)


def everyone(count: int) -> str:
    """How many must sign, in words.

    Examples
    --------
    >>> everyone(1), everyone(2), everyone(4)
    ('the one', 'both', 'all four')
    """
    return {1: "the one", 2: "both"}.get(count, f"all {number_word(count)}")


def changes_something(analysis: Analysis, package: PackageResult) -> bool:
    """Whether a package changes anything; signing the status quo says nothing."""
    choices = next((p.choices for p in analysis.case.packages if p.id == package.id), {})
    return any(analysis.case.element(e).status_quo != o for e, o in choices.items())


def heard_parties(case: Case) -> frozenset[str]:
    """Parties of which the case says anything that counts; of the others the draws hold the priors alone.

    What counts: a statement of theirs or of a voice of theirs that constrains, what they told, a stake, money.
    """
    voices = {p.id: p.voice_of for p in case.parties if p.voice_of}
    speaking = {c.party for c in case.claims if constrains(c)}
    speaking |= {voices[p] for p in speaking if p in voices}
    told = {t.party for t in case.told}
    staked = {p.id for p in case.parties if p.stake_usd_bn_per_year is not None}
    return frozenset(speaking | told | staked | {p.party for p in case.payoffs})


def complete_choices(analysis: Analysis, choices: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """A package with what it leaves open as it is today: two that agree in this are one."""
    return tuple((e.id, choices.get(e.id, e.status_quo)) for e in analysis.case.elements)


def same_side(case: Case, first: str, second: str) -> bool:
    """Whether one is a voice of the other, or both are voices of one party: nothing is to be split between them."""
    sides = [case.party(p).voice_of or p for p in (first, second)]
    return sides[0] == sides[1]


def unknown_positions(analysis: Analysis) -> tuple[int, int]:
    """Cells of required parties and elements on which nothing is known, and all such cells."""
    parties = required_parties(analysis) or tuple(p.id for p in analysis.case.parties)
    known = {(c.party, c.element) for c in analysis.positions.cells if c.stance is not Stance.UNKNOWN}
    total = len(parties) * len(analysis.case.elements)
    return total - sum(party in parties for party, _ in known), total


def best_question(questions: Sequence[Asked], case: Case) -> Asked | None:
    """The question whose answer raises the odds of a deal most, else the one that moves the package spoken of most.

    Whether a party stands by its refusal of the package itself says nothing new, and comes first only if alone.
    """
    asked = [q for q in questions if not _is_tautology(q, case)] or questions
    telling = [q for q in asked if q.changes_choice]
    if telling:
        return max(telling, key=lambda q: q.value)
    return max(asked, key=lambda q: abs(q.joint_if_yes - q.joint_if_no), default=None)


def _is_tautology(asked: Asked, case: Case) -> bool:
    """Whether a question is if a party stands by its refusal of the very package that the question is about."""
    if asked.kind is not QuestionKind.STANDS_BY:
        return False
    claim = next((c for c in case.claims if c.id == asked.claim), None)
    return claim is not None and claim.stance is Stance.REJECTS and claim.package == asked.package


def question_words(asked: Asked, analysis: Analysis, names: Names) -> str:
    """A question as it could be put, without its question mark."""
    claim = next((c for c in analysis.case.claims if c.id == asked.claim), None)
    whole = f"“{names.package(claim.package)}”" if claim and claim.package else "the initiative as a whole"
    who, element = names.party(asked.party).name, names.element(asked.element) if asked.element else whole
    option = f"“{names.option(asked.element, asked.option)}” on {element}" if asked.option else element
    if asked.kind is QuestionKind.AMONG_PARTS:
        return f"is {option} among the parts that {who} accepts"
    if asked.kind is QuestionKind.STANDS_BY:
        return f"does {who} stand by what it said on {element}{on_day(claim) if claim else ''}"
    return f"would {who} take {option}"


def on_day(claim: Claim) -> str:
    """When a statement was made, for the middle of a sentence; nothing where its source is undated."""
    return f" on {day(claim.said_on)}" if claim.said_on else ""


def worst_margins(durability: PackageDurability) -> tuple[PhaseMargin, ...]:
    """For each party and phase the way of breaking with the lowest median, money alone where no stake is stated."""
    found: dict[tuple[str, str], PhaseMargin] = {}
    for margin in durability.margins:
        candidate = _phase_margin(margin)
        key = margin.party, margin.phase
        if key not in found or candidate.spread.median < found[key].spread.median:
            found[key] = candidate
    return tuple(found.values())


def wilson_interval(share: float, worlds: int, deviations: float = 1.96) -> tuple[float, float]:
    """Range that chance of the draw leaves around a share, 95 percent unless said otherwise [Wilson1927]_.

    ``(s + z^2/2n -+ z sqrt(s(1-s)/n + z^2/4n^2)) / (1 + z^2/n)``

    Examples
    --------
    >>> low, high = wilson_interval(0.38, 1000)
    >>> round(low, 2), round(high, 2)
    (0.35, 0.41)
    """
    square = deviations**2 / worlds
    centre = share + square / 2
    half = deviations * math.sqrt(share * (1 - share) / worlds + square / (4 * worlds))
    return max(0.0, (centre - half) / (1 + square)), min(1.0, (centre + half) / (1 + square))


def joined(words: Sequence[str], most: int = 4) -> str:
    """List a few things as prose.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a", "b", "c", "d", "e", "f"], most=3)
    ('a, b and c', 'a, b, c and 3 more')
    """
    shown = list(words[:most])
    if len(words) > most:
        return ", ".join(shown) + f" and {len(words) - most} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def first_words(failure: Failure) -> str:
    """How the first failure is introduced: by the median, or by the worlds in which it gains."""
    if failure.margin.median < 0:
        return "First to gain from breaking"
    return f"Nearest to breaking, with a gain from it in {of_100(failure.fails_share)}"


def influence_in_words(influence: Influence, letters: int | None = None) -> str:
    """What an input is called inside a sentence: a statement is quoted as one."""
    label = influence.label if letters is None else shortened(influence.label, letters)
    return f"the statement “{label}”" if influence.kind == "claim" else label


def measure_names(measures: Sequence[str], case: Case) -> list[str]:
    """Measures by what they are, each with its id beside it."""
    acts = {m.id: m.act for m in case.measures}
    return [f"{acts[m]} ({m})" if acts.get(m) else m for m in measures]


def spelled_out(text: str, titles: Mapping[str, str]) -> str:
    """Put titles in the place of ids in a sentence; an id that could be a plain word of it stays.

    Examples
    --------
    >>> spelled_out("payoffs of EUGAS.2 for north", {"EUGAS.2": "Gas flows", "north": "Norland"})
    'payoffs of “Gas flows” for north'
    """
    return re.sub(r"[\w.-]*\w", lambda found: _titled(found[0], titles), text)


def _titled(word: str, titles: Mapping[str, str]) -> str:
    plain = word.isalpha() and word.islower()
    return word if plain or word not in titles else f"“{titles[word]}”"


def run_words(analysis: Analysis) -> str:
    """How much was drawn, for source lines."""
    return f"{analysis.worlds.count:,} worlds, seed {analysis.worlds.seed}"


def party_names(parties: Sequence[str], names: Names, most: int = 4) -> str:
    """Names of parties as prose."""
    return joined([names.party(p).name for p in parties], most)


def _phase_margin(margin: Margin) -> PhaseMargin:
    spread = margin.quantiles or margin.money_quantiles
    return PhaseMargin(margin.party, margin.phase, margin.way, spread, margin.quantiles is None)


def replaced_by_model(analysis: Analysis) -> tuple[str, ...]:
    """Ids of hand-entered numbers that went into nothing, because a model takes their place."""
    modelled = analysis.payoffs.modelled
    return modelled.replaced if modelled else ()
