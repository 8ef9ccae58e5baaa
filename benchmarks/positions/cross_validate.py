"""Score the rules on labelled passages, and choose the cut of precise mode on some cases to score it on the others.

Run: python benchmarks/positions/cross_validate.py PASSAGES.jsonl... --scorer SCORER.py

Each line of a file of passages holds id, case, parties, text and gold; the scorer offers run(passages, predictions).
Cases are dealt into folds, so that no passage of a case is ever in both parts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from detente.positions.extract import make_extractor

CUTS = tuple(cut / 100 for cut in range(20, 71, 5))
FOLDS = 5
Scores = dict[str, Any]
Scorer = Callable[[list[Any], dict[str, Any]], Scores]


def main() -> None:
    """Print the scores of both modes, and those of each fold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="+", type=Path)
    parser.add_argument("--scorer", required=True, type=Path)
    arguments = parser.parse_args()
    passages = [json.loads(line) for path in arguments.passages for line in path.read_text("utf-8").splitlines()]
    score = scorer(arguments.scorer)
    for mode in ("precise", "candidate"):
        say(mode, in_words(score(passages, predictions(passages, mode))))
    say("fold  cases  claims  cut   triples P / R / F1")
    together: dict[str, Any] = {}
    for number, held_out in enumerate(folds(passages)):
        inside = {passage["id"] for passage in held_out}
        others = [passage for passage in passages if passage["id"] not in inside]
        cut = max(CUTS, key=lambda value: score(others, predictions(others, "precise", value))["triple"]["F1"])
        found = predictions(held_out, "precise", cut)
        together |= found
        triple = score(held_out, found)["triple"]
        cases = len({passage["case"] for passage in held_out})
        say(f"{number:4}  {cases:5}  {triple['gold']:6}  {cut:.2f}  {triple['P']} / {triple['R']} / {triple['F1']}")
    say("all folds", in_words(score(passages, together)))


def say(*words: object) -> None:
    """Write one line."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def scorer(path: Path) -> Scorer:
    """Load the scorer from its file."""
    spec = spec_from_file_location("scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.run  # type: ignore[no-any-return]


def folds(passages: list[Any]) -> list[list[Any]]:
    """Deal the cases into folds, in order of their names."""
    cases = sorted({passage["case"] for passage in passages})
    return [[p for p in passages if cases.index(p["case"]) % FOLDS == number] for number in range(FOLDS)]


def predictions(passages: list[Any], mode: str, cut: float | None = None) -> dict[str, Any]:
    """Claims of each passage, at the cut of the mode or at another one."""
    found = {}
    for passage in passages:
        extractor = make_extractor(passage["parties"], mode=mode)
        extractor = extractor if cut is None else replace(extractor, least=cut)
        found[passage["id"]] = [asdict(claim) for claim in extractor.claims_in(passage["text"])]
    return found


def in_words(scores: Scores) -> str:
    """The scores in one line."""
    triple, pair = scores["triple"], scores["actor+stance"]
    return (
        f"triples P {triple['P']} R {triple['R']} F1 {triple['F1']}; actor and stance F1 {pair['F1']}; "
        f"hedges {scores['hedge_acc_on_matched']}; conditions {scores['condition_found_on_matched']}; "
        f"claims on empty passages {scores['fp_on_negative_passages']}"
    )


if __name__ == "__main__":
    main()
