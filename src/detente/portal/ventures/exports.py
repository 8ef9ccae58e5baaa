"""Ventures for other programs: OC4IDS for the projects, FollowTheMoney for who owns them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from detente.portal.parties.models import Process
from detente.portal.ventures.models import Document, Partner, Venture
from detente.portal.ventures.reading import Row

VERSION = "0.9"
# The prefix that the registry of OC4IDS has given to a publisher. Without one, ids are unique here only.
PREFIX = "DETENTE_PORTAL_OC4IDS"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# Words of the project status list; one that is suspended has no word there, and is left out.
STATUS = {
    Venture.Stage.PLANNED: "identification",
    Venture.Stage.LICENSED: "preparation",
    Venture.Stage.FUNDED: "implementation",
    Venture.Stage.OPERATING: "completed",
    Venture.Stage.CLOSED: "cancelled",
}
# Words of a sector that lead to codes of the project sector list; a code below another comes after it.
SECTORS: Mapping[str, tuple[str, ...]] = {
    "wind": ("energy", "energy.wind"),
    "solar": ("energy", "energy.solar"),
    "hydropower": ("energy", "energy.hydropower"),
    "energy": ("energy",),
    "rail": ("transport", "transport.rail"),
    "road": ("transport", "transport.road"),
    "shipping": ("transport", "transport.water"),
    "aviation": ("transport", "transport.air"),
    "transport": ("transport",),
    "telecommunications": ("communications",),
    "water": ("waterAndWaste",),
    "agriculture": ("economy",),
}


def as_oc4ids(rows: list[Row], process: Process, address: str) -> str:
    """A project package [OC4IDS 0.9]; what is unknown is left out.

    The day of publication is that of the last change to a venture in it, as the standard asks of packages made on
    demand, so the same ventures give the same bytes.
    """
    package = {
        "uri": address,
        "publishedDate": _moment(max((row.venture.changed_at for row in rows), default=NEVER)),
        "version": VERSION,
        "publisher": {"name": process.title},
        "projects": [_project(row, process) for row in rows],
    }
    return json.dumps(package, indent=1, ensure_ascii=False)


def _project(row: Row, process: Process) -> dict[str, object]:
    venture = row.venture
    codes = _sectors(venture.sector)
    written: dict[str, object] = {
        "id": f"{_prefix(process)}-{venture.slug}",
        "updated": _moment(venture.changed_at),
        "title": venture.name,
        "description": venture.conditions,
        "status": STATUS.get(Venture.Stage(venture.stage)),
        "sector": codes,
        "additionalClassifications": [_sector_words(venture.sector)] if venture.sector and not codes else [],
        "budget": _budget(venture),
        "parties": [_party(partner) for partner in row.partners],
        "documents": [_document(document) for document in row.documents],
    }
    return {name: value for name, value in written.items() if value not in (None, "", [])}


def _sectors(sector: str) -> list[str]:
    codes = [code for word in sector.lower().split() for code in SECTORS.get(word.strip(",;"), ())]
    return list(dict.fromkeys(codes))


def _sector_words(sector: str) -> dict[str, str]:
    return {"scheme": "detente", "id": _id("sector", sector), "description": sector}


def _budget(venture: Venture) -> dict[str, object] | None:
    if venture.value_mn is None:
        return None
    return {"amount": {"amount": float(venture.value_mn * 1_000_000), "currency": venture.currency}}


def _party(partner: Partner) -> dict[str, str]:
    return {"id": _id("partner", partner.name), "name": partner.name}


def _document(document: Document) -> dict[str, str]:
    written = {
        "id": str(document.entry),
        "title": document.title,
        "description": f"SHA-256 {document.sha256}",
        "url": document.link,
        "datePublished": _moment(document.at),
    }
    return {name: value for name, value in written.items() if value}


def _prefix(process: Process) -> str:
    return f"{os.environ.get(PREFIX) or 'detente'}-{process.slug}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_follow_the_money(rows: list[Row], process: Process, address: str) -> str:
    """One entity to a line: companies, and who owns which share of which venture; an unknown share is left out."""
    lines = [line for row in rows for line in _entities(row, process)]
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _entities(row: Row, process: Process) -> list[str]:
    venture, asset = row.venture, _id("venture", f"{process.slug}/{row.venture.slug}")
    own: dict[str, str] = {"name": venture.name, "sector": venture.sector, "status": str(venture.stage)}
    if venture.value_mn is not None:
        own |= {"amount": f"{venture.value_mn * 1_000_000:f}", "currency": venture.currency}
    lines = [_entity(asset, "Company", own)]
    for partner in row.partners:
        owner = _id("partner", partner.name)
        share = "" if partner.share is None else f"{float(partner.share) * 100:g}"
        lines.append(_entity(owner, "LegalEntity", {"name": partner.name}))
        link = {"owner": owner, "asset": asset, "percentage": share}
        lines.append(_entity(_id("owns", f"{owner}/{asset}"), "Ownership", link))
    return lines


def _entity(key: str, schema: str, properties: Mapping[str, str]) -> str:
    written = {name: [value] for name, value in properties.items() if value}
    return json.dumps({"id": key, "schema": schema, "properties": written}, sort_keys=True, ensure_ascii=False)


def _id(kind: str, name: str) -> str:
    """An id that other collections do not have; the same name gives the same one."""
    return f"detente-{kind}-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


FORMATS: Mapping[str, tuple[str, Callable[[list[Row], Process, str], str]]] = {
    "oc4ids.json": ("application/json", as_oc4ids),
    "ftm.json": ("application/x-ndjson", as_follow_the_money),
}
