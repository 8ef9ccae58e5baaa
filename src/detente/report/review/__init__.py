"""How do proposals look to those who check them?"""

from detente.report.review.cards import Card, cards_of
from detente.report.review.page import ReviewPage, review_file, review_page
from detente.report.review.parts import Segment, segments_of
from detente.report.review.sections import (
    Dispute,
    PartyTimeline,
    disputes_of,
    party_timelines,
    unknown_cells,
)

__all__ = [
    "Card",
    "Dispute",
    "PartyTimeline",
    "ReviewPage",
    "Segment",
    "cards_of",
    "disputes_of",
    "party_timelines",
    "review_file",
    "review_page",
    "segments_of",
    "unknown_cells",
]
