"""The side of the first screen: one hundred worlds, and how sure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from detente.analysis import Analysis, Influence
from detente.plots import (
    Fate,
    Frame,
    draw_hundred_worlds,
    draw_known_part,
    draw_share_with_chance,
    draw_shift,
    of_100,
    range_of_100,
    signed_of_100,
)
from detente.plots.doubt import WIDTH as DOUBT_WIDTH
from detente.plots.hundred_worlds import WIDTH as WORLDS_WIDTH
from detente.report.lookups import fates, headline, influence_in_words, joint, unknown_positions, wilson_interval

ALTERNATIVE_WORDS = {
    "without the claims": "if no statement is used",
    "few elements weigh most": "if few elements weigh most",
}

LABEL = 64
"""Letters of the strongest input on the first screen; the annex “How sure” has it in full."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One kind of doubt: a short bar, a count in bold, and what it is."""

    drawing: Markup
    strong: str
    text: str


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """What stands beside the six answers."""

    title: str
    fates: tuple[Fate, ...]
    worlds: Markup
    doubts: tuple[Doubt, ...]


def first_screen(analysis: Analysis) -> FirstScreen:
    """Draw the hundred worlds of the headline package and the kinds of doubt about it."""
    package, found = headline(analysis), fates(analysis)
    title = f"100 worlds: {package.title}" if package else "100 worlds"
    description = "; ".join(f"{fate.count} {fate.words}" for fate in found)
    worlds = draw_hundred_worlds(found, Frame("hundred", title, description, WORLDS_WIDTH))
    return FirstScreen(title, found, Markup(worlds), _doubts(analysis))


def _doubts(analysis: Analysis) -> tuple[Doubt, ...]:
    package, count = headline(analysis), analysis.worlds.count
    doubts = []
    if package:
        share = joint(package)[0]
        low, high = wilson_interval(share, count)
        bar = draw_share_with_chance(low, share, high, _frame("chance", "Share that signs, with chance of the draw"))
        text = "worlds sign, by chance of the draw (95 percent interval)"
        doubts.append(Doubt(Markup(bar), range_of_100(low, high), text))
    if analysis.influences:
        doubts.append(_strongest(analysis.influences[0]))
    unknown, total = unknown_positions(analysis)
    bar = draw_known_part(total - unknown, total, _frame("known", "Positions known, and unknown hatched"))
    doubts.append(Doubt(Markup(bar), f"{unknown} of {total}", "positions unknown (hatched)"))
    return (*doubts, *_alternatives(analysis))


def _strongest(influence: Influence) -> Doubt:
    """What the strongest input moves most: the worlds that sign, or those that hold."""
    shift, what = influence.on_signing, "sign"
    if abs(influence.on_holding or 0.0) > abs(shift):
        shift, what = influence.on_holding or 0.0, "hold"
    bar = draw_shift(shift, _frame("strongest", f"Worlds by which the strongest input moves those that {what}"))
    text = f"worlds {what}, by the strongest input: {influence_in_words(influence, LABEL)} ({influence.origin})"
    return Doubt(Markup(bar), signed_of_100(shift), text)


def _alternatives(analysis: Analysis) -> tuple[Doubt, ...]:
    """The headline share under another method, beside the first one."""
    package = headline(analysis)
    if package is None:
        return ()
    doubts = []
    for number, other in enumerate(analysis.alternatives):
        if package.id in other.joint_as_is:
            share = other.joint_as_is[package.id]
            frame = _frame(f"other-{number}", f"Share that signs, {other.name}")
            bar = draw_share_with_chance(share, share, share, frame)
            doubts.append(
                Doubt(Markup(bar), of_100(share), f"worlds sign, {ALTERNATIVE_WORDS.get(other.name, other.name)}")
            )
    return tuple(doubts)


def _frame(key: str, title: str) -> Frame:
    return Frame(f"doubt-{key}", title, title, DOUBT_WIDTH)
