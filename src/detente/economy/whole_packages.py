"""Packages solved as a whole: what their options bring together, beyond what each brings alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.economy.carried import with_further
from detente.economy.model_payoffs import ModelRun, Options, run_combinations, solves_of_set
from detente.economy.trade import Baseline
from detente.economy.world_economy import world_economy
from detente.workers import ALONE, Workers
from detente.worlds import Payoffs, Wholes, Worlds


def value_combinations(
    case: Case, worlds: Worlds, payoffs: Payoffs, combinations: Sequence[Options], workers: Workers = ALONE
) -> Payoffs:
    """The same payoffs, with further combinations of options solved as a whole.

    Solved are the status quo once and each combination once, in every anchor world. A combination of which too few
    worlds converge, or in which more is uncertain than they can tell apart, stays unsolved. Without a model nothing
    changes.
    """
    if payoffs.modelled is None:
        return payoffs
    return value_combinations_on(*world_economy(case), worlds, payoffs, combinations, workers)


def value_combinations_on(
    case: Case,
    baseline: Baseline,
    worlds: Worlds,
    payoffs: Payoffs,
    combinations: Sequence[Options],
    workers: Workers = ALONE,
) -> Payoffs:
    """The same on a world economy that is handed in."""
    modelled = payoffs.modelled
    if modelled is None or not combinations:
        return payoffs
    run = run_combinations(case, worlds, baseline, combinations, modelled, workers)
    more, known = wholes_of(case, run, modelled.covers, worlds.count), modelled.wholes
    wholes = replace(
        known,
        combinations=np.concatenate([known.combinations, more.combinations]),
        beyond=np.concatenate([known.beyond, more.beyond]),
        error=np.concatenate([known.error, more.error]),
    )
    solves, failed = modelled.solves + run.solves, modelled.failed + run.failed
    carried = with_further(modelled.carried, run)
    after = replace(modelled, wholes=wholes, solves=solves, failed=failed, carried=carried)
    return replace(payoffs, modelled=after)


def planned_further_solves(case: Case, payoffs: Payoffs, combinations: Sequence[Options]) -> int:
    """Equilibria that `value_combinations` asks for: anchors times the status quo and every set of shocks, once."""
    if payoffs.modelled is None or not combinations:
        return 0
    shocks = {o.id: frozenset(o.shocks) for e in case.elements for o in e.options}
    sets = {frozenset[str]().union(*(shocks[o] for o in options)) for options in combinations}
    further = (frozenset[str](), *(sets - set(shocks.values()) - {frozenset[str]()}))
    return sum(solves_of_set(case, named, payoffs.modelled.anchors) for named in further)


def unsolved_combinations(payoffs: Payoffs, packages: Sequence[NDArray[np.int64]]) -> tuple[Options, ...]:
    """Options that packages combine and that were not solved together yet, each combination once, in order."""
    return tuple(dict.fromkeys(combined_options(payoffs, p) for p in packages if not payoffs.wholes.is_exact(p)))


def combined_options(payoffs: Payoffs, package: NDArray[np.int64]) -> Options:
    """Those options of a package that the model reaches, in the order of the case."""
    combination = payoffs.wholes.combination(package)
    return tuple(payoffs.axes.options[e][combination[e]] for e in np.flatnonzero(combination >= 0))


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
