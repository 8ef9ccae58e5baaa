"""The page of measurements and its figures, made from benchmarks/results.json.

``python benchmarks/measurements.py`` writes docs/explanation/measurements.md and docs/images/growth-*.svg.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from detente.plots import WIDE, Frame, GrowthCurve, draw_growth

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = "docs/explanation/measurements.md"
DASHED = "Both axes run in powers of ten. The dashed line grows in proportion."
MANY_WORLDS, BLOCK, MANY_CASES, USUAL = 1_000_000, 10_000, 10_000, 1_000
"""What the way up is planned for, and the worlds of a usual run."""

SHOWN = 0.05
"""Seconds that a stage must take somewhere to have a line of its own."""


def files_of(told: Mapping[str, Any]) -> dict[str, str]:
    """The page and its figures by their places."""
    runs = told["growth"]["runs"]
    seconds, memory = _curves(runs, "seconds", SHOWN), _memory(runs)
    text = "\n".join([*_head(told), *_pairs(told), *_stages(told), *_growth(runs, seconds), *_on_paper(told)])
    return {
        PAGE: text + "\n",
        "docs/images/growth-seconds.svg": _drawn(
            seconds, "Seconds of each stage, equilibria known", "How seconds of each stage grow with worlds"
        ),
        "docs/images/growth-memory.svg": _drawn(
            memory, "Peak memory after a stage, MiB", "How peak memory grows with worlds"
        ),
    }


def _drawn(curves: Sequence[GrowthCurve], unit: str, title: str) -> str:
    return draw_growth(curves, unit, "worlds", Frame("growth", title, DASHED, WIDE)) + "\n"


def _head(told: Mapping[str, Any]) -> list[str]:
    machine = told["machine"]
    libraries = ", ".join(f"{name} {version}" for name, version in machine["libraries"].items())
    size = "Small problems (`--quick`)." if told["quick"] else "Full problems."
    return [
        "# Measurements",
        "",
        "Written by `make bench` from `benchmarks/results.json`; a test checks that the two agree. What each benchmark",
        "does, and what falls short, is in the README of its folder under `benchmarks/`.",
        "",
        f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, {libraries}. {size}",
        f"While it ran, {machine['load_average']:g} programs on average wanted a core, for others shared the machine.",
        "Seconds by the clock are then longer than on an idle one. Ratios suffer less: both sides ran in the same",
        "minutes.",
    ]


def _pairs(told: Mapping[str, Any]) -> list[str]:
    rows = [
        "",
        "## Side by side",
        "",
        "Medians of all runs. The range of the ratio sets our slowest run against their fastest, and the other way",
        "round.",
        "",
        "| Stage | Problem | Peer | Ours, s | Theirs, s | Ratio | Range | Same answer |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for pair in told["pairs"]:
        ours, theirs = pair["ours"], pair["theirs"]
        ratio, low, high = median(theirs) / median(ours), min(theirs) / max(ours), max(theirs) / min(ours)
        rows.append(
            f"| {pair['stage']} | {pair['problem']} | {pair['peer']} | {median(ours):.2g} | {median(theirs):.2g} | "
            f"{_plain(ratio)} | {_plain(low)} to {_plain(high)} | "
            f"{'yes' if pair['same'] else '**no**'}: {pair['compared']} |"
        )
    missing = [f"Missing: {name}. {reason}" for name, reason in told["missing"].items()]
    return [*rows, *(["", *missing] if missing else [])]


def _plain(value: float) -> str:
    """Two digits that count, never with an exponent.

    >>> _plain(1234.5), _plain(0.0321)
    ('1,200', '0.032')
    """
    digits = 1 - math.floor(math.log10(value))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


def _stages(told: Mapping[str, Any]) -> list[str]:
    cold, first = told["growth"]["cold"], told["growth"]["runs"][0]
    rows = [
        "",
        "## Seconds of each stage",
        "",
        f"`detente assess {told['growth']['case']}`, {cold['worlds']:,} worlds, one core: the first run, and a second",
        "one that recalls what was solved ([how](../adr/0022-cache.md)).",
        "",
        "| Stage | First run, s | Second run, s |",
        "| --- | --- | --- |",
    ]
    rows += [
        f"| {stage} | {seconds:.2f} | {first['seconds'][stage]:.2f} |" for stage, seconds in cold["seconds"].items()
    ]
    rows.append(f"| all stages | {cold['seconds_total']:.1f} | {first['seconds_total']:.1f} |")
    rows.append(
        f"| of processor, start and imports included | {cold['seconds_at_work']:.1f} | {first['seconds_at_work']:.1f} |"
    )
    return rows


def _growth(runs: Sequence[Mapping[str, Any]], curves: Sequence[GrowthCurve]) -> list[str]:
    rows = [
        "",
        "## Growth with worlds",
        "",
        "Equilibria are solved in at most 64 worlds. Where payoffs or wholes jump, some were solved again between",
        "two sizes instead of recalled: such rows show no growth, and the total of the processor is an upper bound.",
        "The dashed line grows in proportion; a power of 1 means in proportion, 0 not at all.",
        "",
        "![Seconds of each stage against worlds, powers of ten on both axes](../images/growth-seconds.svg)",
        "",
        "| Stage | " + " | ".join(f"{run['worlds']:,}" for run in runs) + " | Power | Seconds for 1,000 more worlds |",
        "| --- |" + " --- |" * (len(runs) + 2),
    ]
    for curve in curves:
        cells = " | ".join(f"{value:.2f}" for value in curve.values)
        rows.append(f"| {curve.label} | {cells} | {power_of(curve):.2f} | {1000 * slope_of(curve):.2f} |")
    total, peak = _at_work(runs), _peak(runs)
    cells = " | ".join(f"{value:.1f}" for value in total.values)
    rows.append(f"| all, of processor | {cells} | {power_of(total):.2f} | {1000 * slope_of(total):.2f} |")
    return [
        *rows,
        "",
        "![Peak memory after stages against worlds, powers of ten on both axes](../images/growth-memory.svg)",
        "",
        f"Peak memory grows by {1000 * slope_of(peak):.0f} MiB for 1,000 more worlds, from {peak.values[0]:.0f} MiB at "
        f"{total.sizes[0]:,}.",
    ]


def _at_work(runs: Sequence[Mapping[str, Any]]) -> GrowthCurve:
    """Seconds of the processor in all, start and imports included."""
    return GrowthCurve("", [run["worlds"] for run in runs], [run["seconds_at_work"] for run in runs])


def _peak(runs: Sequence[Mapping[str, Any]]) -> GrowthCurve:
    """Peak memory in the end, MiB."""
    last = [list(run["peak_memory_mib_after"].values())[-1] for run in runs]
    return GrowthCurve("", [run["worlds"] for run in runs], last)


def _on_paper(told: Mapping[str, Any]) -> list[str]:
    """What the slopes come to far beyond the largest size measured."""
    largest = told["growth"]["runs"][-1]["worlds"]
    return [
        "",
        "## Extended on paper",
        "",
        "Straight lines through the sizes above, drawn on to where nobody has run it ([the plan](way-up.md)). Beyond",
        f"{largest:,} worlds every figure is an extrapolation.",
        "",
        "| What | Hours of the processor | Memory of one process, GiB |",
        "| --- | --- | --- |",
        *(f"| {what} | {hours:,.{'1f' if hours < 10 else '0f'}} | {gib:,.1f} |" for what, hours, gib in _plans(told)),
    ]


def _plans(told: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    """Each plan with its hours of the processor and the GiB of one of its processes."""
    runs, cold = told["growth"]["runs"], told["growth"]["cold"]
    total, peak = _at_work(runs), _peak(runs)
    start = total.values[0] - slope_of(total) * total.sizes[0]
    hours, blocks = slope_of(total) * MANY_WORLDS / 3600, MANY_WORLDS // BLOCK
    gib = [(peak.values[0] + slope_of(peak) * (worlds - peak.sizes[0])) / 1024 for worlds in (MANY_WORLDS, BLOCK)]
    usual = min(range(len(runs)), key=lambda k: abs(runs[k]["worlds"] - USUAL))
    known, new = f"{runs[usual]['worlds']:,} worlds, all markets known", f"{cold['worlds']:,} worlds, nothing known"
    first = list(cold["peak_memory_mib_after"].values())[-1]
    return [
        (f"{MANY_WORLDS:,} worlds of this case at once", hours, gib[0]),
        (f"the same in {blocks} blocks of {BLOCK:,}", hours + blocks * start / 3600, gib[1]),
        (f"{MANY_CASES:,} cases like it, {known}", MANY_CASES * total.values[usual] / 3600, peak.values[usual] / 1024),
        (f"{MANY_CASES:,} cases like it, {new}", MANY_CASES * cold["seconds_at_work"] / 3600, first / 1024),
    ]


def power_of(curve: GrowthCurve) -> float:
    """Slope of a straight line through logarithms, by least squares."""
    return slope_of(GrowthCurve("", [math.log(s) for s in curve.sizes], [math.log(v) for v in curve.values]))


def slope_of(curve: GrowthCurve) -> float:
    """Slope of a straight line, by least squares."""
    middle, level = sum(curve.sizes) / len(curve.sizes), sum(curve.values) / len(curve.values)
    across = [size - middle for size in curve.sizes]
    rise = sum(x * (value - level) for x, value in zip(across, curve.values, strict=True))
    return rise / sum(x * x for x in across)


def _curves(runs: Sequence[Mapping[str, Any]], key: str, least: float) -> list[GrowthCurve]:
    sizes = [run["worlds"] for run in runs]
    found = (GrowthCurve(stage, sizes, [run[key][stage] for run in runs]) for stage in runs[0][key])
    return [curve for curve in found if max(curve.values) >= least and min(curve.values) > 0]


def _memory(runs: Sequence[Mapping[str, Any]]) -> list[GrowthCurve]:
    """After a few stages only: peaks never fall, so that others lie between."""
    shown = ("reading", "payoffs", "preferences", "deals", "report")
    return [c for c in _curves(runs, "peak_memory_mib_after", 0.0) if c.label in shown]


def main() -> None:
    """Write the page and the figures."""
    for place, text in files_of(json.loads(RESULTS.read_text(encoding="utf-8"))).items():
        (ROOT / place).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{place}\n")


if __name__ == "__main__":
    main()
