"""Rank acceptability and central weights of the R package smaa, on 8 alternatives, 4 criteria and 500 draws."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from detente.deals.worth.smaa import smaa

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "negotiation" / "smaa"
TABLES = sorted(REFERENCE.glob("*.json"))

pytestmark = pytest.mark.skipif(not TABLES, reason="the reference folder beside the project is not here")


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_published_acceptability_is_reproduced(path):
    table = json.loads(path.read_text(encoding="utf-8"))
    found = smaa(np.array(table["values"]), np.array(table["weights"]))
    draws = len(table["weights"])
    assert (np.round(found.rank_acceptability * draws) == np.round(np.array(table["rank_acceptability"]) * draws)).all()
    central = np.array([[np.nan if k is None else k for k in row] for row in table["central_weights"]])
    assert found.central_weights == pytest.approx(central, abs=1e-12, nan_ok=True)
