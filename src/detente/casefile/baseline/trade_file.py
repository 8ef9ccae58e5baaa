"""Customs figures in the form of BACI: who sells which product to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.casefile.baseline.aggregate import Maps
from detente.casefile.baseline.columns import MOST_PROBLEMS, number_in, numbered_rows, stop_at
from detente.casefile.baseline.maps import LEAVE_OUT, OF_TRADE, AggregationMap, identity_map
from detente.casefile.baseline.records import Array, RawAccounts
from detente.casefile.files import shown_path
from detente.casefile.problems import Findings, listed, quoted

HEADER = ["t", "i", "j", "k", "v"]
PRODUCT_DIGITS = 6


def update_trade(accounts: RawAccounts, path: Path, maps: Maps) -> RawAccounts:
    """Give the sectors that a trade file covers its pattern of trade: who sells to whom.

    The world total of each sector stays that of the table, for customs values differ from basic prices, and in
    coverage, sector by sector. Output stays too: what is no longer sold abroad is sold at home. The accounts have to be
    balanced again.

    Raises
    ------
    CaseError
        With file and line of unknown codes and of values that are no numbers, or negative; when the file holds several
        years, covers no sector, or has no trade of a region.
    """
    findings = Findings(shown_path(path))
    traded, years = _read_trade(path, _Codes(accounts, maps), findings)
    if len(years) > 1:
        findings.add(None, f"the file holds {len(years)} years: {listed(sorted(years))}.", "Keep the rows of one year.")
    covered = traded.sum(axis=(1, 2)) > 0
    if not covered.any():
        findings.add(None, "no row is trade between two regions of the baseline.", "Look at the maps and the column v.")
    silent = (traded.sum(axis=(0, 1)) <= 0) & (traded.sum(axis=(0, 2)) <= 0)
    if covered.any() and silent.any():
        lost = listed(np.array(accounts.regions)[silent].tolist())
        findings.add(None, f"there is no trade of {lost}.", "Map its codes, or use a file that has this partner.")
    stop_at(findings)
    total = accounts.trade.sum(axis=(1, 2))
    scale = np.where(covered, total / np.where(covered, traded.sum(axis=(1, 2)), 1.0), 0.0)
    trade = np.where(covered[:, None, None], traded * scale[:, None, None], accounts.trade)
    names = listed(np.array(accounts.sectors)[covered].tolist())
    note = f"Trade pattern of {', '.join(sorted(years))} taken from the trade file for {names}; world totals kept."
    source = f"{accounts.source}; trade pattern of {', '.join(sorted(years))} from {path.name}"
    return replace(accounts, trade=trade, source=source, notes=(*accounts.notes, note))


LEFT_OUT, UNKNOWN = -1, -2


class _Codes:
    """Which region a country code means, and which sector a product code: the longest prefix that is mapped.

    Both answer with a place in the accounts, -1 for what is left out, -2 for what is not mapped.
    """

    def __init__(self, accounts: RawAccounts, maps: Maps) -> None:
        self.shape = (len(accounts.sectors), len(accounts.regions), len(accounts.regions))
        self._regions = _places(maps.regions or identity_map(accounts.regions))
        self._sectors = _places(maps.sectors or identity_map(accounts.sectors))
        self._products: dict[str, int] = {}

    def region(self, code: str) -> int:
        """Place of a region."""
        return self._regions.get(code, UNKNOWN)

    def sector(self, code: str) -> int:
        """Place of a sector."""
        if code not in self._products:
            whole = code.zfill(PRODUCT_DIGITS) if code.isdigit() else code
            prefixes = [whole[:length] for length in range(len(whole), -1, -1)]
            self._products[code] = next((self._sectors[p] for p in prefixes if p in self._sectors), UNKNOWN)
        return self._products[code]


def _places(map_: AggregationMap) -> dict[str, int]:
    place = {**{name: k for k, name in enumerate(map_.names)}, LEAVE_OUT: LEFT_OUT}
    names = {**map_.table, **{name: name for name in map_.names}, **map_.trade}
    return {code: place.get(name, UNKNOWN) for code, name in names.items()}


def _read_trade(path: Path, codes: _Codes, findings: Findings) -> tuple[Array, set[str]]:
    traded = np.zeros(codes.shape)
    years: set[str] = set()
    unknown: dict[tuple[str, str], int] = {}
    for line, year, (seller, buyer, product), value in _rows(path, findings):
        years.add(year)
        place = codes.sector(product), codes.region(buyer), codes.region(seller)
        if not 0 <= value < float("inf"):
            findings.add(line, "v is negative or no number.", "Write the value of the flow, at least 0.")
            stop_at(findings)
        elif UNKNOWN in place:
            said = zip("kji", (product, buyer, seller), place, strict=True)
            unknown.update(
                {(name, code): line for name, code, at in said if at == UNKNOWN and (name, code) not in unknown}
            )
        elif LEFT_OUT not in place and place[1] != place[2]:
            traded[place] += value
        if len(unknown) > MOST_PROBLEMS:
            break
    for (column, code), line in unknown.items():
        remedy = f"Add a row such as {OF_TRADE}{code},NAME to the map; {OF_TRADE}{code},{LEAVE_OUT} leaves it out."
        findings.add(line, f"{column} {quoted(code)} is not mapped.", remedy)
    stop_at(findings)
    return traded, years


def _rows(path: Path, findings: Findings) -> Iterator[tuple[int, str, tuple[str, str, str], float]]:
    rows = numbered_rows(path)
    line, header = next(rows, (1, []))
    missing = [name for name in HEADER if name not in header]
    if missing:
        remedy = "BACI has t,i,j,k,v,q: year, exporter, importer, product, thousand USD, tons."
        findings.add(line, f"there is no column {listed(missing)}.", remedy)
        stop_at(findings)
    at = [header.index(name) for name in HEADER]
    for line, cells in rows:
        if len(cells) != len(header):
            findings.add(
                line, f"the row has {len(cells)} cells, the header has {len(header)}.", "Give every column a cell."
            )
            continue
        year, seller, buyer, product, value = (cells[k].strip() for k in at)
        yield line, year, (seller, buyer, product), number_in(value)
