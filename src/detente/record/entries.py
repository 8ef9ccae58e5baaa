"""Entries: what was done, by whom, when; open to all or sealed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from detente.case import CaseError
from detente.record.canonical import canonical_bytes, parse_canonical
from detente.record.commitments import commit, fits
from detente.record.encoding import from_base64, to_base64
from detente.record.faults import Fault
from detente.record.kinds import SLUG, body_problems, entry_kinds
from detente.record.tiles import LARGEST_ENTRY
from detente.record.tree import HASH_BYTES

TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
FIELDS = {"at", "by", "index", "kind"}
NEVER_SEALED = ("charter", "policy", "opening")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be entered: its kind, who enters it (an id), and the fields of its kind."""

    kind: str
    by: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a record; `body` is None when it is sealed, `commitment` is None when it is not."""

    index: int
    at: str
    kind: str
    by: str
    body: Mapping[str, Any] | None
    commitment: bytes | None

    @property
    def is_sealed(self) -> bool:
        """Whether the entry holds a commitment in place of its content."""
        return self.commitment is not None

    def leaf(self) -> bytes:
        """The bytes that are hashed: canonical JSON.

        Raises
        ------
        CaseError
            When it would be longer than 65,535 bytes.
        """
        head = {"at": self.at, "by": self.by, "index": self.index, "kind": self.kind}
        rest = {"body": self.body} if self.commitment is None else {"sealed": to_base64(self.commitment)}
        data = canonical_bytes({**head, **rest})
        if len(data) > LARGEST_ENTRY:
            raise CaseError(
                f"The entry has {len(data):,} bytes and may have {LARGEST_ENTRY:,}.\n"
                "Enter the SHA-256 of the document instead of its text."
            )
        return data


def open_entry(draft: Draft, index: int, at: datetime) -> Entry:
    """The entry that a draft becomes at its place; a `CaseError` with all problems when it may not stand there."""
    _refuse(draft, index)
    return Entry(index, time_text(at), draft.kind, draft.by, dict(draft.body), None)


def sealed_entry(draft: Draft, index: int, at: datetime, salt: bytes) -> Entry:
    """The sealed entry that a draft becomes; its content is not in it.

    Raises
    ------
    CaseError
        When the draft is wrong, or of a kind that all must be able to read.
    """
    _refuse(draft, index)
    if draft.kind in NEVER_SEALED:
        raise CaseError(f"An entry of kind {draft.kind} cannot be sealed: all must be able to read it.")
    commitment = commit(sealed_content(draft), salt)
    return Entry(index, time_text(at), draft.kind, draft.by, None, commitment)


def sealed_content(draft: Draft) -> bytes:
    """What a sealed entry commits to: its body, and whose it is, so that nobody can copy the commitment of another."""
    return canonical_bytes({"body": dict(draft.body), "by": draft.by, "kind": draft.kind})


def parse_entry(data: bytes) -> Entry:
    """Read an entry from its leaf; a `Fault` when it is not canonical JSON with exactly the fields of an entry."""
    if len(data) > LARGEST_ENTRY:
        raise Fault(f"the entry has {len(data):,} bytes and may have {LARGEST_ENTRY:,}")
    value = parse_canonical(data)
    if not isinstance(value, dict) or set(value) not in (FIELDS | {"body"}, FIELDS | {"sealed"}):
        raise Fault("an entry has at, by, index, kind, and either body or sealed")
    _check_head(value)
    if "sealed" in value:
        if not isinstance(value["sealed"], str) or value["kind"] in NEVER_SEALED:
            raise Fault("the commitment is no text, or the kind may not be sealed")
        commitment = from_base64(value["sealed"], "the commitment", HASH_BYTES)
        return Entry(value["index"], value["at"], value["kind"], value["by"], None, commitment)
    problems = _body_problems(value)
    if problems:
        raise Fault("; ".join(problems))
    return Entry(value["index"], value["at"], value["kind"], value["by"], value["body"], None)


def opened_draft(entry: Entry, content: bytes, salt: bytes) -> Draft:
    """The draft behind a sealed entry; a `Fault` unless salt and content fit its commitment, kind and author."""
    if entry.commitment is None:
        raise Fault("the entry is not sealed", entry.index)
    if not fits(entry.commitment, content, salt):
        raise Fault("salt and content do not fit the commitment", entry.index)
    value = parse_canonical(content, "the sealed content")
    if not isinstance(value, dict) or set(value) != {"body", "by", "kind"} or not isinstance(value["body"], dict):
        raise Fault("the sealed content has not the form body, by, kind", entry.index)
    if (value["by"], value["kind"]) != (entry.by, entry.kind):
        raise Fault("the sealed content was made for another author or kind", entry.index)
    problems = body_problems(entry.kind, value["body"], entry.index)
    if problems:
        raise Fault("; ".join(problems), entry.index)
    return Draft(entry.kind, entry.by, value["body"])


def time_text(at: datetime) -> str:
    """A time as entries write it: UTC, whole seconds.

    Raises
    ------
    CaseError
        When the time does not say in which zone it is.

    Examples
    --------
    >>> time_text(datetime(2025, 11, 30, 12, tzinfo=UTC))
    '2025-11-30T12:00:00Z'
    """
    if at.tzinfo is None:
        raise CaseError(
            f"The time {at.isoformat()} does not say in which zone it is. Write it as 2025-11-30T12:00:00Z."
        )
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_time(text: str) -> datetime:
    """Read a time as entries write it; a `Fault` when it is written otherwise or is no time."""
    try:
        if TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    raise Fault(f'"{text[:40]}" is not a time such as 2025-11-30T12:00:00Z')


def _refuse(draft: Draft, index: int) -> None:
    problems = body_problems(draft.kind, draft.body, index)
    if not SLUG.fullmatch(draft.by):
        problems.append(f'by: "{draft.by}" is not an id')
    if problems:
        raise CaseError("\n".join(["The entry is not usable:", *(f"  {problem}" for problem in problems)]))


def _check_head(value: Mapping[str, Any]) -> None:
    index, at, by, kind = (value[name] for name in ("index", "at", "by", "kind"))
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        raise Fault("the index is not a whole number")
    if not all(isinstance(text, str) for text in (at, by, kind)):
        raise Fault("at, by and kind are texts")
    parse_time(at)
    if kind not in entry_kinds():
        raise Fault(f'"{kind}" is no kind of entry')
    if not SLUG.fullmatch(by):
        raise Fault("by is not an id")


def _body_problems(value: Mapping[str, Any]) -> list[str]:
    if not isinstance(value["body"], dict):
        return ["the body is not a mapping"]
    return body_problems(value["kind"], value["body"], value["index"])
