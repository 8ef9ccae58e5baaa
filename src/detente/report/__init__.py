"""What do we hand over?"""

from detente.report.document import analysis_document, deals_document
from detente.report.icalendar import plan_calendar
from detente.report.plan_document import plan_document, plan_rows
from detente.report.plan_words import plan_in_words
from detente.report.render import render_report
from detente.report.schema import analysis_schema
from detente.report.verdict import verdict_lines

__all__ = [
    "analysis_document",
    "analysis_schema",
    "deals_document",
    "plan_calendar",
    "plan_document",
    "plan_in_words",
    "plan_rows",
    "render_report",
    "verdict_lines",
]
