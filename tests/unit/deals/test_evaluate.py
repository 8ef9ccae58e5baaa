"""One complete package for everyone: the definition, and nobody for a package that breaks a hard rule."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.evaluate import evaluate
from detente.deals.gains import option_gains
from property.slow_deals import drawn, lawful, ruled_case, slow_gain


@pytest.mark.parametrize("seed", range(6))
def test_every_party_in_every_world_equals_the_definition(seed):
    case = ruled_case(seed, rules=2)
    preferences, payoffs = drawn(case, count=5)
    options = option_gains(case, preferences, payoffs)
    draw = np.random.default_rng(seed)
    for _ in range(6):
        choice = draw.integers(0, 4, size=6)
        gain, accepts = evaluate(options, choice)
        for w in range(5):
            for i in range(4):
                total, crossed = slow_gain(case, preferences, payoffs, w, i, choice)
                assert gain[w, i] == pytest.approx(total, abs=1e-9)
                assert accepts[w, i] == (total >= -1e-9 and not crossed and lawful(case, choice))
