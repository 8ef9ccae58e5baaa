"""A small world as the statistical offices publish it: three countries, two industries, in the layout of each table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np

COUNTRIES = ("DEU", "RUS", "USA")
INDUSTRIES = ("Goods", "Services")
LABELS = [(country, industry) for country in COUNTRIES for industry in INDUSTRIES]
DEMAND = ("HFCE", "INVNT")
CODES = ("A01", "C35")
"""Industry codes where a table wants its own."""

# By hand: Germany buys some Russian goods as inputs, everyone consumes a little of everything.
FLOWS = np.array(
    [
        [20.0, 6.0, 3.0, 1.0, 4.0, 2.0],
        [8.0, 30.0, 1.0, 1.0, 1.0, 2.0],
        [9.0, 2.0, 15.0, 5.0, 2.0, 1.0],
        [1.0, 1.0, 4.0, 12.0, 0.0, 1.0],
        [5.0, 2.0, 2.0, 1.0, 40.0, 15.0],
        [2.0, 4.0, 1.0, 1.0, 20.0, 80.0],
    ]
)
FINAL = np.array(
    [
        [40.0, 2.0, 5.0, 0.0, 8.0, 0.0],
        [70.0, 0.0, 2.0, 0.0, 3.0, 0.0],
        [4.0, 0.0, 30.0, 1.0, 2.0, 0.0],
        [1.0, 0.0, 40.0, 0.0, 1.0, 0.0],
        [6.0, 0.0, 3.0, 0.0, 90.0, 4.0],
        [5.0, 0.0, 2.0, 0.0, 260.0, 0.0],
    ]
)
OUTPUT = FLOWS.sum(axis=1) + FINAL.sum(axis=1)
VALUE_ADDED = OUTPUT - FLOWS.sum(axis=0)


def write_csv(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def icio(folder: Path, final: np.ndarray = FINAL) -> Path:
    """OECD: one header row, industries and final demand as COUNTRY_CODE, taxes, value added and output below."""
    demand = [f"{country}_{kind}" for country in COUNTRIES for kind in DEMAND]
    names = [f"{country}_{industry}" for country, industry in LABELS]
    rows: list[list[object]] = [["V1", *names, *demand, "OUT"]]
    rows += [[name, *FLOWS[k], *final[k], OUTPUT[k]] for k, name in enumerate(names)]
    rows += [["TLS", *[0.0] * 12, 0.0], ["VA", *VALUE_ADDED, *[0.0] * 6, 0.0], ["OUT", *OUTPUT, *[0.0] * 6, 0.0]]
    return write_csv(folder / "ICIO2021_2018.csv", rows)


def wiod2016(folder: Path, cell: str | None = None) -> Path:
    """WIOD 2016, CSV of the R files: labels in five columns, columns AUS1 AUS2 ..., totals in rows of TOT."""
    numbers = [*range(1, len(INDUSTRIES) + 1)]
    demand = [f"{c}{k}" for c in COUNTRIES for k in (3, 4)]
    header = ["IndustryCode", "IndustryDescription", "Country", "RNr", "Year"]
    rows: list[list[object]] = [[*header, *(f"{c}{k}" for c in COUNTRIES for k in numbers), *demand, "TOT"]]
    for k, (country, industry) in enumerate(LABELS):
        label = [industry, f"{industry} of all kinds", country, k % 2 + 1, 2014]
        rows.append([*label, *FLOWS[k], *FINAL[k], OUTPUT[k]])
    rows.append(["VA", "Value added", "TOT", 71, 2014, *VALUE_ADDED, *[0.0] * 6, 0.0])
    if cell is not None:
        rows[2][6] = cell
    return write_csv(folder / "WIOT2014_Nov16_ROW.csv", rows)


def wiod2013(folder: Path) -> Path:
    """WIOD 2013: a sheet with four rows and four columns of labels, totals below and to the right."""
    pandas = import_module("pandas")

    codes = [*[CODES[k % 2] for k in range(6)], *["F"] * 6, "TOT"]
    names = [*[INDUSTRIES[k % 2] for k in range(6)], *[DEMAND[k % 2] for k in range(6)], "Output"]
    owners = [*(c for c, _ in LABELS), *(c for c in COUNTRIES for _ in DEMAND), "TOT"]
    numbers = [*["c1", "c35"] * 3, *["c37", "c41"] * 3, "c62"]
    blank: list[object] = [None] * 13
    heads: list[tuple[str | None, list[object]]] = [
        ("WIOT: industry by industry, 2011", blank),
        (None, blank),
        ("(industry-by-industry)", codes),
        ("(millions of US$)", names),
        (None, owners),
        (None, numbers),
    ]
    rows: list[list[object]] = [[said, None, None, None, *labels] for said, labels in heads]
    for k, (country, industry) in enumerate(LABELS):
        rows.append([codes[k], industry, country, numbers[k], *FLOWS[k], *FINAL[k], OUTPUT[k]])
    rows.append([None, "Total inputs", "TOT", "r60", *FLOWS.sum(axis=0), *[0.0] * 6, 0.0])
    rows.append([None, "Value added", "TOT", "r64", *VALUE_ADDED, *[0.0] * 6, 0.0])
    rows.append([None, "Output", "TOT", "r69", *OUTPUT, *[0.0] * 6, 0.0])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "wiot11_row_apr12.xlsx"
    pandas.DataFrame(rows).to_excel(path, header=False, index=False)
    return path


def eora(folder: Path) -> Path:
    """Eora26: matrices and labels as text files with tabs; a rest of the world of zeros."""

    def write(name: str, rows: Sequence[Sequence[object]]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
        (folder / name).write_text(text + "\n", encoding="utf-8")

    labels = [["Full", country, "Industries", industry] for country, industry in LABELS]
    write("labels_T.txt", [*labels, ["ROW", "ROW", "TOTAL", "TOTAL"]])
    final_labels = [["Full", country, "Final demand", kind] for country in COUNTRIES for kind in DEMAND]
    write("labels_FD.txt", [*final_labels, ["ROW", "ROW", "Final demand", "TOTAL"]])
    write("labels_VA.txt", [["Primary inputs", "Compensation"]])
    write("labels_Q.txt", [["Energy use (TJ)", "Gas"]])
    edge = [0.0] * 7
    write("Eora26_2015_bp_T.txt", [*([*row, 0.0] for row in FLOWS), edge])
    write("Eora26_2015_bp_FD.txt", [*([*row, 0.0] for row in FINAL), edge])
    write("Eora26_2015_bp_VA.txt", [[*VALUE_ADDED, 0.0]])
    write("Eora26_2015_bp_Q.txt", [edge])
    write("Eora26_2015_bp_QY.txt", [edge])
    return folder


def exiobase(folder: Path) -> Path:
    """EXIOBASE 3, as pymrio saves tables: countries of two letters, input coefficients, final demand."""
    pandas, pymrio = import_module("pandas"), import_module("pymrio")

    labels = [(country[:2], industry) for country, industry in LABELS]
    rows = pandas.MultiIndex.from_tuples(labels, names=["region", "sector"])
    demand = pandas.MultiIndex.from_product(
        [[country[:2] for country in COUNTRIES], DEMAND], names=["region", "category"]
    )
    table = pymrio.IOSystem(
        A=pandas.DataFrame(FLOWS / OUTPUT, index=rows, columns=rows),
        Y=pandas.DataFrame(FINAL, index=rows, columns=demand),
        unit=pandas.DataFrame({"unit": ["M.EUR"] * 6}, index=rows),
    )
    table.save_all(folder)
    return folder


def gloria(folder: Path) -> Path:
    """GLORIA: supply and use in one matrix without labels, which are in the sheets of a workbook."""
    pandas = import_module("pandas")

    stem = "20220101_120secMother_AllCountries_002_{}-Results_2019_059_Markup001(full).csv"
    tables, satellites = folder / "GLORIA_MRIOs_59_2019", folder / "GLORIA_SatelliteAccounts_059_2019"
    order = [country * 4 + system * 2 + k for country in range(3) for system in (0, 1) for k in (0, 1)]
    industry = [k for k in order if k % 4 < 2]
    product = [k for k in order if k % 4 >= 2]
    transactions, final = np.zeros((12, 12)), np.zeros((12, 6))
    transactions[np.ix_(industry, product)] = np.diag(OUTPUT)
    transactions[np.ix_(product, industry)] = FLOWS
    final[product] = FINAL
    value_added = np.zeros((6, 12))
    value_added[[0, 0, 2, 2, 4, 4], industry] = VALUE_ADDED
    for name, table in {"T": transactions, "Y": final, "V": value_added}.items():
        write_csv(tables / stem.format(name), table.tolist())
    write_csv(satellites / stem.format("TQ"), [[0.0] * 12])
    write_csv(satellites / stem.format("YQ"), [[0.0] * 6])
    with pandas.ExcelWriter(folder / "GLORIA_ReadMe_059.xlsx") as book:
        regions = {"Region_acronyms": COUNTRIES, "Region_names": COUNTRIES}
        pandas.DataFrame(regions).to_excel(book, sheet_name="Regions")
        pandas.DataFrame({"Sector_names": INDUSTRIES}).to_excel(book, sheet_name="Sectors")
        sheet = pandas.DataFrame({"Final_demand_names": DEMAND, "Value_added_names": ["Compensation", "Profits"]})
        sheet.to_excel(book, sheet_name="Value added and final demand")
        heads = {"Sat_indicator": ["Gas"], "Sat_head_indicator": ["Energy"], "Sat_unit": ["TJ"]}
        pandas.DataFrame(heads).to_excel(book, sheet_name="Satellites")
    return folder
