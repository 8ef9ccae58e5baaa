"""Results to stdout: text for people, JSON for programs."""

from __future__ import annotations

import json
from typing import Any

import typer


def print_result(output_format: str, document: dict[str, Any], text: str) -> None:
    """Print one result in the format asked for."""
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False) if output_format == "json" else text)
