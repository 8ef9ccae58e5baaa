"""What is known of a text: date, publisher, address, language; from its front matter or a file beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import yaml

from detente.case import CaseError

FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
DATE_KEYS = ("published_on", "date", "published")
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a text; None where nothing says so."""

    published_on: date | None = None
    publisher: str = ""
    url: str = ""
    language: str = ""
    title: str = ""


def front_matter(text: str) -> tuple[dict[str, object], int]:
    """Read the front matter of a text, and say where the text itself begins."""
    found = FRONT.match(text)
    if found is None:
        return {}, 0
    content = _mapping(found[1])
    return (content, found.end()) if content is not None else ({}, 0)


def sidecar(path: Path) -> dict[str, object]:
    """Read the file beside a document that describes it: ``talks.pdf.yaml``, or ``talks.yaml``."""
    for name in (f"{path.name}.yaml", f"{path.stem}.yaml"):
        beside = path.with_name(name)
        if beside != path and beside.is_file() and beside.stat().st_size <= LARGEST:
            content = _mapping(beside.read_text(encoding="utf-8", errors="replace"))
            if content is None:
                raise CaseError(
                    f"{beside.name}: this is no list of names and values.\nWrite lines such as date: 2025-11-30."
                )
            return content
    return {}


def _mapping(text: str) -> dict[str, object] | None:
    try:
        content = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError:
        return None
    return {str(key): value for key, value in content.items()} if isinstance(content, Mapping) else None


def about_of(content: Mapping[str, object]) -> About:
    """Put what was found into a record; a date that cannot be read counts as none."""
    found = next((content[key] for key in DATE_KEYS if content.get(key)), None)
    return About(
        published_on=_date(found),
        publisher=str(content.get("publisher") or ""),
        url=str(content.get("url") or ""),
        language=str(content.get("language") or ""),
        title=str(content.get("title") or ""),
    )


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
