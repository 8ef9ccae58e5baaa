"""Why there is no schedule: a smallest set of rules that clash, and the least by which one of them must give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.roadmap.cp_sat import Solver
from detente.roadmap.problem import Problem

THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that may give: `relaxed(problem, amount)` for an amount up to `most`, at which it no longer binds."""

    name: str
    most: int
    relaxed: Callable[[Problem, int], Problem]
    say: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Clash:
    """Rules that cannot all hold, in words, and for each the least change that alone makes a schedule possible.

    `changes` is empty where no single rule is enough: there are other clashes besides.
    """

    rules: tuple[str, ...]
    changes: tuple[str, ...]

    def in_words(self) -> str:
        """Say it to the analyst."""
        lines = ["No schedule keeps all rules. These cannot all hold:", *(f"  {rule}" for rule in self.rules)]
        if self.changes:
            return "\n".join(
                [*lines, "Each of these alone would be enough:", *(f"  {change}" for change in self.changes)]
            )
        return "\n".join([*lines, "Changing one of them is not enough: other rules clash as well."])


def explain_clash(solver: Solver, problem: Problem, movable: Sequence[int]) -> Clash:
    """Find a smallest set of clashing rules by leaving them out one by one, then bisect how far each must give.

    Rules are balances, holdbacks, capacities, spans, and deadlines of the tasks in `movable`; order and release days
    never give. A set is smallest in that every rule of it is needed for the clash.
    """
    rules = list(_rules(problem, movable))
    dropped = problem
    clashing = []
    for rule in rules:
        without = rule.relaxed(dropped, rule.most)
        if _impossible(solver, without):
            dropped = without
        else:
            clashing.append(rule)
    changes = [change for rule in clashing if (change := _least(solver, problem, rule))]
    return Clash(tuple(rule.name for rule in clashing), tuple(changes))


def _impossible(solver: Solver, problem: Problem) -> bool:
    """Whether it is proven that there is no schedule; a search that was cut off proves nothing."""
    answer = solver.solve(problem, None)
    return answer.starts is None and answer.proven


def _least(solver: Solver, problem: Problem, rule: Rule) -> str:
    if solver.solve(problem=rule.relaxed(problem, rule.most), minimise=None).starts is None:
        return ""
    low, high = 0, rule.most
    while high - low > 1:
        middle = (low + high) // 2
        if solver.solve(rule.relaxed(problem, middle), None).starts is None:
            low = middle
        else:
            high = middle
    return rule.say(high)


def _rules(problem: Problem, movable: Sequence[int]) -> Iterator[Rule]:
    for k, balance in enumerate(problem.balances):
        share = balance.band / balance.scale
        room = -(-(balance.scale - balance.band) * THOUSAND // balance.scale)
        yield Rule(
            f"reciprocity {balance.name}: band of {share:.3g}",
            max(room, 1),
            lambda p, a, k=k: _widened(p, k, a),  # type: ignore[misc]
            lambda a, b=balance: f"reciprocity {b.name}: a band of {b.band / b.scale + a / THOUSAND:.3f}",  # type: ignore[misc]
        )
    for k, holdback in enumerate(problem.holdbacks):
        keeps = 1 - holdback.most / holdback.scale
        yield Rule(
            f"leverage {holdback.name}: keeps {keeps:.3g}",
            max(int(-(-keeps * THOUSAND // 1)), 1),
            lambda p, a, k=k: _loosened(p, k, a),  # type: ignore[misc]
            lambda a, h=holdback: f"leverage {h.name}: keeps {max(0, 1 - h.most / h.scale - a / THOUSAND):.3f}",  # type: ignore[misc]
        )
    yield from _rules_in_numbers(problem, movable)


def _rules_in_numbers(problem: Problem, movable: Sequence[int]) -> Iterator[Rule]:
    for k, capacity in enumerate(problem.capacities):
        yield Rule(
            f"verifier {capacity.name}: {capacity.limit}",
            max(sum(u.amount for u in capacity.uses) - capacity.limit, 1),
            lambda p, a, k=k: _enlarged(p, k, a),  # type: ignore[misc]
            lambda a, c=capacity: f"verifier {c.name}: {c.limit + a}",  # type: ignore[misc]
        )
    for n in movable:
        task = problem.tasks[n]
        if task.ends_by is not None:
            yield Rule(
                f"deadline of {task.name}: day {task.ends_by}",
                problem.horizon,
                lambda p, a, n=n: _postponed(p, n, a),  # type: ignore[misc]
                lambda a, t=task: f"deadline of {t.name}: day {(t.ends_by or 0) + a}",  # type: ignore[misc]
            )
    for name in dict.fromkeys(s.name for s in problem.spans):
        days = next(s.days for s in problem.spans if s.name == name)
        yield Rule(
            f"phase {name}: at most {days} days",
            problem.horizon,
            lambda p, a, name=name: _lengthened(p, name, a),  # type: ignore[misc]
            lambda a, name=name, days=days: f"phase {name}: {days + a} days",  # type: ignore[misc]
        )


def _widened(problem: Problem, place: int, thousandths: int) -> Problem:
    balances = list(problem.balances)
    old = balances[place]
    balances[place] = replace(old, band=old.band + -(-thousandths * old.scale // THOUSAND))
    return replace(problem, balances=tuple(balances))


def _loosened(problem: Problem, place: int, thousandths: int) -> Problem:
    holdbacks = list(problem.holdbacks)
    old = holdbacks[place]
    holdbacks[place] = replace(old, most=old.most + -(-thousandths * old.scale // THOUSAND))
    return replace(problem, holdbacks=tuple(holdbacks))


def _enlarged(problem: Problem, place: int, more: int) -> Problem:
    capacities = list(problem.capacities)
    capacities[place] = replace(capacities[place], limit=capacities[place].limit + more)
    return replace(problem, capacities=tuple(capacities))


def _postponed(problem: Problem, place: int, days: int) -> Problem:
    tasks = list(problem.tasks)
    tasks[place] = replace(tasks[place], ends_by=(tasks[place].ends_by or 0) + days)
    return replace(problem, tasks=tuple(tasks))


def _lengthened(problem: Problem, name: str, days: int) -> Problem:
    spans = tuple(replace(s, days=s.days + days) if s.name == name else s for s in problem.spans)
    return replace(problem, spans=spans)
