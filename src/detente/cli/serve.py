"""Open a portal and answer until stopped."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from detente.case import CaseError
from detente.cli.options import Format
from detente.cli.printing import print_result
from detente.cli.writing import refuse_file

try:
    from detente.portal.serving import Place, demonstration_people, fill_demonstration, move, open_portal
    from detente.portal.serving import serve as serve_portal
except ModuleNotFoundError as missing:
    raise CaseError(
        "The portal needs its packages.\nRun `make portal` in the clone, or install the extra `portal`."
    ) from missing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    cases: tuple[Path, ...]
    data: Path
    host: str
    port: int
    demo: bool
    behind_tls: bool
    processes: int

    @property
    def place(self) -> Place:
        """Where the portal is kept and reached."""
        return Place(self.data, self.host, self.port, self.behind_tls, self.cases, self.processes)


def open_and_serve(wanted: Wanted, output_format: Format) -> None:
    """Open a portal and answer until stopped; a demonstration leaves nothing behind."""
    place = wanted.place
    if not wanted.demo:
        refuse_file(wanted.data)
        open_portal(place)
        _serve(place, output_format, "")
        return
    with tempfile.TemporaryDirectory(prefix="detente-demo-") as folder:
        place = replace(place, data=Path(folder))
        typer.echo("Filling a throw-away portal with an invented example ...", err=True)
        open_portal(place, second_factor=False)
        _serve(place, output_format, fill_demonstration())


def move_elsewhere(wanted: Wanted, url: str, output_format: Format) -> None:
    """Move a portal into another database, and say where it goes on."""
    if wanted.demo:
        raise CaseError("A demonstration is thrown away when it stops. Leave --demo or --move-to away.")
    if not wanted.data.is_dir():
        raise CaseError(f"{wanted.data}: there is no portal. Name the folder of yours with --data.")
    typer.echo("Copying all tables and the record, and comparing ...", err=True)
    moved = move(wanted.place, url)
    lines = (
        f"Moved {moved['rows']} rows and {moved['entries']} entries of the record to {moved['place']}.",
        "The head of the record is the same there, and the old place takes no entry any more.",
        "Start the portal with DATABASE_URL set to that address and with the same --data.",
    )
    print_result(output_format, moved, "\n".join(lines))


def _serve(place: Place, output_format: Format, password: str) -> None:
    """Say where the portal is once it answers; for a demonstration also how to sign in."""
    address = f"http://{place.host}:{place.port}/"
    lines = [f"Ready at {address} - stop with Ctrl-C."]
    document: dict[str, object] = {"address": address}
    if password:
        people = demonstration_people()
        lines.append(f"People: {', '.join(people)}. Password of all: {password}")
        document |= {"people": people, "password": password}
    try:
        serve_portal(place, lambda: print_result(output_format, document, "\n".join(lines)))
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
