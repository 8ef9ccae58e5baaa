"""The deals of a case, as the deals part of analysis.json and in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console

from detente.case import Case
from detente.casefile import read_case
from detente.cli.tables import as_table
from detente.deals import Deals, PackageResult, find_deals
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.report import deals_document
from detente.worlds import draw_worlds

MOST_QUESTIONS = 5


def case_deals(folder: Path, count: int, seed: int, told: Path | None = None) -> tuple[dict[str, Any], str]:
    """Read a case, draw its worlds and find its deals; nothing is written."""
    with Console(stderr=True).status("reading ...") as status:
        case = read_case(folder, told)
        worlds = draw_worlds(count, seed)
        status.update("preferences ...")
        payoffs = value_options(case, worlds)
        preferences = draw_preferences(case, tally_positions(case), payoffs, worlds)
        status.update("deals ...")
        deals = find_deals(case, preferences, payoffs)
    return deals_document(deals), _in_words(case, deals, count)


def _in_words(case: Case, deals: Deals, count: int) -> str:
    head = f"{case.title}: {len(case.parties)} parties, {len(case.elements)} elements, {count:,} worlds drawn."
    if not deals.packages:
        return f"{head}\n\nThe case names no package. Name one in case.yaml, with those it requires."
    names = {party.id: party.name for party in case.parties}
    parts = [head, _packages(deals), *(_parties(package, names) for package in deals.packages)]
    titles = {option.id: option.title for element in case.elements for option in element.options}
    titles |= {element.id: element.title for element in case.elements}
    parts += [_near(package, titles) for package in deals.packages if package.near]
    parts += [_questions(deals, names, titles)] if deals.questions else []
    return "\n\n".join(parts)


def _share(share: float) -> str:
    return f"{100 * share:.0f}"


def _packages(deals: Deals) -> str:
    rows = [
        (p.title, *(_share(float(joint.mean())) for joint in (p.joint_as_is, p.joint_surely, p.joint_possibly)))
        for p in deals.packages
    ]
    title = "All required would sign, of 100 worlds drawn"
    return as_table(title, ("package", "as it is", "surely", "possibly"), rows)


def _parties(package: PackageResult, names: dict[str, str]) -> str:
    rows = [
        (names[p.party], "yes" if p.required else "no", _share(p.as_is), _share(p.surely), _share(p.possibly), p.basis)
        for p in package.parties
    ]
    header = ("party", "required", "as it is", "surely", "possibly", "judged on")
    return as_table(f"{package.title}: who would accept it, of 100 worlds drawn", header, rows)


def _near(package: PackageResult, titles: dict[str, str]) -> str:
    lines = [f"{package.title}: best with few changes, of 100 worlds drawn"]
    for near in package.near:
        changes = "; ".join(f"{titles[c.element]}: {titles[c.after]}" for c in near.changes)
        lines.append(f"  {_share(near.joint_as_is)} with {len(near.changes)} changed ({near.proof}): {changes}")
    return "\n".join(lines)


def _questions(deals: Deals, names: dict[str, str], titles: dict[str, str]) -> str:
    lines = ["Questions whose answer would tell most, of 100 worlds drawn"]
    for q in deals.questions[:MOST_QUESTIONS]:
        answers = f"{_share(q.joint_if_yes)} sign if yes, {_share(q.joint_if_no)} if no"
        lines.append(f"  Would {names[q.party]} take {titles[q.option]} on {titles[q.element]}? {answers}.")
    return "\n".join(lines)
