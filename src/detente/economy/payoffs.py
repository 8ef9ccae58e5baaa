"""From the trade model and the hand-entered table of the case to money in every world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from detente.case import Case
from detente.economy.carried import carried_of, in_words
from detente.economy.model_payoffs import ModelRun, planned_energy_solves, planned_solves, run_model
from detente.economy.trade import Baseline
from detente.economy.whole_packages import wholes_of
from detente.economy.world_economy import describe, world_economy
from detente.workers import ALONE, Workers
from detente.worlds import Axes, Modelled, Payoffs, Worlds, axes_of

HAND_ENTERED = "hand-entered table economy/payoffs.csv"


def value_options(case: Case, worlds: Worlds, workers: Workers = ALONE) -> Payoffs:
    """Draw what each option is worth a year to each party, USD bn, against the status quo.

    ``m[w, i, e, o]`` comes from the trade model where option ``o`` brings shocks and party ``i`` has regions with a
    GDP (see `value_with_model`), and is else the draw of the row (party, option) of ``economy/payoffs.csv``. The
    status quo is 0 by definition; an element that the author declares not economic is 0 throughout; everything else is
    unknown (masked), never zero. A voice that ratifies takes the rows of its party where it has none of its own.

    Examples
    --------
    >>> from detente.casefile import example_case
    >>> from detente.worlds import draw_worlds
    >>> payoffs = value_options(example_case(), draw_worlds(50, seed=0))
    >>> payoffs.money.shape  # world, party, element, option
    (50, 3, 6, 4)
    """
    if case.shocks or case.energy_shocks:
        return value_with_model(*world_economy(case), worlds, workers)
    axes = axes_of(case)
    money, known, stated = _by_hand(case, worlds, axes)
    _let_voices_inherit(case, money, known, stated, np.zeros(known.shape, dtype=bool))
    return _frozen(Payoffs(axes, money, known, stated, HAND_ENTERED))


def planned_equilibria(case: Case, worlds: Worlds) -> tuple[int, int]:
    """Equilibria that `value_options` asks for: of the trade model, and of energy networks."""
    if not (case.shocks or case.energy_shocks):
        return 0, 0
    # Without measures in force nothing has to be fitted to learn which regions there are.
    _, baseline = world_economy(replace(case, shocks=()))
    return planned_solves(case, worlds), planned_energy_solves(case, worlds, baseline)


def value_with_model(case: Case, baseline: Baseline, worlds: Worlds, workers: Workers = ALONE) -> Payoffs:
    """The same on a world economy that is handed in; regions without a GDP in the case have no money.

    A hand-entered row where the model reaches is replaced by the model, unless its author wrote ``kept`` (the model's
    value is dropped) or ``added`` (both are summed: for effects that trade does not carry).
    """
    axes = axes_of(case)
    money, known, stated = _by_hand(case, worlds, axes)
    run = run_model(case, worlds, baseline, workers)
    covers, error, replaced = _lay_over(case, axes, run, money)
    known |= covers
    stated |= covers.any(axis=(1, 2))
    _let_voices_inherit(case, money, known, stated, covers)
    modelled = Modelled(
        description=describe(case, baseline),
        anchors=run.anchors,
        solves=run.solves,
        failed=run.failed,
        covers=covers,
        error=error,
        replaced=replaced,
        wholes=wholes_of(case, run, covers, worlds.count),
        real_income=run.real_income,
        carried=carried_of(case, run, worlds.count),
    )
    return _frozen(Payoffs(axes, money, known, stated, _method(modelled), modelled))


def _lay_over(
    case: Case, axes: Axes, run: ModelRun, money: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.float64], tuple[str, ...]]:
    """Put the model's money in its place, by what each hand-entered row says of the model; what it covers then."""
    by_hand = {(p.party, p.option): p for p in case.payoffs}
    covers, error, replaced = np.zeros(money.shape[1:], dtype=bool), np.zeros(money.shape[1:]), []
    for e, element in enumerate(case.elements):
        for o, option in enumerate(element.options):
            for row, i in enumerate(run.parties if (option.id,) in run.worth else ()):
                entered = by_hand.get((axes.parties[i], option.id))
                if entered is not None and entered.beside_model == "kept":
                    continue
                if entered is not None and entered.beside_model == "replaced":
                    replaced.append(entered.estimate.id)
                    money[:, i, e, o] = 0.0
                money[:, i, e, o] += run.worth[option.id,][:, row]
                covers[i, e, o], error[i, e, o] = True, run.error[option.id,][row]
    return covers, error, tuple(replaced)


def _method(modelled: Modelled) -> str:
    failed = f", {modelled.failed} of which did not converge and are left out" if modelled.failed else ""
    networks = f"; {in_words(modelled.carried)}" if modelled.carried else ""
    return (
        f"{modelled.description}; solved exactly in {modelled.anchors} worlds, {modelled.solves} equilibria{failed}, "
        f"and interpolated in the others with an error of at most {modelled.error.max():.2g} bn USD a year (root mean "
        f"square, leaving out one solved world at a time); {len(modelled.replaced)} hand-entered rows are replaced by "
        f"the model; what no shock reaches: {HAND_ENTERED}{networks}"
    )


def _by_hand(
    case: Case, worlds: Worlds, axes: Axes
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Money of the hand-entered table, where it is known, and of whom anything is stated."""
    shape = (len(axes.parties), len(axes.elements), axes.exists.shape[1])
    # One option of one party in all worlds lies side by side: what is never written takes no memory.
    money = np.zeros((*shape, worlds.count)).transpose(3, 0, 1, 2)
    known = np.zeros(shape, dtype=bool)
    known[:, np.arange(shape[1]), axes.status_quo] = True
    not_economic = np.array([not e.economic for e in case.elements])
    known |= not_economic[None, :, None] & axes.exists[None]
    for payoff in case.payoffs:
        i, e = axes.party(payoff.party), axes.element(payoff.element)
        o = axes.option(payoff.element, payoff.option)
        money[:, i, e, o] = worlds.estimate(payoff.estimate)
        known[i, e, o] = True
    return money, known, np.isin(axes.parties, [p.party for p in case.payoffs])


def _frozen(payoffs: Payoffs) -> Payoffs:
    payoffs.money.setflags(write=False)
    payoffs.known.setflags(write=False)
    return payoffs


def _let_voices_inherit(
    case: Case,
    money: NDArray[np.float64],
    known: NDArray[np.bool_],
    stated: NDArray[np.bool_],
    modelled: NDArray[np.bool_],
) -> None:
    """Give voices that ratify the money of their party, in place, where they have none of their own."""
    axes = axes_of(case)
    for voice in (p for p in case.parties if p.voice_of and p.ratifies):
        i, whole = axes.party(voice.id), axes.party(voice.voice_of)
        own = modelled[i].copy()
        for payoff in (p for p in case.payoffs if p.party == voice.id):
            own[axes.element(payoff.element), axes.option(payoff.element, payoff.option)] = True
        for e, o in np.argwhere(~own & (known[whole] | known[i])):
            if money[:, whole, e, o].any() or money[:, i, e, o].any():
                money[:, i, e, o] = money[:, whole, e, o]
        known[i] |= known[whole]
        stated[i] |= stated[whole]
