"""May it be done, by whom, from when?"""

from detente.legal.gates import find_gates
from detente.legal.norms import Norm, NormCheck, NormState, check_norms, list_norms
from detente.legal.ownership import REGIMES, Answer, Decision, decide_ownership, explain_answer
from detente.legal.records import NOTICE, CalendarEntry, Gate, Gates, GateState, Lead, Standing, SubjectStanding

__all__ = [
    "NOTICE",
    "REGIMES",
    "Answer",
    "CalendarEntry",
    "Decision",
    "Gate",
    "GateState",
    "Gates",
    "Lead",
    "Norm",
    "NormCheck",
    "NormState",
    "Standing",
    "SubjectStanding",
    "check_norms",
    "decide_ownership",
    "explain_answer",
    "find_gates",
    "list_norms",
]
