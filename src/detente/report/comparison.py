"""What changed between two runs of one case: the answers, and what was put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.case import CaseError
from detente.plots import count_words, of_100, signed, two_digits
from detente.report.lookups import wilson_interval

Document = Mapping[str, Any]

MOVED = 0.005
"""Smallest difference of shares that is told: half a world of 100."""

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in words; `before` or `after` is "absent" where only one run has it.

    `by_chance`: the runs drew different worlds, and the draw alone may account for the difference.
    """

    about: str
    what: str
    before: str
    after: str
    by_chance: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs of one case: differences of the answers, and of what was put in.

    `same_draws`: both runs drew the same worlds, so that every difference comes from the case or the version.
    """

    title: str
    before_as_of: str
    after_as_of: str
    same_draws: bool
    answers: tuple[Difference, ...]
    inputs: tuple[Difference, ...]

    @property
    def finding(self) -> str:
        """The comparison in a sentence."""
        put_in = count_words(len(self.inputs), "input differs", "inputs differ")
        if not self.answers:
            return f"No answer changed; {put_in}."
        first = self.answers[0]
        moved = count_words(len(self.answers), "answer changed", "answers changed")
        return f"{moved}, {put_in}. {first.what}: {first.before} before, {first.after} now."


def compare_analyses(before: Document, after: Document) -> Comparison:
    """Say what differs between two analyses of one case, as `analysis.json` holds them.

    Shares count as changed from half a world of 100 on, other results when their words differ.

    Raises
    ------
    CaseError
        If the two are analyses of different cases.
    """
    refuse_another_case(before, after["case"]["slug"], after["case"]["title"])
    return Comparison(
        title=after["case"]["title"],
        before_as_of=before["case"]["as_of"],
        after_as_of=after["case"]["as_of"],
        same_draws=before["worlds"] == after["worlds"],
        answers=tuple(_answers(before, after)),
        inputs=tuple(_inputs(before, after)),
    )


def refuse_another_case(before: Document, slug: str, title: str) -> None:
    """Refuse to set a case beside an analysis of another one. A copy under another name keeps the title.

    Raises
    ------
    CaseError
        If neither the name of the folder nor the title is that of the case analysed before.
    """
    known = before["case"]["slug"], before["case"]["title"]
    if slug != known[0] and title != known[1]:
        raise CaseError(
            f"The two analyses are of different cases, {known[0]} and {slug}.\nCompare two runs of one case."
        )


def comparison_document(found: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON types."""
    return {
        "title": found.title,
        "before_as_of": found.before_as_of,
        "after_as_of": found.after_as_of,
        "same_draws": found.same_draws,
        "finding": found.finding,
        "answers": [_plain(d) for d in found.answers],
        "inputs": [_plain(d) for d in found.inputs],
    }


def comparison_in_words(found: Comparison) -> str:
    """The comparison as text: the finding, the answers, the inputs."""
    same_day = found.before_as_of == found.after_as_of
    days = f"{found.before_as_of} both times" if same_day else f"{found.before_as_of} and as of {found.after_as_of}"
    lines = [f"{found.title}: as of {days}.", found.finding]
    if not found.same_draws:
        lines.append("The runs drew different worlds; what chance may account for is marked.")
    for head, differences in (("Answers", found.answers), ("Inputs", found.inputs)):
        lines += ["", f"{head}:"] if differences else []
        for d in differences:
            chance = " (within chance of the draw)" if d.by_chance else ""
            lines.append(f"  {d.about}: {d.what}: {d.before} -> {d.after}{chance}")
    return "\n".join(lines)


def _plain(difference: Difference) -> dict[str, Any]:
    return {
        "about": difference.about,
        "what": difference.what,
        "before": difference.before,
        "after": difference.after,
        "by_chance": difference.by_chance,
    }


def _answers(before: Document, after: Document) -> Iterator[Difference]:
    if before["deals"]["headline"] != after["deals"]["headline"]:
        yield Difference(
            "package", "Package that the answer is about", before["deals"]["headline"], after["deals"]["headline"]
        )
    yield from _shares("could they agree", "would be signed by all it requires", _signing, (before, after))
    yield from _shares("would it hold", "would hold", _holding, (before, after))
    yield from _worded("who gains", _money(before), _money(after))
    yield from _worded("what is lawful", _lawful(before), _lawful(after))
    yield from _worded("what is not known", _unknown(before), _unknown(after))


def _shares(about: str, does: str, read: Any, runs: tuple[Document, Document]) -> Iterator[Difference]:
    shares, titles = (read(runs[0]), read(runs[1])), {**_titles(runs[0]), **_titles(runs[1])}
    for package in sorted({*shares[0], *shares[1]}, key=list(titles).index):
        old, new = (s.get(package, "absent") for s in shares)
        if isinstance(old, float) and isinstance(new, float) and abs(old - new) < MOVED:
            continue
        if old != new:
            chance = _within_chance(old, new, (runs[0]["worlds"], runs[1]["worlds"]))
            yield Difference(about, f"“{titles[package]}” {does}", _share_words(old), _share_words(new), chance)


def _within_chance(old: object, new: object, worlds: tuple[Document, Document]) -> bool:
    """Whether the 95 percent intervals of two shares from different draws overlap [Wilson1927]_."""
    if worlds[0] == worlds[1] or not isinstance(old, float) or not isinstance(new, float):
        return False
    low, high = wilson_interval(old, worlds[0]["count"]), wilson_interval(new, worlds[1]["count"])
    return low[0] <= high[1] and high[0] <= low[1]


def _share_words(share: object) -> str:
    if isinstance(share, float):
        return f"{of_100(share)} of 100 worlds"
    return UNKNOWN if share is None else str(share)


def _titles(run: Document) -> dict[str, str]:
    return {p["id"]: p["title"] for p in run["deals"]["packages"]}


def _signing(run: Document) -> dict[str, float | None]:
    return {p["id"]: p["joint_as_is"] if p["required"] else None for p in run["deals"]["packages"]}


def _holding(run: Document) -> dict[str, float | None]:
    known = _titles(run)
    return {p["package"]: p["holds_share"] for p in run["durability"]["packages"] if p["package"] in known}


def _money(run: Document) -> dict[str, str]:
    """Median of the money of every required party under the headline package."""
    names = {p["id"]: p["name"] for p in run["case"]["parties"]}
    package = next((p for p in run["deals"]["packages"] if p["id"] == run["deals"]["headline"]), None)
    parties = [p for p in package["parties"] if p["required"]] if package else []
    return {
        f"{names[p['party']]}, under “{package['title']}”" if package else "": (
            f"{signed(p['money']['median'])} bn USD a year" if p["money"] else UNKNOWN
        )
        for p in parties
    }


def _lawful(run: Document) -> dict[str, str]:
    headline = run["deals"]["headline"]
    found = next((p for p in run["roadmap"]["packages"] if p["package"] == headline), None)
    if found is None:
        return {}
    plan = found["plan"]
    return {
        "Steps known open": f"{found['lawful_now']} of {len(found['steps'])}",
        "Last step ends": plan["ends_on"] if plan else UNKNOWN,
    }


def _unknown(run: Document) -> dict[str, str]:
    verdict = run["verdict"]
    return {"Positions unknown": f"{verdict['unknown_positions']} of {verdict['positions']}"}


def _inputs(before: Document, after: Document) -> Iterator[Difference]:
    yield from _worded("draws", _draws(before), _draws(after))
    for about, read in (("statement", _claims), ("number", _numbers), ("package", _choices), ("measure", _measures)):
        yield from _worded(about, read(before), read(after))


def _draws(run: Document) -> dict[str, str]:
    return {"Worlds and seed": f"{run['worlds']['count']} worlds, seed {run['worlds']['seed']}"}


def _claims(run: Document) -> dict[str, str]:
    names = {p["id"]: p["name"] for p in run["case"]["parties"]}
    return {
        f"{c['id']}, {names.get(c['party'], c['party'])} on {c['element'] or c['package']}": ", ".join(
            filter(
                None,
                (
                    f"{c['stance'].replace('_', ' ')} {' or '.join(c['options'])}".strip(),
                    f"if {c['condition']}" if c["condition"] else "",
                    "red line" if c["red_line"] else "",
                    "hedged" if c["hedged"] else "",
                    f"reliability {two_digits(c['reliability'])}",
                    c["said_on"] or "undated",
                ),
            )
        )
        for c in run["case"]["claims"]
    }


def _numbers(run: Document) -> dict[str, str]:
    """Every number by where it stands; rows of one shock share an id, so the place keeps them apart."""
    found: dict[str, str] = {}
    for number in run["estimates"]:
        key = f"{number['where']} ({number['id']})"
        ends = "" if number["low"] is None else f" ({number['low']:.6g} to {number['high']:.6g})"
        words = f"{number['mode']:.6g}{ends} {number['unit']}, {number['origin']}"
        found[key] = f"{found[key]}; {words}" if key in found else words
    return found


def _choices(run: Document) -> dict[str, str]:
    return {
        p["title"]: "; ".join(f"{e} at {o}" for e, o in sorted(p["choices"].items()))
        + f"; requires {', '.join(p['required']) or 'nobody'}"
        for p in run["case"]["packages"]
    }


def _measures(run: Document) -> dict[str, str]:
    return {
        f"{m['id']}, {m['act']}": f"{m['status'].replace('_', ' ')}, until {m['until']}"
        for m in run["case"]["measures"]
    }


def _worded(about: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for what in {**before, **after}:
        old, new = before.get(what, "absent"), after.get(what, "absent")
        if old != new:
            yield Difference(about, what, old, new)
