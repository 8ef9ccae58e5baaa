"""Small agreements built by hand or at random, shared by the tests of durability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from detente.case import (
    Case,
    Element,
    Escrow,
    Estimate,
    Exposure,
    Guarantee,
    Hybrid,
    Obligation,
    Option,
    Origin,
    Package,
    Party,
    Phase,
    Role,
    State,
    Transfer,
)
from detente.durability import PackageDurability, assess_durability
from detente.preferences import Preferences
from detente.worlds import Payoffs, Worlds, axes_of, draw_worlds


def fixed(name: str, mode: float, unit: str = "share") -> Estimate:
    return Estimate(name, mode, unit, Origin.ASSUMED, why="test")


def between(name: str, low: float, high: float, unit: str = "share") -> Estimate:
    return Estimate(name, (low + high) / 2, unit, Origin.ASSUMED, low=low, high=high, why="test")


def element(name: str, *, ends_conflict: bool = False) -> Element:
    options = (
        Option(f"{name}.as-is", "as it is"),
        Option(f"{name}.part", "in part"),
        Option(f"{name}.full", "in full"),
    )
    return Element(name, name, "test", State.PROPOSED, options, f"{name}.as-is", ends_conflict=ends_conflict)


def party(name: str, *, patience: float | None = 0.9, stake: float | None = 1.0, **more: object) -> Party:
    return Party(
        name,
        f"Party {name}",
        "state",
        Role.SIGNATORY,
        patience=None if patience is None else fixed(f"patience:{name}", patience),
        stake_usd_bn_per_year=None if stake is None else fixed(f"stake:{name}", stake, "USD bn per year"),
        **more,
    )


def obligation(name: str, owner: str, on: str, phase: str, **more: object) -> Obligation:
    stated = {
        "share": 1.0,
        "reversible": fixed(f"reversible:{name}", 1.0),
        "p_detect": fixed(f"p_detect:{name}", 1.0),
        "lag_days": fixed(f"lag_days:{name}", 365.25, "days"),
    }
    return Obligation(name, f"Obligation {name}", owner, on, phase, **{**stated, **more})


def guarantee(name: str, guarantor: str, against: str, phase: str, options: tuple[str, ...] = ()) -> Guarantee:
    return Guarantee(
        name,
        guarantor,
        against,
        phase,
        between(f"guarantee_loss:{name}", 0.1, 2, "USD bn per year"),
        between(f"guarantee_honoured:{name}", 0.2, 0.9),
        options,
    )


def a_case(
    parties: Sequence[Party],
    elements: Sequence[Element],
    phases: Mapping[str, float],
    obligations: Sequence[Obligation],
    **more: object,
) -> Case:
    """A case with one package, 'deal', that settles every element in full."""
    choices = {e.id: f"{e.id}.full" for e in elements}
    return Case(
        slug="test",
        title="Test",
        question="",
        as_of=date(2025, 11, 30),
        currency="USD",
        price_year=2024,
        parties=tuple(parties),
        elements=tuple(elements),
        packages=(Package("deal", "Deal", choices, tuple(p.id for p in parties)),),
        phases=tuple(Phase(name, name.title(), starts) for name, starts in phases.items()),
        obligations=tuple(obligations),
        **more,
    )


@dataclass(frozen=True)
class Setting:
    """A case with the draws that the test of durability reads."""

    case: Case
    worlds: Worlds
    preferences: Preferences
    payoffs: Payoffs

    def assess(self, package: str = "deal") -> PackageDurability:
        found = assess_durability(self.case, None, self.preferences, self.payoffs, self.worlds).of(package)
        assert found is not None
        return found

    def with_case(self, **changes: object) -> Setting:
        return replace(self, case=replace(self.case, **changes))


def a_setting(case: Case, *, money: Mapping[tuple[str, str], float], count: int = 1) -> Setting:
    """Money in USD bn a year of an element settled in full, per (party, element); politics change nothing."""
    axes, worlds = axes_of(case), draw_worlds(count, seed=1)
    shape = (count, len(axes.parties), len(axes.elements))
    amounts = np.zeros((*shape, axes.exists.shape[1]))
    for (who, on), amount in money.items():
        amounts[:, axes.party(who), axes.element(on), axes.option(on, f"{on}.full")] = amount
    payoffs = Payoffs(
        axes, amounts, np.ones(amounts.shape[1:], dtype=bool), np.ones(amounts.shape[1], dtype=bool), "test"
    )
    preferences = Preferences(
        axes=axes,
        weights=np.full(shape, 1 / shape[2]),
        values=np.zeros(amounts.shape),
        red_lines=np.zeros(amounts.shape, dtype=bool),
        stake=np.column_stack([stake_of(p, worlds) for p in case.parties]),
        has_stake=np.array([p.stake_usd_bn_per_year is not None for p in case.parties]),
        conflict_cost=np.zeros(shape[:2]),
        has_conflict_cost=np.zeros(shape[1], dtype=bool),
        no_deal_values=np.zeros(shape),
        no_deal_money=np.zeros(shape),
        linkages=(),
        in_force={},
        accepted_parts={},
        dropped=(),
        method="test",
    )
    return Setting(case, worlds, preferences, payoffs)


def stake_of(who: Party, worlds: Worlds) -> np.ndarray:
    if who.stake_usd_bn_per_year is None:
        return np.zeros(worlds.count)
    return worlds.estimate(who.stake_usd_bn_per_year)


def random_setting(seed: int, *, parties: int = 3, phases: int = 3, obligations: int = 8, count: int = 3) -> Setting:
    """An agreement with every feature that the margins know, numbers drawn under `seed`."""
    rng = np.random.default_rng(seed)
    names = [f"P{i}" for i in range(parties)]
    steps = [f"T{t}" for t in range(phases)]
    elements = [element(f"E{e}", ends_conflict=e == 1) for e in range(4)]
    case = a_case(
        [_random_party(rng, name, with_hybrid=i == 0) for i, name in enumerate(names)],
        elements,
        dict(zip(steps, np.cumsum([0.0, *rng.uniform(0.3, 2.0, phases - 1)]), strict=True)),
        [_random_obligation(rng, n, names, steps, elements) for n in range(obligations)],
        escrows=(Escrow("es", names[0], steps[-1], between("escrow:es", 0, 3, "USD bn")),),
        exposures=(Exposure("ex", names[-1], steps[phases // 2], between("exposure:ex", 1, 4, "USD bn")),),
        transfers=(Transfer("tr", names[0], names[-1], steps[0], between("transfer:tr", 0.1, 1, "USD bn per year")),),
        guarantees=(guarantee("ga", names[0], names[-1], steps[phases // 2]),),
        false_alarms_per_year=between("false_alarms", 0, 2, "per year"),
        false_alarm_days=between("false_alarm_days", 10, 60, "days"),
    )
    return _with_random_draws(rng, a_setting(case, money={}, count=count))


def _random_party(rng: np.random.Generator, name: str, *, with_hybrid: bool) -> Party:
    gain = between(f"hybrid_gain:{name}", 0.1, 1, "USD bn per year")
    lag = between(f"hybrid_lag:{name}", 100, 500, "days")
    hybrid = Hybrid(gain, between(f"hybrid_p_detect:{name}", 0.1, 0.6), lag) if with_hybrid else None
    return party(
        name,
        patience=float(rng.uniform(0.6, 0.97)),
        stake=float(rng.uniform(0, 20)),
        turnover_per_year=between(f"turnover:{name}", 0, 0.1, "per year"),
        outside_usd_bn_per_year=None if with_hybrid else between(f"outside:{name}", 0, 1, "USD bn per year"),
        hybrid=hybrid,
    )


def _random_obligation(
    rng: np.random.Generator, number: int, names: list[str], steps: list[str], elements: list[Element]
) -> Obligation:
    name = f"O{number}"
    return obligation(
        name,
        names[number % len(names)],
        elements[int(rng.integers(len(elements)))].id,
        steps[int(rng.integers(len(steps)))],
        share=float(rng.uniform(0.1, 1)),
        reversible=between(f"reversible:{name}", 0.1, 0.9),
        p_detect=between(f"p_detect:{name}", 0.1, 0.9),
        lag_days=between(f"lag_days:{name}", 20, 600, "days"),
        cost_once_usd_bn=between(f"cost_once:{name}", 0, 2, "USD bn") if number % 2 else None,
    )


def _with_random_draws(rng: np.random.Generator, setting: Setting) -> Setting:
    preferences, shape = setting.preferences, setting.preferences.weights.shape
    weights = rng.dirichlet(np.ones(shape[2]), shape[:2])
    options = preferences.values.shape[3]
    return replace(
        setting,
        preferences=replace(
            preferences,
            weights=weights,
            values=rng.random((*shape, options)),
            conflict_cost=rng.uniform(0, 2, shape[:2]),
            no_deal_values=rng.random(shape),
            no_deal_money=rng.normal(0, 0.5, shape),
        ),
        payoffs=replace(setting.payoffs, money=rng.normal(0.5, 1, (*shape, options))),
    )
