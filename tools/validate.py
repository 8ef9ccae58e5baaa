"""Hold every engine against published figures, and write the page that shows the result.

    PYTHONPATH=src:tests python tools/validate.py

The published tables are read from the folder beside the project; without it, the page stays as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from validate_agreements import (
    bargaining_part,
    conflict_part,
    division_part,
    formula_part,
    game_part,
    schedule_part,
    weights_part,
)
from validate_data import energy_part, event_part, ownership_part, record_part, survival_part, trade_part
from validate_record import ALIKE, Figure, Part

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT.parent / "shared" / "reference"
PAGE = ROOT / "docs" / "explanation" / "validation.md"
QUICK: tuple[Callable[[Path], Part], ...] = (
    bargaining_part,
    division_part,
    conflict_part,
    weights_part,
    formula_part,
    trade_part,
    event_part,
    survival_part,
    ownership_part,
    record_part,
)
SLOW: tuple[Callable[[Path], Part], ...] = (game_part, schedule_part, energy_part)

HEAD = """\
# Figures of others against ours

This page is written by `make validate`, which computes every figure of ours anew. It holds figures of others with
their sources; the tables themselves stay where they were published. Tests hold the same figures, one by one.

A reference is a printed figure, the output of another program, or a computation by others from published inputs: each
part says which. *Reproduced* means within the gap that its digits allow, or the same answer. That a method is computed
as published does not make its assumptions true of a case: [what not to use it for](../what-not-to-use-it-for.md).

| What | Figures | Reproduced | Not reproduced |
| --- | --- | --- | --- |"""
TAIL = """
## What is elsewhere, or nowhere

- [The energy networks](energy-validation.md) and [the trade model](economy-validation.md) have pages of their own: what
  is off and why, figures on sanctions from several papers, years that the model did not see.
- [How well claims are extracted](extraction.md#how-well-it-does) is measured on passages by several authors.
- Whether real agreements hold where margins say so has no table to be held against. [Precedents](precedents.md) says
  what became of agreements that are like a case, and tests nothing.
"""


def parts(reference: Path, makers: Sequence[Callable[[Path], Part]]) -> list[Part]:
    """All parts, each computed."""
    return [maker(reference) for maker in makers]


def page(found: Sequence[Part]) -> str:
    """The whole page: what was compared, then each part with its figures."""
    rows = [_summary(part) for part in found]
    sections = [section(part) for part in found]
    return "\n".join([HEAD, *rows, "", *sections, TAIL.lstrip("\n")])


def gap_in_words(gap: float) -> str:
    """A gap with two digits; what is below a millionth is rounding, and differs from machine to machine.

    >>> gap_in_words(0.00478), gap_in_words(4e-9)
    ('0.0048', 'under 1e-6')
    """
    return f"{gap:.2g}" if gap == 0 or gap >= 1e-6 else "under 1e-6"


def section(part: Part) -> str:
    """One part with its source and a row for each figure."""
    return "\n".join([f"## {part.title}", "", *_section(part), ""])


def _summary(part: Part) -> str:
    missed = int(sum(f.gap if f.published.endswith("answers") else 1 for f in part.missed))
    link = f"[{part.title}](#{part.title.lower().replace(' ', '-')})"
    return f"| {link} | {part.counts:,} | {part.counts - missed:,} | {missed or ''} |"


def _section(part: Part) -> Iterator[str]:
    more = f"[{part.page.removesuffix('.md')}]({part.page})"
    yield f"{part.source}. Allowed: {part.allowed:g} ({part.why}). More: {more}."
    yield ""
    yield "| Figure | Reference | Ours | Gap |"
    yield "| --- | --- | --- | --- |"
    for figure in part.figures:
        yield _row(figure, missed=figure in part.missed)
    if part.missed:
        yield ""
        yield f"Not reproduced: {'; '.join(figure.what for figure in part.missed)}. {part.note}".rstrip()


def _row(figure: Figure, *, missed: bool) -> str:
    what = f"{figure.what} ({figure.counts} figures, the furthest)" if figure.counts > 1 and figure.gap else figure.what
    if figure.counts > 1 and not figure.gap and figure.ours != ALIKE:
        what = f"{figure.what} ({figure.counts} figures)"
    gap = gap_in_words(figure.gap)
    gap = f"**{gap}**" if missed else gap
    return f"| {what} | {figure.published} | {figure.ours} | {gap} |"


def main(arguments: Sequence[str]) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=PAGE)
    chosen = parser.parse_args(arguments)
    if not REFERENCE.is_dir():
        sys.stderr.write(f"{REFERENCE} is not here: the published tables were not compared.\n")
        return 2
    chosen.output.write_text(page(parts(REFERENCE, (*QUICK, *SLOW))), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
