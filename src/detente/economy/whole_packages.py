"""Packages solved as a whole: what their options bring together, beyond what each brings alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.economy.model_payoffs import ModelRun, Options, run_combinations
from detente.economy.trade import Baseline
from detente.economy.world_economy import world_economy
from detente.worlds import Axes, Payoffs, Wholes, Worlds


def value_packages(case: Case, worlds: Worlds, payoffs: Payoffs, packages: Sequence[NDArray[np.int64]]) -> Payoffs:
    """The same payoffs, with the combinations of options of some packages solved as a whole.

    Each package is an option index for each element, -1 where it is open. Combinations solved before, and packages
    with fewer than two options that the model reaches, cost nothing. Solved are the status quo once and each new
    combination once, in every anchor world; one that does not converge stays unsolved. Without a model nothing changes.
    """
    if payoffs.modelled is None:
        return payoffs
    return value_packages_on(*world_economy(case), worlds, payoffs, packages)


def value_packages_on(
    case: Case, baseline: Baseline, worlds: Worlds, payoffs: Payoffs, packages: Sequence[NDArray[np.int64]]
) -> Payoffs:
    """The same on a world economy that is handed in."""
    modelled, asked = payoffs.modelled, unsolved_combinations(payoffs, packages)
    if modelled is None or not asked:
        return payoffs
    run = run_combinations(case, worlds, baseline, asked, modelled.real_income)
    more, known = wholes_of(case, run, modelled.covers, len(payoffs.money)), modelled.wholes
    wholes = replace(
        known,
        combinations=np.concatenate([known.combinations, more.combinations]),
        beyond=np.concatenate([known.beyond, more.beyond]),
        error=np.concatenate([known.error, more.error]),
    )
    solves, failed = modelled.solves + run.solves, modelled.failed + run.failed
    return replace(payoffs, modelled=replace(modelled, wholes=wholes, solves=solves, failed=failed))


def unsolved_combinations(payoffs: Payoffs, packages: Sequence[NDArray[np.int64]]) -> tuple[Options, ...]:
    """Options that packages combine and that were not solved together yet, each combination once, in order."""
    axes, wholes = payoffs.axes, payoffs.wholes
    return tuple(dict.fromkeys(_ids(axes, wholes.combination(p)) for p in packages if not wholes.is_exact(p)))


def _ids(axes: Axes, combination: NDArray[np.int64]) -> Options:
    return tuple(axes.options[e][combination[e]] for e in np.flatnonzero(combination >= 0))


def wholes_of(case: Case, run: ModelRun, covers: NDArray[np.bool_], worlds: int) -> Wholes:
    """What combinations bring beyond the sum of their options, on the axes of the case.

    It counts for a party of which the model prices at least one of the options. A voice that ratifies has its party's
    where it takes over the money of one of them.
    """
    combined = [options for options in run.worth if len(options) > 1]
    choices = np.array([_choice(case, options) for options in combined], dtype=np.int64)
    choices = choices.reshape(-1, len(case.elements))
    beyond, error = np.zeros((len(combined), worlds, len(case.parties))), np.zeros((len(combined), len(case.parties)))
    for row, options in enumerate(combined):
        beyond[row][:, run.parties] = run.worth[options] - sum(run.worth[o,] for o in options)
        error[row, run.parties] = run.error[options]
        whose = np.array([_whose(case, covers, choices[row], i) for i in range(len(case.parties))])
        beyond[row] = np.where(whose >= 0, beyond[row][:, whose], 0.0)
        error[row] = np.where(whose >= 0, error[row][whose], 0.0)
    beyond.setflags(write=False)
    reached = np.zeros(covers.shape[1:], dtype=bool)
    for e, element in enumerate(case.elements):
        reached[e, : len(element.options)] = [bool(o.shocks) for o in element.options]
    return Wholes(reached, choices, beyond, error)


def _choice(case: Case, options: Options) -> list[int]:
    """Place of the option of each element, -1 where none is among `options`."""
    return [next((n for n, o in enumerate(e.options) if o.id in options), -1) for e in case.elements]


def _whose(case: Case, covers: NDArray[np.bool_], choice: NDArray[np.int64], party: int) -> int:
    """The party from which one has its residual: itself, the one it is a voice of, or nobody (-1)."""
    elements = np.flatnonzero(choice >= 0)
    if covers[party, elements, choice[elements]].any():
        return party
    voice = case.parties[party]
    if not (voice.voice_of and voice.ratifies):
        return -1
    whole = case.parties.index(case.party(voice.voice_of))
    own = {p.option for p in case.payoffs if p.party == voice.id}
    taken = (e for e in elements if case.elements[e].options[choice[e]].id not in own)
    return whole if any(covers[whole, e, choice[e]] for e in taken) else -1
