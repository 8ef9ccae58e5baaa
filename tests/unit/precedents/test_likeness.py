"""Which precedents are most alike does not hang on the last digits of a sum."""

from __future__ import annotations

import random

from detente.case import Provision
from detente.precedents.likeness import rank_by_likeness
from detente.precedents.records import CaseFeature
from detente.precedents.table import builtin_precedents


def test_the_order_of_the_features_does_not_move_the_ranking():
    draw = random.Random(0)
    precedents = builtin_precedents()
    for case in range(30):
        features = [CaseFeature(p, draw.choice(["yes", "no", "unknown"]), "stated", ()) for p in Provision]
        rankings = set()
        for _ in range(10):
            draw.shuffle(features)
            rankings.add(tuple(one.precedent for one in rank_by_likeness(features, case % 5 + 2, precedents)))
        assert len(rankings) == 1
