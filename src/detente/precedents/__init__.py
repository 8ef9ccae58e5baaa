"""What happened before?"""

from detente.precedents.checks import CHECKS, GateLike, issuer_of, run_checks
from detente.precedents.features import case_features, obligations_of
from detente.precedents.likeness import WEIGHTS, gower, rank_by_likeness
from detente.precedents.outside import PAX_VERSIONS, ArmedConflict, armed_conflicts, conflicts_between, pax_packages
from detente.precedents.records import (
    CaseFeature,
    Check,
    Hazard,
    Likeness,
    Precedent,
    PrecedentStudy,
    Survival,
    SurvivalPoint,
)
from detente.precedents.study import study_precedents
from detente.precedents.survival import hazard_ratio, survival_curve, survival_of
from detente.precedents.table import builtin_precedents, known_by, year_of

__all__ = [
    "CHECKS",
    "PAX_VERSIONS",
    "WEIGHTS",
    "ArmedConflict",
    "CaseFeature",
    "Check",
    "GateLike",
    "Hazard",
    "Likeness",
    "Precedent",
    "PrecedentStudy",
    "Survival",
    "SurvivalPoint",
    "armed_conflicts",
    "builtin_precedents",
    "case_features",
    "conflicts_between",
    "gower",
    "hazard_ratio",
    "issuer_of",
    "known_by",
    "obligations_of",
    "pax_packages",
    "rank_by_likeness",
    "run_checks",
    "study_precedents",
    "survival_curve",
    "survival_of",
    "year_of",
]
