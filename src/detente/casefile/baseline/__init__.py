"""Where is the world economy of a year written down? Baseline folders, tables of users, shock files."""

from detente.casefile.baseline.accounts import account_gaps, baseline_arrays
from detente.casefile.baseline.aggregate import Maps, aggregate
from detente.casefile.baseline.arrays import read_arrays
from detente.casefile.baseline.columns import WrongFiles
from detente.casefile.baseline.folder import is_baseline_folder, read_baseline_folder
from detente.casefile.baseline.maps import read_map
from detente.casefile.baseline.records import BaselineTables, RawAccounts, SourceTable
from detente.casefile.baseline.shock_file import LEVER_RULES, ShockRows, read_shock_file
from detente.casefile.baseline.sources import read_source, source_of_tables
from detente.casefile.baseline.trade_file import update_trade
from detente.casefile.baseline.write import refuse_full, write_baseline_folder

__all__ = [
    "LEVER_RULES",
    "BaselineTables",
    "Maps",
    "RawAccounts",
    "ShockRows",
    "SourceTable",
    "WrongFiles",
    "account_gaps",
    "aggregate",
    "baseline_arrays",
    "is_baseline_folder",
    "read_arrays",
    "read_baseline_folder",
    "read_map",
    "read_shock_file",
    "read_source",
    "refuse_full",
    "source_of_tables",
    "update_trade",
    "write_baseline_folder",
]
