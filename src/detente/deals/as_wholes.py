"""How far sums of options stand for packages: named ones, and those that a search found, solved as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, signatures
from detente.deals.acceptance import Reading, read_as_is
from detente.deals.evaluate import evaluate
from detente.deals.gains import OptionGains, option_gains, pairwise_gains
from detente.deals.many import as_it_is
from detente.deals.records import AsWholes, Change, FoundPackage, Interaction, PackageResult
from detente.deals.result import Deals
from detente.deals.spread import quantiles
from detente.economy import combined_options, planned_further_solves, unsolved_combinations, value_combinations
from detente.preferences import Preferences
from detente.worlds import Axes, Payoffs, Wholes, Worlds

MOST_SOLVED = 12
"""Most combinations of options that are solved after the search; those found first are solved, the others counted."""


def judge_as_wholes(case: Case, worlds: Worlds, preferences: Preferences, payoffs: Payoffs, deals: Deals) -> Deals:
    """The same deals, with what becomes of them when options are solved together instead of added up.

    Searches add options up. Afterwards the distinct combinations of modelled options in what they found are solved, at
    most `MOST_SOLVED`, and shares are counted again under the same preferences. Looked at are few changes to named
    packages, candidates and solutions, the best packages between two, and the one better for all. Without a model the
    deals are returned as they are.
    """
    if payoffs.modelled is None or not deals.headline:
        return deals
    found = list(_found(case, payoffs.axes, deals))
    wanted = unsolved_combinations(payoffs, [f.choice for f in found])
    planned = planned_further_solves(case, payoffs, wanted[:MOST_SOLVED])
    solved = value_combinations(case, worlds, payoffs, wanted[:MOST_SOLVED])
    options = option_gains(case, preferences, payoffs)
    judged = _Judged(options, _counted(preferences, solved), payoffs, solved)
    run = solved.modelled or payoffs.modelled
    record = AsWholes(
        interactions=tuple(_interactions(case, options, payoffs)),
        found=tuple(judged.record(names, f) for names, f in _each_once(found)),
        planned=planned,
        solves=run.solves - payoffs.modelled.solves,
        failed=run.failed - payoffs.modelled.failed,
        unsolved=len(unsolved_combinations(solved, [f.choice for f in found])),
    )
    return replace(deals, as_wholes=record)


def _counted(preferences: Preferences, payoffs: Payoffs) -> Wholes:
    """What combinations bring to parties whose money counts beside their politics."""
    return payoffs.wholes.only(range(len(payoffs.axes.parties)), preferences.has_stake)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A complete package that is reported, who must sign it, and the package from which changes were added up."""

    name: str
    choice: NDArray[np.int64]
    signing: tuple[str, ...]
    start: NDArray[np.int64] | None = None


def _found(case: Case, axes: Axes, deals: Deals) -> Iterator[_Found]:
    """What is reported of searches, what is closest to the headline package first."""
    starts = {p.id: as_it_is(axes, axes.choice(p.choices)) for p in case.packages}
    titles = {p.id: f"“{p.title}”" for p in case.packages}
    signing = signatures(case, next(p for p in case.packages if p.id == deals.headline))
    yield from _near(axes, [p for p in deals.packages if p.id == deals.headline], starts)
    if deals.advice and (changes := deals.advice.improvement.changes):
        start = starts[deals.headline]
        yield _Found(f"better for all than {titles[deals.headline]}", _changed(axes, start, changes), signing, start)
    for x in deals.advice.bridges if deals.advice else ():
        between = _changed(axes, starts[x.first.package], x.bridge.best.changes)
        yield _Found(f"between {titles[x.first.package]} and {titles[x.second.package]}", between, x.bridge.signatories)
    for solution in (*deals.candidates, *deals.solutions):
        yield _Found(solution.name, axes.choice(solution.choices), signing)
    yield from _near(axes, [p for p in deals.packages if p.id != deals.headline], starts)


def _near(axes: Axes, packages: Iterable[PackageResult], starts: Mapping[str, NDArray[np.int64]]) -> Iterator[_Found]:
    for package in packages:
        start = starts[package.id]
        for near in package.near:
            choice = _changed(axes, start, near.changes)
            yield _Found(f"few changes to “{package.title}”", choice, package.signatories, start)


def _changed(axes: Axes, start: NDArray[np.int64], changes: Iterable[Change]) -> NDArray[np.int64]:
    choice = start.copy()
    for change in changes:
        choice[axes.element(change.element)] = axes.option(change.element, change.after)
    return choice


def _each_once(found: Iterable[_Found]) -> Iterator[tuple[tuple[str, ...], _Found]]:
    """Packages with all their names; the same one twice where searches added it up from different starts."""
    kept: dict[tuple[bytes, tuple[str, ...], bytes], tuple[list[str], _Found]] = {}
    for one in found:
        key = one.choice.tobytes(), one.signing, b"" if one.start is None else one.start.tobytes()
        kept.setdefault(key, ([], one))[0].append(one.name)
    yield from ((tuple(dict.fromkeys(names)), one) for names, one in kept.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """Gains as a search added them up, and as wholes; payoffs before and after the further combinations were solved."""

    options: OptionGains
    wholes: Wholes
    before: Payoffs
    after: Payoffs

    def record(self, names: tuple[str, ...], found: _Found) -> FoundPackage:
        """Count the worlds in which all sign, both ways."""
        rows = [self.before.axes.party(p) for p in found.signing]
        added = self.options if found.start is None else self.options.starting_from(found.start)
        as_found = self._read(added, rows, found.choice)
        known = self.after.wholes.is_exact(found.choice)
        whole = self._read(replace(self.options, wholes=self.wholes), rows, found.choice) if known else None
        most, by = _most_changed(found.signing, as_found, whole)
        return FoundPackage(
            found_as=names,
            signatories=found.signing,
            options=combined_options(self.after, found.choice),
            joint_as_found=_joint(as_found),
            joint_as_whole=None if whole is None else _joint(whole),
            most_changed=most,
            changed_by=by,
        )

    @staticmethod
    def _read(options: OptionGains, rows: list[int], choice: NDArray[np.int64]) -> Reading:
        return read_as_is(pairwise_gains(options, rows), choice)


def _joint(reading: Reading) -> float:
    return float(np.logical_and.reduce(reading.accepts, axis=1).mean())


def _most_changed(signing: tuple[str, ...], found: Reading, whole: Reading | None) -> tuple[str, float | None]:
    """The signatory whose share of acceptance moves most, and by how much; nobody where none moves."""
    if whole is None or not signing:
        return "", None
    moved = whole.accepts.mean(axis=0) - found.accepts.mean(axis=0)
    most = int(np.abs(moved).argmax())
    return (signing[most], float(moved[most])) if moved[most] else ("", 0.0)


def _interactions(case: Case, options: OptionGains, payoffs: Payoffs) -> Iterator[Interaction]:
    """Of named packages, what changes an acceptance or is larger than the error of interpolation."""
    axes, wholes = payoffs.axes, payoffs.wholes
    for package in case.packages:
        choice = as_it_is(axes, axes.choice(package.choices))
        row = wholes.row(choice)
        if row < 0:
            continue
        differs = evaluate(options, choice)[1] != evaluate(options.summed(), choice)[1]
        for i, party in enumerate(axes.parties):
            beyond, error, worlds = wholes.beyond[row, :, i], float(wholes.error[row, i]), int(differs[:, i].sum())
            if worlds or float(np.sqrt((beyond**2).mean())) > error:
                yield Interaction(package.id, party, quantiles(beyond, "USD bn per year"), error, worlds)
