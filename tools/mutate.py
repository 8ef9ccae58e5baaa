"""Which faults would the tests notice?

    python -m pytest --cov --cov-context=test tests/unit tests/property tests/spec
    python tools/mutate.py record --count 60 --seed 1 --output record.csv

Draws small faults in one folder of ``src/detente``, puts each into the running functions of a process of its own, and
runs the tests that reach its line (as the file of coverage says), the narrowest first, until one fails. No file is
changed. A test counts as the one that notices only if it passes without the fault.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gc
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import TextIO

import pytest
from coverage import CoverageData
from mutants import Mutant, find_mutants, with_fault

ROOT = Path(__file__).resolve().parents[1]
OUTCOMES = ("survived", "killed", "timed out", "no code")
SURVIVED, KILLED, TIMED_OUT, NO_CODE = range(4)
COLUMNS = ("file", "line", "kind", "before", "after", "outcome", "noticed_by")

Functions = dict[tuple[str, str, int], list[FunctionType]]
"""Functions by file, name and first line."""


@dataclass
class Noticing:
    """A run of pytest that collects once, and then tries each fault in a fork of itself."""

    mutants: Sequence[Mutant]
    reach: dict[Mutant, list[str]]
    seconds: int
    output: TextIO
    sound: dict[str, bool] = field(default_factory=dict)
    functions: Functions = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every fault instead of running the tests."""
        items = {item.nodeid: item for item in session.items}
        self.functions = _functions_by_place()
        for mutant in self.mutants:
            chosen = [items[name] for name in self.reach[mutant] if name in items]
            outcome, noticed_by = self._tried(mutant, chosen)
            self.write(mutant, outcome, noticed_by)
            sys.stderr.write(f"{outcome:9} {mutant.path.name}:{mutant.first} {mutant.before} -> {mutant.after}" + "\n")
        return True

    def write(self, mutant: Mutant, outcome: str, noticed_by: str) -> None:
        """A row at once, so that a run that is stopped keeps what it found."""
        csv.writer(self.output, lineterminator="\n").writerow((*_placed(mutant), outcome, noticed_by))
        self.output.flush()

    def _tried(self, mutant: Mutant, items: list[pytest.Item]) -> tuple[str, str]:
        if not items:
            return "no test", ""
        while True:
            outcome, row = self._in_a_fork(mutant, items)
            if outcome != "killed" or self._passes_alone(items[row]):
                return outcome, items[row].nodeid if outcome == "killed" else ""
            items = items[:row] + items[row + 1 :]

    def _passes_alone(self, item: pytest.Item) -> bool:
        if item.nodeid not in self.sound:
            self.sound[item.nodeid] = self._in_a_fork(None, [item])[0] == "survived"
        return self.sound[item.nodeid]

    def _in_a_fork(self, mutant: Mutant | None, items: Sequence[pytest.Item]) -> tuple[str, int]:
        """How a fault fares, and the row of the test that notices it."""
        reader, writer = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            # Whatever goes wrong, the child must not go on as if it were the parent.
            with contextlib.suppress(BaseException):
                self._child(mutant, items, writer)
            os._exit(NO_CODE)
        os.close(writer)
        with os.fdopen(reader, "rb") as answers:
            row = max(0, len(answers.read()) - 1)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        # A fault that never ends, or that takes the process with it, is noticed by whoever runs the tests.
        other = "timed out" if status in (-signal.SIGXCPU, -signal.SIGALRM) else "crashed"
        return (OUTCOMES[status] if status in range(len(OUTCOMES)) else other), row

    def _child(self, mutant: Mutant | None, items: Sequence[pytest.Item], writer: int) -> None:
        """Run the tests with the fault in place, one byte written before each; stop at the first that fails."""
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        limit = _Limit(self.seconds)
        if mutant is not None and not _put_in_place(mutant, self.functions):
            os._exit(NO_CODE)
        began = time.process_time()
        for item, following in zip(items, [*items[1:], None], strict=True):
            os.write(writer, b".")
            if not _passes(item, following):
                _tear_down(item)
                os._exit(TIMED_OUT if limit.passed else KILLED)
            if time.process_time() - began > self.seconds:
                _tear_down(item)
                break
        os._exit(SURVIVED)


def _placed(mutant: Mutant) -> tuple[str, int, str, str, str]:
    name = mutant.path.relative_to(ROOT).as_posix()
    return name, mutant.first, mutant.kind, mutant.before, mutant.after


class _Limit:
    """Stops a test that never ends; once, so that what it began can be ended, and soon after for good."""

    def __init__(self, seconds: int) -> None:
        self.passed = False
        for which in (signal.SIGXCPU, signal.SIGALRM):
            signal.signal(which, self._stop)
        resource.setrlimit(resource.RLIMIT_CPU, (4 * seconds, 4 * seconds + 20))
        # Who waits for a lock that never comes uses no processor time.
        signal.alarm(20 * seconds)

    def _stop(self, number: int, frame: object) -> None:
        if self.passed:
            return
        self.passed = True
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(60)
        raise TimeoutError("The test does not end.")


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol  # noqa: PLC0415

    try:
        return not any(report.failed for report in runtestprotocol(item, nextitem=following, log=False))
    except BaseException:
        return False


def _tear_down(item: pytest.Item) -> None:
    """End what fixtures of the tests so far began, a server for example: nobody else will."""
    with contextlib.suppress(BaseException):
        item.session._setupstate.teardown_exact(None)


def _functions_by_place() -> Functions:
    found: Functions = {}
    for each in gc.get_objects():
        if isinstance(each, FunctionType):
            code = each.__code__
            found.setdefault((os.path.abspath(code.co_filename), code.co_name, code.co_firstlineno), []).append(each)
    return found


def _put_in_place(mutant: Mutant, functions: Functions) -> bool:
    """Give every function that was made from the code of the fault's function the code with the fault."""
    wanted = (mutant.function, mutant.starts)
    codes = [code for code in _codes(with_fault(mutant)) if (code.co_name, code.co_firstlineno) == wanted]
    found = functions.get((str(mutant.path), *wanted), [])
    for function in found:
        function.__code__ = codes[0]
    return bool(found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _tests_that_reach(mutants: Sequence[Mutant], data: CoverageData) -> dict[Mutant, list[str]]:
    """Tests by fault, those that reach fewest lines of the project first."""
    width: dict[str, int] = {}
    lines: dict[str, dict[int, list[str]]] = {}
    for name in data.measured_files():
        lines[name] = data.contexts_by_lineno(name)
        for contexts in lines[name].values():
            for context in contexts:
                width[context] = width.get(context, 0) + 1
    return {mutant: _narrowest_first(mutant, lines.get(str(mutant.path), {}), width) for mutant in mutants}


def _narrowest_first(mutant: Mutant, lines: dict[int, list[str]], width: dict[str, int]) -> list[str]:
    found = {context for line in range(mutant.first, mutant.last + 1) for context in lines.get(line, ()) if context}
    if not found:
        # Of a statement over several lines, coverage may know the first alone.
        near = [line for line in lines if mutant.starts < line < mutant.first]
        found = {context for context in lines.get(max(near, default=0), ()) if context}
    names = [context.rsplit("|", 1)[0] for context in sorted(found, key=lambda context: (width[context], context))]
    return list(dict.fromkeys(names))


def _found(folder: str) -> list[Mutant]:
    return [
        mutant for path in sorted((ROOT / "src" / "detente" / folder).rglob("*.py")) for mutant in find_mutants(path)
    ]


def _drawn(reach: dict[Mutant, list[str]], count: int, seed: int) -> list[Mutant]:
    """Some of the faults that a test reaches, in the order drawn.

    Each module gives faults in proportion to those it has, from the first row to the last: a run that is stopped is a
    smaller sample of the same kind, and a longer run with the same seed begins with the same faults.
    """
    source = random.Random(seed)
    modules: dict[Path, list[Mutant]] = {}
    for mutant, names in reach.items():
        if names:
            modules.setdefault(mutant.path, []).append(mutant)
    ranked: list[tuple[float, Mutant]] = []
    for mutants in modules.values():
        first = source.random()
        source.shuffle(mutants)
        ranked += [((place + first) / len(mutants), mutant) for place, mutant in enumerate(mutants)]
    sys.stderr.write(f"{len(reach)} faults may be made, {len(ranked)} of them on lines that a test reaches\n")
    return [mutant for _, mutant in sorted(ranked, key=lambda each: each[0])[:count]]


def _again(reach: dict[Mutant, list[str]], table: Path) -> list[Mutant]:
    """The faults that survived an earlier run, as far as the code still has them where they stood."""
    with table.open(encoding="utf-8", newline="") as lines:
        left = [
            tuple(row[name] for name in COLUMNS[:-2]) for row in csv.DictReader(lines) if row["outcome"] != "killed"
        ]
    return [mutant for mutant in reach if tuple(map(str, _placed(mutant))) in left]


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw faults in a folder, try each, write a row for each."""
    parser = argparse.ArgumentParser(description="Which faults would the tests notice?")
    parser.add_argument("folder", help="a folder of src/detente")
    parser.add_argument("--contexts", type=Path, default=ROOT / ".coverage", help="file of coverage, with contexts")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=Path, help="try those that survived in this table, instead of drawing")
    parser.add_argument("--seconds", type=int, default=10, help="processor time of the tests of one fault")
    parser.add_argument("--output", type=Path, required=True)
    asked = parser.parse_args(arguments)
    data = CoverageData(basename=str(asked.contexts))
    data.read()
    reach = _tests_that_reach(_found(asked.folder), data)
    mutants = _again(reach, asked.again) if asked.again else _drawn(reach, asked.count, asked.seed)
    files = sorted({name.split("::")[0] for mutant in mutants for name in reach[mutant]})
    os.chdir(ROOT)
    with asked.output.open("w", encoding="utf-8", newline="") as output:
        csv.writer(output, lineterminator="\n").writerow(COLUMNS)
        run = Noticing(mutants, reach, asked.seconds, output)
        pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", *files], plugins=[run])
    return 0


if __name__ == "__main__":
    sys.exit(main())
