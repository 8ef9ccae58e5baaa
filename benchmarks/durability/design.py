"""Time of designs of stated sizes, on agreements drawn at random.

    OPENBLAS_NUM_THREADS=1 python benchmarks/durability/design.py

Every party owes obligations in every element that it shares with another; all is due at signature, so that the plan
fails at once and has to be spread, secured and paid for.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from detente.case import (
    Case,
    Element,
    Estimate,
    Hybrid,
    Obligation,
    Option,
    Origin,
    Package,
    Party,
    Phase,
    Role,
    State,
)
from detente.durability.design import DesignRequest, design_package
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds, axes_of, draw_worlds


@dataclass(frozen=True)
class Size:
    """Worlds drawn, and parties, elements and phases of the agreement; the bar in seconds."""

    worlds: int
    parties: int
    elements: int
    phases: int
    bar: float


SIZES = (Size(1, 5, 40, 24, 10.0), Size(100, 3, 20, 12, 60.0))


def estimate(name: str, low: float, high: float, unit: str = "share") -> Estimate:
    """An estimate between two ends."""
    return Estimate(name, (low + high) / 2, unit, Origin.ASSUMED, low=low, high=high, why="benchmark")


def agreement(size: Size, seed: int) -> Case:
    """Two obligations an element, of two parties, all due at signature."""
    rng = np.random.default_rng(seed)
    names = [f"P{i}" for i in range(size.parties)]
    elements = tuple(
        Element(
            f"E{e}",
            f"E{e}",
            "benchmark",
            State.PROPOSED,
            (Option(f"E{e}.no", "no"), Option(f"E{e}.yes", "yes")),
            f"E{e}.no",
        )
        for e in range(size.elements)
    )
    parties = tuple(
        Party(
            name,
            name,
            "state",
            Role.SIGNATORY,
            patience=estimate(f"patience:{name}", 0.85, 0.95),
            stake_usd_bn_per_year=estimate(f"stake:{name}", 1, 4, "USD bn per year"),
            hybrid=Hybrid(
                estimate(f"gain:{name}", 0.05, 0.3, "USD bn per year"),
                estimate(f"hybrid_p:{name}", 0.4, 0.8),
                estimate(f"hybrid_lag:{name}", 30, 120, "days"),
            ),
        )
        for name in names
    )
    obligations = []
    for e in range(size.elements):
        for k, owner in enumerate(rng.choice(size.parties, 2, replace=False)):
            name = f"O{e}-{k}"
            obligations.append(
                Obligation(
                    name,
                    name,
                    names[owner],
                    f"E{e}",
                    "T0",
                    0.5,
                    estimate(f"reversible:{name}", 0.1, 0.5),
                    p_detect=estimate(f"p:{name}", 0.5, 0.95),
                    lag_days=estimate(f"lag:{name}", 10, 90, "days"),
                    cost_once_usd_bn=estimate(f"cost:{name}", 0, 0.3, "USD bn"),
                )
            )
    return Case(
        slug="benchmark",
        title="Benchmark",
        question="",
        as_of=date(2025, 11, 30),
        currency="USD",
        price_year=2025,
        parties=parties,
        elements=elements,
        packages=(Package("deal", "Deal", {e.id: f"{e.id}.yes" for e in elements}, tuple(names)),),
        phases=tuple(Phase(f"T{t}", f"T{t}", 0.25 * t) for t in range(size.phases)),
        obligations=tuple(obligations),
    )


def drawn(case: Case, size: Size, seed: int) -> tuple[Preferences, Payoffs, Worlds]:
    """What a party owes costs it money, what others owe brings it some; politics at random, of little weight."""
    rng = np.random.default_rng(seed)
    axes, worlds = axes_of(case), draw_worlds(size.worlds, seed)
    shape = (size.worlds, size.parties, size.elements)
    money = np.zeros((*shape, 2))
    money[..., 1] = rng.uniform(0.2, 1.0, shape[1:]) * rng.uniform(0.7, 1.3, shape)
    for o in case.obligations:
        money[:, axes.party(o.owner), axes.element(o.element), 1] *= -0.8
    values = np.zeros((*shape, 2))
    values[..., 1] = rng.random(shape[1:]) * rng.uniform(0.8, 1.0, shape)
    payoffs = Payoffs(axes, money, np.ones((*shape[1:], 2), dtype=bool), np.ones(size.parties, dtype=bool), "benchmark")
    preferences = Preferences(
        axes=axes,
        weights=rng.dirichlet(np.ones(size.elements), shape[:2]),
        values=values,
        red_lines=np.zeros(money.shape, dtype=bool),
        stake=np.column_stack([worlds.estimate(p.stake_usd_bn_per_year) for p in case.parties]),
        has_stake=np.ones(size.parties, dtype=bool),
        conflict_cost=np.zeros(shape[:2]),
        has_conflict_cost=np.zeros(size.parties, dtype=bool),
        no_deal_values=np.zeros(shape),
        no_deal_money=np.zeros(shape),
        linkages=(),
        in_force={},
        accepted_parts={},
        dropped=(),
        method="benchmark",
    )
    return preferences, payoffs, worlds


def main() -> None:
    """Print a line for each size: time, bar, cost, verified share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.9)
    options = parser.parse_args()
    request = replace(DesignRequest(), share=options.share)
    for size in SIZES:
        for seed in range(options.seeds):
            case = agreement(size, seed)
            given = drawn(case, size, seed)
            began, worked = time.perf_counter(), time.process_time()
            design = design_package(case, "deal", given, request)
            seconds, worked = time.perf_counter() - began, time.process_time() - worked
            found = design.verification
            print(  # noqa: T201
                f"{size.worlds} worlds x {size.parties} parties x {size.elements} elements x {size.phases} phases, "
                f"seed {seed}: {seconds:.1f} s (bar {size.bar:.0f}), {worked:.1f} s of "
                f"processor, {design.status}, cost {design.costs.total:.4g}, "
                f"held before {found.share_before if found else None}, after {found.share if found else None}, "
                f"{len(design.delays)} delays, {len(design.escrows)} escrows, {len(design.payments)} payments, "
                f"gap {found.largest_gap if found else None:.1e}",
                flush=True,
            )


if __name__ == "__main__":
    main()
