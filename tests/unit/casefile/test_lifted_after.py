"""Measures that wait for each other are refused, with file, line and remedy."""

from __future__ import annotations

import pytest

from detente.case import CaseError
from detente.casefile import read_case
from unit.casefile.small_case import write_small_case


def test_a_circle_of_measures_is_refused(tmp_path):
    case = write_small_case(tmp_path)
    rows = ("M1,West,Road Act,cross:*,in_force,2025-01-01,M2", "M2,West,Review,,in_force,2025-01-01,M1", "")
    head = "id,issuer,act,restricts,status,since,lifted_after"
    (case / "measures.csv").write_text("\n".join((head, *rows)), encoding="utf-8")
    with pytest.raises(CaseError) as raised:
        read_case(case)
    assert 'measures.csv, line 2: "M1" can be lifted only after itself.' in str(raised.value)
    assert "Name in lifted_after only what comes before." in str(raised.value)
