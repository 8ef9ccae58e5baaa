"""What energy networks contributed to the money of a case, as a record and in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Case
from detente.economy.energy_payoffs import EnergySolver
from detente.economy.model_payoffs import ModelRun
from detente.worlds import Carried


def carried_of(case: Case, run: ModelRun, worlds: int) -> Carried | None:
    """The record; None where the case has no energy shocks."""
    energy = run.energy
    if energy is None:
        return None
    direct, error = {}, {}
    for options, worth in run.direct.items():
        if len(options) == 1:
            direct[options[0]] = np.zeros((worlds, len(case.parties)))
            direct[options[0]][:, run.parties] = worth
            error[options[0]] = np.zeros(len(case.parties))
            error[options[0]][run.parties] = run.direct_error[options]
    return Carried(
        networks=tuple(network.label for network in energy.networks),
        anchors=energy.anchors,
        solves=energy.solves,
        failed=energy.failed,
        direct=direct,
        error=error,
        withdrawn=run.withdrawn,
        unserved=_unserved(energy),
        known=energy.known,
        status_quo=energy.status_quo,
    )


def with_further(carried: Carried | None, run: ModelRun) -> Carried | None:
    """The record after further combinations were solved: their equilibria counted, what they tell remembered."""
    if carried is None or run.energy is None:
        return carried
    return replace(
        carried,
        solves=carried.solves + run.energy.solves,
        failed=carried.failed + run.energy.failed,
        withdrawn=tuple(dict.fromkeys((*carried.withdrawn, *run.withdrawn))),
        unserved=tuple(dict.fromkeys((*carried.unserved, *_unserved(run.energy)))),
        known=run.energy.known,
    )


def _unserved(energy: EnergySolver) -> tuple[str, ...]:
    found = []
    for (network, *shocks), share in energy.unserved.items():
        what = f"with {', '.join(shocks)}" if shocks else "in the status quo"
        found.append(f"{network} {what}: {share.sum():.2g} of what is consumed")
    return tuple(found)


def in_words(carried: Carried) -> str:
    """One clause for the method of the payoffs."""
    failed = f", {carried.failed} of which were not found and are left out" if carried.failed else ""
    error = {name: float(off.max(initial=0.0)) for name, off in carried.error.items()}
    each = ", ".join(f"{name} {off:.2g}" for name, off in error.items())
    networks = " and ".join(carried.networks)
    parts = [
        f"flows of energy: {networks}, change of surplus by region and, from the trade model, what dearer or cheaper "
        f"energy does beyond its first order; solved exactly in {carried.anchors} worlds, {carried.solves} "
        f"equilibria{failed}, and interpolated in the others with an error, leaving out one solved world at a time, of "
        f"at most {max(error.values(), default=0.0):.2g} bn USD a year ({each})"
    ]
    if carried.withdrawn:
        parts.append(f"trade shocks leave to the networks what these carry: {'; '.join(carried.withdrawn)}")
    if carried.unserved:
        parts.append(f"demand that no supply can meet: {'; '.join(carried.unserved)}")
    return "; ".join(parts)
