"""`detente record`: keep a record of what was done, and verify one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Format, FormatOption, group
from detente.cli.record.options import (
    AtOption,
    ByOption,
    IndexArgument,
    KeyOption,
    NeededOption,
    NewRecordArgument,
    OutputOption,
    PolicyFileOption,
    PolicyOption,
    Reason,
    RecordArgument,
    WitnessOption,
)

record = group("record", "Was it done? An append-only record that outsiders can verify without asking anyone.")


@record.command(epilog="Example: detente record key example.org/record --output record.key")
def key(
    name: Annotated[str, typer.Argument(help="Name under which it signs.", show_default=False)],
    output: OutputOption,
    witness: Annotated[bool, typer.Option("--witness", help="A key to cosign with.")] = False,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Make a key: the secret half goes to a file, the public half is printed."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import make_key

    result = make_key(name, output, "witness" if witness else "log")
    print_result(output_format, result.document, result.text)


@record.command(
    epilog="Example: detente record init corridor.record --key record.key --title Corridor --by secretariat"
)
def init(
    place: RecordArgument,
    secret: KeyOption,
    title: Annotated[str, typer.Option("--title", help="What the record is about.", show_default=False)],
    by: ByOption,
    witness: WitnessOption = None,
    needed: NeededOption = None,
    policy: PolicyFileOption = None,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Begin a record: its first entry says what it is about and whose signatures count."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import Beginning, Witnesses, begin

    result = begin(place, secret, Beginning(title, by, Witnesses(tuple(witness or ()), needed, policy)), at)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record append corridor.record entry.json --key record.key")
def append(
    place: RecordArgument,
    entries: Annotated[Path, typer.Argument(metavar="ENTRIES", help="JSON file.", show_default=False)],
    secret: KeyOption,
    sealed: Annotated[bool, typer.Option("--sealed", help="Enter commitments; keep the content aside.")] = False,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Enter what was done: one entry {kind, by, body}, or a list of them that are entered together."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import enter, enter_sealed

    result = (enter_sealed if sealed else enter)(place, entries, secret, at)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record policy talks.record --key old.key --next-key new.key --by secretariat")
def policy(
    place: RecordArgument,
    secret: KeyOption,
    by: ByOption,
    next_key: Annotated[
        Path | None, typer.Option("--next-key", help="File with the key that signs from now on.", show_default=False)
    ] = None,
    reason: Annotated[Reason, typer.Option("--reason", help="Why.")] = Reason.ROTATION,
    witness: WitnessOption = None,
    needed: NeededOption = None,
    policy_file: PolicyFileOption = None,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Change the key, the witnesses, or how many must cosign. The witnesses so far must cosign the change."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import PolicyChange, Witnesses, enter_policy

    wanted = PolicyChange(by, reason.value, next_key, Witnesses(tuple(witness or ()), needed, policy_file))
    result = enter_policy(place, secret, wanted, at)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record verify corridor.bundle --policy policy.txt")
def verify(
    place: Annotated[str, typer.Argument(help="Bundle, record, or proof file.", show_default=False)],
    policy: PolicyOption = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Head or bundle that you hold.", show_default=False)
    ] = None,
    within_hours: Annotated[
        float | None, typer.Option("--within", help="Hours since witnesses cosigned, at most.", show_default=False)
    ] = None,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Verify a record without a network, and name the first bad entry. Exit 0 or 5."""
    from detente.cli.printing import print_result
    from detente.cli.record.verify import Wanted, verify_place

    result = verify_place(place, Wanted(policy, against, within_hours, at))
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record export corridor.record --output corridor.bundle --page verify.html")
def export(
    place: RecordArgument,
    output: OutputOption,
    page: Annotated[
        Path | None, typer.Option("--page", help="Write the page that verifies bundles too.", show_default=False)
    ] = None,
    tiles: Annotated[
        Path | None, typer.Option("--tiles", help="Write a folder of tiles too, for serving.", show_default=False)
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Write the whole record as one text file that anyone can verify. Sealed content stays out."""
    from detente.cli.printing import print_result
    from detente.cli.record.copies import export_record

    result = export_record(place, output, page, tiles)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record prove corridor.record 4 --output entry-4.tlog-proof")
def prove(
    place: RecordArgument,
    output: OutputOption,
    index: Annotated[int | None, typer.Argument(metavar="INDEX", help="Entry.", show_default=False)] = None,
    since: Annotated[
        int | None, typer.Option("--since", help="Instead: growth since this size.", show_default=False)
    ] = None,
    until: Annotated[
        int | None, typer.Option("--until", help="With --since: up to this size; all if absent.", show_default=False)
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Prove that an entry is in the record, or, for a witness, that the record has only grown."""
    from detente.cli.printing import print_result
    from detente.cli.record.copies import prove_entry_or_growth

    result = prove_entry_or_growth(place, output, index, (since, until))
    print_result(output_format, result.document, result.text)


@record.command(
    epilog="Example: detente record witness request.txt --key north.key --policy policy.txt --memory north.db"
)
def witness(
    request: Annotated[Path, typer.Argument(help="Request, as written by prove.", show_default=False)],
    secret: KeyOption,
    policy: Annotated[Path, typer.Option("--policy", help="File that names the key of the log.", show_default=False)],
    memory: Annotated[Path, typer.Option("--memory", help="File with the heads cosigned so far.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, instead of printing.", show_default=False)
    ] = None,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Check that a record has only grown since the last time, and cosign its head. Exit 0 or 5."""
    from detente.cli.record.place import print_or_write_new
    from detente.cli.record.verify import cosign_request

    result = cosign_request(request, secret, policy, memory, at)
    print_or_write_new(output_format, result, output)


@record.command(epilog="Example: detente record attach corridor.record north.line")
def attach(
    place: RecordArgument,
    line: Annotated[Path, typer.Argument(metavar="FILE", help="File with cosignatures.", show_default=False)],
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Keep the cosignatures of witnesses under the heads that they signed."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import attach_lines

    result = attach_lines(place, line)
    print_result(output_format, result.document, result.text)


@record.command("open", epilog="Example: detente record open corridor.record 4 --key record.key")
def open_entry(
    place: RecordArgument,
    index: IndexArgument,
    secret: KeyOption,
    at: AtOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Open a sealed entry for all, by an entry of its own."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import open_sealed

    result = open_sealed(place, index, secret, at)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record erase corridor.record 4")
def erase(place: RecordArgument, index: IndexArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Forget the content of a sealed entry; the record stays verifiable. Backups keep what they hold."""
    from detente.cli.printing import print_result
    from detente.cli.record.record import erase_sealed

    result = erase_sealed(place, index)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record backup corridor.record corridor-backup.record")
def backup(
    place: RecordArgument,
    copy: NewRecordArgument,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Copy a record, sealed content included, while others write. The copy is a record: nothing more restores it."""
    from detente.cli.printing import print_result
    from detente.cli.record.copies import back_up

    result = back_up(place, copy)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record move corridor.record postgresql://db.example/corridor")
def move(place: RecordArgument, to: NewRecordArgument, output_format: FormatOption = Format.TEXT) -> None:
    """Copy a record to another place, sealed content included, verify it there, and close the old one."""
    from detente.cli.printing import print_result
    from detente.cli.record.copies import move as moved

    result = moved(place, to)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record restore corridor.bundle corridor.record --policy policy.txt")
def restore(
    bundle: Annotated[Path, typer.Argument(help="Bundle, as written by export.", show_default=False)],
    to: NewRecordArgument,
    policy: PolicyOption = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Read a bundle back into a record that can go on; it is verified first. Exit 0 or 5."""
    from detente.cli.printing import print_result
    from detente.cli.record.copies import restore as restored

    result = restored(bundle, to, policy)
    print_result(output_format, result.document, result.text)


@record.command(epilog="Example: detente record schema --output entry.schema.json")
def schema(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, instead of printing.", show_default=False)
    ] = None,
) -> None:
    """Print the JSON Schema of entries: every kind and its fields."""
    from detente.cli.record.copies import schema as entry_schema
    from detente.cli.record.place import print_or_write_new

    print_or_write_new(Format.TEXT, entry_schema(), output)
