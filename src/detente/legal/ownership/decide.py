"""Blocked, not blocked or unknown, with the chain that decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.case import Holdings, collector_paused
from detente.legal.ownership.graph import StakeGraph, build_graph
from detente.legal.ownership.reach import Reading, reach_possibly, reach_surely
from detente.legal.ownership.regimes import Regime, regime_on


class Answer(StrEnum):
    """What the rule of a regime says of an entity; unknown is an answer of its own."""

    BLOCKED = "blocked"
    NOT_BLOCKED = "not_blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The answers on one structure under one regime on one day.

    `surely` and `possibly` hold, per group of listed persons looked at together, the entities reached and the order
    in which they were; chains are read from them.
    """

    holdings: Holdings
    regime: Regime
    on: date | None
    graph: StakeGraph
    surely: tuple[dict[int, int], ...]
    possibly: tuple[dict[int, int], ...]
    answers: dict[str, Answer]


def decide_ownership(holdings: Holdings, regime: str, on: date | None = None) -> Decision:
    """Say of every entity whether ownership blocks it: surely, surely not, or unknown.

    Blocked is the least set that holds the listed and, with them, every entity in which members of the set hold
    the threshold of the regime. An entity is blocked when it is in that set for all stakes within their bounds, not
    blocked when it is for none, else unknown. Control makes an answer unknown where the regime has a test for it.
    What nobody is stated to own is taken as not held by listed persons; a stated holder whom nobody knows may be one.
    [OFAC-FAQ]_ 398 to 402, [EUBestPractices2024]_ paragraphs 62 to 68, [OFSI-Guidance]_ section 4.

    Parameters
    ----------
    holdings : Holdings
        Who is listed, who owns and who controls whom.
    regime : {'us', 'eu', 'uk'}
        Whose rule is applied.
    on : date, optional
        The day; without one, stakes that have a beginning or an end are perhaps in effect, and the latest rule holds.

    Raises
    ------
    CaseError
        When there is no such regime, or stakes in an entity exceed 100 percent.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from detente.case import Listing, Stake
    >>> half, quarter = Decimal(50), Decimal(25)
    >>> stakes = [Stake("X", "A", half, half), Stake("X", "B", half, half)]
    >>> stakes += [Stake("A", "C", quarter, quarter), Stake("B", "C", quarter, quarter)]
    >>> two_holdings = Holdings("two-holdings", (Listing("X"),), tuple(stakes))
    >>> str(decide_ownership(two_holdings, "us").answers["C"])
    'blocked'
    >>> str(decide_ownership(two_holdings, "uk").answers["C"])
    'not_blocked'
    """
    with collector_paused():
        return _decide(holdings, regime_on(regime, on), on)


def _decide(holdings: Holdings, rule: Regime, on: date | None) -> Decision:
    graph = build_graph(holdings, rule, on)
    threshold = graph.threshold(rule)
    sure = Reading(threshold, with_joint=not rule.aggregates, with_control=False)
    possible = Reading(threshold, with_joint=rule.looks_at_control, with_control=rule.looks_at_control)
    surely = _reach_each(reach_surely, graph, graph.listed, rule, sure)
    possibly = _reach_each(reach_possibly, graph, graph.perhaps_listed, rule, possible)
    blocked = {entity for reached in surely for entity in reached}
    perhaps = {entity for reached in possibly for entity in reached}
    answers = {name: _answer(k, blocked, perhaps) for k, name in enumerate(graph.ids)}
    return Decision(holdings, rule, on, graph, surely, possibly, answers)


def _reach_each(
    reach: Callable[[StakeGraph, Iterable[int], Reading], dict[int, int]],
    graph: StakeGraph,
    listed: tuple[int, ...],
    rule: Regime,
    reading: Reading,
) -> tuple[dict[int, int], ...]:
    """Reach from all listed persons together, or from each alone, as the rule says.

    A person whom another reaches adds nothing of its own: what it reaches, the other reaches too.
    """
    if rule.aggregates:
        return (reach(graph, listed, reading),)
    found: list[dict[int, int]] = [reach(graph, (), reading)] if graph.unheld else []
    covered: set[int] = set()
    for root in listed:
        if root not in covered:
            found.append(reach(graph, (root,), reading))
            covered.update(found[-1])
    return tuple(found)


def _answer(entity: int, blocked: set[int], perhaps: set[int]) -> Answer:
    if entity in blocked:
        return Answer.BLOCKED
    return Answer.UNKNOWN if entity in perhaps else Answer.NOT_BLOCKED
