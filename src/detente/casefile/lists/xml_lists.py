"""Official lists in XML, read as a stream: an entry is forgotten as soon as it has been given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.elements import anywhere, every, first, joined, local, texts
from detente.casefile.lists.values import KINDS, as_country, as_date, as_dates, between_years, distinct


def read_xml(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the entries of the list of the United States (SDN), the Union, the United Kingdom or the United Nations.

    Which one it is is told by the names of its elements. Document types and entities are refused.
    """
    updated, number = "", 0
    open_: list[Element] = []
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        name = local(element.tag)
        if event == "start":
            open_.append(element)
            updated = updated or as_date(element.get("generationDate") or element.get("dateGenerated") or "")
            continue
        open_.pop()
        if name in ("Publish_Date", "DateGenerated"):
            updated = as_date(element.text or "", us_order=name == "Publish_Date")
        if name in ENTRIES:
            entry = ENTRIES[name](element, path.name, updated)
            number += 1
            if not entry.id:
                what = f"{shown_path(path)}, {name} {number}: the entry has no id."
                raise CaseError(f"{what}\nFetch the file again; it may have been changed by hand.")
            yield entry
        if name in ENTRIES or len(open_) == 1:
            element.clear()
            if open_:
                open_[-1].clear()
    if not number:
        raise CaseError(
            f"{shown_path(path)}: the XML holds no entry of a list that is known.\n"
            "Bring the SDN, EU, UK or UN list in XML."
        )


NO_IDENTIFIERS = ("gender", "sanctions", "website", "email", "phone", "risk", "name")
"""Words in the kind of an SDN id that is a remark and no identifier."""


def _sdn(entry: Element, source: str, updated: str) -> ListEntry:
    aliases = [
        (joined(a, "firstName", "lastName"), first(a, "category") == "weak") for a in every(entry, "akaList", "aka")
    ]
    nations = texts(entry, "nationalityList", "nationality", "country")
    nations += texts(entry, "citizenshipList", "citizenship", "country")
    nations += texts(entry, "vesselInfo", "vesselFlag")
    births = texts(entry, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
    return ListEntry(
        id=first(entry, "uid"),
        names=distinct([joined(entry, "firstName", "lastName"), *(name for name, _ in aliases)]),
        kind=KINDS.get(first(entry, "sdnType").casefold(), "organisation"),
        birth_dates=distinct(d for b in births for d in as_dates(b)),
        countries=distinct(as_country(c) for c in nations),
        identifiers=distinct(
            first(i, "idNumber").removeprefix("IMO ")
            for i in every(entry, "idList", "id")
            if not any(word in first(i, "idType").casefold() for word in NO_IDENTIFIERS)
        ),
        programmes=distinct(texts(entry, "programList", "program")),
        source=source,
        updated=updated,
        weak_names=distinct(name for name, is_weak in aliases if is_weak),
    )


def _eu(entry: Element, source: str, updated: str) -> ListEntry:
    kinds = [k.get("classificationCode") or k.get("code") or "" for k in every(entry, "subjectType")]
    aliases = [(_whole(a), a.get("strong") == "false") for a in every(entry, "nameAlias")]
    nations = [c.get("countryIso2Code") or "" for c in every(entry, "citizenship")]
    return ListEntry(
        id=entry.get("logicalId") or entry.get("euReferenceNumber") or "",
        names=distinct(name for name, _ in aliases),
        kind=KINDS.get((kinds or [""])[0].casefold(), "organisation"),
        birth_dates=distinct(d for b in every(entry, "birthdate") for d in as_dates(_eu_birth(b))),
        countries=distinct(as_country(c) for c in nations if c != "00"),
        identifiers=distinct(i.get("number") or i.get("latinNumber") or "" for i in every(entry, "identification")),
        programmes=distinct(r.get("programme") or "" for r in every(entry, "regulation")),
        source=source,
        updated=updated,
        weak_names=distinct(name for name, is_weak in aliases if is_weak),
    )


def _whole(alias: Element) -> str:
    parts = (alias.get(part) or "" for part in ("firstName", "middleName", "lastName"))
    return alias.get("wholeName") or " ".join(parts)


def _eu_birth(born: Element) -> str:
    text = born.get("birthdate") or born.get("year") or ""
    text = text or between_years(born.get("yearRangeFrom") or "", born.get("yearRangeTo") or "")
    return f"circa {text}" if born.get("circa") == "true" else text


def _un(entry: Element, source: str, updated: str, kind: str) -> ListEntry:
    prefix = "INDIVIDUAL" if kind == "person" else "ENTITY"
    aliases = [
        (first(a, "ALIAS_NAME"), first(a, "QUALITY").casefold() == "low") for a in every(entry, f"{prefix}_ALIAS")
    ]
    names = [joined(entry, "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
    names += [first(entry, "NAME_ORIGINAL_SCRIPT"), *(name for name, _ in aliases)]
    return ListEntry(
        id=first(entry, "DATAID") or first(entry, "REFERENCE_NUMBER"),
        names=distinct(names),
        kind=kind,
        birth_dates=distinct(d for b in every(entry, f"{prefix}_DATE_OF_BIRTH") for d in as_dates(_un_birth(b))),
        countries=distinct(as_country(c) for c in texts(entry, "NATIONALITY", "VALUE")),
        identifiers=distinct(texts(entry, f"{prefix}_DOCUMENT", "NUMBER")),
        programmes=distinct(texts(entry, "UN_LIST_TYPE")),
        source=source,
        updated=updated,
        weak_names=distinct(name for name, is_weak in aliases if is_weak),
    )


def _un_birth(born: Element) -> str:
    text = first(born, "DATE") or first(born, "YEAR")
    text = text or between_years(first(born, "FROM_YEAR"), first(born, "TO_YEAR"))
    return f"circa {text}" if first(born, "TYPE_OF_DATE").casefold().startswith("approx") else text


def _un_person(entry: Element, source: str, updated: str) -> ListEntry:
    return _un(entry, source, updated, "person")


def _un_entity(entry: Element, source: str, updated: str) -> ListEntry:
    return _un(entry, source, updated, "organisation")


UK_NUMBERS = ("PassportNumber", "NationalIdentifierNumber", "BusinessRegistrationNumber", "IMONumber")


def _uk(entry: Element, source: str, updated: str) -> ListEntry:
    """One designation of the UK Sanctions List."""
    parts = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")
    names = [(joined(n, *parts), _is_weak(n)) for n in every(entry, "Names", "Name")]
    return ListEntry(
        id=first(entry, "UniqueID"),
        names=distinct([*(name for name, _ in names), *anywhere(entry, "NameNonLatinScript")]),
        kind=KINDS.get(first(entry, "IndividualEntityShip").casefold(), "organisation"),
        birth_dates=distinct(d for b in anywhere(entry, "DOB") for d in as_dates(b)),
        countries=distinct(as_country(c) for c in anywhere(entry, "Nationality")),
        identifiers=distinct(number for name in UK_NUMBERS for number in anywhere(entry, name)),
        programmes=distinct(texts(entry, "RegimeName")),
        source=source,
        updated=updated,
        weak_names=distinct(name for name, is_weak in names if is_weak),
    )


def _is_weak(name: Element) -> bool:
    return first(name, "AliasStrength").casefold().startswith("low")


ENTRIES: dict[str, Callable[[Element, str, str], ListEntry]] = {
    "sdnEntry": _sdn,
    "sanctionEntity": _eu,
    "INDIVIDUAL": _un_person,
    "ENTITY": _un_entity,
    "Designation": _uk,
}
