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
    from detente.portal.serving import Place, demonstration_people, fill_demonstration, open_portal
    from detente.portal.serving import serve as serve_portal
except ModuleNotFoundError as missing:
    raise CaseError('The portal needs its packages: pip install "detente[portal]"') from missing


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    cases: tuple[Path, ...]
    data: Path
    host: str
    port: int
    demo: bool
    behind_tls: bool


def open_and_serve(wanted: Wanted, output_format: Format) -> None:
    """Open a portal and answer until stopped; a demonstration leaves nothing behind."""
    place = Place(wanted.data, wanted.host, wanted.port, wanted.behind_tls, wanted.cases)
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
