"""What is a clause worth in trade? A world of regions and sectors, before and after a shock."""

from detente.economy.trade.accounts import Accounts, build_base, close_deficits
from detente.economy.trade.arrays import Origin, baseline_from_arrays, baseline_from_npz
from detente.economy.trade.baseline import Baseline, Substitution
from detente.economy.trade.batch import Batch, Draws, expected_seconds, solve_batch
from detente.economy.trade.checks import check
from detente.economy.trade.contributions import Contributions, chained, first_order
from detente.economy.trade.counterfactual import balance, solve
from detente.economy.trade.detail import (
    Detail,
    detail_of,
    export_concentration,
    export_shares,
    foreign,
    growth,
    imports_growth,
)
from detente.economy.trade.each import (
    Chunk,
    Each,
    Setting,
    chunk_rows,
    joined,
    rows_of,
    setting_of,
    solve_chunk,
    solve_each,
)
from detente.economy.trade.equilibrium import Equilibrium
from detente.economy.trade.groups import GroupRow, group_rows, output_hat, tax_revenue
from detente.economy.trade.levers import LeverTable, shock_from_levers
from detente.economy.trade.shock import Shock, inverse, no_shock, partial, tariffs_to
from detente.economy.trade.system import State
from detente.economy.trade.variants import in_one_sector, shock_in_one_sector, without_linkages, without_materials

__all__ = [
    "Accounts",
    "Baseline",
    "Batch",
    "Chunk",
    "Contributions",
    "Detail",
    "Draws",
    "Each",
    "Equilibrium",
    "GroupRow",
    "LeverTable",
    "Origin",
    "Setting",
    "Shock",
    "State",
    "Substitution",
    "balance",
    "baseline_from_arrays",
    "baseline_from_npz",
    "build_base",
    "chained",
    "check",
    "chunk_rows",
    "close_deficits",
    "detail_of",
    "expected_seconds",
    "export_concentration",
    "export_shares",
    "first_order",
    "foreign",
    "group_rows",
    "growth",
    "imports_growth",
    "in_one_sector",
    "inverse",
    "joined",
    "no_shock",
    "output_hat",
    "partial",
    "rows_of",
    "setting_of",
    "shock_from_levers",
    "shock_in_one_sector",
    "solve",
    "solve_batch",
    "solve_chunk",
    "solve_each",
    "tariffs_to",
    "tax_revenue",
    "without_linkages",
    "without_materials",
]
