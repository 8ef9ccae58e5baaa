"""Seeded scenarios in the Genius format, so that both sides read the same files."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import numpy as np

from detente.case import Scenario, ScenarioElement
from detente.casefile.genius_write import write_scenario

NAMES = ("North", "South", "East", "West", "Centre", "Isles", "Hills", "Coast")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make one scenario. `opposed`: the second party wants roughly what the first does not."""

    name: str
    parties: int
    elements: int
    options: int
    opposed: bool = False
    seed: int = 1

    @property
    def packages(self) -> int:
        """How many packages there are."""
        return self.options**self.elements


def scenario(recipe: Recipe) -> Scenario:
    """Weights of four decimals that sum to one, whole evaluations from 0 to 100, no reservation values."""
    draw = np.random.default_rng(recipe.seed)
    elements = tuple(
        ScenarioElement(f"element {e + 1}", tuple(f"option {o + 1}" for o in range(recipe.options)))
        for e in range(recipe.elements)
    )
    scores = draw.integers(0, 101, (recipe.parties, recipe.elements, recipe.options))
    if recipe.opposed:
        noise = np.rint(10 * draw.standard_normal(scores[0].shape)).astype(np.int64)
        scores[1] = np.clip(100 - scores[0] + noise, 0, 100)
    weights = np.rint(1e4 * draw.dirichlet(np.ones(recipe.elements), recipe.parties)).astype(np.int64)
    weights[:, 0] += 10_000 - weights.sum(axis=1)
    return Scenario(
        name=recipe.name,
        parties=NAMES[: recipe.parties],
        elements=elements,
        weights=tuple(tuple(Decimal(int(w)).scaleb(-4) for w in row) for row in weights),
        evaluations=tuple(tuple(tuple(Decimal(int(v)) for v in row) for row in party) for party in scores),
        reservation=(None,) * recipe.parties,
        discount=(None,) * recipe.parties,
    )


def written(recipe: Recipe, folder: Path) -> Path:
    """Write the scenario below a folder and return its place."""
    place = folder / recipe.name.replace(" ", "-")
    place.mkdir(parents=True)
    write_scenario(scenario(recipe), place)
    return place
