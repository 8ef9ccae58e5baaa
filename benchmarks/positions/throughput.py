"""Time `detente positions` on folders of articles: documents of 10 kB a second on one core, and memory of a long run.

Run: python benchmarks/positions/throughput.py [--documents 1000]

Articles are put together from the passages of the tests, so that they hold as many claims as real ones and more.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

PASSAGES = Path(__file__).resolve().parents[2] / "tests" / "data" / "positions"
SIZE = 10_000


def main() -> None:
    """Write the folder, run the command on it in a process of its own, and print speed and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    wanted = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for count in (wanted // 10, wanted):
            seconds, busy, peak = timed(folder, count)
            speeds = f"{count / seconds:.0f} a second by the clock, {count / busy:.0f} a second of processor time"
            sys.stdout.write(f"{count} documents: {seconds:.1f} s, {speeds}, {peak:.0f} MB at most\n")


def timed(folder: Path, count: int) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of the processor, and peak memory in MB of one run."""
    articles = folder / f"articles-{count}"
    write_articles(articles, count)
    (folder / "parties.yaml").write_text("Norland: [Haven]\nSudland: [Marisa]\nOstia: []\nAldera: []\n")
    command = [sys.executable, "-m", "detente.cli.main", "positions", "--rules"]
    command += ["--parties", str(folder / "parties.yaml"), str(articles), "--output", str(folder / "claims.jsonl")]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, busy, after.ru_maxrss / 1024


def write_articles(folder: Path, count: int) -> None:
    """Write articles of 10 kB, no two alike."""
    folder.mkdir()
    texts = [p["text"] for path in sorted(PASSAGES.glob("*.yaml")) for p in yaml.safe_load(path.read_text("utf-8"))]
    for number in range(count):
        article, at = f"Article {number}.\n\n", number
        while len(article) < SIZE:
            article += f"{texts[at % len(texts)]} That was report {number}-{at}.\n\n"
            at += 7
        (folder / f"{number:05}.txt").write_text(article[:SIZE], encoding="utf-8")


if __name__ == "__main__":
    main()
