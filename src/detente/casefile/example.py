"""A case to try things with, without a folder of one's own."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from detente.case import Case
from detente.casefile.reader import read_case
from detente.casefile.template import write_template


def example_case() -> Case:
    """The invented case that ``detente new`` writes, as it is read.

    Examples
    --------
    >>> case = example_case()
    >>> len(case.parties), len(case.elements), [package.id for package in case.packages]
    (3, 6, ['LEAGUE-DRAFT', 'ORMARK-COUNTER', 'TRADE-FIRST'])
    """
    with TemporaryDirectory() as place:
        folder = Path(place) / "example"
        write_template(folder, "example")
        return read_case(folder)
