"""The structure in exact integers: no stake is ever rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, compress

from detente.case import CaseError, Control, Holdings, Listing, Stake
from detente.legal.ownership.regimes import Regime


@dataclass(frozen=True, slots=True)
class StakeGraph:
    """Entities by number, stakes by number; amounts are whole multiples of a unit that all stakes share.

    `unheld` is, by entity, what holders whom nobody knows have at least and at most. `percent` is how many units one
    percent has. An open bound is moved by one unit, and there are more units
    in the least step between two stakes than there are stakes, so that sums compare as the intervals do.
    """

    ids: tuple[str, ...]
    number: dict[str, int]
    percent: int
    owner: list[int]
    owned: list[int]
    low: list[int]
    high: list[int]
    held_by: list[list[int]]
    held_of: list[list[int]]
    low_total: list[int]
    controls: dict[int, list[int]]
    joint: dict[int, list[tuple[frozenset[int], int]]]
    listed: tuple[int, ...]
    perhaps_listed: tuple[int, ...]
    unheld: dict[int, tuple[int, int]]

    def threshold(self, regime: Regime) -> int:
        """The least amount that blocks, in units."""
        return 50 * self.percent + (0 if regime.half_counts else 1)


def build_graph(holdings: Holdings, regime: Regime, on: date | None) -> StakeGraph:
    """Number the entities and write all stakes that may be in effect on a day as integers.

    Parameters
    ----------
    holdings : Holdings
        What is stated.
    regime : Regime
        Whose list counts.
    on : date or None
        The day. Without one, whatever has a beginning or an end is perhaps in effect.

    Raises
    ------
    CaseError
        When the least stakes in one entity exceed 100 percent.
    """
    number = _numbers(holdings)
    stakes, sure = _stakes_in_effect(holdings.stakes, on)
    bounds = {s.low_percent for s in stakes} | {s.high_percent for s in stakes}
    percent = 10 ** max(map(_decimals, bounds), default=0) * 2 * (len(stakes) + 1)
    units = {bound: _units(bound, percent) for bound in bounds}
    low = [units[s.low_percent] + s.low_open if held else 0 for s, held in zip(stakes, sure, strict=True)]
    high = [units[s.high_percent] - s.high_open for s in stakes]
    owned = [number[s.owned] for s in stakes]
    low_total = [0] * len(number)
    for entity, least in zip(owned, low, strict=True):
        low_total[entity] += least
    ids = tuple(number)
    unheld: dict[int, tuple[int, int]] = {}
    if not all(s.owner for s in stakes):
        unheld = _unheld(stakes, owned, low, high)
        kept = [bool(s.owner) for s in stakes]
        stakes = list(compress(stakes, kept))
        owned, low, high = (list(compress(part, kept)) for part in (owned, low, high))
    owner = [number[s.owner] for s in stakes]
    _refuse_too_much(holdings.id, ids, low_total, percent)
    listed = [(number[one.entity], _in_effect(one, on)) for one in holdings.listed if _counts(one, regime)]
    return StakeGraph(
        ids=ids,
        number=number,
        percent=percent,
        owner=owner,
        owned=owned,
        low=low,
        high=high,
        held_by=_stakes_by(owner, len(number)),
        held_of=_stakes_by(owned, len(number)),
        low_total=low_total,
        controls=_controls(holdings.controls, number, on),
        joint=_joint(holdings, number),
        listed=tuple(dict.fromkeys(n for n, sure in listed if sure)),
        perhaps_listed=tuple(dict.fromkeys(n for n, sure in listed if sure is not None)),
        unheld=unheld,
    )


def _unheld(stakes: Sequence[Stake], owned: list[int], low: list[int], high: list[int]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for stake, entity, least, most in zip(stakes, owned, low, high, strict=True):
        if not stake.owner:
            before = found.get(entity, (0, 0))
            found[entity] = (before[0] + least, before[1] + most)
    return found


def _numbers(holdings: Holdings) -> dict[str, int]:
    names: dict[str, None] = dict.fromkeys(one.entity for one in holdings.listed)
    names.update(dict.fromkeys(chain.from_iterable((stake.owner, stake.owned) for stake in holdings.stakes)))
    for control in holdings.controls:
        names[control.controller] = None
        names[control.controlled] = None
    for arrangement in holdings.joint_arrangements:
        names.update(dict.fromkeys(arrangement.members))
        if arrangement.owned:
            names[arrangement.owned] = None
    names.update(dict.fromkeys(holdings.asked))
    names.pop("", None)
    return {name: k for k, name in enumerate(names)}


def _stakes_in_effect(stakes: tuple[Stake, ...], on: date | None) -> tuple[Sequence[Stake], list[bool]]:
    """The stakes that are perhaps in effect on the day, and of each whether it surely is."""
    if not any(s.since or s.until for s in stakes):
        return stakes, [True] * len(stakes)
    found = [(s, held) for s in stakes if (held := _in_effect(s, on)) is not None]
    return [s for s, _ in found], [held for _, held in found]


def _stakes_by(entity: list[int], count: int) -> list[list[int]]:
    by: list[list[int]] = [[] for _ in range(count)]
    for k, n in enumerate(entity):
        by[n].append(k)
    return by


def _in_effect(one: Stake | Listing | Control, on: date | None) -> bool | None:
    """True when in effect on the day, False when perhaps, None when not."""
    if one.since is None and one.until is None:
        return True
    if on is None:
        return False
    began = one.since is None or one.since <= on
    return True if began and (one.until is None or on <= one.until) else None


def _counts(one: Listing, regime: Regime) -> bool:
    return not one.regimes or regime.id in one.regimes


def _decimals(percent: Decimal) -> int:
    exponent = percent.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _units(percent: Decimal, per_percent: int) -> int:
    numerator, denominator = percent.as_integer_ratio()
    return numerator * per_percent // denominator


def _refuse_too_much(case: str, ids: tuple[str, ...], low_total: list[int], percent: int) -> None:
    over = [name for name, total in zip(ids, low_total, strict=True) if total > 100 * percent]
    if over:
        more = f", and {len(over) - 1} more" if len(over) > 1 else ""
        raise CaseError(
            f"{case}: the stakes in {over[0]}{more} exceed 100 percent.\n"
            "Correct the stakes, or give each the days on which it was held and name a day."
        )


def _controls(controls: Iterable[Control], number: dict[str, int], on: date | None) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for control in controls:
        if _in_effect(control, on) is not None:
            found.setdefault(number[control.controller], []).append(number[control.controlled])
    return found


def _joint(holdings: Holdings, number: dict[str, int]) -> dict[int, list[tuple[frozenset[int], int]]]:
    """By member: the members of each arrangement and the entity it is about, -1 for all."""
    found: dict[int, list[tuple[frozenset[int], int]]] = {}
    for arrangement in holdings.joint_arrangements:
        members = frozenset(number[m] for m in arrangement.members)
        about = number[arrangement.owned] if arrangement.owned else -1
        for member in members:
            found.setdefault(member, []).append((members, about))
    return found
