"""Measure the record: appending, the root after opening, proofs and verification; beside pymerkle if it is there."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from detente.record import (
    Draft,
    KeyKind,
    append,
    export_bundle,
    new_key,
    new_sqlite_store,
    open_sqlite_store,
    policy_text,
    prove_growth,
    prove_inclusion,
    start_record,
    verify_bundle,
)
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.tree import CompactRange, compact_range, leaf_hash

NOON = datetime(2025, 11, 30, 12, tzinfo=UTC)
KEY = new_key("example.org/benchmark", KeyKind.LOG)
PROOFS = 2_000
CHARTER = Draft("charter", "north", {"title": "Benchmark", "policy": policy_text(KEY.verifier, {}, 0)})


def leaf(number: int) -> bytes:
    """The bytes of one leaf, the same as in peer.py."""
    return b'{"at":"2025-11-30T12:00:00Z","by":"north","index":%d,"kind":"declaration"}' % number


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def both(work: Callable[[], object]) -> tuple[float, float]:
    """How long some work takes by the clock, and how long this program was at work, which others cannot slow down."""
    began, at_work = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - at_work


def bare_tree(folder: Path, size: int) -> dict[str, object]:
    """Leaves and hashes alone, in one transaction, with a head at the end: what pymerkle does."""
    said: dict[str, object] = {}
    leaves = [leaf(number) for number in range(size)]
    tree = CompactRange()

    def in_memory() -> None:
        nonlocal tree
        tree, _ = CompactRange().grown_by(map(leaf_hash, leaves))

    said["append in memory"] = seconds(in_memory) / size
    said["root"] = tree.root().hex()
    with new_sqlite_store(folder / "bare.record") as store:

        def in_one_commit() -> None:
            grown, hashes = CompactRange().grown_by(map(leaf_hash, leaves))
            head = str(sign_checkpoint(Checkpoint(KEY.name, grown.size, grown.root()), KEY))
            with store.writing():
                store.add(0, hashes, leaves, [(size, head)])
                store.add_policy(0)

        took, at_work = both(in_one_commit)
        said["append, one commit"], said["append, one commit, at work"] = took / size, at_work / size
    with open_sqlite_store(folder / "bare.record") as store:
        said["root after open"] = seconds(lambda: compact_range(store.node, store.size()).root())
        said["root after open agrees"] = compact_range(store.node, store.size()).root() == tree.root()
        step = max(1, size // PROOFS)
        said |= spread("proof", [both(lambda i=i: prove_inclusion(store, i)) for i in range(0, size, step)])
        said |= spread("growth", [both(lambda i=i: prove_growth(store, i)) for i in range(1, size, step)])
    with open_sqlite_store(folder / "bare.record") as store:
        said["proof, first"] = seconds(lambda: prove_inclusion(store, size // 3))
    return said


def spread(name: str, took: list[tuple[float, float]]) -> dict[str, float]:
    """Median and tails of some times, by the clock and at work."""
    said = {}
    for column, kind in enumerate(("", ", at work")):
        ordered = sorted(times[column] for times in took)
        said |= {f"{name}, {share}th percentile{kind}": ordered[len(ordered) * share // 100] for share in (50, 95, 99)}
    return said


def whole_record(folder: Path, size: int) -> dict[str, object]:
    """Entries as a user makes them: checked, canonical, each under a signed head; one a commit, and verified."""
    said: dict[str, object] = {}
    drafts = [Draft("declaration", "north", {"title": f"Declaration {number}"}) for number in range(size)]
    with new_sqlite_store(folder / "whole.record") as store:
        start_record(store, KEY, CHARTER, NOON)
        took = seconds(lambda: [append(store, KEY, [draft], NOON, None) for draft in drafts])
        said["append, one a commit"] = took / size
        said["append, one commit"] = seconds(lambda: append(store, KEY, drafts, NOON, None)) / size
        lines = list(export_bundle(store))
        said["verify, an entry"] = seconds(lambda: verify_bundle(lines)) / (2 * size)
    return said


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=2_000)
    parser.add_argument("--peer", help="interpreter that has pymerkle")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        report = {
            "bare tree": bare_tree(folder, wanted.leaves),
            "whole record": whole_record(folder, wanted.entries),
        }
        if wanted.peer:
            command = [wanted.peer, str(Path(__file__).with_name("peer.py"))]
            words = [place, str(wanted.leaves), str(wanted.entries)]
            ended = subprocess.run([*command, *words], check=True, capture_output=True, text=True)
            report["pymerkle"] = json.loads(ended.stdout)
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
