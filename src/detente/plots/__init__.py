"""How does it look?"""

from detente.plots.acceptance import MOST_PACKAGES, draw_acceptance
from detente.plots.calendar import draw_calendar, gate_numbers
from detente.plots.deal_map import MapPoint, draw_deal_map
from detente.plots.doubt import draw_known_part, draw_share_with_chance, draw_shift
from detente.plots.gains import draw_gains
from detente.plots.hundred_worlds import Fate, draw_hundred_worlds
from detente.plots.influences import draw_influences
from detente.plots.ink import NARROW, WIDE, Frame
from detente.plots.lettering import shortened
from detente.plots.margins import PhaseMargin, draw_margins
from detente.plots.months import MonthStrip, draw_months
from detente.plots.names import Names, PartyLabel, names_of
from detente.plots.numbers import (
    MINUS,
    NBSP,
    about_count,
    as_counts,
    compact_of_100,
    compact_range_of_100,
    count_words,
    day,
    exact,
    interval,
    intervals,
    number_word,
    of_100,
    range_of_100,
    sentence,
    signed,
    signed_of_100,
    true_minus,
    two_digits,
    unsigned,
)
from detente.plots.peace import WorthBar, draw_peace
from detente.plots.schedule import draw_schedule
from detente.plots.share_rows import ShareGroup, ShareRow, draw_share_rows

__all__ = [
    "MINUS",
    "MOST_PACKAGES",
    "NARROW",
    "NBSP",
    "WIDE",
    "Fate",
    "Frame",
    "MapPoint",
    "MonthStrip",
    "Names",
    "PartyLabel",
    "PhaseMargin",
    "ShareGroup",
    "ShareRow",
    "WorthBar",
    "about_count",
    "as_counts",
    "compact_of_100",
    "compact_range_of_100",
    "count_words",
    "day",
    "draw_acceptance",
    "draw_calendar",
    "draw_deal_map",
    "draw_gains",
    "draw_hundred_worlds",
    "draw_influences",
    "draw_known_part",
    "draw_margins",
    "draw_months",
    "draw_peace",
    "draw_schedule",
    "draw_share_rows",
    "draw_share_with_chance",
    "draw_shift",
    "exact",
    "gate_numbers",
    "interval",
    "intervals",
    "names_of",
    "number_word",
    "of_100",
    "range_of_100",
    "sentence",
    "shortened",
    "signed",
    "signed_of_100",
    "true_minus",
    "two_digits",
    "unsigned",
]
