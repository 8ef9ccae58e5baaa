"""A small case without problems, into which each test puts one fault."""

from __future__ import annotations

from pathlib import Path

CASE = """\
title: Corridor
as_of: 2024-06-30
currency: USD
price_year: 2024
parties:
  - id: EAST
    name: East
    kind: state
    role: signatory
    stake_usd_bn_per_year: {mode: 5, unit: USD bn per year, origin: assumed, why: example}
    patience: {low: 0.8, mode: 0.9, high: 0.95, unit: share, origin: cited, source: a book}
  - id: WEST
    name: West
    kind: state
    role: signatory
    regions:
      west: {mode: 1, unit: share, origin: assumed, why: example}
    hybrid:
      gain_usd_bn_per_year: {mode: 1, unit: USD bn per year, origin: assumed, why: example}
      p_detect: {mode: 0.5, unit: share, origin: assumed, why: example}
      lag_days: {mode: 30, unit: days, origin: assumed, why: example}
elements:
  - id: ROAD
    title: The road
    domain: trade
    state: proposed
    ends_conflict: yes
    status_quo: ROAD.shut
    options:
      - id: ROAD.shut
        title: Shut
      - id: ROAD.open
        title: Open
        lifts: [M1]
  - id: FLAG
    title: The flag
    domain: territory
    state: discussed
    economic: no
    status_quo: FLAG.none
    options:
      - {id: FLAG.none, title: None}
      - {id: FLAG.both, title: Both}
packages:
  - id: PLAN
    title: The plan
    required: [EAST, WEST]
    choices:
      ROAD: ROAD.open
no_deal:
  - id: stays
    title: Stays
    probability: {mode: 1, unit: share, origin: assumed, why: example}
phases:
  - id: first
    title: First
    starts_years: 0
  - id: second
    title: Second
    starts_years: 1
monitoring:
  false_alarms_per_year: {mode: 1, unit: per year, origin: assumed, why: example}
  false_alarm_days: {mode: 5, unit: days, origin: assumed, why: example}
rules:
  - {id: R1, option: ROAD.open, kind: excludes, other: FLAG.both, why: example}
"""
CLAIMS = """\
id,party,element,option,package,stance,condition_option,red_line,reliability,source,said_on
C1,EAST,ROAD,ROAD.open,,accepts,,no,1,Gazette,2024-05-01
C2,WEST,FLAG,FLAG.both,,conditional,ROAD.open,yes,0.5,Gazette,2024-05
C3,WEST,*,,PLAN,rejects,,no,0.5,Gazette,undated
"""
OBLIGATIONS = """\
id,title,owner,element,options,phase,share,reversible,p_detect,lag_days,after,needs,origin,source,why
O1,East opens its gate,EAST,ROAD,ROAD.open,first,0.5,0.9,0.8,5/10/20,,cross:gate,assumed,,example
O2,West opens its gate,WEST,ROAD,,second,0.5,0.9,0.8,10,O1,,assumed,,example
"""
TOLD = """\
- party: EAST
  weights: {ROAD: 3, FLAG: 1}
  values:
    ROAD:
      ROAD.shut: 0
      ROAD.open: 10
  red_lines: [FLAG.both]
  walk_away: 0.5
  told_on: 2024-06-01
  note: example
"""
FILES = {
    "case.yaml": CASE,
    "claims.csv": CLAIMS,
    "obligations.csv": OBLIGATIONS,
    "ventures.csv": "id,name,partners,sector,status,value,unit\nV1,Tolls,East|West,transport,proposed,1.5,USD bn\n",
    "councils.csv": "id,name,remit,members\nK1,Road council,tolls,one of each\n",
    "measures.csv": "id,issuer,act,restricts,status,since\nM1,West,Road Act,cross:*,in_force,2025-01-01\n",
    "prices.csv": "on,series,value,unit\n2024-05-01,Toll,3.5,USD\n",
    "economy/payoffs.csv": (
        "party,element,option,low,mode,high,unit,origin,source,why\n"
        "EAST,ROAD,ROAD.open,1,2,3,USD bn per year,assumed,,example\n"
    ),
    "preferences.yaml": TOLD,
    "documents/gazette.md": "---\ntitle: Gazette\npublished_on: 2024-05-01\n---\nText.\n",
}

VOICES = """\
  - id: HOUSE
    name: House of West
    kind: parliament
    role: affected
    voice_of: WEST
    ratifies: yes
  - id: GUILD
    name: Guild of carriers
    kind: industry
    role: affected
    voice_of: WEST
    influence: {low: 0.1, mode: 0.2, high: 0.4, unit: share, origin: assumed, why: example}
"""


def write_small_case(folder: Path) -> Path:
    """Write the case into a folder and return the folder."""
    for place, text in FILES.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def put(folder: Path, place: str, before: str, after: str) -> None:
    """Replace one text in one file; it must stand there."""
    path = folder / place
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
