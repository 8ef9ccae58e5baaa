"""How far sums of options stand for packages: named ones, and those that a search found, solved as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.deals.records import AsWholes, FoundPackage, Interaction
from detente.deals.reported import Reported, names_of_each, reported_packages, with_shares
from detente.deals.result import Deals
from detente.deals.worth.acceptance import Reading, one_after_the_other, read_as_is
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import OptionGains, option_gains, pairwise_gains
from detente.deals.worth.many import as_it_is
from detente.deals.worth.spread import quantiles
from detente.economy import combined_options, planned_further_solves, unsolved_combinations, value_combinations
from detente.preferences import Preferences
from detente.workers import ALONE, Workers
from detente.worlds import Payoffs, Wholes, Worlds

MOST_SOLVED = 12
"""Most combinations of options that are solved after the search; those found first are solved, the others counted."""

SMALLEST = 1e-3
"""USD bn a year: a residual below a million is not listed unless it turns an answer."""


def judge_as_wholes(
    case: Case, worlds: Worlds, preferences: Preferences, payoffs: Payoffs, deals: Deals, workers: Workers = ALONE
) -> Deals:
    """The same deals, with packages that searches found judged as a whole instead of added up.

    Searches add options up. Afterwards the distinct combinations of modelled options in what they found are solved, at
    most `MOST_SOLVED`, and shares are counted again under the same preferences: of few changes to named packages, of
    candidates and solutions, of the best packages between two, and of the one better for all. The new shares take the
    place of the old ones, which the record keeps; a share that stays a sum says so in its proof. Without a model the
    deals are returned as they are.
    """
    if payoffs.modelled is None or not deals.headline:
        return deals
    found = reported_packages(case, payoffs.axes, deals)
    wanted = unsolved_combinations(payoffs, [f.choice for f in found])
    planned = planned_further_solves(case, payoffs, wanted[:MOST_SOLVED])
    solved = value_combinations(case, worlds, payoffs, wanted[:MOST_SOLVED], workers)
    options = option_gains(case, preferences, payoffs)
    judged = _Judged(options, _counted(preferences, solved), payoffs, solved)
    names = names_of_each(found)
    again = {key: judged.record(names[key], f) for key, f in {f.key: f for f in found}.items()}
    run = solved.modelled or payoffs.modelled
    record = AsWholes(
        interactions=tuple(_interactions(case, options, payoffs)),
        found=tuple(again.values()),
        planned=planned,
        solves=run.solves - payoffs.modelled.solves,
        failed=run.failed - payoffs.modelled.failed,
        unsolved=len(unsolved_combinations(solved, [f.choice for f in found])),
    )
    return replace(with_shares(case, payoffs.axes, deals, again), as_wholes=record)


def _counted(preferences: Preferences, payoffs: Payoffs) -> Wholes:
    """What combinations bring to parties whose money counts beside their politics."""
    return payoffs.wholes.only(range(len(payoffs.axes.parties)), preferences.has_stake)


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """Gains as a search added them up, and as wholes; payoffs before and after the further combinations were solved."""

    options: OptionGains
    wholes: Wholes
    before: Payoffs
    after: Payoffs

    def record(self, names: tuple[str, ...], found: Reported) -> FoundPackage:
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
        return one_after_the_other([read_as_is(pairwise_gains(part, rows), choice) for part in options.parts()])


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
            if worlds or float(np.sqrt((beyond**2).mean())) > max(error, SMALLEST):
                yield Interaction(package.id, party, quantiles(beyond, "USD bn per year"), error, worlds)
