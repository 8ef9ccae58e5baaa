"""Benchmarks beside definitions run on small problems, and both sides find the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from docs.pages import ROOT

STAGES = {"stability", "durability", "ownership", "screening"}
ASK = """
import json
from by_definition import BY_DEFINITION
print(json.dumps([pair.as_dict() for comparison in BY_DEFINITION for pair in comparison(True)]))
"""


def test_engines_and_definitions_give_the_same():
    path = os.pathsep.join(str(ROOT / folder) for folder in ("src", "tests", "benchmarks"))
    ended = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    pairs = json.loads(ended.stdout.splitlines()[-1])
    assert {pair["stage"] for pair in pairs} == STAGES
    assert [pair["problem"] for pair in pairs if not pair["same"]] == []
    assert all(min(*pair["ours"], *pair["theirs"]) > 0 for pair in pairs)
