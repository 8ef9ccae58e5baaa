"""A small case folder that brings its own world economy, with a measure in force and an option that takes it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from detente.casefile.baseline import write_baseline_folder
from detente.cli.economy.baseline import tables_of
from unit.economy.trade.level_world import as_baseline, draw_world, solve_levels

WORLD = draw_world(11)
BASELINE = replace(as_baseline(WORLD, solve_levels(WORLD)), regions=("r0", "r1", "r2"))
"""Three regions and two sectors, with tariffs, export taxes and deficits."""

AMOUNT = "unit: USD bn, origin: assumed, why: example"
SHARE = "{mode: 1, unit: share, origin: assumed, why: example}"
CASE = f"""\
title: Own world
as_of: 2030-01-31
currency: USD
price_year: 2030
parties:
  - id: EAST
    name: East
    kind: state
    role: signatory
    regions:
      r0: {SHARE}
  - id: SOUTH
    name: South
    kind: state
    role: signatory
    regions:
      r1: {SHARE}
      r2: {SHARE}
elements:
  - id: SANC
    title: Sanctions
    domain: trade
    state: proposed
    status_quo: SANC.0
    options:
      - {{id: SANC.0, title: As now}}
      - id: SANC.1
        title: Relief
        shocks: [relief]
packages:
  - id: deal
    title: Deal
    choices: {{SANC: SANC.1}}
    required: [EAST, SOUTH]
economy:
  baseline: economy/world
  gdp_usd_bn:
    r0: {{mode: 500, {AMOUNT}}}
    r1: {{mode: 100, {AMOUNT}}}
    r2: {{low: 40, mode: 50, high: 60, {AMOUNT}}}
"""
SHOCKS = """\
id,lever,origin,destination,sector,relieves,in_force,low,mode,high,origin_of_number,source,why
sanctions,trade,r0,SOUTH,,,yes,0.2,0.4,0.7,assumed,,example
relief,relief,,,,sanctions,no,0.2,0.5,0.9,assumed,,example
"""


def write_own_world(place: Path) -> Path:
    """Write the case into a new folder."""
    write_baseline_folder(place / "economy/world", tables_of(BASELINE, ("example",) * len(BASELINE.sectors)))
    (place / "case.yaml").write_text(CASE, encoding="utf-8")
    (place / "economy/shocks.csv").write_text(SHOCKS, encoding="utf-8")
    return place
