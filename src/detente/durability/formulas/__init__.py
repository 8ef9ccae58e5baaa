"""What does the literature say in closed form?"""

from detente.durability.formulas.inputs import answer_formula, output_names, read_inputs
from detente.durability.formulas.records import Answer, Formula, Input, Kind, Output, Range, Value
from detente.durability.formulas.registry import FORMULAS, GROUPS, find_formula

__all__ = [
    "FORMULAS",
    "GROUPS",
    "Answer",
    "Formula",
    "Input",
    "Kind",
    "Output",
    "Range",
    "Value",
    "answer_formula",
    "find_formula",
    "output_names",
    "read_inputs",
]
