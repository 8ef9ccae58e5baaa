"""Parts of the page on validation: bargaining, division, conflict, weights, schedules, and what holds."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from validate_record import Figure, Part, answers, furthest, number

from detente.deals.mediation.divisible import adjusted_winner
from detente.deals.search.solutions import egalitarian_solution, kalai_smorodinsky_solution, nash_solution
from detente.deals.stability import analyse_conflict
from detente.deals.worth.smaa import smaa
from detente.durability.formulas import FORMULAS, Formula, answer_formula, read_inputs
from detente.durability.game import solve_game
from detente.roadmap.cp_sat import Solver
from detente.roadmap.earliest_end import solve_end
from spec import test_bargaining_references as bargaining
from spec import test_closed_form_references as formulas
from spec import test_gmcr_references as conflicts
from spec import test_psplib as schedules
from spec import test_self_enforcement_references as games

EXACT = "counts and choices must be the same"
SOLUTIONS = {
    "nash": ("product of gains", nash_solution),
    "ks_max_min_gain": ("smallest relative gain", kalai_smorodinsky_solution),
}


def bargaining_part(reference: Path) -> Part:
    """Frontier and solutions of published scenarios; the egalitarian one by its smallest gain, which is unique."""
    figures = []
    for path in sorted((reference / "negotiation/bargaining").glob("*.json")):
        exact, blocks, disagreement = bargaining.load(path)
        points, _ = bargaining.frontier_of(blocks)
        size = exact["frontier_size_ignoring_reservation"]
        figures.append(number(f"{path.stem}: packages on the frontier", size, len(points), "d"))
        for name, (words, solve) in SOLUTIONS.items():
            figures.append(
                furthest(f"{path.stem}: {words}", exact[name]["utilities"], points[solve(points, disagreement)])
            )
        fair = (points[egalitarian_solution(points, disagreement)] - disagreement).min()
        told = (np.array(exact["egalitarian_max_min_abs_gain"]["utilities"]) - disagreement).min()
        figures.append(number(f"{path.stem}: largest smallest gain", told, fair, ".6g"))
    source = (
        "Scenarios of negotiation competitions, as NegMAS ships them; solved by enumeration apart from this project"
    )
    return Part("Bargaining", source, 2e-6, "nine decimals of sums are printed", "deals.md", tuple(figures))


def division_part(reference: Path) -> Part:
    """Camp David by adjusted winner."""
    table = json.loads((reference / "negotiation/adjusted_winner/camp_david.json").read_text(encoding="utf-8"))
    done = adjusted_winner(table["israel"], table["egypt"])
    figures = (
        answers("what is divided", [table["transfer"]["item"]], [done.shared]),
        number("part that is handed over", table["transfer"]["fraction_to_israel"], float(done.handed_over), ".6f"),
        number("points of each in the end", table["final_each"], float(done.points), ".6f"),
    )
    return Part(
        "Adjusted winner",
        "Points of Camp David after Brams and Togman (1996), recalled; division worked out apart from this project",
        1e-9,
        "exact fractions",
        "bridging.md",
        figures,
    )


def conflict_part(reference: Path) -> Part:
    """Equilibria of published conflicts under both rules of moving."""
    figures = []
    for path in sorted((reference / "negotiation/gmcr").glob("*.json")):
        for key, rule in conflicts.RULES.items():
            table, model = conflicts.load(path)
            if key not in table:
                continue
            found = analyse_conflict(model, rule)
            ours = [[found.states.index(state) + 1 for state in found.equilibria[concept]] for concept in table[key]]
            words = {"equilibria_standard": "standard moves", "equilibria_each_dm_once": "each moves once"}[key]
            figures.append(answers(f"{path.stem}, {words}: {', '.join(table[key])}", list(table[key].values()), ours))
    source = "Conflicts of [Fang1993], recalled; equilibria from two other solvers, Elmira's strong ones printed"
    return Part("Conflict stability", source, 0, EXACT, "stability.md", tuple(figures))


def weights_part(reference: Path) -> Part:
    """Rank acceptability and central weights of the R package smaa."""
    path = reference / "negotiation/smaa/smaa_8x4_500.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    found = smaa(np.array(table["values"]), np.array(table["weights"]))
    told = [k for row in table["central_weights"] for k in row or [] if k is not None]
    ours = found.central_weights[~np.isnan(found.central_weights)].tolist()
    ranks = np.array(table["rank_acceptability"]).ravel().tolist()
    figures = (
        furthest("rank acceptability", ranks, found.rank_acceptability.ravel().tolist()),
        furthest("central weights", told, ours),
    )
    return Part(
        "Acceptability",
        "The R package smaa: 8 packages, 4 elements, 500 draws",
        1e-12,
        "same draws",
        "acceptability.md",
        figures,
    )


def schedule_part(reference: Path) -> Part:
    """Least makespan of published instances, with proof."""
    figures = []
    assert reference == schedules.PLACE.parent
    for name in schedules.INSTANCES:
        with Solver() as solver:
            answer = solve_end(solver, schedules.read_instance(name))
        ours = answer.value if answer.proven else -1
        figures.append(number(f"{name}: shortest plan, days", schedules.known_optimum(name), ours, "d"))
    return Part("Schedules", "Instances and optima of [KolischSprecher1997]", 0, EXACT, "roadmap.md", tuple(figures))


def formula_part(reference: Path) -> Part:
    """Worked examples of closed forms."""
    told = json.loads((reference / "durability/durability_cases.json").read_text(encoding="utf-8"))["cases"]
    examples = {case["id"]: case["examples"] for case in told}
    figures = tuple(_formula_figure(formula, examples[formula.id]) for formula in FORMULAS)
    source = "Examples worked out apart from this project, from the equations that each closed form cites"
    return Part("Closed forms", source, 1e-6, "digits of the examples", "closed-forms.md", figures)


def _formula_figure(formula: Formula, examples: list[dict[str, Any]]) -> Figure:
    told, found = [], []
    for example in examples:
        words = [formulas.word(*pair) for pair in example["input"].items()]
        told += example["expected"]
        found += answer_formula(formula, read_inputs(formula, words)).values
    if [a is None for a in told] != [b is None for b in found]:
        return answers(formula.title, [a is None for a in told], [b is None for b in found])
    numbers = [(float(a), float(b)) for a, b in zip(told, found, strict=True) if a is not None and b is not None]
    row = furthest(formula.title, *(list(side) for side in zip(*numbers, strict=True)))
    return replace(row, allowed=max(example["tol"] for example in examples))


def game_part(reference: Path) -> Part:
    """Stochastic games with transfers: payoffs of the best agreement and of punishment."""
    figures = [
        furthest(
            example["input"].partition(":")[0].partition(",")[0],
            example["expected"],
            games.solve_example(example["input"]),
        )
        for example in games.examples()
    ]
    with (reference / "durability/armsrace_spe_R.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    found = solve_game(games.arms_race())
    ours = [
        x for s in range(len(rows)) for x in found.average(np.array([found.joint[s], *found.punishment[s]])).tolist()
    ]
    figures.append(furthest("arms race of 16 states", [float(row[k]) for row in rows for k in ("U", "v1", "v2")], ours))
    source = "Tables of [GoldluckeKranz2018] and examples of the R package RelationalContracts"
    return Part(
        "Self-enforcement", source, 0.006, "two to four digits are printed", "self-enforcement.md", tuple(figures)
    )
