"""`detente record`: export, prove, back up, move, restore, and the schema of entries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.case import CaseError
from detente.cli.record.place import (
    Told,
    counted,
    place_of,
    read_text,
    refuse_existing,
    write_lines,
    write_text,
)
from detente.record import (
    Fault,
    SqlStore,
    Verified,
    back_up_sqlite,
    copy_record,
    entry_schema,
    export_bundle,
    is_address,
    move_record,
    new_store,
    open_store,
    parse_policy,
    prove_growth,
    prove_inclusion,
    restore_bundle,
    shown,
    tile_files,
    verifier_page,
)


def export_record(record: str, output: Path, page: Path | None, tiles: Path | None) -> Told:
    """Write the bundle, the page that verifies it, and the record as tiles."""
    asked = [path for path in (output, page, tiles) if path is not None]
    for path in asked:
        refuse_existing(path)
    with open_store(place_of(record)) as store:
        lines = list(counted(export_bundle(store), "exporting"))
        if tiles is not None:
            _write_tiles(store, tiles)
    write_lines(output, lines)
    if page is not None:
        write_text(page, verifier_page())
    written = [str(path) for path in asked]
    return Told({"written": written, "entries": len(lines) - 1}, "\n".join(f"Wrote {name}" for name in written))


def prove_entry_or_growth(record: str, output: Path, index: int | None, growth: tuple[int | None, int | None]) -> Told:
    """Write a proof file: of an entry, or of growth since a size, up to the newest head or to another."""
    since, until = growth
    with open_store(place_of(record)) as store:
        if index is not None and since is None and until is None:
            text = prove_inclusion(store, index).text()
        elif since is not None and index is None:
            text = prove_growth(store, since, until).text()
        else:
            raise CaseError("Name the number of an entry, or --since and a size; not both.")
    write_text(output, text)
    return Told({"written": str(output)}, f"Wrote {output}")


def back_up(record: str, copy: str) -> Told:
    """Copy a record: a file as it is, with all else that it holds; to or from a database, the record."""
    source, target = place_of(record), place_of(copy)
    with open_store(source) as store:
        if is_address(source) or is_address(target):
            with _new(target) as made:
                copy_record(store, made)
        else:
            back_up_sqlite(store, Path(target))
    return Told({"written": shown(target)}, f"Wrote {shown(target)}")


def move(record: str, to: str) -> Told:
    """Copy a record to another place, and close the old one."""
    source, target = place_of(record), place_of(to)
    with open_store(source) as store, _new(target) as made:
        verified = move_record(store, made, shown(target))
    return _gone_on(verified, f"Moved to {shown(target)}; {shown(source)} takes no more entries.")


def restore(bundle: Path, record: str, policy: Path | None) -> Told:
    """Read a bundle back into a record that can go on."""
    place = place_of(record)
    trusted = None if policy is None else parse_policy(read_text(policy))
    if not bundle.is_file():
        raise CaseError(f"{bundle} is not there, or is no file.")
    lines = bundle.read_bytes().splitlines(keepends=True)
    with _new(place) as made:
        try:
            verified = restore_bundle(made, list(counted(lines, "reading")), trusted)
        except Fault as fault:
            raise Fault(f"{bundle}: {fault}") from None
    return _gone_on(verified, f"Restored to {shown(place)}. Sealed content is in no bundle.")


def schema() -> Told:
    """The JSON Schema of entries."""
    document = entry_schema()
    return Told(document, json.dumps(document, indent=2, ensure_ascii=False))


def _gone_on(verified: Verified, words: str) -> Told:
    head = verified.checkpoint
    lacking = [] if verified.lacking is None else [f"Note: {verified.lacking}."]
    document = {"entries": head.size, "root": head.root.hex(), "lacking": verified.lacking}
    return Told(document, "\n".join([words, f"{head.size} entries, root {head.root.hex()}", *lacking]))


@contextmanager
def _new(place: str) -> Iterator[SqlStore]:
    """A new store whose file goes when filling it fails: a file without a charter would be in the way."""
    was_there = not is_address(place) and Path(place).exists()
    try:
        with new_store(place) as made:
            yield made
    except BaseException:
        if not was_there and not is_address(place):
            Path(place).unlink(missing_ok=True)
        raise


def _write_tiles(store: SqlStore, folder: Path) -> None:
    for path, content in tile_files(store):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
