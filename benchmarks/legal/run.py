"""Screening side by side with brute force: recall, precision, time and memory.

python benchmarks/legal/run.py [--names 1000000] [--queries 200]
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from pathlib import Path

from names import RULES, invented_names
from rapidfuzz import fuzz, process
from threadpoolctl import threadpool_limits

from detente.case import ListEntry, ScreenedName
from detente.legal.screening import NameIndex, build_index, screen_name
from detente.legal.screening.normalise import read_name

TOP = 50
BRUTE_QUERIES = 5


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def resident_mb() -> float:
    """Memory held now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Measure and print one row per rule."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    given = parser.parse_args()
    before, began = resident_mb(), time.perf_counter()
    index = build_index(
        ListEntry(f"e{k}", (name,), source="invented") for k, name in enumerate(invented_names(given.names, 1))
    )
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    say(f"Built in {time.perf_counter() - began:.0f} s: {len(index.names):,} names, {resident_mb() - before:.0f} MB.")
    say(f"The whole process holds {resident_mb():.0f} MB, {highest:.0f} MB at most while it was built.")
    rng = random.Random(7)
    chosen = rng.sample(range(given.names), given.queries)
    say("\n| rule | recall at 50 | first | hits over 0.82 that are right | CPU ms, median | CPU ms, 95th |")
    say("| --- | --- | --- | --- | --- | --- |")
    with threadpool_limits(1):
        for rule, write in RULES.items():
            say(measure(index, rule, [(k, write(index.names.of(k), rng)) for k in chosen]))
        say("\n" + measure_strangers(index, list(invented_names(given.queries, 99))))
        brute_force(index, [(k, RULES["one typo"](index.names.of(k), rng)) for k in chosen[:BRUTE_QUERIES]])


def measure(index: NameIndex, rule: str, pairs: list[tuple[int, str]]) -> str:
    """Recall at 50, precision over the default threshold, and time per query."""
    found, first, right, flagged, times = 0, 0, 0, 0, []
    for number, query in pairs:
        began = time.process_time()
        hits = screen_name(index, ScreenedName("q", query), top=TOP, threshold=0.0).hits
        times.append((time.process_time() - began) * 1e3)
        ids = [hit.entry.id for hit in hits]
        found += f"e{number}" in ids
        first += ids[:1] == [f"e{number}"]
        over = [hit.entry.id for hit in hits if hit.score >= 0.82]
        flagged += len(over)
        right += f"e{number}" in over
    count = len(pairs)
    return (
        f"| {rule} | {found / count:.3f} | {first / count:.3f} | {right}/{flagged} | {statistics.median(times):.1f} | "
        f"{sorted(times)[int(0.95 * count)]:.1f} |"
    )


def measure_strangers(index: NameIndex, strangers: list[str]) -> str:
    """Hits for names that stand on no list."""
    counts = [len(screen_name(index, ScreenedName("q", name)).hits) for name in strangers]
    return f"Names on no list: {sum(n > 0 for n in counts)} of {len(counts)} have a hit over 0.82."


def brute_force(index: NameIndex, pairs: list[tuple[int, str]]) -> None:
    """The same by comparing with every name, on one core."""
    cores = [index.cores.of(k) for k in range(len(index.cores))]
    times, found = [], 0
    for number, query in pairs:
        began = time.process_time()
        best = process.extract(read_name(query).core, cores, scorer=fuzz.token_sort_ratio, limit=TOP)
        times.append((time.process_time() - began) * 1e3)
        found += number in [position for _, _, position in best]
    say(
        f"rapidfuzz over every name, one typo: {found} of {len(pairs)} found, "
        f"{statistics.median(times):.0f} CPU ms each."
    )


if __name__ == "__main__":
    main()
