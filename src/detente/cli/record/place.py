"""Where the verbs of `detente record` read and write: records by file or address, keys, texts, new files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from detente.case import CaseError
from detente.cli.printing import print_result
from detente.record import Fault, SigningKey, is_address, parse_signing_key, shown

FROM_ENVIRONMENT = "env:"
LINES_BETWEEN_WORDS = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


def place_of(text: str) -> str:
    """A place as it was given, or as a variable of the environment says, so that a password is in no list of processes.

    Raises
    ------
    CaseError
        When the variable is not set.
    """
    if not text.startswith(FROM_ENVIRONMENT):
        return text
    name = text.removeprefix(FROM_ENVIRONMENT)
    if not os.environ.get(name):
        raise CaseError(f"{text}: the variable {name} is not set. Set it to the address of the database.")
    return os.environ[name]


def policy_file(place: str, wanted: Path | None, beside: str = "policy") -> Path:
    """The new file for a policy, which is handed to those who verify; a record in a file has it beside it."""
    if wanted is None and is_address(place):
        raise CaseError(f"{shown(place)} is a database: name a new file for the policy with --policy.")
    path = Path(f"{place}.{beside}") if wanted is None else wanted
    refuse_existing(path)
    return path


def read_key(path: Path) -> SigningKey:
    """Read a secret key; its text is in no message."""
    try:
        return parse_signing_key(read_text(path).strip())
    except Fault as fault:
        raise CaseError(f"{path}: {fault}.") from None


def read_text(path: Path) -> str:
    """Read a text file as it stands, line ends included; a `CaseError` when it is not there or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise CaseError(f"{path} is not there.") from None
    except UnicodeDecodeError:
        raise Fault(f"{path}: this is not UTF-8") from None


def write_text(path: Path, text: str) -> None:
    """Write a new file, whole or not at all."""
    write_lines(path, [text.encode()])


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write a new file, whole or not at all: half a bundle would look like a record with missing entries."""
    refuse_existing(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(lines)
        Path(temporary).chmod(0o644)
        refuse_existing(path)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def refuse_existing(path: Path) -> None:
    """Nothing is overwritten: an older proof or bundle may be what someone needs one day."""
    if path.exists():
        raise CaseError(f"{path} is there already. Name a file that is not.")


def counted(lines: Iterable[bytes], doing: str) -> Iterator[bytes]:
    """The same lines, while the terminal says how many have gone by."""
    with Console(stderr=True).status(f"{doing} ...") as status:
        for number, line in enumerate(lines):
            if number and not number % LINES_BETWEEN_WORDS:
                status.update(f"{doing}: {number:,} entries ...")
            yield line


def moment(at: datetime | None) -> datetime:
    """The time given, which is in UTC, or now."""
    return datetime.now(UTC) if at is None else at.replace(tzinfo=UTC)


def print_or_write_new(output_format: str, told: Told, output: Path | None) -> None:
    """Print a result, or write its text to a new file."""
    if output is None:
        print_result(output_format, told.document, told.text)
    else:
        write_text(output, told.text + "\n")
        print_result(output_format, {**told.document, "written": str(output)}, f"Wrote {output}")
