"""Files of ownership: JSON with cases of listed persons, stakes, controls and joint arrangements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from detente.case import CaseError, Control, Holdings, JointArrangement, Listing, Stake, collector_paused
from detente.casefile.files import read_text, shown_path
from detente.casefile.problems import Findings, quoted, suggestion

HUNDRED = Decimal(100)
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,30})?", re.ASCII)
REGIMES = ("us", "eu", "uk")
KEYS = {
    "case": (
        "id",
        "listed",
        "owns",
        "controls",
        "joint_arrangements",
        "question",
        "source",
        "source_status",
        "note",
        "measures",
    ),
    "listed": ("id", "regimes", "since", "until"),
    "owns": ("owner", "owned", "pct", "since", "until", "source", "note"),
    "controls": ("controller", "controlled", "how", "since", "until", "source", "note"),
    "joint_arrangements": ("members", "owned", "source", "note"),
    "pct": ("min", "max", "min_open", "max_open"),
}
WRITE_PERCENT = 'Write "50", {"min": "25", "max": "50"}, or null when it is unknown.'


def read_ownership(path: Path) -> tuple[Holdings, ...]:
    """Read a file of ownership: an object with `cases`, a list of cases, or one case.

    A stake is a decimal in percent, an interval or null for unknown; numbers are read exactly.

    Raises
    ------
    CaseError
        With every problem of the file in one message.
    """
    findings = Findings(shown_path(path))
    cases = holdings_in(path.parent, path, findings)
    problems = findings.in_order()
    if problems:
        raise CaseError("\n\n".join(str(problem) for problem in problems))
    return cases


def holdings_in(folder: Path, path: Path, findings: Findings) -> tuple[Holdings, ...]:
    """Read the cases of a file inside a folder, noting what is wrong with it."""
    with collector_paused():
        text = read_text(folder, path, findings)
        return () if text is None else _holdings(text, findings)


def _holdings(text: str, findings: Findings) -> tuple[Holdings, ...]:
    try:
        content = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        findings.add(error.lineno, f"this is no JSON ({error.msg}).", "Correct the file at this place.")
        return ()
    except _Twice as error:
        findings.add(None, f"the key {quoted(str(error))} stands twice in one object.", "Keep one of the two.")
        return ()
    except RecursionError:
        findings.add(None, "the lists are nested too deeply.", "Write cases as the case format describes.")
        return ()
    cases = content.get("cases", content) if isinstance(content, dict) else content
    cases = [cases] if isinstance(cases, dict) else cases
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        findings.add(None, "the file holds no cases.", "Write {cases: [{id, listed, owns, controls}]}.")
        return ()
    found = tuple(_Reader(case, k, findings).holdings() for k, case in enumerate(cases))
    _refuse_twice(found, findings)
    return found


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def _refuse_twice(cases: tuple[Holdings, ...], findings: Findings) -> None:
    ids = [case.id for case in cases]
    if len(set(ids)) < len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        findings.add(None, f"the id {quoted(twice)} of a case is here a second time.", "Give one of them another id.")


class _Refused(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class _Reader:
    """Reads one case; what is wrong is noted with the case and the number of the entry."""

    def __init__(self, case: dict[str, Any], number: int, findings: Findings) -> None:
        self.case, self.findings = case, findings
        given = case.get("id")
        self.id = given if isinstance(given, str) and given else f"case-{number + 1}"
        self.percents: dict[str, Decimal] = {}

    def holdings(self) -> Holdings:
        if "id" in self.case and self.case["id"] != self.id:
            self._note("id", "the id is not a text.", "Write a short text that no other case has.")
        known = [*KEYS["case"], "expected"]
        for key in self.case:
            if key not in known:
                self._note(key, "this is no part of a case.", suggestion(key, known, "The parts are"))
        return Holdings(
            id=self.id,
            listed=tuple(self._each("listed", self._listing)),
            stakes=tuple(self._each("owns", self._stake)),
            controls=tuple(self._each("controls", self._control)),
            joint_arrangements=tuple(self._each("joint_arrangements", self._joint)),
            source=str(self.case.get("source", "")),
            note=str(self.case.get("note", "")),
            measures=self._measures(),
            asked=tuple(n.strip() for n in str(self.case.get("question", "")).split(",") if n.strip()),
        )

    def _measures(self) -> tuple[tuple[str, str], ...]:
        given = self.case.get("measures") or {}
        if not isinstance(given, dict) or any(k not in REGIMES or not isinstance(v, str) for k, v in given.items()):
            self._note("measures", "this does not pair regimes with measures.", 'Write {"us": "id of a measure"}.')
            return ()
        return tuple(given.items())

    def _each(self, part: str, read: Any) -> Iterator[Any]:
        entries = self.case.get(part) or []
        if not isinstance(entries, list):
            self._note(part, "this is not a list.", "Write the entries between square brackets.")
            return
        for k, entry in enumerate(entries):
            try:
                yield read(entry)
            except _Refused as refused:
                self._note(f"{part} {k + 1}", refused.what, refused.remedy)

    def _note(self, where: str, what: str, remedy: str) -> None:
        self.findings.add(None, f"case {quoted(self.id)}, {where}: {what}", remedy)

    def _listing(self, entry: Any) -> Listing:
        if isinstance(entry, str):
            return Listing(_name({"id": entry}, "id"))
        _keys(entry, "listed")
        regimes = entry.get("regimes") or []
        if not isinstance(regimes, list) or any(r not in REGIMES for r in regimes):
            raise _Refused("regimes names something else than regimes.", "Use us, eu or uk in a list.")
        return Listing(_name(entry, "id"), tuple(regimes), *_dates(entry))

    def _stake(self, entry: Any) -> Stake:
        _keys(entry, "owns")
        if "pct" not in entry:
            raise _Refused("the stake has no pct.", WRITE_PERCENT)
        low, high, low_open, high_open = self._interval(entry["pct"])
        since, until = _dates(entry) if "since" in entry or "until" in entry else (None, None)
        # Nobody knows who holds it: written out as null, so that an owner left out is still a slip of the pen.
        owner = "" if "owner" in entry and entry["owner"] is None else _name(entry, "owner")
        return Stake(owner, _name(entry, "owned"), low, high, low_open, high_open, since, until)

    def _interval(self, pct: Any) -> tuple[Decimal, Decimal, bool, bool]:
        if pct is None:
            return Decimal(0), HUNDRED, False, False
        if not isinstance(pct, dict):
            exact = self._percent(pct)
            return exact, exact, False, False
        _keys(pct, "pct")
        low = self._percent(pct["min"]) if pct.get("min") is not None else Decimal(0)
        high = self._percent(pct["max"]) if pct.get("max") is not None else HUNDRED
        opened = [pct.get(name, False) for name in ("min_open", "max_open")]
        if any(flag not in (True, False) for flag in opened):
            raise _Refused("min_open or max_open is neither true nor false.", "Write true or false without quotes.")
        if low > high or (low == high and any(opened)):
            raise _Refused(f"no stake lies between {low} and {high}.", "See that min is below max.")
        return low, high, bool(opened[0]), bool(opened[1])

    def _percent(self, text: Any) -> Decimal:
        known = self.percents.get(text) if isinstance(text, str) else None
        if known is not None:
            return known
        shown = str(text).strip()
        if isinstance(text, bool) or not NUMBER.fullmatch(shown):
            raise _Refused(f"the stake {quoted(shown)} is not a percentage.", WRITE_PERCENT)
        try:
            number = Decimal(shown)
        except InvalidOperation as error:
            raise _Refused(f"the stake {quoted(shown)} is not a percentage.", WRITE_PERCENT) from error
        if number > HUNDRED:
            raise _Refused(f"the stake {quoted(shown)} exceeds 100.", "Write percent: 50 for one half.")
        self.percents[shown] = number
        return number

    def _control(self, entry: Any) -> Control:
        _keys(entry, "controls")
        how = str(entry.get("how") or "")
        return Control(_name(entry, "controller"), _name(entry, "controlled"), how, *_dates(entry))

    def _joint(self, entry: Any) -> JointArrangement:
        if isinstance(entry, list):
            entry = {"members": entry}
        _keys(entry, "joint_arrangements")
        members = entry.get("members")
        if not isinstance(members, list) or len({str(m) for m in members}) < 2:
            raise _Refused("an arrangement needs two members.", 'Write {"members": ["X", "Y"], "owned": "A"}.')
        owned = _name(entry, "owned") if entry.get("owned") else ""
        return JointArrangement(tuple(_name({"member": m}, "member") for m in members), owned)


def _keys(entry: Any, part: str) -> None:
    if not isinstance(entry, dict):
        raise _Refused("this is not an object.", f"Write an object with {', '.join(KEYS[part])}.")
    for key in entry:
        if key not in KEYS[part]:
            raise _Refused(f"{quoted(key)} is not read here.", suggestion(key, KEYS[part], "The keys are"))


def _name(entry: dict[str, Any], key: str) -> str:
    name = entry.get(key)
    if not isinstance(name, str) or not name.strip():
        raise _Refused(f"{key} is not a name.", f"Fill in {key}: a text that names a person or an entity.")
    return name.strip()


def _dates(entry: dict[str, Any]) -> tuple[date | None, date | None]:
    days: list[date | None] = []
    for key in ("since", "until"):
        text = entry.get(key)
        try:
            days.append(None if text is None else date.fromisoformat(text))
        except (TypeError, ValueError) as error:
            raise _Refused(f"{key} {quoted(str(text))} is not a date.", "Write year-month-day, 2024-05-31.") from error
    since, until = days
    if since and until and until < since:
        raise _Refused(f"until {until} is before since {since}.", "Correct one of the two.")
    return since, until
