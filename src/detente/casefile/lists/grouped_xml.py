"""The consolidated list of the United Kingdom in XML: one element per name, those of one person share a group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from defusedxml.ElementTree import iterparse

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.elements import local
from detente.casefile.lists.values import KINDS, as_country, as_date, as_dates, distinct

TARGET = "FinancialSanctionsTarget"
NUMBERS = ("individual_passportnumber", "individual_ninumber", "entity_businessregnumber", "ship_imonumber")


def read_grouped_xml(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the targets, joined by their group, in the order in which groups first appear.

    The file states no day of its own; the latest day on which an element was changed stands for it.
    """
    groups: dict[str, list[dict[str, str]]] = {}
    updated, number = "", 0
    for _, element in iterparse(content, events=("end",), forbid_dtd=True):
        if local(element.tag) != TARGET:
            continue
        number += 1
        # Some tags begin with a small letter, others of the same file do not.
        row = {local(child.tag).casefold(): (child.text or "").strip() for child in element}
        element.clear()
        if not row.get("groupid"):
            what = f"{shown_path(path)}, {TARGET} {number}: there is no GroupID."
            raise CaseError(f"{what}\nFetch the file again; it may have been changed by hand.")
        groups.setdefault(row["groupid"], []).append(row)
        updated = max(updated, as_date(row.get("lastupdated", "")[:10]))
    if not groups:
        raise CaseError(f"{shown_path(path)}: the XML holds no {TARGET}.\nFetch the file again.")
    for id_, rows in groups.items():
        yield _entry(path, id_, rows, updated)


def _entry(path: Path, id_: str, rows: list[dict[str, str]], updated: str) -> ListEntry:
    rows = sorted(rows, key=lambda row: row.get("aliastypename", "").casefold() != "primary name")
    names = [(_name(row), row.get("aliasquality", "").casefold().startswith("low")) for row in rows]
    return ListEntry(
        id=id_,
        names=distinct([*(name for name, _ in names), *(row.get("namenonlatinscript", "") for row in rows)]),
        kind=KINDS.get(rows[0].get("grouptypedescription", "").casefold(), "organisation"),
        birth_dates=distinct(d for row in rows for d in as_dates(row.get("individual_dateofbirth", ""))),
        countries=distinct(as_country(c) for row in rows for c in row.get("individual_nationality", "").split(",")),
        identifiers=distinct(row.get(name, "") for row in rows for name in NUMBERS),
        programmes=distinct(row.get("regimename", "") for row in rows),
        source=path.name,
        updated=updated,
        weak_names=distinct(name for name, is_weak in names if is_weak),
    )


def _name(row: dict[str, str]) -> str:
    return " ".join(part for k in range(1, 7) if (part := row.get(f"name{k}", "")))
