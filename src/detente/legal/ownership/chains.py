"""Why: the stakes that decide, from the entity back to the listed persons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from detente.legal.ownership.decide import Answer, Decision

LONGEST_CHAIN = 200


@dataclass(frozen=True, slots=True)
class Link:
    """One entity of a chain, why it is in it, and through whom."""

    entity: str
    why: str
    through: tuple[str, ...]


def explain_answer(decision: Decision, entity: str) -> tuple[Link, ...]:
    """Follow the stakes that decide from an entity to listed persons; what does not decide is left out.

    The chain of a blocked entity names the least stakes that block it, that of an unknown one the greatest that may.
    A chain of more than 200 links is cut.

    Examples
    --------
    >>> from detente.case import Holdings, Listing, Stake
    >>> from detente.legal.ownership.decide import decide_ownership
    >>> stake = Stake("X", "A", Decimal(50), Decimal(50))
    >>> [link.why for link in explain_answer(decide_ownership(Holdings("one", (Listing("X"),), (stake,)), "us"), "A")]
    ['X 50', 'listed']
    """
    number = decision.graph.number[entity]
    answer = decision.answers[entity]
    if answer is Answer.NOT_BLOCKED:
        return (Link(entity, _not_blocked(decision, number), ()),)
    runs = decision.surely if answer is Answer.BLOCKED else decision.possibly
    order = next(reached for reached in runs if number in reached)
    links: dict[int, Link] = {}
    waiting = [number]
    while waiting and len(links) < LONGEST_CHAIN:
        current = waiting.pop(0)
        if current not in links:
            link, before = _link(decision, current, order)
            links[current] = link
            waiting += before
    return tuple(links.values())


def _link(decision: Decision, entity: int, order: dict[int, int]) -> tuple[Link, list[int]]:
    graph, name = decision.graph, decision.graph.ids[entity]
    if entity in graph.listed:
        return Link(name, "listed", ()), []
    if entity in graph.perhaps_listed:
        return Link(name, "perhaps listed on the day", ()), []
    before = [k for k in graph.held_of[entity] if _precedes(decision, k, order)]
    owners = list(dict.fromkeys(graph.owner[k] for k in before))
    words = [f"{graph.ids[o]} {_held(decision, [k for k in before if graph.owner[k] == o])}" for o in owners]
    words += [f"a holder nobody knows {_unheld(decision, entity)}"] if entity in graph.unheld else []
    controllers = [c for c, all_ in graph.controls.items() if entity in all_ and _earlier(order, c, entity)]
    if decision.answers[name] is Answer.UNKNOWN:
        words += [f"control by {graph.ids[c]}{_how(decision, c, entity)}, to be reviewed" for c in controllers]
        owners = list(dict.fromkeys(owners + controllers))
    on_the_way = [o for o in owners if o in order]
    return Link(name, " + ".join(words), tuple(graph.ids[o] for o in on_the_way)), on_the_way


def _unheld(decision: Decision, entity: int) -> str:
    graph = decision.graph
    low, high = graph.unheld[entity]
    return _shown(graph.percent, low, min(high, 100 * graph.percent - (graph.low_total[entity] - low)))


def _earlier(order: dict[int, int], first: int, second: int) -> bool:
    return first in order and order[first] < order[second]


def _precedes(decision: Decision, stake: int, order: dict[int, int]) -> bool:
    """Whether a stake counted when its entity was reached: held by one reached before, or by a partner of one."""
    graph = decision.graph
    owner, owned = graph.owner[stake], graph.owned[stake]
    if _earlier(order, owner, owned):
        return True
    if decision.regime.aggregates and decision.answers[graph.ids[owned]] is Answer.BLOCKED:
        return False
    partners = graph.joint.get(owner, ()) if decision.regime.looks_at_control else ()
    return any(about in (-1, owned) and any(_earlier(order, m, owned) for m in all_) for all_, about in partners)


def _how(decision: Decision, controller: int, entity: int) -> str:
    ids = decision.graph.ids
    for control in decision.holdings.controls:
        if (control.controller, control.controlled) == (ids[controller], ids[entity]) and control.how:
            return f" ({control.how})"
    return ""


def _held(decision: Decision, stakes: list[int]) -> str:
    graph = decision.graph
    low = sum(graph.low[k] for k in stakes)
    others = graph.low_total[graph.owned[stakes[0]]] - low
    high = min(sum(graph.high[k] for k in stakes), 100 * graph.percent - others)
    return _shown(graph.percent, low, high)


def _shown(percent: int, low: int, high: int) -> str:
    exact = [Decimal(amount) / percent for amount in (low, high)]
    shown = [format(number.quantize(Decimal("0.000001")).normalize(), "f") for number in exact]
    return shown[0] if shown[0] == shown[1] else f"{shown[0]} to {shown[1]}"


def _not_blocked(decision: Decision, entity: int) -> str:
    """How much blocked owners hold at most, which is too little."""
    graph = decision.graph
    stakes = graph.held_of[entity]
    held = [k for k in stakes if decision.answers[graph.ids[graph.owner[k]]] is not Answer.NOT_BLOCKED]
    unknown = [f"a holder nobody knows {_unheld(decision, entity)}"] if entity in graph.unheld else []
    if not stakes and not unknown:
        return "no owner stated"
    if not held and not unknown:
        return "no stake of a blocked owner stated"
    words = [f"{graph.ids[graph.owner[k]]} {_held(decision, [k])}" for k in held]
    return f"only {' + '.join(words + unknown)}"
