"""The list of the United States in its advanced XML: values by number, looked up in tables at its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.elements import every, first, local
from detente.casefile.lists.values import KINDS, as_country, as_dates, between_years, distinct

REMEDY = "Fetch the file again; it may have been cut off or changed by hand."
NAME_ORDER = ("first name", "middle name", "patronymic", "nickname", "maiden name", "last name", "matronymic")
COUNTRY_FEATURES = ("nationality country", "citizenship country", "vessel flag")
WHOLE_YEAR = (("1", "1"), ("12", "31"))


class _Tables:
    """Reference values by kind and number, places by number, and documents by whose they are."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.type_of: dict[str, str] = {}
        self.places: dict[str, list[str]] = {}
        self.documents: dict[str, list[str]] = {}
        self.programmes: dict[str, list[str]] = {}

    def value(self, kind: str, element: Element, attribute: str = "") -> str:
        """The text of a reference value, in small letters, empty when the tables do not hold it."""
        return self.values.get((kind, element.get(attribute or f"{kind}ID") or ""), "").casefold()

    def note(self, element: Element) -> None:
        """Remember a reference value, a place, a document or an entry of the list."""
        name, number = local(element.tag), element.get("ID") or ""
        if name == "Location":
            countries = [
                self.values.get(("Country", c.get("CountryID") or ""), "") for c in every(element, "LocationCountry")
            ]
            self.places[number] = countries
        elif name == "IDRegDocument":
            self.documents.setdefault(element.get("IdentityID") or "", []).append(first(element, "IDRegistrationNo"))
        elif name == "SanctionsEntry":
            comments = [first(m, "Comment") for m in every(element, "SanctionsMeasure")]
            self.programmes.setdefault(element.get("ProfileID") or "", []).extend(comments)
        else:
            self.values[name, number] = (element.text or "").strip()
            if name == "PartySubType":
                self.type_of[number] = element.get("PartyTypeID") or ""


VALUES = ("Country", "FeatureType", "NamePartType", "PartyType", "PartySubType", "DetailReference")
NOTED = (*VALUES, "Location", "IDRegDocument", "SanctionsEntry")


def read_advanced_xml(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read the distinct parties; programmes follow at the end of the file, so entries are given when it has been read.

    Raises
    ------
    CaseError
        When a party has no number or no profile, or the file holds none.
    """
    tables, updated = _Tables(), ""
    profiles: list[tuple[str, ListEntry]] = []
    for _, element in iterparse(content, events=("end",), forbid_dtd=True):
        name = local(element.tag)
        if name == "DateOfIssue":
            updated = updated or _day(element)
        elif name in NOTED:
            tables.note(element)
            element.clear()
        elif name == "DistinctParty":
            profile = next(iter(every(element, "Profile")), None)
            if profile is None or not element.get("FixedRef"):
                what = f"{shown_path(path)}, DistinctParty {len(profiles) + 1}: it has no FixedRef or no Profile."
                raise CaseError(f"{what}\n{REMEDY}")
            profiles.append((profile.get("ID") or "", _entry(path, element.get("FixedRef") or "", profile, tables)))
            element.clear()
    if not profiles:
        raise CaseError(f"{shown_path(path)}: the XML holds no DistinctParty.\n{REMEDY}")
    for number, given in profiles:
        yield _dated(given, distinct(tables.programmes.get(number, ())), updated)


def _dated(entry: ListEntry, programmes: tuple[str, ...], updated: str) -> ListEntry:
    return replace(entry, programmes=programmes, updated=updated)


def _entry(path: Path, id_: str, profile: Element, tables: _Tables) -> ListEntry:
    names = [pair for identity in every(profile, "Identity") for pair in _names(identity, tables)]
    births, countries = _features(profile, tables)
    numbers = [n for identity in every(profile, "Identity") for n in tables.documents.get(identity.get("ID") or "", ())]
    return ListEntry(
        id=id_,
        names=distinct(name for name, _ in names),
        kind=_kind(profile, tables),
        birth_dates=distinct(births),
        countries=distinct(as_country(country) for country in countries),
        identifiers=distinct(number.removeprefix("IMO ") for number in numbers),
        source=path.name,
        weak_names=distinct(name for name, is_weak in names if is_weak),
    )


def _kind(profile: Element, tables: _Tables) -> str:
    own = KINDS.get(tables.value("PartySubType", profile))
    wider = tables.type_of.get(profile.get("PartySubTypeID") or "", "")
    return own or KINDS.get(tables.values.get(("PartyType", wider), "").casefold(), "organisation")


def _names(identity: Element, tables: _Tables) -> Iterator[tuple[str, bool]]:
    """Names with whether they are of low quality, the primary one first."""
    groups = every(identity, "NamePartGroups", "MasterNamePartGroup", "NamePartGroup")
    part_of = {group.get("ID") or "": tables.value("NamePartType", group) for group in groups}
    for alias in sorted(every(identity, "Alias"), key=lambda a: a.get("Primary") != "true"):
        for name in every(alias, "DocumentedName"):
            values = every(name, "DocumentedNamePart", "NamePartValue")
            ranked = sorted(values, key=lambda v: _rank(part_of.get(v.get("NamePartGroupID") or "", "")))
            yield " ".join((v.text or "").strip() for v in ranked), alias.get("LowQuality") == "true"


def _rank(part: str) -> int:
    return NAME_ORDER.index(part) if part in NAME_ORDER else 0


def _features(profile: Element, tables: _Tables) -> tuple[list[str], list[str]]:
    births: list[str] = []
    countries: list[str] = []
    for feature in every(profile, "Feature"):
        about = tables.value("FeatureType", feature)
        for version in every(feature, "FeatureVersion"):
            if about == "birthdate":
                births += [day for period in every(version, "DatePeriod") for day in _birth(period)]
            elif about in COUNTRY_FEATURES:
                places = [tables.places.get(p.get("LocationID") or "", []) for p in every(version, "VersionLocation")]
                countries += [country for place in places for country in place]
                countries += [tables.value("DetailReference", d) for d in every(version, "VersionDetail")]
    return births, countries


def _birth(period: Element) -> tuple[str, ...]:
    """A day, a year when the period is the whole of it, every year of a longer one, or years that it is about."""
    ends = [*every(period, "Start", "From"), *every(period, "End", "To")]
    if not ends:
        return ()
    low, high = ends[0], ends[-1]
    years = (first(low, "Year"), first(high, "Year"))
    if any(start.get("Approximate") == "true" for start in every(period, "Start")):
        return as_dates(f"circa {years[0]}")
    if years[0] != years[1]:
        return as_dates(between_years(*years))
    days = tuple((first(end, "Month"), first(end, "Day")) for end in (low, high))
    if days == WHOLE_YEAR:
        return (years[0],)
    return (_day(low),) if days[0] == days[1] else (_day(low)[:7],) if days[0][0] == days[1][0] else (years[0],)


def _day(element: Element) -> str:
    year, month, day = (first(element, part) for part in ("Year", "Month", "Day"))
    return f"{year}-{int(month):02}-{int(day):02}" if month.isdigit() and day.isdigit() else year
