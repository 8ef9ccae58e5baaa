"""What does the trade model say, in the words and numbers of the report?"""

from detente.report.economy.labels import in_sentence, place_name, place_words, sector_name
from detente.report.economy.records import (
    AssumedLoss,
    ClauseWorth,
    Counts,
    EconomySection,
    IncomeParts,
    MeasureTrade,
    OutputChange,
    PlaceEffect,
    TradeShare,
)
from detente.report.economy.section import economy_section

__all__ = [
    "AssumedLoss",
    "ClauseWorth",
    "Counts",
    "EconomySection",
    "IncomeParts",
    "MeasureTrade",
    "OutputChange",
    "PlaceEffect",
    "TradeShare",
    "economy_section",
    "in_sentence",
    "place_name",
    "place_words",
    "sector_name",
]
