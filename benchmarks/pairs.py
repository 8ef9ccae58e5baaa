"""Ours and a peer on the same problem: seconds of several runs each, and whether both found the same."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from peers import python_of

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Pair:
    """One problem: seconds of each run on both sides; `same` says by what the answers were compared, and how."""

    stage: str
    problem: str
    peer: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    same: bool
    compared: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def taken(run: Callable[[], object], repeats: int) -> tuple[float, ...]:
    """Seconds of some runs, after one that is not counted."""
    run()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return tuple(found)


@contextlib.contextmanager
def beside(stage: str) -> Iterator[None]:
    """Modules of one stage's benchmark; those of other stages have the same names."""
    known = set(sys.modules)
    sys.path.insert(0, str(HERE / stage))
    try:
        yield
    finally:
        sys.path.remove(str(HERE / stage))
        for name in set(sys.modules) - known:
            if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(HERE):
                del sys.modules[name]


def acceptability(quick: bool) -> Iterator[Pair]:
    """Weights drawn, ranks counted: beside sorting every draw in NumPy."""
    with beside("smaa"):
        import run

        draws, repeats = (100_000, 3) if quick else (1_000_000, 5)
        values = np.random.default_rng(0).random((20, 12))
        generator = np.random.default_rng(1)
        yield Pair(
            "acceptability",
            f"{draws:,} draws, 20 alternatives, 12 criteria",
            "sorting, NumPy",
            taken(lambda: run.sample_smaa(values, draws, seed=1), repeats),
            taken(lambda: run.by_sorting(values, run.uniform_weights(generator, draws, 12)), repeats),
            run.agree(values, 100_000),
            "every count on the same weights",
        )


def trade(quick: bool) -> Iterator[Pair]:
    """An equilibrium beside the nested method of published code, and beside gegravity."""
    with beside("economy"):
        import run

        world = run.made_up(*((10, 6) if quick else (21, 12)))
        draw = np.random.default_rng(2)
        cost = np.where(np.eye(len(world.regions), dtype=bool), 1.0, draw.uniform(1.0, 1.3, world.trade_share.shape))
        shock = run.replace(run.no_shock(), iceberg=cost)

        def nested() -> Any:
            return run.solve_nested(world, cost, world.tariff, 1e-8, part=0.1)[0]

        theirs, hat = nested(), run.solve(world, shock).wage_hat
        gap = float(np.abs(theirs / theirs.mean() - hat / hat.mean()).max())
        yield Pair(
            "trade",
            f"made up, {len(world.regions)} regions, {len(world.sectors)} sectors, trade costs raised",
            "nested method, NumPy",
            taken(lambda: run.solve(world, shock), 5),
            taken(nested, 1 if quick else 3),
            gap < 1e-4,
            f"wages, largest gap {gap:.0e}",
        )
        yield from _gravity(run, quick)


def _gravity(run: Any, quick: bool) -> Iterator[Pair]:
    world, shock = run.gravity_world()
    told = _told([python_of("gegravity"), str(HERE / "economy" / "gegravity_run.py"), "2"], HERE / "economy")
    found = run.solve(world, shock).real_income_hat
    gap = float(np.abs(found - [told["real_income_hat"][c] for c in run.example.COUNTRIES]).max())
    yield Pair(
        "trade",
        "30 countries, one sector, baseline and counterfactual",
        "gegravity 0.3",
        taken(lambda: (run.balance(world), run.solve(world, shock)), 3 if quick else 5),
        tuple(told["all_seconds"]),
        gap < run.NEAR,
        f"real income, largest gap {gap:.0e} (it keeps output shares)",
    )


def deals(quick: bool) -> Iterator[Pair]:
    """Frontier, Nash and Kalai-Smorodinsky points beside NegMAS, on the same Genius files."""
    with beside("deals"), tempfile.TemporaryDirectory() as place:
        import measures
        import scenarios

        from detente.casefile.genius import read_scenario

        recipes = [scenarios.Recipe("two parties 1e4", 2, 4, 10), scenarios.Recipe("two parties 1e5", 2, 5, 10)]
        for recipe in recipes[: 1 if quick else 2]:
            folder = scenarios.written(recipe, Path(place))
            mine = measures.ours(read_scenario(folder), 3)
            command = [python_of("negmas"), str(HERE / "deals" / "rival.py"), "frontier", str(folder), "1"]
            runs = [_told(command, HERE / "deals") for _ in range(3)]
            lost = measures.missed(np.array(runs[0]["points"]), mine.points)
            yield Pair(
                "deals",
                f"{recipe.name}, frontier and two solutions",
                f"NegMAS {runs[0]['version']['negmas']}",
                taken(lambda table=mine.table: measures.search(table), 20),
                tuple(run["seconds"] for run in runs),
                lost == 0 and bool(np.allclose(mine.nash, runs[0]["nash"], atol=1e-6)),
                "no frontier point missed, same Nash point",
            )


def energy(quick: bool) -> Iterator[Pair]:
    """A network solved by the interior point method beside the active-set method of HiGHS, on the same programme."""
    with beside("energy"):
        import run

        for nodes, months in ((5, 3),) if quick else ((5, 3), (10, 6)):
            network = run.made_network(nodes, months)
            gap = float(
                np.nanmax(
                    np.abs(
                        run.solve_energy(network).price / run.solve_energy(network, solver=run.highs_solver).price - 1
                    )
                )
            )
            yield Pair(
                "energy",
                f"{nodes} nodes, {months} months",
                "HiGHS, active set",
                taken(lambda network=network: run.solve_energy(network), 5),
                taken(lambda network=network: run.solve_energy(network, solver=run.highs_solver), 3),
                gap < 1e-4,
                f"prices, largest relative gap {gap:.0e}",
            )


def record(quick: bool) -> Iterator[Pair]:
    """Leaves appended and the root after opening, beside pymerkle; one run each, for they take long."""
    size = 5_000 if quick else 100_000
    with beside("record"):
        import run

        mine, theirs = [], []
        for _ in range(3):
            with tempfile.TemporaryDirectory() as place:
                mine.append(run.bare_tree(Path(place), size))
                command = [python_of("pymerkle"), str(HERE / "record" / "peer.py"), place, str(size), "20"]
                theirs.append(_told(command, HERE / "record"))
    same = all(one["root"] == other["root"] for one, other in zip(mine, theirs, strict=True))
    for key in ("append, one commit", "root after open", "proof, 50th percentile"):
        ours, others = (tuple(float(run[key]) for run in side) for side in (mine, theirs))
        yield Pair("record", f"{size:,} leaves: {key}", "pymerkle 7.0.0", ours, others, same, "root")


COMPARISONS: Sequence[Callable[[bool], Iterator[Pair]]] = (acceptability, trade, deals, energy, record)


def _told(command: list[str], folder: Path) -> dict[str, Any]:
    """The last line that another program prints, as JSON."""
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    return dict(json.loads(ended.stdout.splitlines()[-1]))
