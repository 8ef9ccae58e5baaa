"""What the law leaves open, and what nobody knows."""

from __future__ import annotations

from collections import Counter

from detente.analysis import Analysis
from detente.deals import Asked
from detente.plots import Names, count_words, day, of_100
from detente.report.answer import TELLING, UNKNOWN, Answer
from detente.report.lookups import best_question, on_day, question_words, unknown_positions

LAWFUL = "What is lawful now?"

AT_ODDS = 0.1
"""A statement that the assumptions contradict in this share of worlds is named on the first screen."""


def what_is_lawful(analysis: Analysis) -> Answer:
    """Count the steps known open, those that wait for a measure, and those whose needs nobody stated."""
    roadmap = analysis.roadmap.of(analysis.deals.headline)
    if roadmap is None:
        return Answer(LAWFUL, UNKNOWN, "no steps stated", "Unknown: no obligations are stated for this package.", "c5")
    steps = len(roadmap.steps)
    waiting = sum(s.status == "waits for a gate" for s in roadmap.steps)
    unstated = sum(s.status == "needs not stated" for s in roadmap.steps)
    parts = []
    if waiting:
        named = [a.who for a in roadmap.actors if a.who != "not stated"]
        actors = f"an act of {_acting(named)}" if named else "a measure in force to end"
        parts.append(f"{waiting} of {count_words(steps, 'step')} {'needs' if waiting == 1 else 'need'} {actors}.")
        parts.append(_without_an_act(analysis, [s.obligation for s in roadmap.steps if s.gates]))
    if unstated:
        parts.append(f"What {count_words(unstated, 'step needs', 'steps need')} is not stated.")
    parts = parts or ["No measure in the case stands before any step."]
    brief = " ".join(parts[:2])
    return Answer(LAWFUL, f"{roadmap.lawful_now} of {steps}", "steps known open", " ".join(parts), "c5", brief)


def _acting(named: list[str]) -> str:
    """The one on whom most steps wait, and how many others there are."""
    others = f", or of {count_words(len(named) - 1, 'other')}" if len(named) > 1 else ""
    return f"{named[0]}{others}"


def _without_an_act(analysis: Analysis, steps: list[str]) -> str:
    """The earliest day on which a waiting step becomes lawful because its measure ends by its own terms."""
    ends = [g.opens_on for g in analysis.gates.gates if g.subject in steps and g.opens_on]
    later = [on for on in ends if on > analysis.case.as_of]
    if not later:
        return "Without an act no lawful date is known."
    return f"Earliest lawful date without an act: {day(min(later))}, if the measure is not renewed."


def what_is_not_known(analysis: Analysis, names: Names) -> Answer:
    """Count unknown positions, name the most telling question, and the statement most at odds with the assumptions."""
    unknown, total = unknown_positions(analysis)
    asked = best_question(analysis.deals.questions, analysis.case)
    whose = " of those required" if analysis.deals.packages else ""
    text = f"{unknown} of {total} positions{whose} are unknown."
    brief = ""
    if asked and abs(asked.joint_if_yes - asked.joint_if_no) >= TELLING:
        text += (
            f" The answer that would tell most: {question_words(asked, analysis, names)}? Yes gives "
            f"{of_100(asked.joint_if_yes)} of 100 worlds, no gives {of_100(asked.joint_if_no)}"
            f"{_asked_of(asked, analysis, names)}."
        )
        brief = f"Most telling: {question_words(asked, analysis, names)}?"
    text += _odds_words(analysis, names)
    return Answer("What do we not know?", f"{unknown} of {total}", "positions unknown", text, "c1", brief)


def _odds_words(analysis: Analysis, names: Names) -> str:
    """The statement on a whole package that the assumptions contradict most often, if often enough to say so here."""
    left_out: Counter[str] = Counter()
    for dropped in analysis.preferences.dropped:
        left_out[dropped.claim] += dropped.worlds
    claims = [c for c in analysis.case.claims if c.package and not c.element and left_out[c.id]]
    worst = max(claims, key=lambda c: left_out[c.id], default=None)
    share = left_out[worst.id] / analysis.worlds.count if worst else 0.0
    if worst is None or share < AT_ODDS:
        return ""
    return (
        f" What {names.party(worst.party).name} said of “{names.package(worst.package)}”{on_day(worst)} is at odds "
        f"with its assumed stake and money in {of_100(min(share, 1.0))} of 100 worlds, and left out there."
    )


def _asked_of(asked: Asked, analysis: Analysis, names: Names) -> str:
    """Which package the question is about, where no single answer could move the headline package."""
    return "" if asked.package == analysis.deals.headline else f", for “{names.package(asked.package)}”"
