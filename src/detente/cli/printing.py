"""Results to stdout: text for people, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from detente.cli.writing import refuse_folder, write_whole


def print_result(output_format: str, document: dict[str, Any], text: str) -> None:
    """Print one result in the format asked for."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False) if output_format == "json" else text)


def print_or_write(output_format: str, document: dict[str, Any], text: str, output: Path | None) -> None:
    """Print one result in the format asked for, or write it to a file: as JSON when the file ends in .json."""
    if output is None:
        print_result(output_format, document, text)
        return
    as_json = output_format == "json" or output.suffix.lower() == ".json"
    content = json.dumps(document, indent=2, ensure_ascii=False) if as_json else text
    refuse_folder(output)
    write_whole(output.parent, {output.name: content + "\n"})
    typer.echo(f"Wrote {output}", err=True)
