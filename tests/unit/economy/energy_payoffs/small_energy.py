"""A case with a small network: east and west sell gas into a market, and a measure has shut most of the line from east.

Regions are those of the small economy: EAST is r0, SOUTH is r1 and r2, and nobody has r3.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.case import Case, EnergyRow, EnergySettings, OwnNetwork, Package
from detente.economy.energy import EnergyShock, Lever, network_from_tables, solve_energy
from detente.economy.payoffs import value_with_model
from detente.worlds import Payoffs, Worlds, draw_worlds
from unit.economy.small_economy import BASELINE, CASE, element, number

WORLDS = draw_worlds(50, 11)
RATE = number("usd_per_eur", 1.1, 1.0, 1.25)
BOTH = {"LINE": "LINE.1", "AGAIN": "AGAIN.1"}


def rows(header: str, *lines: str) -> tuple[dict[str, str], ...]:
    names = header.split(",")
    return tuple(dict(zip(names, line.split(","), strict=True)) for line in lines)


ABOUT = {
    "name": "line",
    "commodity": "gas",
    "quantity_unit": "TWh",
    "price_unit": "EUR/MWh",
    "money_unit": "million EUR",
    "year": "2030",
    "source": "test",
    "unserved_price": "500",
}
TABLES = {
    "about": rows("key,value", *(f"{key},{value}" for key, value in ABOUT.items())),
    "periods": rows("period,label,days", "p1,first,182.5", "p2,second,182.5"),
    "nodes": rows(
        "node,label,region,kind",
        "A,East,r0,producer",
        "B,West,r1,producer",
        "T,On the way,r3,transit",
        "M,Mid,r2,market",
    ),
    "supply": rows(
        "supply,node,owner,origin_label,period,capacity,cost,slope,min_take",
        "east,A,r0,East,,90,10,0.01,0",
        "west,B,WEST-CO,West,,90,14,0.2,0",
    ),
    "demand": rows("node,sector,period,quantity,price,elasticity", "M,all,,100,24,-0.2", "A,all,,20,12,-0.2"),
    "arcs": rows(
        "arc,from_node,to_node,kind,owner,capacity,booked,cost,fee,loss,measure",
        "line,A,T,pipeline,r3,60,0,1,2,0.01,line-shut",
        "on,T,M,pipeline,r3,200,0,0.5,0,0,",
        "west-m,B,M,pipeline,WEST-CO,200,0,1,0,0,",
    ),
}
NETWORK = network_from_tables(TABLES)


def lever(name: str, kind: str, target: str, *numbers: float, **other: object) -> EnergyRow:
    """Numbers are the mode alone, or low, mode and high."""
    low, mode, high = numbers if len(numbers) == 3 else (None, numbers[0], None)
    return EnergyRow(name, "gas", kind, number(f"shock:{name}", mode, low, high), target, **other)


IN_FORCE = (
    lever("shut", "measure", "line-shut", 0.1, 0.2, 0.3, in_force=True),
    lever("levy", "supply_levy", "owner:r0", 1.0, 2.0, 3.0, into=("M",), in_force=True),
)
BROUGHT = (
    lever("reopen", "relief", "", 0.2, 0.5, 0.8, relieves="shut"),
    lever("reopen", "relief", "", 0.2, 0.5, 0.8, relieves="levy"),
    lever("reopen-too", "relief", "", 0.5, 0.7, 0.9, relieves="shut"),
    lever("cold", "demand", "M", 1.0, 1.1, 1.3),
)


def energy_case(**changes: object) -> Case:
    """Two options reopen the same line; a third is colder weather, for the sake of a lever that is brought."""
    case = replace(
        CASE,
        elements=(element("LINE", ("reopen",)), element("AGAIN", ("reopen-too",)), element("COLD", ("cold",))),
        packages=(Package("deal", "Deal", BOTH, ("EAST", "SOUTH")),),
        energy_shocks=(*IN_FORCE, *BROUGHT),
        energy=EnergySettings(
            gas="economy/gas",
            usd_per_eur=RATE,
            sector=BASELINE.sectors[1],
            own={"gas": OwnNetwork("economy/gas", TABLES)},
        ),
    )
    return replace(case, **changes)


def payoffs_of(case: Case, worlds: Worlds = WORLDS) -> Payoffs:
    return value_with_model(case, BASELINE, worlds)


def drawn(row: EnergyRow, world: int, worlds: Worlds = WORLDS) -> float:
    return float(worlds.estimate(row.value)[world])


def by_hand(world: int, shut: float, levy: float, demand: float = 1.0):
    """One world solved alone: the factor on the line, the levy on what east sells, the factor on demand."""
    levers = (
        Lever("measure", "line-shut", shut),
        Lever("supply_levy", "owner:r0", levy, ("M",)),
        Lever("demand", "M", demand),
    )
    return solve_energy(NETWORK, EnergyShock(levers))


def regions_by_hand(equilibrium) -> dict[str, float]:
    """Money of each region, agent by agent; what west's company owns belongs to the place where it stands."""
    s = equilibrium.surplus
    money = {"r0": 0.0, "r1": 0.0, "r2": 0.0, "r3": 0.0}
    money["r2"] += s.consumers[0]
    money["r0"] += s.consumers[1]
    money["r0"] += s.producers[0]
    money["r1"] += s.producers[1]
    # The line starts where only east produces: its fee is the owner's, its scarcity is east's.
    money["r3"] += s.transit_fees[0]
    money["r0"] += s.congestion[0] + s.booking_rents[0]
    money["r3"] += s.transit_fees[1] + s.congestion[1] + s.booking_rents[1]
    money["r1"] += s.transit_fees[2] + s.congestion[2] + s.booking_rents[2]
    for place, region in enumerate(NETWORK.regions):
        money[region] += s.levies[place] + s.cap_rents[place]
    return money


def change_by_hand(world: int, **after: float) -> dict[str, float]:
    """Change of the money of each region in one world, USD bn a year."""
    shut, levy = drawn(IN_FORCE[0], world), drawn(IN_FORCE[1], world)
    before = regions_by_hand(by_hand(world, shut, levy))
    now = regions_by_hand(by_hand(world, **{"shut": shut, "levy": levy, **after}))
    rate = float(WORLDS.estimate(RATE)[world]) / 1000
    return {region: (now[region] - before[region]) * rate for region in before}


def left(world: int, *reliefs: int) -> float:
    """What several reliefs leave of a measure."""
    return float(np.prod([1 - drawn(BROUGHT[k], world) for k in reliefs]))


def towards_none(measure: float, none: float, share_left: float) -> float:
    return none + (measure - none) * share_left
