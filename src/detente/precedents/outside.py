"""Agreements and conflicts from databases that a user brings: PA-X, by package, and UCDP, by pair of sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.case import Case, CaseError, Provision
from detente.precedents.records import NO, PENDING, UNKNOWN, YES, Precedent
from detente.precedents.table import year_of

Rows = Sequence[tuple[int, Mapping[str, str]]]

PAX_VERSIONS = (3, 4, 5, 6, 7, 8)
"""Versions of the PA-X codebook that are read. The crosswalk was written for the third; the first two number peace
processes otherwise, and of later ones nothing is known yet."""

PAX_CODES: Mapping[Provision, tuple[str, ...]] = {
    Provision.INVESTMENT: ("Bus",),
    Provision.ENERGY: ("NatRes",),
    Provision.TRANSPORT: ("DevInfra",),
    Provision.GUARANTEE: ("SsrGua",),
    Provision.THIRD_PARTY: ("ImUN", "ImOth", "ImPK"),
    Provision.SNAPBACK: ("ImE",),
}
"""Which codes stand for which provision: business, natural resources, infrastructure, security guarantees, signature or
mission of outsiders, enforcement. The rest is not coded in PA-X and stays unknown."""

PAX_COLUMNS = ("AgtId", "PP", "PPName", "Agt", "Dat")
LARGEST_CODE = 3
PACKAGE_YEARS = 1.0
"""Agreements of one process that follow within so many years are one package: texts are often spread over several."""

UCDP_COLUMNS = ("conflict_id", "side_a", "side_b", "year", "intensity_level", "version")


@dataclass(frozen=True, slots=True)
class ArmedConflict:
    """Years of armed conflict between two sides, as UCDP counts them; `wars`: years with 1,000 deaths or more."""

    conflict: str
    sides: tuple[str, str]
    years: tuple[int, ...]
    wars: tuple[int, ...]
    version: str


@dataclass(frozen=True, slots=True)
class _Agreement:
    id: str
    process: str
    process_name: str
    name: str
    signed: float
    signed_on: str
    parties: tuple[str, ...]
    codes: Mapping[Provision, int | None]


def pax_packages(rows: Rows, place: str, codebook: int | None = None) -> tuple[Precedent, ...]:
    """Read agreements of PA-X and join those of one peace process into packages, oldest first.

    A provision is there when any agreement of the package has it, absent when all are coded without it. How a package
    went is not coded in PA-X: its outcome stays open, and it enters likeness and no survival.

    Parameters
    ----------
    rows : sequence of line and cells by column
        The download in CSV, codes 0 to 3.
    place : str
        Name of the file, for errors.
    codebook : int, optional
        Version of the codebook, where the column ``Ver`` does not tell.

    Raises
    ------
    CaseError
        When columns are missing, the version was not checked, or a date or code cannot be read.
    """
    codes = [code for several in PAX_CODES.values() for code in several]
    _need(rows, (*PAX_COLUMNS, *codes), place, "all_agreements, with all variables")
    version = _codebook(rows, place, codebook)
    found = sorted((_agreement(line, row, place) for line, row in rows), key=lambda a: (a.process, a.signed, a.id))
    packages: list[list[_Agreement]] = []
    for agreement in found:
        last = packages[-1][-1] if packages else None
        follows = last is not None and last.process == agreement.process
        if last is not None and follows and agreement.signed - last.signed <= PACKAGE_YEARS:
            packages[-1].append(agreement)
        else:
            packages.append([agreement])
    made = (_package(agreements, version) for agreements in packages)
    return tuple(sorted(made, key=lambda p: (p.signed, p.id)))


def _need(rows: Rows, columns: Iterable[str], place: str, which: str) -> None:
    missing = [name for name in columns if name not in rows[0][1]]
    if missing:
        raise CaseError(f"{place}, line 1: the columns {', '.join(missing)} are missing.\nDownload the table {which}.")


def _codebook(rows: Rows, place: str, stated: int | None) -> int:
    """The version: as stated, or the largest in the column ``Ver``, which tells when an agreement was last changed."""
    seen = {row.get("Ver", "").removeprefix("V").removeprefix("v") for _, row in rows} - {""}
    version = stated
    if version is None:
        if not seen or not all(text.isdigit() for text in seen):
            what = "the column Ver does not tell the version of the codebook."
            raise CaseError(f"{place}, line 1: {what}\nState it with --codebook, such as --codebook 8.")
        version = max(int(text) for text in seen)
    if version not in PAX_VERSIONS:
        known = f"{PAX_VERSIONS[0]} to {PAX_VERSIONS[-1]}"
        what = f"version {version} of the codebook is not known here; {known} are."
        remedy = f"Use such a download; where codes mean the same, state --codebook {PAX_VERSIONS[-1]}."
        raise CaseError(f"{place}: {what}\n{remedy}")
    return version


def _agreement(line: int, row: Mapping[str, str], place: str) -> _Agreement:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["Dat"]):
        raise CaseError(f'{place}, line {line}: Dat "{row["Dat"]}" is not a date.\nWrite year-month-day.')
    codes = {p: _code(line, row, names, place) for p, names in PAX_CODES.items()}
    parties = tuple(part.strip() for part in re.split(r"[;\n]", row.get("Part", "")) if part.strip())
    named = (row[name] for name in ("AgtId", "PP", "PPName", "Agt"))
    id_, process, process_name, name = named
    return _Agreement(id_, process, process_name, name, year_of(row["Dat"]), row["Dat"], parties, codes)


def _code(line: int, row: Mapping[str, str], names: Sequence[str], place: str) -> int | None:
    """The largest of the codes; None where none is filled in."""
    values = []
    for name in names:
        text = row[name]
        if text in ("", "NA"):
            continue
        if not text.isdigit() or int(text) > LARGEST_CODE:
            what = f'{name} "{text}" is not a code from 0 to {LARGEST_CODE}.'
            raise CaseError(f"{place}, line {line}: {what}\nUse the table as it was downloaded.")
        values.append(int(text))
    return max(values) if values else None


def _package(agreements: Sequence[_Agreement], version: int) -> Precedent:
    first, last = agreements[0], agreements[-1]
    has = dict.fromkeys(Provision, UNKNOWN) | {p: _has([a.codes[p] for a in agreements]) for p in PAX_CODES}
    ids = ", ".join(a.id for a in agreements)
    return Precedent(
        id=f"pax-{first.id}",
        name=first.name if len(agreements) == 1 else f"{first.process_name}: {len(agreements)} agreements",
        signed=first.signed,
        signed_on=first.signed_on if len(agreements) == 1 else f"{first.signed_on} to {last.signed_on}",
        ended=None,
        ended_on="",
        followed_until=last.signed,
        parties=max((a.parties for a in agreements), key=len),
        third_parties=(),
        provisions="; ".join(a.name for a in agreements),
        has=has,
        outcome=PENDING,
        causes=(),
        what_happened="",
        recalled="",
        source=f"PA-X version {version}, agreements {ids}",
        url="",
        evidence="seen",
    )


def _has(codes: Sequence[int | None]) -> str:
    if any(code for code in codes):
        return YES
    return UNKNOWN if None in codes else NO


def armed_conflicts(rows: Rows, place: str) -> tuple[ArmedConflict, ...]:
    """Read the years of armed conflict of each conflict of UCDP/PRIO, by id and sides.

    Raises
    ------
    CaseError
        When columns are missing, rows are of several versions, or a year or intensity cannot be read.
    """
    _need(rows, UCDP_COLUMNS, place, "UCDP/PRIO Armed Conflict Dataset, one row per conflict and year")
    versions = sorted({row["version"] for _, row in rows})
    if len(versions) > 1:
        raise CaseError(f"{place}: rows are of several versions, {', '.join(versions)}.\nUse one download.")
    years: dict[tuple[str, str, str], dict[int, int]] = {}
    for line, row in rows:
        if not (re.fullmatch(r"\d{4}", row["year"]) and row["intensity_level"] in ("1", "2")):
            what = f'year "{row["year"]}" or intensity_level "{row["intensity_level"]}" cannot be read.'
            raise CaseError(f"{place}, line {line}: {what}\nUse the table as it was downloaded.")
        key = (row["conflict_id"], row["side_a"], row["side_b"])
        years.setdefault(key, {})[int(row["year"])] = int(row["intensity_level"])
    return tuple(
        ArmedConflict(id_, (a, b), tuple(sorted(found)), tuple(y for y in sorted(found) if found[y] == 2), versions[0])
        for (id_, a, b), found in sorted(years.items())
    )


def conflicts_between(case: Case, conflicts: Iterable[ArmedConflict]) -> tuple[ArmedConflict, ...]:
    """Conflicts whose two sides name two parties of the case, by name or alias in whole words."""
    return tuple(c for c in conflicts if _two_parties(case, c.sides))


def _two_parties(case: Case, sides: tuple[str, str]) -> bool:
    first, second = ({p.id for p in case.parties if _names(side, (p.name, *p.aliases))} for side in sides)
    return any(a != b for a in first for b in second)


def _names(side: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", side) for name in names if name)
