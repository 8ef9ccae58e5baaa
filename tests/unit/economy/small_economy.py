"""A small world economy and a case on it: two measures in force, and options that take them back or bring more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from detente.case import Case, EconomySettings, Element, Estimate, Option, Origin, Package, Party, Role, ShockRow, State
from property.trade_worlds import trade_world

BASELINE = trade_world(5)


def number(name: str, mode: float, low: float | None = None, high: float | None = None) -> Estimate:
    return Estimate(name, mode, "any", Origin.ASSUMED, low, high, why="example")


def row(name: str, lever: str, *numbers: float, **other) -> ShockRow:
    """Numbers are the mode alone, or low, mode and high."""
    low, mode, high = numbers if len(numbers) == 3 else (None, numbers[0], None)
    return ShockRow(name, lever, number(f"shock:{name}", mode, low, high), **other)


def party(name: str, *regions: str) -> Party:
    shares = {r: number(f"region:{name}:{r}", 1.0) for r in regions}
    return Party(name, name, "state", Role.SIGNATORY, regions=shares)


def element(name: str, *shocks: tuple[str, ...]) -> Element:
    options = (Option(f"{name}.0", "as now"), *(Option(f"{name}.{k + 1}", "x", shocks=s) for k, s in enumerate(shocks)))
    return Element(name, name, "trade", State.PROPOSED, options, f"{name}.0")


IN_FORCE = (
    row("sanctions", "trade", 0.2, 0.4, 0.7, origin=("r0",), destination=("SOUTH",), in_force=True),
    row("sanctions", "trade", 0.3, 0.5, 0.8, origin=("SOUTH",), destination=("r0",), in_force=True),
    row("damage", "productivity", 0.85, 0.9, 0.97, origin=("r2",), in_force=True),
)
BROUGHT = (
    row("relief", "relief", 0.2, 0.5, 0.9, relieves="sanctions"),
    row("all-back", "relief", 1.0, relieves="sanctions"),
    row("all-back", "relief", 1.0, relieves="damage"),
    row("road", "iceberg", 0.8, 0.9, 0.95, origin=("r2",), destination=("r0",)),
)
CASE = Case(
    "small",
    "Small",
    "?",
    date(2030, 1, 31),
    "USD",
    2030,
    (party("EAST", "r0"), party("SOUTH", "r1", "r2"), party("NOWHERE")),
    (element("SANC", ("relief",), ("all-back",)), element("ROAD", ("road",)), element("FLAG", ())),
    (Package("deal", "Deal", {"SANC": "SANC.1", "ROAD": "ROAD.1"}, ("EAST", "SOUTH")),),
    shocks=(*IN_FORCE, *BROUGHT),
    economy=EconomySettings(
        elasticity_scale=number("elasticity_scale", 1.0, 0.7, 1.3),
        gdp_usd_bn={
            "r0": number("gdp:r0", 500.0),
            "r1": number("gdp:r1", 100.0),
            "r2": number("gdp:r2", 50.0, 40.0, 60.0),
        },
    ),
)


def with_shocks(*rows: ShockRow, options: tuple[tuple[str, ...], ...] = (("x",),)) -> Case:
    """The case with other shocks on its first element, and nothing else that brings any."""
    return replace(CASE, shocks=rows, elements=(element("SANC", *options), *CASE.elements[2:]), packages=())
