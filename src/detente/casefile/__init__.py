"""Where is it written down?"""

from detente.casefile.conflict import read_conflict
from detente.casefile.example import example_case
from detente.casefile.genius import read_scenario
from detente.casefile.genius_write import write_scenario
from detente.casefile.missing import MissingInput, missing_inputs
from detente.casefile.outside import read_outside
from detente.casefile.ownership import read_ownership
from detente.casefile.problems import Problem
from detente.casefile.reader import check_case, read_case
from detente.casefile.reference_page import case_format_page, type_in_words
from detente.casefile.schema import json_schema
from detente.casefile.separators import separator_of
from detente.casefile.tables import Field, FieldTable, field_tables
from detente.casefile.template import write_template

__all__ = [
    "Field",
    "FieldTable",
    "MissingInput",
    "Problem",
    "case_format_page",
    "check_case",
    "example_case",
    "field_tables",
    "json_schema",
    "missing_inputs",
    "read_case",
    "read_conflict",
    "read_outside",
    "read_ownership",
    "read_scenario",
    "separator_of",
    "type_in_words",
    "write_scenario",
    "write_template",
]
