"""The verdict in plain words: six answers for the first screen, five lines for the terminal."""

from __future__ import annotations

from detente.analysis import Analysis
from detente.deals import Change, NearPackage, PackageResult
from detente.plots import (
    NBSP,
    Names,
    interval,
    names_of,
    of_100,
    range_of_100,
    shortened,
)
from detente.report.answer import TELLING, UNKNOWN, WORLDS, Answer
from detente.report.holding_answers import what_would_make_it_hold, would_it_hold
from detente.report.lookups import (
    changes_something,
    everyone,
    headline,
    headline_durability,
    joined,
    joint,
    party_names,
    ratifiers,
)
from detente.report.open_points import LAWFUL, what_is_lawful, what_is_not_known

MOST_OF_IT = 0.9
"""Fewer changes are named when they bring this share of what three changes bring."""

NO_PACKAGE = "The case names no package. Name one in case.yaml, with those it requires."
NOTHING_CHANGES = "Every package that the case names leaves all as it is. Name one that changes something."

OTHERS = 2
"""Other packages that the first answer names, those that most worlds sign."""

SHORT_TITLE = 70
"""Letters up to which the title of an option is written in full."""

WORTH_NAMING = 0.05
"""A red line is named as standing in the way from this share of worlds on."""


def verdict_lines(analysis: Analysis) -> tuple[str, ...]:
    """Say the verdict in five lines: agree, hold, make it hold, who pays and gains, what is not known."""
    answers = six_answers(analysis)
    return tuple(f"{a.question} {a.text}".replace(NBSP, " ") for a in answers if a.question != LAWFUL)


def six_answers(analysis: Analysis) -> tuple[Answer, ...]:
    """Answer the six questions of the first screen, each with its figure or the word unknown."""
    names = names_of(analysis.case)
    return (
        _could_they_agree(analysis, names),
        would_it_hold(analysis, names),
        what_would_make_it_hold(analysis, names),
        _who_pays_who_gains(analysis, names),
        what_is_lawful(analysis),
        what_is_not_known(analysis, names),
    )


def short_answer(analysis: Analysis) -> str:
    """The verdict on the headline package in one or two sentences."""
    package, durability = headline(analysis), headline_durability(analysis)
    if package is None:
        why = NOTHING_CHANGES if analysis.deals.packages else NO_PACKAGE
        return f"Whether all would sign is unknown: {why[0].lower()}{why[1:]} Chapter 1 shows who stands where."
    who = everyone(len(package.required)).capitalize()
    first = f"{who} whom “{package.title}” requires{_ratifying(package, names_of(analysis.case))}"
    first += f" would sign it in {_worlds(package)}"
    if durability is None or durability.holds_share is None:
        return f"{first}. Whether it would hold is unknown."
    return f"{first}; if signed, it would hold in {of_100(durability.holds_share)}."


def _ratifying(package: PackageResult, names: Names) -> str:
    """The voices that must ratify as well, named; nothing where there are none."""
    voices = ratifiers(package)
    if not voices:
        return ""
    return f" and {party_names(voices, names)}, which {'ratifies' if len(voices) == 1 else 'ratify'},"


def _worlds(package: PackageResult) -> str:
    return f"{of_100(joint(package)[0])} of 100 worlds"


def _could_they_agree(analysis: Analysis, names: Names) -> Answer:
    question, package = "Could they agree?", headline(analysis)
    if package is None:
        text = NOTHING_CHANGES if analysis.deals.packages else NO_PACKAGE
        return Answer(question, UNKNOWN, "no package named", text, "c2")
    parts = [
        f"On “{package.title}” {everyone(len(package.required))} required{_ratifying(package, names)} would sign in "
        f"{_worlds(package)}{_open_words(package)}"
    ]
    others = [p for p in analysis.deals.packages if p is not package and p.required and changes_something(analysis, p)]
    for other in sorted(others, key=lambda p: -joint(p)[0])[:OTHERS]:
        same = set(other.signatories) == set(package.signatories)
        who = "" if same else f" (needs {party_names(other.signatories, names)})"
        parts[0] += f"; on “{other.title}”{who} in {of_100(joint(other)[0])}{_open_words(other)}"
    parts[0] += "."
    brief = _near_in_brief(package, names) or parts[0]
    parts += _blocking_words(analysis, package, names) + _near_words(analysis, package, names)
    return Answer(question, of_100(joint(package)[0]), WORLDS, " ".join(parts), "c2", brief)


def _open_words(package: PackageResult) -> str:
    """The range that the elements a package leaves open give; empty when it leaves none that matter."""
    _, surely, possibly = joint(package)
    return f" ({range_of_100(surely, possibly)})" if possibly - surely > WORTH_NAMING else ""


def _best_near(package: PackageResult) -> NearPackage | None:
    """The fewest changes that bring most of what three can bring."""
    share = joint(package)[0]
    best = max((n.joint_as_is for n in package.near), default=share)
    if best <= share + TELLING:
        return None
    return next(n for n in package.near if n.joint_as_is >= share + MOST_OF_IT * (best - share))


def _near_in_brief(package: PackageResult, names: Names) -> str:
    """The fewest changes by element alone; empty where none helps."""
    near = _best_near(package)
    if near is None:
        return ""
    moved = joined([names.element(c.element) for c in near.changes])
    return f"Changing {moved} raises {of_100(joint(package)[0])} to {of_100(near.joint_as_is)}."


def _near_words(analysis: Analysis, package: PackageResult, names: Names) -> list[str]:
    """The fewest changes that bring most of what three can bring, by name."""
    near, share = _best_near(package), joint(package)[0]
    if near is None:
        return []
    status_quo = {e.id: e.status_quo for e in analysis.case.elements}
    left = [_left_words(c, names) for c in near.changes if status_quo[c.element] == c.after]
    moved = [names.element(c.element) for c in near.changes if status_quo[c.element] != c.after]
    ways = [f"moving {joined(moved)}"] if moved else []
    ways += [f"leaving {joined(left)}"] if left else []
    said = joined(ways)
    return [f"{said[0].upper()}{said[1:]} raises {of_100(share)} to {of_100(near.joint_as_is)}."]


def _left_words(change: Change, names: Names) -> str:
    """What staying with today means: by name, for "as today" may be a fight that goes on."""
    element, option = names.element(change.element), names.option(change.element, change.after)
    if len(option) <= SHORT_TITLE:
        return f"{element} at “{option}”"
    return f"{element} as it is (as today: {shortened(option, SHORT_TITLE)})"


def _blocking_words(analysis: Analysis, package: PackageResult, names: Names) -> list[str]:
    """What stands in the way: an element nobody can settle, or the options that cross red lines most often."""
    if blocked := analysis.deals.blocked[:1]:
        element = names.element(blocked[0].element)
        return [f"On {element} every option crosses a red line of someone required in {of_100(blocked[0].share)}."]
    crossed = [
        (share, p.party, e) for p in package.parties if p.party in package.signatories for e, share in p.crossed.items()
    ]
    crossed = sorted((c for c in crossed if c[0] >= WORTH_NAMING), key=lambda c: -c[0])[:2]
    if not crossed:
        return []
    lines = []
    for party in dict.fromkeys(p for _, p, _ in crossed):
        where = joined([f"{names.element(e)} ({of_100(s)})" for s, p, e in crossed if p == party])
        lines.append(f"of {names.party(party).name} on {where}")
    return [f"“{package.title}” crosses red lines {joined(lines)}."]


def _who_pays_who_gains(analysis: Analysis, names: Names) -> Answer:
    question, package = "Who pays, who gains?", headline(analysis)
    parties = [p for p in package.parties if p.required] if package else []
    priced = sorted(((p.money, p.party) for p in parties if p.money), key=lambda m: m[0].median)
    if not priced:
        text = "Unknown: the case states no money for any party that the package requires."
        return Answer(question, UNKNOWN, "no money stated", text, "c3")
    gaining = sum(money.median > 0 for money, _ in priced)
    low, most = priced[0], priced[-1]
    unit = f"{NBSP}bn{NBSP}USD a year"
    leads = "gains most" if most[0].median > 0 else "loses least"
    text = f"As far as priced, {names.party(most[1]).name} {leads}: {interval(most[0])}{unit}"
    text += (
        f"; {names.party(low[1]).name} {'least' if most[0].median > 0 else 'most'}: {interval(low[0])}."
        if low[1] != most[1]
        else "."
    )
    brief = f"{names.party(most[1]).name} {leads}: {interval(most[0])}{unit}."
    if unpriced := [p.party for p in parties if not p.money]:
        unknown = f" Unknown for {joined([names.party(p).name for p in unpriced])}."
        text, brief = text + unknown, brief + unknown
    return Answer(question, f"{gaining} of {len(parties)}", "gain money in the median", text, "c3", brief)
