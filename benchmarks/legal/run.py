"""Screening side by side with brute force: recall, precision, time and memory.

python benchmarks/legal/run.py [--names 1000000] [--queries 200] [--retrieval trigrams tantivy]
    [--rescore rapidfuzz nomenklatura]

Memory is best read with one retrieval at a time. nomenklatura needs an environment that has it: README.md.
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
from detente.legal.screening import RESCORERS, RETRIEVALS, NameIndex, Rescorer, build_index, new_rescorer, screen_name
from detente.legal.screening.normalise import read_name

TOP, THRESHOLD = 50, 0.82
BRUTE_QUERIES = 5
HEAD = """| rule | recall at 50 | first | hits over 0.82 that are right | CPU ms, median | CPU ms, 95th |
| --- | --- | --- | --- | --- | --- |"""


def say(line: str) -> None:
    """Print one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def resident_mb() -> float:
    """Memory held now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Measure and print one row per rule, for each way of finding and scoring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--retrieval", choices=RETRIEVALS, nargs="*", default=RETRIEVALS)
    parser.add_argument("--rescore", choices=RESCORERS, nargs="*", default=("rapidfuzz",))
    parser.add_argument("--brute-force", type=int, default=BRUTE_QUERIES, help="queries a rule; 0 for none")
    given = parser.parse_args()
    with threadpool_limits(1):
        for retrieval in given.retrieval:
            index = built(given.names, retrieval)
            for rescorer in map(new_rescorer, given.rescore):
                say(f"\nFound by {retrieval}, scored by {rescorer.name}.\n\n{HEAD}")
                for rule, pairs in written_otherwise(index, given.queries).items():
                    say(measure(index, rule, pairs, rescorer))
                say("\n" + measure_strangers(index, list(invented_names(given.queries, 99)), rescorer))
        if given.brute_force:
            say(f"\nrapidfuzz over every name.\n\n{HEAD}")
            for rule, pairs in written_otherwise(index, given.brute_force).items():
                say(brute_force(index, rule, pairs))


def built(count: int, retrieval: str) -> NameIndex:
    """Index invented names and say what it took."""
    before, began = resident_mb(), time.perf_counter()
    entries = (ListEntry(f"e{k}", (name,), source="invented") for k, name in enumerate(invented_names(count, 1)))
    index = build_index(entries, retrieval=retrieval)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    say(f"Built in {time.perf_counter() - began:.0f} s: {len(index.names):,} names, {resident_mb() - before:.0f} MB.")
    say(f"The whole process holds {resident_mb():.0f} MB, {highest:.0f} MB at most so far.")
    return index


def written_otherwise(index: NameIndex, count: int) -> dict[str, list[tuple[int, str]]]:
    """Names of the list, written by each rule: their numbers and the queries."""
    rng = random.Random(7)
    chosen = rng.sample(range(len(index.names)), count)
    return {rule: [(k, write(index.names.of(k), rng)) for k in chosen] for rule, write in RULES.items()}


def measure(index: NameIndex, rule: str, pairs: list[tuple[int, str]], rescorer: Rescorer) -> str:
    """Recall at 50, precision over the default threshold, and time per query."""
    ranked, times = [], []
    for _, query in pairs:
        began = time.process_time()
        hits = screen_name(index, ScreenedName("q", query), TOP, 0.0, rescorer).hits
        times.append((time.process_time() - began) * 1e3)
        ranked.append([(hit.entry.id, hit.score) for hit in hits])
    return row(rule, [f"e{number}" for number, _ in pairs], ranked, times)


def row(rule: str, wanted: list[str], ranked: list[list[tuple[str, float]]], times: list[float]) -> str:
    """One row of the table: how many are found, how many first, what of the hits over 0.82 is right, and the time."""
    found = first = right = flagged = 0
    for id_, hits in zip(wanted, ranked, strict=True):
        ids, over = [hit for hit, _ in hits], [hit for hit, score in hits if score >= THRESHOLD]
        found += id_ in ids
        first += ids[:1] == [id_]
        right += id_ in over
        flagged += len(over)
    count = len(wanted)
    return (
        f"| {rule} | {found / count:.3f} | {first / count:.3f} | {right}/{flagged} | {statistics.median(times):.1f} | "
        f"{sorted(times)[int(0.95 * count)]:.1f} |"
    )


def measure_strangers(index: NameIndex, strangers: list[str], rescorer: Rescorer) -> str:
    """Hits for names that stand on no list."""
    counts = [len(screen_name(index, ScreenedName("q", name), rescorer=rescorer).hits) for name in strangers]
    return f"Names on no list: {sum(n > 0 for n in counts)} of {len(counts)} have a hit over {THRESHOLD}."


def brute_force(index: NameIndex, rule: str, pairs: list[tuple[int, str]]) -> str:
    """The same by comparing with every name, on one core."""
    cores = [index.cores.of(k) for k in range(len(index.cores))]
    ranked, times = [], []
    for _, query in pairs:
        began = time.process_time()
        best = process.extract(read_name(query).core, cores, scorer=fuzz.token_sort_ratio, limit=TOP)
        times.append((time.process_time() - began) * 1e3)
        ranked.append([(f"e{position}", score / 100) for _, score, position in best])
    return row(rule, [f"e{number}" for number, _ in pairs], ranked, times)


if __name__ == "__main__":
    main()
