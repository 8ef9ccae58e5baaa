"""What did markets make of it?"""

from detente.signals.breaks import cusum_test, sup_f_p, sup_f_test
from detente.signals.event_study import FEWEST_DAYS, across_series, effect_on, pose_study, rank_p
from detente.signals.normal_returns import (
    NormalReturns,
    abnormal_returns,
    fit_normal_returns,
    forecast_factor,
    window_factor,
)
from detente.signals.odds import odds_implied, reactions_to
from detente.signals.outside import gpr_rows, price_rows
from detente.signals.panel import Panel, looked_at, panel_of
from detente.signals.placebo import placebo_test
from detente.signals.records import (
    AcrossSeries,
    AssetOdds,
    Break,
    EventEffect,
    FalseAlarms,
    Odds,
    Reaction,
    SeriesLooked,
    SignalStudy,
    Statistic,
)
from detente.signals.significance import (
    adjusted_bmp_t,
    bmp_t,
    corrado_rank_z,
    corrado_sign_z,
    cross_sectional_t,
    generalised_sign_z,
    mean_correlation,
    patell_z,
    portfolio_t,
)
from detente.signals.study import study_signals

__all__ = [
    "FEWEST_DAYS",
    "AcrossSeries",
    "AssetOdds",
    "Break",
    "EventEffect",
    "FalseAlarms",
    "NormalReturns",
    "Odds",
    "Panel",
    "Reaction",
    "SeriesLooked",
    "SignalStudy",
    "Statistic",
    "abnormal_returns",
    "across_series",
    "adjusted_bmp_t",
    "bmp_t",
    "corrado_rank_z",
    "corrado_sign_z",
    "cross_sectional_t",
    "cusum_test",
    "effect_on",
    "fit_normal_returns",
    "forecast_factor",
    "generalised_sign_z",
    "gpr_rows",
    "looked_at",
    "mean_correlation",
    "odds_implied",
    "panel_of",
    "patell_z",
    "placebo_test",
    "portfolio_t",
    "pose_study",
    "price_rows",
    "rank_p",
    "reactions_to",
    "study_signals",
    "sup_f_p",
    "sup_f_test",
    "window_factor",
]
