"""What is on the table?"""

from detente.case.conflict import (
    ConflictModel,
    ConflictOption,
    ConflictState,
    DecisionMaker,
    Irreversible,
    StatePreference,
)
from detente.case.energy import EnergyRow, EnergySettings, OwnNetwork
from detente.case.errors import CaseError, DetenteError, Infeasible, NotConverged, RecordError
from detente.case.listed import ListEntry, ScreenedName
from detente.case.model import Case
from detente.case.ownership import Control, Holdings, JointArrangement, Listing, Stake
from detente.case.scenario import Scenario, ScenarioElement
from detente.case.shocks import EconomySettings, Fit, OwnBaseline, ShockRow
from detente.case.signatures import signatures
from detente.case.statements import Statement, StatementError, parse_statement
from detente.case.table import (
    Assumption,
    Claim,
    Document,
    Element,
    Hybrid,
    Option,
    Outcome,
    Package,
    Party,
    Payoff,
    Price,
    Rule,
    Told,
)
from detente.case.terms import Council, Escrow, Exposure, Measure, NormAnswer, Obligation, Phase, Transfer, Venture
from detente.case.vocabulary import Estimate, Origin, Role, Stance, State

__all__ = [
    "Assumption",
    "Case",
    "CaseError",
    "Claim",
    "ConflictModel",
    "ConflictOption",
    "ConflictState",
    "Control",
    "Council",
    "DecisionMaker",
    "DetenteError",
    "Document",
    "EconomySettings",
    "Element",
    "EnergyRow",
    "EnergySettings",
    "Escrow",
    "Estimate",
    "Exposure",
    "Fit",
    "Holdings",
    "Hybrid",
    "Infeasible",
    "Irreversible",
    "JointArrangement",
    "ListEntry",
    "Listing",
    "Measure",
    "NormAnswer",
    "NotConverged",
    "Obligation",
    "Option",
    "Origin",
    "Outcome",
    "OwnBaseline",
    "OwnNetwork",
    "Package",
    "Party",
    "Payoff",
    "Phase",
    "Price",
    "RecordError",
    "Role",
    "Rule",
    "Scenario",
    "ScenarioElement",
    "ScreenedName",
    "ShockRow",
    "Stake",
    "Stance",
    "State",
    "StatePreference",
    "Statement",
    "StatementError",
    "Told",
    "Transfer",
    "Venture",
    "parse_statement",
    "signatures",
]
