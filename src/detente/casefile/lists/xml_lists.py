"""Official lists in XML, read as a stream: an entry is forgotten as soon as it has been given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.values import as_country, as_date, distinct

KINDS = {"individual": "person", "person": "person", "p": "person", "ship": "vessel", "vessel": "vessel"}


def read_xml(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the entries of the list of the United States (SDN), the Union, the United Kingdom or the United Nations.

    Which one it is is told by the names of its elements. Document types and entities are refused.
    """
    updated, found = "", False
    open_: list[Element] = []
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        name = _local(element.tag)
        if event == "start":
            open_.append(element)
            updated = updated or as_date(element.get("generationDate") or element.get("dateGenerated") or "")
            continue
        open_.pop()
        if name in ("Publish_Date", "DateGenerated"):
            updated = as_date(element.text or "", us_order=name == "Publish_Date")
        if name in ENTRIES:
            found = True
            yield ENTRIES[name](element, path.name, updated)
        if name in ENTRIES or len(open_) == 1:
            element.clear()
            if open_:
                open_[-1].clear()
    if not found:
        raise CaseError(
            f"{shown_path(path)}: the XML holds no entry of a list that is known.\n"
            "Bring the SDN, EU, UK or UN list in XML."
        )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _all(element: Element, *names: str) -> list[Element]:
    """Elements at the end of a path of names, whatever their namespace."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if _local(child.tag) == name]
    return found


def _texts(element: Element, *names: str) -> list[str]:
    return [found.text or "" for found in _all(element, *names)]


def _first(element: Element, *names: str) -> str:
    return next(iter(_texts(element, *names)), "").strip()


def _joined(element: Element, *names: str) -> str:
    return " ".join(part for name in names if (part := _first(element, name)))


def _sdn(entry: Element, source: str, updated: str) -> ListEntry:
    aliases = [_joined(aka, "firstName", "lastName") for aka in _all(entry, "akaList", "aka")]
    nations = _texts(entry, "nationalityList", "nationality", "country")
    nations += _texts(entry, "citizenshipList", "citizenship", "country")
    births = _texts(entry, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
    return ListEntry(
        id=_first(entry, "uid"),
        names=distinct([_joined(entry, "firstName", "lastName"), *aliases]),
        kind=KINDS.get(_first(entry, "sdnType").casefold(), "organisation"),
        birth_dates=distinct(as_date(d) for d in births),
        countries=distinct(as_country(c) for c in nations),
        identifiers=distinct(_texts(entry, "idList", "id", "idNumber")),
        programmes=distinct(_texts(entry, "programList", "program")),
        source=source,
        updated=updated,
    )


def _eu(entry: Element, source: str, updated: str) -> ListEntry:
    kinds = [k.get("classificationCode") or k.get("code") or "" for k in _all(entry, "subjectType")]
    names = [alias.get("wholeName") or "" for alias in _all(entry, "nameAlias")]
    births = [b.get("birthdate") or b.get("year") or "" for b in _all(entry, "birthdate")]
    nations = [c.get("countryIso2Code") or "" for c in _all(entry, "citizenship")]
    return ListEntry(
        id=entry.get("logicalId") or entry.get("euReferenceNumber") or "",
        names=distinct(names),
        kind=KINDS.get((kinds or [""])[0].casefold(), "organisation"),
        birth_dates=distinct(as_date(b) for b in births),
        countries=distinct(as_country(c) for c in nations if c != "00"),
        identifiers=distinct(i.get("number") or "" for i in _all(entry, "identification")),
        programmes=distinct(r.get("programme") or "" for r in _all(entry, "regulation")),
        source=source,
        updated=updated,
    )


def _un(entry: Element, source: str, updated: str, kind: str) -> ListEntry:
    prefix = "INDIVIDUAL" if kind == "person" else "ENTITY"
    births = [
        _first(born, "DATE") or _first(born, "YEAR") or _first(born, "FROM_YEAR")
        for born in _all(entry, f"{prefix}_DATE_OF_BIRTH")
    ]
    names = [_joined(entry, "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")]
    names += [_first(entry, "NAME_ORIGINAL_SCRIPT"), *_texts(entry, f"{prefix}_ALIAS", "ALIAS_NAME")]
    return ListEntry(
        id=_first(entry, "DATAID") or _first(entry, "REFERENCE_NUMBER"),
        names=distinct(names),
        kind=kind,
        birth_dates=distinct(as_date(b) for b in births),
        countries=distinct(as_country(c) for c in _texts(entry, "NATIONALITY", "VALUE")),
        identifiers=distinct(_texts(entry, f"{prefix}_DOCUMENT", "NUMBER")),
        programmes=distinct(_texts(entry, "UN_LIST_TYPE")),
        source=source,
        updated=updated,
    )


def _un_person(entry: Element, source: str, updated: str) -> ListEntry:
    return _un(entry, source, updated, "person")


def _un_entity(entry: Element, source: str, updated: str) -> ListEntry:
    return _un(entry, source, updated, "organisation")


def _uk(entry: Element, source: str, updated: str) -> ListEntry:
    """One designation of the UK Sanctions List."""
    names = [_joined(n, "Name1", "Name2", "Name3", "Name4", "Name5", "Name6") for n in _all(entry, "Names", "Name")]
    names += _texts(entry, "NonLatinNames", "NonLatinName", "NameNonLatinScript")
    person = ("IndividualDetails", "Individual")
    births = _texts(entry, *person, "DOBs", "DOB")
    nations = _texts(entry, *person, "Nationalities", "Nationality")
    numbers = _texts(entry, *person, "PassportDetails", "Passport", "PassportNumber")
    numbers += _texts(entry, *person, "NationalIdentifierDetails", "NationalIdentifier", "NationalIdentifierNumber")
    numbers += _texts(entry, "ShipDetails", "Ship", "IMONumbers", "IMONumber")
    return ListEntry(
        id=_first(entry, "UniqueID"),
        names=distinct(names),
        kind=KINDS.get(_first(entry, "IndividualEntityShip").casefold(), "organisation"),
        birth_dates=distinct(as_date(b) for b in births),
        countries=distinct(as_country(c) for c in nations),
        identifiers=distinct(numbers),
        programmes=distinct(_texts(entry, "RegimeName")),
        source=source,
        updated=updated,
    )


ENTRIES: dict[str, Callable[[Element, str, str], ListEntry]] = {
    "sdnEntry": _sdn,
    "sanctionEntity": _eu,
    "INDIVIDUAL": _un_person,
    "ENTITY": _un_entity,
    "Designation": _uk,
}
