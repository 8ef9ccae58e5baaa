"""The three regimes against the slow twin, with control, joint arrangements, cycles, intervals and days."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from detente.legal import decide_ownership
from property.slow_structures import DAYS, NAMES, random_structure, slow_decision

STRUCTURES = 150


def disagreements(seeds):
    """Structures on which the engine and the twin differ."""
    found = []
    for seed in seeds:
        rng = random.Random(seed)
        holdings, on = replace(random_structure(rng), asked=tuple(NAMES)), rng.choice((None, *DAYS))
        for regime in ("us", "eu", "uk"):
            answers = {name: a.value for name, a in decide_ownership(holdings, regime, on).answers.items()}
            if answers != slow_decision(holdings, regime, on):
                found.append((seed, regime, on))
    return found


@pytest.mark.parametrize("tenth", range(10))
def test_random_structures_are_decided_as_by_the_slow_twin(tenth):
    first = tenth * STRUCTURES // 10
    assert disagreements(range(first, first + STRUCTURES // 10)) == []
