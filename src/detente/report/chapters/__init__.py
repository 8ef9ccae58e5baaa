"""What does each chapter say?"""

from detente.report.chapters.deals import deals_chapter
from detente.report.chapters.holding import holding_chapter
from detente.report.chapters.how_sure import how_sure_chapter
from detente.report.chapters.next_steps import next_steps_chapter
from detente.report.chapters.positions import positions_chapter
from detente.report.chapters.sources import source_rows
from detente.report.chapters.value import value_chapter

__all__ = [
    "deals_chapter",
    "holding_chapter",
    "how_sure_chapter",
    "next_steps_chapter",
    "positions_chapter",
    "source_rows",
    "value_chapter",
]
