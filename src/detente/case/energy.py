"""What options change in the flows of gas and crude: levers by row, and the networks they pull at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.case.vocabulary import Estimate

NetworkTables = Mapping[str, tuple[Mapping[str, str], ...]]


@dataclass(frozen=True, slots=True)
class EnergyRow:
    """One row of an energy shock. Rows with one `id` are one shock: they are drawn together, also with trade shocks.

    `network`: ``gas`` or ``crude``. `kind`: a lever of the network, such as ``arc_capacity``, or ``relief``, which
    takes back a share of the measure `relieves`.
    `target`, `into`, `periods`: what the lever acts on, as in `detente.economy.energy.Lever`; empty where a relief
    takes back all rows of the measure.
    `share`: the part of sales on which a price cap is enforced.
    `in_force`: part of the status quo; otherwise it comes with the options that name the shock.
    `line`: where it stands in economy/energy.csv, for errors.
    """

    id: str
    network: str
    kind: str
    value: Estimate
    target: str = ""
    into: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    share: float = 1.0
    relieves: str = ""
    in_force: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class OwnNetwork:
    """A network that a case brings in a folder of its own: rows of text by name of table."""

    place: str
    tables: NetworkTables


@dataclass(frozen=True, slots=True)
class EnergySettings:
    """Which networks options change, and what turns their money into that of the case.

    `gas`, `crude`: ``builtin@YEAR``, whose table of years describes the status quo, or the folder of the case in which
    the network in `own` was found; empty where there is none.
    `usd_per_eur` is never taken for granted: networks in EUR need it.
    `sector`: where the commodities are traded in the world economy; `gas_buyers`, `crude_buyers`: from where users buy
    them, and through which prices are passed on. Empty means MIN, EGW and REF of the built-in one.
    `anchors`: in how many worlds the networks are solved; None for as many as the case needs.
    """

    gas: str = ""
    crude: str = ""
    usd_per_eur: Estimate | None = None
    sector: str = ""
    gas_buyers: str = ""
    crude_buyers: str = ""
    anchors: int | None = None
    own: Mapping[str, OwnNetwork] = field(default_factory=dict)


NO_ENERGY = EnergySettings()
"""What holds where a case states nothing: no network."""
