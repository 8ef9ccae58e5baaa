"""What do we hand over?"""

from detente.report.document import analysis_document, deals_document
from detente.report.render import render_report
from detente.report.schema import analysis_schema
from detente.report.verdict import verdict_lines

__all__ = ["analysis_document", "analysis_schema", "deals_document", "render_report", "verdict_lines"]
