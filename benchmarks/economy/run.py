"""Seconds per equilibrium, equilibria per second and peak memory of the trade model, beside its rivals.

NAFTA is read from the reference folder, if it is beside the project. The larger worlds are made up and dense. With
``--rival PYTHON``, the Python of an environment that has gegravity, a one-sector example of 30 countries runs in both.
Ours must meet the closed form of such a world; if it does not, or the rival is far away, the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import gravity_example as example
import numpy as np
from nested import solve_nested

from detente.economy.trade import (
    Baseline,
    Draws,
    Shock,
    balance,
    baseline_from_npz,
    no_shock,
    solve,
    solve_batch,
    tariffs_to,
)
from detente.workers import Processes

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[2] / "shared" / "reference" / "trade"
SAME = 1e-9
NEAR = 1e-3
"""The rival keeps output shares of the baseline in its equations, so that it comes near and no nearer."""


def made_up(regions: int, sectors: int, seed: int = 0) -> Baseline:
    """A dense world with home bias, gravity-like sizes, tariffs and input-output links, in equilibrium."""
    draw = np.random.default_rng(seed)
    size = np.exp(draw.normal(0, 1.5, regions))
    pull = size * np.exp(draw.normal(0, 1.0, (sectors, regions, regions)))
    own = np.eye(regions, dtype=bool)
    share = np.where(own, 0, pull)
    share = 0.3 * share / share.sum(axis=2, keepdims=True) + 0.7 * own
    made = Baseline(
        regions=tuple(f"r{k}" for k in range(regions)),
        sectors=tuple(f"s{k}" for k in range(sectors)),
        year=None,
        unit="made up",
        source="made up",
        trade_share=share,
        tariff=np.where(own, 1.0, draw.uniform(1.0, 1.2, share.shape)),
        export_tax=np.ones_like(share),
        value_added_share=draw.uniform(0.25, 0.75, (sectors, regions)),
        input_share=draw.dirichlet(np.full(sectors, 0.5), (regions, sectors)).transpose(0, 2, 1),
        final_share=draw.dirichlet(np.ones(sectors), regions).T,
        value_added=size,
        surplus=np.zeros(regions),
        expenditure=np.full((sectors, regions), 2 / sectors) * size,
        theta=draw.uniform(2.0, 10.0, sectors),
    )
    return balance(solve(made, no_shock(), tolerance=1e-12).after)


def sanctions(baseline: Baseline) -> Shock:
    """Trade costs between the first region and half of the others double."""
    cost = np.ones_like(baseline.trade_share)
    half = np.arange(1, len(baseline.regions), 2)
    cost[:, 0, half] = cost[:, half, 0] = 2.0
    return replace(no_shock(), iceberg=cost)


def nafta(baseline: Baseline) -> Shock:
    """Tariffs between Mexico, Canada and the USA as in 2005."""
    with np.load(REFERENCE / "cp2015_raw1993.npz") as raw:
        after = 1 + raw["tariff2005"] / 100
    partners = [baseline.regions.index(c) for c in ("Mexico", "Canada", "USA")]
    tariff = np.array(baseline.tariff)
    for n in partners:
        for i in partners:
            if n != i:
                tariff[: len(after), n, i] = after[:, n, i]
    return tariffs_to(baseline, tariff)


def seconds(run: Callable[[], object], repeats: int) -> float:
    """Median seconds over some repeats, after one run that is not counted."""
    run()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def peak_mb() -> float:
    """Largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report_solve(name: str, baseline: Baseline, shock: Shock, repeats: int) -> None:
    """One line: median seconds, sweeps, residual, peak memory."""
    found = solve(baseline, shock)
    taken = seconds(lambda: solve(baseline, shock), repeats)
    sys.stdout.write(
        f"{name:24s} {taken:8.4f} s  {found.iterations:3d} sweeps  residual {found.residual:.1e}"
        f"  peak {peak_mb():6.0f} MB\n"
    )


def report_nested(baseline: Baseline, shock: Shock) -> None:
    """One line: the nested method on the same problem, with the damping of the published code."""
    start = time.perf_counter()
    wage, rounds = solve_nested(baseline, np.asarray(shock.tariff), baseline.tariff * shock.tariff, 1e-10, part=0.1)
    taken = time.perf_counter() - start
    gap = np.abs(wage / wage.mean() - (hat := solve(baseline, shock).wage_hat) / hat.mean()).max()
    sys.stdout.write(f"nested, in NumPy         {taken:8.4f} s  {rounds:3d} rounds  largest gap of wages {gap:.1e}\n")


def report_batch(jobs: int, repeats: int, count: int = 3000) -> None:
    """One line: draws per second on 21 regions and 12 sectors."""
    world = made_up(21, 12)
    draw = np.random.default_rng(1)
    draws = Draws(draw.uniform(2.0, 12.0, (count, 12)), draw.uniform(0.3, 1.0, count))
    shock = sanctions(world)
    failed = solve_batch(world, [shock], draws, Processes(jobs)).failed
    taken = seconds(lambda: solve_batch(world, [shock], draws, Processes(jobs)), repeats)
    sys.stdout.write(
        f"batch 21x12, jobs {jobs}      {count / taken:8,.0f} draws/s  {failed} failed  peak {peak_mb():6.0f} MB\n"
    )


def gravity_world() -> tuple[Baseline, Shock]:
    """The one-sector example as a baseline: shares of fitted trade, no inputs, no tariffs."""
    flows = example.fitted_flows()
    count, output = len(flows), flows.sum(axis=1)
    flat = np.ones((1, count))
    world = Baseline(
        regions=example.COUNTRIES,
        sectors=("goods",),
        year=2006,
        unit="made up",
        source="made up",
        trade_share=(flows / flows.sum(axis=0)).T[None],
        tariff=np.ones((1, count, count)),
        export_tax=np.ones((1, count, count)),
        value_added_share=flat,
        input_share=np.zeros((count, 1, 1)),
        final_share=flat,
        value_added=output,
        surplus=np.zeros(count),
        expenditure=output[None],
        theta=np.array([example.SIGMA - 1]),
    )
    cost = np.ones((1, count, count))
    i, n = (example.COUNTRIES.index(c) for c in example.PARTNERS)
    cost[0, i, n] = cost[0, n, i] = np.exp(-example.AGREEMENT / (example.SIGMA - 1))
    return balance(world), replace(no_shock(), iceberg=cost)


def report_rival(python: str, trials: int, repeats: int) -> bool:
    """The example in both; whether ours is right and the rival near."""
    world, shock = gravity_world()
    ended = subprocess.run(
        [python, str(HERE / "gegravity_run.py"), str(trials)], capture_output=True, text=True, check=True, cwd=HERE
    )
    told = json.loads(ended.stdout.splitlines()[-1])
    ours = seconds(lambda: balance(world), repeats) + seconds(lambda: solve(world, shock), repeats)
    draw = np.random.default_rng(1)
    size = np.maximum(1 + draw.normal(0, example.AGREEMENT_ERROR / example.AGREEMENT, 1000), 0.01)
    draws = Draws(np.full((1000, 1), example.SIGMA - 1), size)
    per_draw = seconds(lambda: solve_batch(world, [shock], draws, Processes(2)), repeats) / 1000
    found = solve(world, shock)
    own = np.einsum("nn->n", found.after.trade_share[0]) / np.einsum("nn->n", world.trade_share[0])
    closed_form = np.abs(found.real_income_hat - own ** (-1 / world.theta[0])).max()
    gap = np.abs(found.real_income_hat - [told["real_income_hat"][c] for c in example.COUNTRIES]).max()
    sys.stdout.write(
        f"30 countries, one sector  ours {ours:.4f} s  gegravity {told['seconds']:.3f} s  ratio"
        f" {told['seconds'] / ours:,.0f}\n"
        f"Monte Carlo, per trial    ours {per_draw:.6f} s  gegravity {told['per_trial']:.3f} s  ratio"
        f" {told['per_trial'] / per_draw:,.0f}\n"
        f"largest gap of real income: ours to the closed form {closed_form:.1e}, gegravity to ours {gap:.1e}\n"
    )
    return bool(closed_form < SAME and gap < NEAR)


def main() -> int:
    """Run what is asked for; exit code 1 if a rival disagrees."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--rival", help="Python of an environment that has gegravity")
    parser.add_argument("--trials", type=int, default=10)
    asked = parser.parse_args()
    if REFERENCE.is_dir():
        base = baseline_from_npz(str(REFERENCE / "cp2015_base_noS.npz"))
        report_solve("NAFTA 31x40", base, nafta(base), asked.repeats)
        report_nested(base, nafta(base))
    for regions, sectors in ((77, 45), (141, 65)):
        world = made_up(regions, sectors)
        report_solve(f"made up {regions}x{sectors}", world, sanctions(world), asked.repeats)
    for jobs in (1, 2):
        report_batch(jobs, asked.repeats)
    return 0 if asked.rival is None or report_rival(asked.rival, asked.trials, asked.repeats) else 1


if __name__ == "__main__":
    sys.exit(main())
