"""What is a clause worth in trade? A world of regions and sectors, before and after a shock."""

from detente.economy.trade.accounts import Accounts, build_base, close_deficits
from detente.economy.trade.arrays import Origin, baseline_from_arrays, baseline_from_npz
from detente.economy.trade.baseline import Baseline, Substitution
from detente.economy.trade.batch import Batch, Draws, solve_batch
from detente.economy.trade.checks import check
from detente.economy.trade.contributions import Contributions, chained, first_order
from detente.economy.trade.counterfactual import balance, solve
from detente.economy.trade.each import Each, solve_each
from detente.economy.trade.equilibrium import Equilibrium
from detente.economy.trade.groups import Diversion, GroupRow, group_rows, output_hat, tax_revenue, trade_diversion
from detente.economy.trade.levers import LeverTable, shock_from_levers
from detente.economy.trade.shock import Shock, inverse, no_shock, partial, tariffs_to
from detente.economy.trade.system import State

__all__ = [
    "Accounts",
    "Baseline",
    "Batch",
    "Contributions",
    "Diversion",
    "Draws",
    "Each",
    "Equilibrium",
    "GroupRow",
    "LeverTable",
    "Origin",
    "Shock",
    "State",
    "Substitution",
    "balance",
    "baseline_from_arrays",
    "baseline_from_npz",
    "build_base",
    "chained",
    "check",
    "close_deficits",
    "first_order",
    "group_rows",
    "inverse",
    "no_shock",
    "output_hat",
    "partial",
    "shock_from_levers",
    "solve",
    "solve_batch",
    "solve_each",
    "tariffs_to",
    "tax_revenue",
    "trade_diversion",
]
