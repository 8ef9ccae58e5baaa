"""What do we hand over?"""

from detente.report.comparison import (
    Comparison,
    compare_analyses,
    comparison_document,
    comparison_in_words,
    refuse_another_case,
)
from detente.report.document import analysis_document, deals_document
from detente.report.exports import report_exports
from detente.report.icalendar import plan_calendar
from detente.report.plan_document import plan_document, plan_rows
from detente.report.plan_words import plan_in_words
from detente.report.render import render_report
from detente.report.schema import analysis_schema
from detente.report.verdict import verdict_lines

__all__ = [
    "Comparison",
    "analysis_document",
    "analysis_schema",
    "compare_analyses",
    "comparison_document",
    "comparison_in_words",
    "deals_document",
    "plan_calendar",
    "plan_document",
    "plan_in_words",
    "plan_rows",
    "refuse_another_case",
    "render_report",
    "report_exports",
    "verdict_lines",
]
