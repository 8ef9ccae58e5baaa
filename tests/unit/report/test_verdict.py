"""The verdict in five lines and six answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from detente.analysis import Analysis
from detente.plots import names_of
from detente.report import verdict_lines
from detente.report.estimates import stated_estimates
from detente.report.lookups import fates, unknown_positions, wilson_interval, worst_margins
from detente.report.verdict import short_answer, six_answers
from unit.report import fixtures

# Cached, and called by the tests: what is worked out at import, every worker works out.
small = fixtures.small_analysis
QUESTIONS = (
    "Could they agree?",
    "Would it hold?",
    "What would make it hold?",
    "Who pays, who gains?",
    "What do we not know?",
)


@pytest.mark.parametrize("made", [small, fixtures.claims_only_analysis, fixtures.large_analysis])
def test_five_lines_each_with_its_question_on_one_line(made: Callable[[], Analysis]) -> None:
    lines = verdict_lines(made())
    assert tuple(line[: line.index("?") + 1] for line in lines) == QUESTIONS
    assert not any("\n" in line or "\N{NO-BREAK SPACE}" in line for line in lines)


def test_first_answer_counts_the_worlds_in_which_all_required_sign() -> None:
    package = small().deals.packages[0]
    share = round(100 * float(package.joint_as_is.mean()))
    assert six_answers(small())[0].big == str(share)
    assert f"{share} of 100 worlds" in short_answer(small())


def test_fates_split_worlds_by_signing_and_holding() -> None:
    package, durability = small().deals.packages[0], small().durability.packages[0]
    assert durability.holds is not None
    expected = {
        "holds": (package.joint_as_is & durability.holds).mean(),
        "breaks": (package.joint_as_is & ~durability.holds).mean(),
        "apart": (~package.joint_as_is).mean(),
    }
    for fate in fates(small()):
        assert fate.count == pytest.approx(100 * expected[fate.mark], abs=1)


@pytest.mark.parametrize("shares", [(0.107, 0.108), (0.0, 0.004), (0.6, 0.397), (0.145, 0.0)])
def test_marks_that_sign_are_as_many_as_the_text_says(shares: tuple[float, float]) -> None:
    package, durability = small().deals.packages[0], small().durability.packages[0]
    place = np.arange(1000)
    signs, holds = place < round(1000 * sum(shares)), place < round(1000 * shares[0])
    deals = replace(small().deals, packages=(replace(package, joint_as_is=signs), *small().deals.packages[1:]))
    kept = replace(small().durability, packages=(replace(durability, holds=holds), *small().durability.packages[1:]))
    counts = {f.mark: f.count for f in fates(replace(small(), deals=deals, durability=kept))}
    assert counts["holds"] + counts["breaks"] == round(100 * signs.mean())
    assert sum(counts.values()) == 100


def test_unknown_positions_are_pairs_that_nobody_spoke_of() -> None:
    # Two required parties, five elements; claims name line (twice), gas (one party), troops (one).
    assert unknown_positions(small()) == (6, 10)


def test_worst_margin_is_the_lowest_median_of_a_party_and_phase() -> None:
    durability = small().durability.packages[0]
    for found in worst_margins(durability):
        medians = [
            m.quantiles.median
            for m in durability.margins
            if (m.party, m.phase) == (found.party, found.phase) and m.quantiles
        ]
        assert found.spread.median == min(medians)


def test_wilson_interval_matches_a_published_value() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263, score method without continuity correction.
    low, high = wilson_interval(81 / 263, 263, 1.959964)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_every_estimate_of_the_case_is_found_once_with_its_owner() -> None:
    found = stated_estimates(fixtures.small_case())
    ids = [s.estimate.id for s in found]
    assert len(ids) == len(set(ids)) == 6 + 5 * 5 + 8
    assert next(s.where for s in found if s.estimate.id == "northland.patience") == "Northland: patience"


def test_names_fall_back_to_ids() -> None:
    names = names_of(replace(fixtures.small_case(), phases=()))
    assert names.phase("one") == "one"
    assert names.party("somebody").name == "somebody"
