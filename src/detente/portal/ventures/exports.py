"""Ventures for other programs: OC4IDS for the projects, FollowTheMoney for who owns them."""

from __future__ import annotations

import hashlib
import json

from detente.portal.parties.models import Process
from detente.portal.ventures.models import Venture
from detente.portal.ventures.reading import Row

# Words of the project status list of OC4IDS 0.9.
STATUS = {
    Venture.Stage.PLANNED: "identification",
    Venture.Stage.LICENSED: "preparation",
    Venture.Stage.FUNDED: "preparation",
    Venture.Stage.OPERATING: "completion",
    Venture.Stage.CLOSED: "completed",
}


def as_oc4ids(rows: list[Row], process: Process) -> str:
    """A project package [OC4IDS 0.9]; a suspended venture has no word there, and its status is left out."""
    projects = []
    for row in rows:
        venture = row.venture
        project: dict[str, object] = {"id": f"{process.slug}-{venture.slug}", "title": venture.name}
        if venture.stage in STATUS:
            project["status"] = STATUS[Venture.Stage(venture.stage)]
        if venture.conditions:
            project["description"] = venture.conditions
        if venture.value_usd_mn is not None:
            project["budget"] = {"amount": {"amount": float(venture.value_usd_mn) * 1e6, "currency": "USD"}}
        project["parties"] = [{"id": _id(partner.name), "name": partner.name} for partner in row.partners]
        projects.append(project)
    return json.dumps({"version": "0.9", "projects": projects}, indent=1)


def as_follow_the_money(rows: list[Row], process: Process) -> str:
    """One entity to a line: companies, and who owns which share of which venture."""
    lines = []
    for row in rows:
        asset = _id(f"{process.slug}/{row.venture.slug}")
        lines.append(_entity(asset, "Company", {"name": [row.venture.name], "sector": [row.venture.sector]}))
        for partner in row.partners:
            owner = _id(partner.name)
            share = {"percentage": [f"{float(partner.share) * 100:g}"]} if partner.share is not None else {}
            lines.append(_entity(owner, "LegalEntity", {"name": [partner.name]}))
            link = {"owner": [owner], "asset": [asset], **share}
            lines.append(_entity(_id(f"{owner}/{asset}"), "Ownership", link))
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def _entity(key: str, schema: str, properties: dict[str, list[str]]) -> str:
    return json.dumps({"id": key, "schema": schema, "properties": properties}, sort_keys=True)


def _id(name: str) -> str:
    return hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()


FORMATS = {
    "oc4ids.json": ("application/json", as_oc4ids),
    "ftm.json": ("application/x-ndjson", as_follow_the_money),
}
