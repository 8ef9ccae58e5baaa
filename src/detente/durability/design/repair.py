"""The cheapest repair of a package, in the little time that a whole assessment has for it."""

from __future__ import annotations

from detente.case import Case, NotConverged
from detente.durability.design.find import design_package, no_design
from detente.durability.design.records import Design, DesignRequest
from detente.preferences import Preferences
from detente.workers import ALONE, Workers
from detente.worlds import Payoffs, Worlds

SHARES = (0.9, 0.95, 0.99)
"""Shares of worlds that a repair is to reach: the first of them that the text does not."""


def find_repair(
    case: Case,
    package: str,
    drawn: tuple[Preferences, Payoffs, Worlds],
    held: float | None,
    workers: Workers = ALONE,
) -> Design | None:
    """Find the cheapest repair of a package that holds in a share `held` of worlds as written.

    Promises stay whole, and the search tries less than `design_package` does by itself: its cost is an upper bound of
    the least. None where whether it holds is unknown, or where it holds in 99 of 100 worlds. Where the solver ends
    without an answer the status is 'unknown', with the reason.
    """
    share = next((s for s in SHARES if held is not None and s > held), None)
    if share is None:
        return None
    request = DesignRequest(share=share, steps="whole", attempts=4)
    try:
        return design_package(case, package, drawn, request, workers)
    except NotConverged as why:
        return no_design(case, package, drawn, request, f"No repair was found, and none excluded: {why}")
