"""`detente record`: begin, enter, prove, export, open, erase, back up."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.case import CaseError
from detente.cli.printing import print_result
from detente.record import (
    Draft,
    Fault,
    KeyKind,
    Sealed,
    SigningKey,
    SqlStore,
    append,
    attach,
    back_up_sqlite,
    export_bundle,
    forget_deleted,
    new_key,
    new_sqlite_store,
    open_sqlite_store,
    opening_of,
    parse_signing_key,
    parse_verifier_key,
    policy_text,
    prove_growth,
    prove_inclusion,
    start_record,
    tile_files,
)

DRAFT_FIELDS = {"kind", "by", "body"}


@dataclass(frozen=True, slots=True)
class Told:
    """A result as JSON types and in words."""

    document: dict[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a record begins with; witnesses as ``NAME=KEY``, `needed` None for all of them."""

    title: str
    by: str
    witnesses: tuple[str, ...]
    needed: int | None


def make_key(name: str, output: Path, kind: str) -> Told:
    """Make a key and write its secret half where only its owner reads it."""
    try:
        made = new_key(name, KeyKind[kind.upper()])
    except Fault as fault:
        raise CaseError(f"{fault}.") from None
    beside = output.with_name(f"{output.name}.pub")
    if output.exists() or beside.exists():
        raise CaseError(f"{output} or {beside} is there already. Name a file that is not: keys are never overwritten.")
    handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made.secret_text() + "\n")
    write_text(beside, f"{made.verifier}\n")
    files_made = {"secret_file": str(output), "public_file": str(beside)}
    return Told({"public": str(made.verifier), **files_made}, str(made.verifier))


def begin(place: Path, secret: Path, beginning: Beginning, at: datetime | None) -> Told:
    """Begin a record; the policy of its charter is written beside it, to be handed to those who verify."""
    key = read_key(secret)
    witnesses = dict(_witness(text) for text in beginning.witnesses)
    needed = len(witnesses) if beginning.needed is None else beginning.needed
    if not 0 <= needed <= len(witnesses):
        raise CaseError(f"--needed {needed}: there are {len(witnesses)} witnesses.")
    policy = policy_text(key.verifier, witnesses, needed)
    charter = Draft("charter", beginning.by, {"title": beginning.title, "policy": policy})
    beside = place.with_name(f"{place.name}.policy")
    if place.exists() or beside.exists():
        raise CaseError(f"{place} or {beside} is there already. Name a file that is not.")
    try:
        with new_sqlite_store(place) as store:
            note = start_record(store, key, charter, moment(at))
    except BaseException:
        # A file without a charter would be no record, and would be in the way of the next try.
        place.unlink(missing_ok=True)
        raise
    write_text(beside, policy)
    return Told({"record": str(place), "policy": str(beside), "head": str(note)}, f"Began {place}\nPolicy: {beside}")


def enter(place: Path, entries: Path, secret: Path, at: datetime | None) -> Told:
    """Enter what a JSON file holds, for all to read."""
    return _enter(place, _drafts(entries), secret, at)


def enter_sealed(place: Path, entries: Path, secret: Path, at: datetime | None) -> Told:
    """Enter what a JSON file holds, as commitments."""
    return _enter(place, [Sealed(draft) for draft in _drafts(entries)], secret, at)


def export_record(place: Path, output: Path, page: Path | None, tiles: Path | None) -> Told:
    """Write the bundle, the page that verifies it, and the record as tiles."""
    asked = [path for path in (output, page, tiles) if path is not None]
    for path in asked:
        refuse_existing(path)
    with open_sqlite_store(place) as store:
        lines = list(export_bundle(store))
        if tiles is not None:
            _write_tiles(store, tiles)
    output.write_bytes(b"".join(lines))
    if page is not None:
        write_text(page, files("detente.record").joinpath("verify.html").read_text(encoding="utf-8"))
    written = [str(path) for path in asked]
    return Told({"written": written, "entries": len(lines) - 1}, "\n".join(f"Wrote {name}" for name in written))


def prove_entry_or_growth(place: Path, output: Path, index: int | None, since: int | None) -> Told:
    """Write a proof file: of an entry, or of growth since a size."""
    with open_sqlite_store(place) as store:
        if index is not None and since is None:
            text = prove_inclusion(store, index).text()
        elif since is not None and index is None:
            text = prove_growth(store, since).text()
        else:
            raise CaseError("Name the number of an entry, or --since and a size; not both.")
    write_text(output, text)
    return Told({"written": str(output)}, f"Wrote {output}")


def attach_lines(place: Path, file: Path) -> Told:
    """Keep each cosignature of a file."""
    lines = [line for line in read_text(file).splitlines() if line.strip()]
    if not lines:
        raise Fault(f"{file} holds no cosignature")
    with open_sqlite_store(place) as store, store.writing():
        sizes = [attach(store, line) for line in lines]
    return Told({"sizes": sizes}, "\n".join(f"Kept under the head at size {size}" for size in sizes))


def open_sealed(place: Path, index: int, secret: Path, at: datetime | None) -> Told:
    """Open a sealed entry by an entry of its own."""
    with open_sqlite_store(place) as store:
        _refuse_beyond(store, index)
        draft = opening_of(store, index)
    return _enter(place, [draft], secret, at)


def erase_sealed(place: Path, index: int) -> Told:
    """Forget the content of a sealed entry."""
    with open_sqlite_store(place) as store:
        _refuse_beyond(store, index)
        with store.writing():
            was_there = store.erase(index)
        forget_deleted(store)
    text = f"Forgot what entry {index} was sealed with." if was_there else f"Nothing was kept for entry {index}."
    return Told({"index": index, "erased": was_there}, text)


def back_up(place: Path, copy: Path) -> Told:
    """Copy a record."""
    with open_sqlite_store(place) as store:
        back_up_sqlite(store, copy)
    return Told({"written": str(copy)}, f"Wrote {copy}")


def print_or_write_new(output_format: str, told: Told, output: Path | None) -> None:
    """Print a result, or write its text to a new file."""
    if output is None:
        print_result(output_format, told.document, told.text)
    else:
        write_text(output, told.text + "\n")
        print_result(output_format, {**told.document, "written": str(output)}, f"Wrote {output}")


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
    """Write a new file."""
    refuse_existing(path)
    path.write_text(text, encoding="utf-8", newline="\n")


def refuse_existing(path: Path) -> None:
    """Nothing is overwritten: an older proof or bundle may be what someone needs one day."""
    if path.exists():
        raise CaseError(f"{path} is there already. Name a file that is not.")


def moment(at: datetime | None) -> datetime:
    """The time given, which is in UTC, or now."""
    return datetime.now(UTC) if at is None else at.replace(tzinfo=UTC)


def _enter(place: Path, drafts: list[Draft] | list[Sealed], secret: Path, at: datetime | None) -> Told:
    key = read_key(secret)
    # The time is taken once the writer's turn has come: one who waits for others would bring an older time than theirs.
    with open_sqlite_store(place) as store, store.writing():
        note = append(store, key, drafts, moment(at), None)
    size = int(note.text.split("\n")[1])
    first = size - len(drafts)
    which = f"entry {first}" if len(drafts) == 1 else f"entries {first} to {size - 1}"
    return Told({"entries": list(range(first, size)), "head": str(note)}, f"Entered {which}\n{note}".rstrip())


def _drafts(path: Path) -> list[Draft]:
    try:
        value = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{path}: this is not JSON: {error}") from None
    values = value if isinstance(value, list) else [value]
    return [_draft(path, number, one) for number, one in enumerate(values, start=1)]


def _draft(path: Path, number: int, value: Any) -> Draft:
    usable = isinstance(value, dict) and set(value) == DRAFT_FIELDS
    if not usable or not isinstance(value["body"], dict) or not all(isinstance(value[n], str) for n in ("kind", "by")):
        raise CaseError(
            f"{path}, entry {number}: write it as kind (text), by (text), body (mapping), and nothing else."
        )
    return Draft(value["kind"], value["by"], value["body"])


def _witness(text: str) -> tuple[str, Any]:
    name, _, key = text.partition("=")
    try:
        return name, parse_verifier_key(read_text(Path(key)).strip() if len(key) < 200 and Path(key).is_file() else key)
    except Fault as fault:
        raise CaseError(f"--witness {name}: {fault}. Write it as NAME=KEY, or NAME=FILE.") from None


def _write_tiles(store: SqlStore, folder: Path) -> None:
    for path, content in tile_files(store):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _refuse_beyond(store: SqlStore, index: int) -> None:
    if index >= store.size():
        raise CaseError(f"There is no entry {index}: the record has {store.size()}, numbered from 0.")
