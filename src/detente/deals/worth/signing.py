"""One package, named or made up: what it brings whom, and in which worlds all whom it requires would sign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Package, signatures
from detente.deals.worth.acceptance import read_as_is
from detente.deals.worth.gains import option_gains, pairwise_gains
from detente.preferences import Preferences
from detente.worlds import Payoffs


@dataclass(frozen=True, slots=True, eq=False)
class Signing:
    """Gain over no deal and acceptance, both (world, party) in the order of `parties`; `joint` (world,): all accept."""

    parties: tuple[str, ...]
    gain: NDArray[np.float64]
    accepts: NDArray[np.bool_]
    joint: NDArray[np.bool_]


def sign_package(case: Case, package: Package, preferences: Preferences, payoffs: Payoffs) -> Signing:
    """Find the worlds in which all whom a package requires would sign; what it leaves open stays as it is.

    The package need not be one of the case. The same rules hold as for named ones: gains over no deal, conditions,
    red lines, hard rules, and the consent of voices that ratify.
    """
    parties = signatures(case, package)
    rows = [payoffs.axes.party(p) for p in parties]
    signing = pairwise_gains(option_gains(case, preferences, payoffs), rows)
    reading = read_as_is(signing, payoffs.axes.choice(package.choices))
    return Signing(parties, reading.gain, reading.accepts, np.logical_and.reduce(reading.accepts, axis=1))
