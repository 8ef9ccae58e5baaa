"""Entities of FollowTheMoney, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from detente.case import CaseError, ListEntry
from detente.casefile.files import shown_path
from detente.casefile.lists.values import as_country, as_dates, distinct

SCHEMAS = {
    "Person": "person",
    "LegalEntity": "organisation",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
NO_TARGET = "no target itself"
"""Said of persons that a file of entities holds for their links to those listed."""

NAMES = ("name", "alias", "previousName", "weakAlias")
COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "flag")
IDENTIFIERS = (
    "idNumber", "passportNumber", "registrationNumber", "taxNumber", "innCode", "ogrnCode", "imoNumber", "leiCode",
    "swiftBic", "vatCode", "mmsi", "uscCode", "okpoCode", "dunsCode", "npiCode", "wikidataId",
)  # fmt: skip


def read_json_lines(path: Path, content: IO[bytes]) -> Iterator[ListEntry]:
    """Read persons, organisations, ships and aircraft; other things (addresses, sanctions, links) are passed over."""
    for number, line in enumerate(content, start=1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            if not isinstance(entity, dict) or not isinstance(entity.get("properties", {}), dict):
                raise ValueError("no object with properties")
        except ValueError as error:
            what = f"{shown_path(path)}, line {number}: this is no entity of FollowTheMoney ({error})."
            raise CaseError(f"{what}\nFetch the file again.") from error
        entry = _entry(path, entity)
        if entry is not None:
            yield entry


def _entry(path: Path, entity: dict[str, Any]) -> ListEntry | None:
    kind = SCHEMAS.get(str(entity.get("schema", "")))
    if kind is None or not entity.get("id"):
        return None
    properties = entity.get("properties") or {}
    no_target = () if entity.get("target", True) else (NO_TARGET,)
    return ListEntry(
        id=str(entity["id"]),
        names=distinct([*_values(properties, NAMES), str(entity.get("caption") or "")]),
        kind=kind,
        birth_dates=distinct(d for born in _values(properties, ("birthDate",)) for d in as_dates(born)),
        countries=distinct(as_country(c) for c in _values(properties, COUNTRIES)),
        identifiers=distinct(_values(properties, IDENTIFIERS)),
        programmes=distinct([*no_target, *_programmes(properties), *map(str, entity.get("datasets") or ())]),
        source=path.name,
        updated=str(entity.get("last_seen") or entity.get("last_change") or "")[:10],
        weak_names=distinct(_values(properties, ("weakAlias",))),
    )


def _programmes(properties: dict[str, Any]) -> list[str]:
    """Programmes of the entity, and of the sanctions that a nested file writes into it."""
    nested = [one for one in properties.get("sanctions") or () if isinstance(one, dict)]
    parts = [properties, *(one.get("properties") or {} for one in nested)]
    return [value for part in parts for value in _values(part, ("programId", "program"))]


def _values(properties: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    """Texts of some properties; one that stands without a list counts as a list of one."""
    found = []
    for name in names:
        value = properties.get(name) or ()
        found += [text for text in ([value] if isinstance(value, str) else value) if isinstance(text, str)]
    return found
