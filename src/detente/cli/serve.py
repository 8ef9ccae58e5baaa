"""Open a portal and answer until stopped."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from detente.case import CaseError
from detente.cli.writing import refuse_file

try:
    from detente.portal.serving import Place, fill_demonstration, open_portal
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


def open_and_serve(wanted: Wanted) -> None:
    """Open a portal and answer until stopped; a demonstration leaves nothing behind."""
    place = Place(wanted.data, wanted.host, wanted.port, wanted.behind_tls, wanted.cases)
    if not wanted.demo:
        refuse_file(wanted.data)
        open_portal(place)
        _serve(place)
        return
    with tempfile.TemporaryDirectory(prefix="detente-demo-") as folder:
        place = replace(place, data=Path(folder))
        open_portal(place, second_factor=False)
        password = fill_demonstration()
        typer.echo(f"People: mediator, north-head, south-head, monitor ... Password: {password}", err=True)
        _serve(place)


def _serve(place: Place) -> None:
    def ready() -> None:
        typer.echo(f"Ready at http://{place.host}:{place.port}/ - stop with Ctrl-C.", err=True)

    try:
        serve_portal(place, ready)
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
