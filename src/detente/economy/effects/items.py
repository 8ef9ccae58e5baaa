"""What of a case is valued: the status quo, options that bring shocks, and packages of such options."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.case import Case, CaseError, Package
from detente.economy.effects.records import OPTION, PACKAGE, STATUS_QUO, Item

WHOLE = "status-quo"

NOTHING_TO_SOLVE = (
    "no measure is in force and no option brings a shock, so the trade model has nothing to solve.\n"
    "Write measures and changes of trade into economy/shocks.csv, and name the changes under shocks of the options "
    "in case.yaml."
)


def items_of(case: Case) -> tuple[Item, ...]:
    """The status quo, then every option and every package with shocks, in the order of the case.

    Raises
    ------
    CaseError
        When there is no shock at all.
    """
    in_force = tuple(sorted({row.id for row in case.shocks if row.in_force}))
    brought = (*_options(case), *_packages(case))
    if not in_force and not brought:
        raise CaseError(f"{case.slug}: {NOTHING_TO_SOLVE}")
    return (Item(STATUS_QUO, WHOLE, "Measures in force, against the world before them", "", in_force), *brought)


def _options(case: Case) -> Iterator[Item]:
    written = {row.id for row in case.shocks}
    for element in case.elements:
        for option in element.options:
            # Names of shocks mean nothing where the case has no table of them.
            if written.intersection(option.shocks):
                yield Item(
                    OPTION, option.id, option.title, element.id, tuple(sorted(written.intersection(option.shocks)))
                )


def _packages(case: Case) -> Iterator[Item]:
    for package in case.packages:
        shocks = {name for item in _options(case) if _chosen(package, item) for name in item.shocks}
        if shocks:
            yield Item(PACKAGE, package.id, package.title, "", tuple(sorted(shocks)))


def _chosen(package: Package, item: Item) -> bool:
    return package.choices.get(item.element) == item.id


def shock_set(item: Item) -> frozenset[str]:
    """Shocks that come on top of the measures in force."""
    return frozenset() if item.kind == STATUS_QUO else frozenset(item.shocks)


def sets_of(items: Sequence[Item]) -> tuple[frozenset[str], ...]:
    """Different sets of shocks, the empty one of the status quo first: what brings the same is solved once."""
    return tuple(dict.fromkeys(shock_set(item) for item in items))


def said_of(items: Sequence[Item], named: frozenset[str]) -> str:
    """Name the first item that brings a set of shocks, to begin a sentence with."""
    item = next(item for item in items if shock_set(item) == named)
    return "The measures in force" if item.kind == STATUS_QUO else f"{item.kind.capitalize()} {item.id}"
