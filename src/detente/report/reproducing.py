"""Which command computes an exhibit again, with the worlds and the seed of this run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.analysis import Analysis
from detente.report.blocks import Chapter, Exhibit, Matrix

BY_VERB = {
    "deals CASE {draws}": "acceptance near blocked blockers deal-map questions as-wholes first-choices bridge trades "
    "divisions rounds outsiders leverage solutions regrets parts coverage",
    "economy CASE {draws}": "measures-cost clauses others sectors income-parts trade-moves which-number",
    "durability CASE --package {package} {draws}": "margins repairs drivers peace months whole-and-parts dependence "
    "trust",
    "design CASE --package {package} {draws}": "design",
    "roadmap CASE --package {package}": "schedule reciprocity",
    "gates CASE --on {day}": "standings renewals norms",
    "precedents CASE --package {package}": "precedents lasting checks",
    "signals CASE": "signals odds",
    "stability CASE": "conflict",
    "check CASE": "missing",
}
"""Arguments of `detente`, and the keys of the exhibits whose numbers they print."""

EVERYTHING = "assess CASE --output FOLDER {draws}"
"""What computes the exhibits that no single stage has."""


def with_commands(chapters: Iterable[Chapter], analysis: Analysis) -> list[Chapter]:
    """Give every exhibit the command that computes its numbers again."""

    def told(block: Exhibit | Matrix) -> Exhibit | Matrix:
        if isinstance(block, Matrix):
            return replace(block, exhibit=replace(block.exhibit, command=command_for(block.exhibit.key, analysis)))
        return replace(block, command=command_for(block.key, analysis))

    return [
        replace(c, blocks=tuple(told(b) for b in c.blocks), further=tuple(told(b) for b in c.further)) for c in chapters
    ]


def command_for(key: str, analysis: Analysis) -> str:
    """The command for one exhibit; CASE stands for the folder of the case.

    A case that names no package is assessed as a whole, because its stages have nothing to be asked about.
    """
    package = analysis.deals.headline
    arguments = next((a for a, keys in BY_VERB.items() if key in keys.split()), EVERYTHING)
    if "{package}" in arguments and not package:
        arguments = EVERYTHING
    draws = f"--worlds {analysis.worlds.count} --seed {analysis.worlds.seed}"
    return "detente " + arguments.format(draws=draws, package=package, day=analysis.case.as_of)
