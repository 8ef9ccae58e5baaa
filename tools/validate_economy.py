"""Hold the trade model against published figures, and write the page that shows the result.

    python tools/validate_economy.py [--reference FOLDER] [--output FILE]

The data of Caliendo and Parro (2015) are read from the folder beside the project; without it, the page says that the
tables of the paper were not compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from validate_coalitions import joining_part, together_part
from validate_paper import beyond_part

from detente.economy.trade import (
    Baseline,
    Equilibrium,
    LeverTable,
    baseline_from_npz,
    first_order,
    group_rows,
    shock_from_levers,
    solve,
    tariffs_to,
)
from detente.economy.trade.builtin import builtin_baseline, builtin_groups, elasticity_sets

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT.parent / "shared" / "reference" / "trade"
PAGE = ROOT / "docs" / "explanation" / "economy-validation.md"
PERCENT = 100
SERVICES = ("TRN", "SER")
SHOWN = ("RUS", "BAL", "POL", "CEE", "DEU", "USA", "CHN", "TUR", "UKR")
SHOCKS = {"doubled costs": ("iceberg", 2.0), "embargo": ("quantity", 0.0)}
NAFTA = ("Mexico", "Canada", "USA")
TRADED = 20
VEHICLES = "VEH"
ALIKE = {"doubled costs": -4.8, "embargo": -4.0}
"""Published figures on doubled barriers and on full decoupling, both against the West as a whole."""

Key = tuple[str, str, str]

INTRODUCTION = """\
# The trade model against published figures

This page is written by `python tools/validate_economy.py`. Figures are changes of real income in percent.

## Sanctions between a coalition and Russia

Two shocks on the [built-in baseline](baseline.md): all costs of trade between the sanctioning coalition and Russia
double, and all trade between them stops, both ways, in all goods (services go on). Deficits keep their share of world
income. Nothing is fitted to the published figures.
"""

PUBLISHED = """
Published figures for Russia, and what they are about:

| Figure | What changes | Where |
| --- | --- | --- |
| -4.8 | non-tariff barriers to the West double, all goods | "Trade decoupling from Russia", abstract |
| over -4 | full decoupling from the West | Flach, Heiland, Larch, Steininger and Teti (2024), abstract |
| -3.4 | a wider ban by the EU, value added | Imbs and Pauwels (2024), files; scenario inferred |
| -1.5 | the measures of 2014 | Chowdhry, Hinz, Kamin and Wanner (2024) |
| -1.2 | ban on energy and mining by the EU, value added | Imbs and Pauwels (2024), files; scenario inferred |
| -0.3 | the measures of 2014 to 2019 | Flach, Heiland, Larch, Steininger and Teti (2024), abstract |

What to take from this:

- In the long run doubled costs put Russia between {doubled}, an embargo between {embargo}. Of the published
  figures, -4.8 is about the first and lies {doubled_where}; "over -4" is about the second and starts
  {embargo_where}. The spread over three sets of elasticities is the finding: not even the first digit is sure.
- Regions and sectors that are lumped together hide trade. An independent solver, on the finer tables of the same
  source (41 regions, 35 sectors), had given -5.37 for doubled costs where 21 regions and 12 sectors gave -4.95.
- How much an embargo adds to doubled costs depends on the set: the loss is {mild:.2f} times as large with `{mildest}`,
  where little trade is left by then, and {hard:.2f} times with `{hardest}`.
- In the short run losses are larger, up to {short:.1f}. Transport equipment carries the extreme: with trade in it
  going on, the same embargo gives {without:.1f}. Its short-run elasticity of {vehicles:.1f} says that nearly nothing
  replaces what is lost. Read such a figure as a limit, not as a forecast.
- Costs of the senders are small beside Russia's, and uneven: {bearer} bears most for its size in every row.
- With services included, our doubled costs give {services}.
"""

PAPER = """
## NAFTA as in Caliendo and Parro (2015)

Ours from the data of the paper, 31 countries and 40 sectors, beside the printed figure. These are the paper's
first-order measures; [the trade model](trade-model.md#the-payoff-exact-real-income) says why the payoff here is the
exact change. Last digits that differ are ties, or sums of rounded columns in print.
"""


def sanctions(baseline: Baseline, lever: str, factor: float, sectors: Sequence[str]) -> Equilibrium:
    """The world after a shock to all trade in `sectors` between the coalition and Russia, both ways."""
    coalition = builtin_groups()["sanctioning_coalition"]
    pairs = [pair for member in coalition for pair in ((member, "RUS"), ("RUS", member))]
    rows = [(lever, origin, destination, sector, factor) for origin, destination in pairs for sector in sectors]
    return solve(baseline, shock_from_levers(baseline, LeverTable(*zip(*rows, strict=True))))


def sanctions_part() -> Iterator[str]:
    """The table of sets, horizons and shocks, and what is published."""
    goods = [sector for sector in builtin_baseline().sectors if sector not in SERVICES]
    solved = {
        (run, name, shock): sanctions(builtin_baseline(name, run), lever, factor, goods)
        for run in ("long", "short")
        for name in elasticity_sets()
        for shock, (lever, factor) in SHOCKS.items()
    }
    yield INTRODUCTION
    head = ["Run", "Elasticities", "Shock", *SHOWN, "developing economies"]
    yield from table(head, ([run, f"`{name}`", shock, *_row(end)] for (run, name, shock), end in solved.items()))
    yield PUBLISHED.format(**_findings(solved, goods))


def _row(end: Equilibrium) -> list[str]:
    developing = {"developing": builtin_groups()["developing_economies"]}
    return [
        *(f"{change(end, r):+.2f}" for r in SHOWN),
        f"{PERCENT * group_rows(end, developing)[0].real_income_change:+.2f}",
    ]


def _findings(solved: dict[Key, Equilibrium], goods: Sequence[str]) -> dict[str, float | str]:
    """What the sentences below the table say, computed."""
    russia = {key: change(end, "RUS") for key, end in solved.items()}
    long = {s: sorted(number for key, number in russia.items() if key[0] == "long" and key[2] == s) for s in SHOCKS}
    ratio = {n: russia["long", n, "embargo"] / russia["long", n, "doubled costs"] for n in elasticity_sets()}
    worst = min(russia, key=russia.__getitem__)
    hardest, mildest = max(ratio, key=ratio.__getitem__), min(ratio, key=ratio.__getitem__)
    world = solved[worst].baseline
    return {
        **{s.split()[0]: f"{numbers[-1]:.1f} and {numbers[0]:.1f}" for s, numbers in long.items()},
        **{f"{s.split()[0]}_where": _where(ALIKE[s], numbers) for s, numbers in long.items()},
        "hardest": hardest,
        "mildest": mildest,
        "hard": ratio[hardest],
        "mild": ratio[mildest],
        "short": russia[worst],
        "without": change(sanctions(world, *SHOCKS[worst[2]], [s for s in goods if s != VEHICLES]), "RUS"),
        "vehicles": float(world.theta[world.sectors.index(VEHICLES)]),
        "bearer": " or ".join(sorted({_bearer(end) for end in solved.values()})),
        "services": _with_services(),
    }


def _where(number: float, found: Sequence[float]) -> str:
    """Whether a published loss is within ours, or larger or smaller than all of them; `found` is sorted."""
    if number < found[0]:
        return "beyond all three"
    return "below all three" if number > found[-1] else "among the three"


def _bearer(end: Equilibrium) -> str:
    return min(builtin_groups()["sanctioning_coalition"], key=lambda region: change(end, region))


def _with_services() -> str:
    every = builtin_baseline().sectors
    worlds = {name: sanctions(builtin_baseline(name), *SHOCKS["doubled costs"], every) for name in elasticity_sets()}
    return ", ".join(f"{change(end, 'RUS'):.2f} (`{name}`)" for name, end in worlds.items())


def change(end: Equilibrium, region: str) -> float:
    """Exact change of real income of a region, in percent."""
    return PERCENT * float(end.real_income_hat[end.baseline.regions.index(region)] - 1)


def coalition_part() -> Iterator[str]:
    """What one more sender adds, and what acting together does."""
    for part in (joining_part, together_part):
        introduction, head, *rows, published = part()
        yield str(introduction)
        yield from table(head, rows)
        yield str(published)


def paper_part(reference: Path) -> Iterator[str]:
    """Tables 2, 3 and A3 of the paper, ours beside the printed ones."""
    printed = json.loads((reference / "cp2015_expected.json").read_text(encoding="utf-8"))
    end = nafta(reference)
    parts, at = first_order(end), end.baseline.regions.index
    measures = {
        "welfare": parts.total,
        "tot": parts.terms_of_trade.sum(axis=(0, 2)),
        "vot": parts.volume_of_trade.sum(axis=(0, 2)),
        "realwage": end.real_wage_hat - 1,
    }
    ours = {name: PERCENT * measure for name, measure in measures.items()}
    inside = np.isin(end.baseline.regions, NAFTA)
    yield PAPER
    yield "Table 2: welfare, terms of trade, volume of trade, real wage; and the exact change of real income.\n"
    rows = (
        [c, *_beside([ours[m][at(c)] for m in ours], printed["table2"][c].values(), 2), f"{change(end, c):+.3f}"]
        for c in NAFTA
    )
    yield from table(["Country", *_titles(ours), "exact"], rows)
    yield "\nTable 3: terms and volume of trade, with the partners of the agreement and with all others.\n"
    split = {
        c: [
            PERCENT * m[:, at(c), where].sum()
            for m in (parts.terms_of_trade, parts.volume_of_trade)
            for where in (inside, ~inside)
        ]
        for c in NAFTA
    }
    rows = ([c, *_beside(split[c], printed["table3"][c], 2)] for c in NAFTA)
    yield from table(["Country", *_titles(["tot, partners", "tot, others", "vot, partners", "vot, others"])], rows)
    yield "\nTable A3: all other countries. Spain's terms of trade are taken for a misprint: its row implies -0.007.\n"
    a3 = printed["tableA3"]
    rows = ([c, *_beside([ours[m][at(c)] for m in ("welfare", "tot", "vot")], a3[c].values(), 3)] for c in a3)
    yield from table(["Country", *_titles(["welfare", "tot", "vot"])], rows)


def beyond_tables(reference: Path) -> Iterator[str]:
    """What the paper shows beside tables 2, 3 and A3: text, and tables that start after it."""
    rows: list[Sequence[str]] = []
    for line in [*beyond_part(reference), ""]:
        if isinstance(line, str):
            yield from table(rows[0], rows[1:]) if rows else ()
            rows = []
            yield from [line] if line else ()
        else:
            rows.append(line)


def nafta(reference: Path) -> Equilibrium:
    """Tariffs between the three partners as in 2005, all others as in 1993."""
    base = baseline_from_npz(str(reference / "cp2015_base_noS.npz"))
    tariff = np.array(base.tariff)
    with np.load(reference / "cp2015_raw1993.npz") as raw:
        later = raw["tariff2005"]
    for buyer in NAFTA:
        for seller in sorted(set(NAFTA) - {buyer}):
            n, i = base.regions.index(buyer), base.regions.index(seller)
            tariff[:TRADED, n, i] = 1 + later[:, n, i] / PERCENT
    return solve(base, tariffs_to(base, tariff))


def _titles(measures: Iterable[str]) -> list[str]:
    return [f"{measure}, {whose}" for measure in measures for whose in ("ours", "printed")]


def _beside(ours: Iterable[float], printed: Iterable[float], digits: int) -> list[str]:
    pairs = zip(ours, printed, strict=True)
    # Adding zero turns -0.00 into +0.00.
    return [f"{round(float(number), digits) + 0.0:+.{digits}f}" for pair in pairs for number in pair]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def page(reference: Path) -> str:
    """The whole page."""
    here = (reference / "cp2015_expected.json").is_file()
    paper = (
        [*paper_part(reference), *beyond_tables(reference)]
        if here
        else ["\nThe tables of Caliendo and Parro (2015) were not compared: their data are not here."]
    )
    return "\n".join([*sanctions_part(), *coalition_part(), *paper]) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", type=Path, default=REFERENCE)
    parser.add_argument("--output", type=Path, default=PAGE)
    chosen = parser.parse_args(arguments)
    chosen.output.write_text(page(chosen.reference), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
