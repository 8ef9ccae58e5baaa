"""What each stance says, as one table that the code interprets and the explanation page shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from detente.case import Stance


class Ideal(Enum):
    """What a stance does to the set of options that can be the best."""

    NAMES = "S holds the best option"
    WITHDRAWS = "S is no longer asked for"
    KEEPS = "unchanged"


class RedLine(Enum):
    """What a stance does to the red lines on the options it names."""

    LIFTS = "lifted from S"
    MAY_DRAW = "drawn on S if `red_line`, else lifted"
    KEEPS = "unchanged"


@dataclass(frozen=True, slots=True)
class StanceRow:
    """One row: what a claim of this stance does to values, weights, reservation and red lines.

    `sign` of v[o] - v[q] for each option o of S: 1 at least as good as the status quo, -1 at most, 0 no longer bound,
    None not spoken of. `package` is the sign that the gain over the reservation value must have when the target is a
    whole package, 0 when nothing follows. `set_valued`: only a drawn subset of the parts is meant. `linked`: the sign
    holds where the condition is met and turns where it is not.
    """

    stance: Stance
    sign: int | None
    ideal: Ideal
    red_line: RedLine
    package: int
    set_valued: bool = False
    linked: bool = False

    @property
    def silent(self) -> bool:
        """Whether claims of this stance constrain nothing."""
        return self.sign is None and self.package == 0


TABLE = (
    StanceRow(Stance.PROPOSES, 0, Ideal.NAMES, RedLine.LIFTS, 1),
    StanceRow(Stance.DEMANDS, 0, Ideal.NAMES, RedLine.LIFTS, 1),
    StanceRow(Stance.ACCEPTS, 1, Ideal.KEEPS, RedLine.LIFTS, 1),
    StanceRow(Stance.REJECTS, -1, Ideal.WITHDRAWS, RedLine.MAY_DRAW, -1),
    StanceRow(Stance.CONDITIONAL, 1, Ideal.KEEPS, RedLine.LIFTS, 0, linked=True),
    StanceRow(Stance.ACCEPTS_IN_PART, 1, Ideal.KEEPS, RedLine.LIFTS, 0, set_valued=True),
    StanceRow(Stance.OPEN, None, Ideal.KEEPS, RedLine.KEEPS, 0),
    StanceRow(Stance.CONCERNED, None, Ideal.KEEPS, RedLine.KEEPS, 0),
    StanceRow(Stance.UNKNOWN, None, Ideal.KEEPS, RedLine.KEEPS, 0),
)
"""The one place that says what a stance means."""

ROWS = {row.stance: row for row in TABLE}

SIGNS = {1: "v[o] >= v[q]", -1: "v[o] <= v[q]", 0: "S holds the best option", None: "none"}
GAINS = {1: "G(p) >= 0", -1: "G(p) <= 0", 0: "none"}


def stance_table() -> str:
    """Write the table in Markdown, one row per stance, as ``docs/explanation/preferences.md`` shows it.

    Examples
    --------
    >>> print(stance_table().splitlines()[5])
    | rejects | v[o] <= v[q]; S is no longer asked for | G(p) <= 0 | drawn on S if `red_line`, else lifted | no |
    """
    head = ["stance", "values of the options S", "weights, against the reservation value", "red lines", "set-valued"]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(_line(row) for row in TABLE)]
    return "\n".join(lines)


def _line(row: StanceRow) -> str:
    values = SIGNS[row.sign]
    if row.ideal is Ideal.WITHDRAWS:
        values += f"; {row.ideal.value}"
    if row.linked:
        values += " where the condition is met, else v[o] <= v[q]"
    red_line = row.red_line.value
    if row.linked:
        red_line += "; crossed where the condition is not met, if `red_line`"
    set_valued = "for each o of a drawn subset" if row.set_valued else "no"
    return f"| {row.stance.value} | {values} | {GAINS[row.package]} | {red_line} | {set_valued} |"
