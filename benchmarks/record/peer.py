"""The same leaves in pymerkle; run by an interpreter of its own, which has pymerkle and none of our code."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from pymerkle import InmemoryTree, SqliteTree


def leaf(number: int) -> bytes:
    """The bytes of one leaf, the same as in run.py."""
    return b'{"at":"2025-11-30T12:00:00Z","by":"north","index":%d,"kind":"declaration"}' % number


def seconds(work) -> float:
    """How long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(folder: Path, large: int, single: int) -> None:
    """Print the measurements as JSON."""
    leaves = [leaf(number) for number in range(large)]
    said: dict[str, object] = {}
    tree = InmemoryTree()
    said["append in memory"] = seconds(lambda: [tree.append_entry(data) for data in leaves]) / large
    said["root"] = tree.get_root().hex()
    path = str(folder / "peer.db")
    with SqliteTree(path) as one:
        said["append, one a commit"] = seconds(lambda: [one.append_entry(data) for data in leaves[:single]]) / single
    Path(path).unlink()
    with SqliteTree(path) as many:
        at_work = time.process_time()
        said["append, one commit"] = seconds(lambda: many.append_entries(leaves)) / large
        said["append, one commit, at work"] = (time.process_time() - at_work) / large
    with SqliteTree(path) as again:
        said["root after open"] = seconds(again.get_root)
        said["root after open agrees"] = again.get_root().hex() == said["root"]
        spread = range(1, large + 1, max(1, large // 200))
        took = sorted(seconds(lambda index=index: again.prove_inclusion(index)) for index in spread)
        said["proof, first"] = seconds(lambda: SqliteTree(path).prove_inclusion(large // 3))
        for share in (50, 95, 99):
            said[f"proof, {share}th percentile"] = took[len(took) * share // 100]
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
