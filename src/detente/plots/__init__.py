"""How does it look?"""

from detente.plots.acceptance import MOST_PACKAGES, draw_acceptance
from detente.plots.by_month import PeriodSeries
from detente.plots.calendar import draw_calendar, gate_numbers
from detente.plots.dates import draw_dates
from detente.plots.deal_map import MapPoint, draw_deal_map
from detente.plots.doubt import draw_known_part, draw_share_with_chance, draw_shift
from detente.plots.energy import SurplusRow, draw_prices, draw_storage, draw_surplus
from detente.plots.flow_layout import FlowLink, FlowNode
from detente.plots.flow_network import draw_flows
from detente.plots.gains import draw_gains
from detente.plots.growth import GrowthCurve, draw_growth
from detente.plots.hundred_worlds import Fate, draw_hundred_worlds
from detente.plots.influences import draw_influences
from detente.plots.ink import NARROW, WIDE, Frame
from detente.plots.lettering import shortened
from detente.plots.lifetimes import LastingPoint, Lifetime, draw_lasting, draw_lifetimes
from detente.plots.margins import PhaseMargin, draw_margins
from detente.plots.months import MonthStrip, draw_months
from detente.plots.names import Names, PartyLabel, names_of
from detente.plots.numbers import (
    MINUS,
    NBSP,
    about_count,
    count_words,
    day,
    exact,
    interval,
    intervals,
    number_word,
    sentence,
    signed,
    signed_with_decimals,
    true_minus,
    two_digits,
    unsigned,
)
from detente.plots.peace import WorthBar, draw_peace
from detente.plots.price_path import PricePath, draw_price_path
from detente.plots.share_rows import ShareGroup, ShareRow, draw_share_rows
from detente.plots.shares import (
    as_counts,
    compact_of_100,
    compact_range_of_100,
    of_100,
    range_of_100,
    signed_of_100,
)
from detente.plots.spread_rows import SpreadGroup, SpreadRow, draw_spread_rows

__all__ = [
    "MINUS",
    "MOST_PACKAGES",
    "NARROW",
    "NBSP",
    "WIDE",
    "Fate",
    "FlowLink",
    "FlowNode",
    "Frame",
    "GrowthCurve",
    "LastingPoint",
    "Lifetime",
    "MapPoint",
    "MonthStrip",
    "Names",
    "PartyLabel",
    "PeriodSeries",
    "PhaseMargin",
    "PricePath",
    "ShareGroup",
    "ShareRow",
    "SpreadGroup",
    "SpreadRow",
    "SurplusRow",
    "WorthBar",
    "about_count",
    "as_counts",
    "compact_of_100",
    "compact_range_of_100",
    "count_words",
    "day",
    "draw_acceptance",
    "draw_calendar",
    "draw_dates",
    "draw_deal_map",
    "draw_flows",
    "draw_gains",
    "draw_growth",
    "draw_hundred_worlds",
    "draw_influences",
    "draw_known_part",
    "draw_lasting",
    "draw_lifetimes",
    "draw_margins",
    "draw_months",
    "draw_peace",
    "draw_price_path",
    "draw_prices",
    "draw_share_rows",
    "draw_share_with_chance",
    "draw_shift",
    "draw_spread_rows",
    "draw_storage",
    "draw_surplus",
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
    "signed_with_decimals",
    "true_minus",
    "two_digits",
    "unsigned",
]
