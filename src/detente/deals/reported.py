"""Packages that searches report, in one list; and their shares, put back where they are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, signatures
from detente.deals.mediation.advice import Advice
from detente.deals.mediation.bridging import NamedBridge
from detente.deals.records import Change, FoundPackage, NearPackage, PackageResult, Solution
from detente.deals.result import Deals
from detente.deals.worth.many import as_it_is
from detente.worlds import Axes

Key = tuple[bytes, tuple[str, ...], bytes]

COUNTED_AGAIN = ", found by adding options up and counted as a whole"
ADDED_UP = ", with options added up"


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """A complete package that is reported, who must sign it, and the package from which changes were added up."""

    name: str
    choice: NDArray[np.int64]
    signing: tuple[str, ...]
    start: NDArray[np.int64] | None = None

    @property
    def key(self) -> Key:
        """The same package twice where searches added it up from different starts."""
        return self.choice.tobytes(), self.signing, b"" if self.start is None else self.start.tobytes()


def names_of_each(found: Iterable[Reported]) -> Mapping[Key, tuple[str, ...]]:
    """All names of each package."""
    names: dict[Key, dict[str, None]] = {}
    for one in found:
        names.setdefault(one.key, {})[one.name] = None
    return {key: tuple(known) for key, known in names.items()}


def reported_packages(case: Case, axes: Axes, deals: Deals) -> list[Reported]:
    """What is reported of searches, what is closest to the headline package first."""
    places = _Places(case, axes, deals)
    first = [p for p in deals.packages if p.id == deals.headline]
    others = [p for p in deals.packages if p.id != deals.headline]
    return [
        *(places.near(p, n) for p in first for n in p.near),
        *(places.of_advice(deals.advice) if deals.advice else ()),
        *(places.solution(s) for s in (*deals.candidates, *deals.solutions)),
        *(places.near(p, n) for p in others for n in p.near),
    ]


class _Places:
    """Where packages are reported, as complete choices."""

    def __init__(self, case: Case, axes: Axes, deals: Deals) -> None:
        self._axes, self._headline = axes, deals.headline
        self._starts = {p.id: as_it_is(axes, axes.choice(p.choices)) for p in case.packages}
        self._titles = {p.id: f"“{p.title}”" for p in case.packages}
        self._signing = signatures(case, next(p for p in case.packages if p.id == deals.headline))

    def near(self, package: PackageResult, near: NearPackage) -> Reported:
        start = self._starts[package.id]
        choice = self._changed(start, near.changes)
        return Reported(f"few changes to {self._titles[package.id]}", choice, package.signatories, start)

    def solution(self, solution: Solution) -> Reported:
        return Reported(solution.name, self._axes.choice(solution.choices), self._signing)

    def best_stop(self, x: NamedBridge) -> Reported:
        name = f"between {self._titles[x.first.package]} and {self._titles[x.second.package]}"
        choice = self._changed(self._starts[x.first.package], x.bridge.best.changes)
        return Reported(name, choice, x.bridge.signatories)

    def of_advice(self, advice: Advice) -> Iterator[Reported]:
        yield from (self.best_stop(x) for x in advice.bridges)
        if advice.improvement.changes:
            start, name = self._starts[self._headline], f"better for all than {self._titles[self._headline]}"
            yield Reported(name, self._changed(start, advice.improvement.changes), self._signing, start)

    def _changed(self, start: NDArray[np.int64], changes: Iterable[Change]) -> NDArray[np.int64]:
        choice = start.copy()
        for change in changes:
            choice[self._axes.element(change.element)] = self._axes.option(change.element, change.after)
        return choice


def with_shares(case: Case, axes: Axes, deals: Deals, again: Mapping[Key, FoundPackage]) -> Deals:
    """The same deals with shares counted again; a proof says where one moved, or is a sum."""
    places = _Places(case, axes, deals)

    def near(package: PackageResult, one: NearPackage) -> NearPackage:
        share, how = _counted(again[places.near(package, one).key])
        return replace(one, joint_as_is=share, proof=one.proof + how)

    def solution(one: Solution) -> Solution:
        share, how = _counted(again[places.solution(one).key])
        return replace(one, joint_as_is=share, proof=one.proof + how)

    def bridge(one: NamedBridge) -> NamedBridge:
        share, how = _counted(again[places.best_stop(one).key])
        best = replace(one.bridge.best, joint=share)
        return replace(one, bridge=replace(one.bridge, best=best, proof=one.bridge.proof + how))

    advice = deals.advice
    return replace(
        deals,
        packages=tuple(replace(p, near=tuple(near(p, n) for n in p.near)) for p in deals.packages),
        candidates=tuple(sorted((solution(s) for s in deals.candidates), key=lambda s: -s.joint_as_is)),
        solutions=tuple(solution(s) for s in deals.solutions),
        advice=None if advice is None else replace(advice, bridges=tuple(bridge(b) for b in advice.bridges)),
    )


def _counted(found: FoundPackage) -> tuple[float, str]:
    """The share to print, and what its proof adds."""
    if found.joint_as_whole is None:
        return found.joint_as_found, ADDED_UP
    moved = found.joint_as_whole != found.joint_as_found
    return found.joint_as_whole, COUNTED_AGAIN if moved else ""
