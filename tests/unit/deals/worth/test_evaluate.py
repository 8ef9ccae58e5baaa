"""One complete package for everyone: the definition, and nobody for a package that breaks a hard rule."""

from __future__ import annotations

import numpy as np
import pytest

from detente.deals.find import accept_packages
from detente.deals.worth import gains
from detente.deals.worth.acceptance import read_packages
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import option_gains
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


@pytest.mark.parametrize("seed", range(4))
def test_a_few_worlds_after_the_others_give_what_all_at_once_give(seed, monkeypatch):
    case = ruled_case(seed, rules=2)
    preferences, payoffs = drawn(case, count=23)
    options = option_gains(case, preferences, payoffs)
    choices = [payoffs.axes.choice(p.choices) for p in case.packages]
    complete = np.random.default_rng(seed).integers(0, 4, size=6)
    evaluated = evaluate(options, complete)
    shares, (readings, unfollowed) = accept_packages(case, preferences, payoffs), read_packages(options, choices)
    monkeypatch.setattr(gains, "WORLDS_AT_ONCE", 5)
    assert [part.worlds for part in options.parts()] == [5, 5, 5, 5, 3]
    for one, other in zip(evaluate(options, complete), evaluated, strict=True):
        np.testing.assert_array_equal(one, other)
    assert accept_packages(case, preferences, payoffs) == shares
    again, still_unfollowed = read_packages(options, choices)
    assert still_unfollowed == unfollowed
    for one, other in zip(again, readings, strict=True):
        for name in ("as_is", "surely", "possibly"):
            np.testing.assert_array_equal(getattr(one, name).gain, getattr(other, name).gain)
            np.testing.assert_array_equal(getattr(one, name).accepts, getattr(other, name).accepts)
