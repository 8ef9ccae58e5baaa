"""Writes the page of all arguments and options, out of what `--help` says.

PYTHONPATH=src python tools/pages/options.py
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from detente.cli.main import main

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/cli-options.md"
HEAD = """# Arguments and options

<!-- Made from the help of the command line by tools/pages/options.py. -->

What `--help` says, verb by verb, with defaults and limits. What a verb does, reads and writes stands in
[command line](cli.md). Every verb understands `-h` and `--help`.
"""
ENTRY = re.compile(r"^  (\S.*?)(?:  +(.*))?$")
BRACKET = re.compile(r"\s*\[((?:required|default: |x?[\d.<>=]+)[^\]]*)\]$")

KINDS = {
    "int": "whole number",
    "float": "number",
    "path": "file or folder",
    "Path": "file or folder",
    "str": "text",
    "%Y-%m-%d": "day, year-month-day",
    "%Y-%m-%dT%H:%M:%SZ": "time, 2025-11-30T12:00:00Z",
}


def options_page() -> str:
    """Text of the page: a section for each verb, with its example and a table."""
    return "\n".join([HEAD, *(section(name, text) for name, text in helps("detente"))])


def helps(name: str) -> Iterator[tuple[str, str]]:
    """Help of every verb at or below a command, in the order in which help lists them."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main([*name.split()[1:], "--help"])
    below = block(said.getvalue(), "Commands")
    if not below:
        yield name, said.getvalue()
    for verb, _ in below:
        yield from helps(f"{name} {verb}")


def block(text: str, title: str) -> list[tuple[str, str]]:
    r"""Entries of one part of a help text, lines put together again.

    >>> block("Options:\n  --jobs <int>  Cores to\n                use.\n  --seed <int>  Seed.\n", "Options")
    [('--jobs <int>', 'Cores to use.'), ('--seed <int>', 'Seed.')]
    """
    found = re.search(rf"^{title}:\n((?:  .*\n?)+)", text, re.MULTILINE)
    entries: list[tuple[str, str]] = []
    for line in found[1].splitlines() if found else []:
        begins = ENTRY.match(line)
        if begins:
            entries.append((begins[1], begins[2] or ""))
        else:
            entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}".strip())
    return entries


def section(name: str, text: str) -> str:
    """One verb: what it does, its table, its example."""
    told = " ".join(text.split("\n\n")[1].split())
    entries = [*block(text, "Arguments"), *block(text, "Options")]
    rows = [row(names, meaning) for names, meaning in entries if names != "-h, --help"]
    table = ["| Name | Meaning | Unless told |", "| --- | --- | --- |", *rows] if rows else []
    example = re.search(r"^  Example: (.*(?:\n  .*)*)", text, re.MULTILINE)
    shown = ["", f"Example: `{' '.join(example[1].split())}`"] if example else []
    return "\n".join([f"## {name}", "", told, "", *table, *shown, ""])


def row(names: str, meaning: str) -> str:
    """One argument or option: its names and what it takes, its meaning with limits, and its default.

    >>> row("--worlds <int range>", "How many.  [default: 64; 1<=x<=100000]")
    '| `--worlds` *whole number* | How many. From 1 to 100,000. | 64 |'
    """
    limits = BRACKET.search(meaning)
    told, default = BRACKET.sub("", meaning), ""
    for part in limits[1].split("; ") if limits else []:
        if part == "required":
            default = "must be given"
        elif part.startswith("default: "):
            default = part.removeprefix("default: ").strip()
        else:
            told += f" {_range(part)}"
    words, _, kind = names.partition(" <")
    takes = f" *{_kind(kind.rstrip('>'))}*" if kind else ""
    shown = words if words.startswith("-") else words.upper()
    cells = ("`" + re.sub(r" / |, ", "`, `", shown) + f"`{takes}", told, default)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _range(limits: str) -> str:
    low, high = re.search(r"(?:x>=?|^)([\d.]+)(?:<|$)", limits), re.search(r"x<=?([\d.]+)", limits)
    least, most = (f"{float(found[1]):,g}" if found else "" for found in (low, high))
    if least and most:
        return f"From {least} to {float(high[1] if high else 0):,.10g}."
    return f"At least {least}." if least else f"At most {most}."


def _kind(kind: str) -> str:
    plain = kind.removesuffix(" range").removeprefix("list[").removesuffix("]")
    choices = re.split(r"\||, ", plain)
    if len(choices) > 1:
        return ", ".join(choices[:-1]) + " or " + choices[-1]
    several = ", may be repeated" if kind.startswith("list[") else ""
    return KINDS.get(plain, plain) + several


if __name__ == "__main__":
    PAGE.write_text(options_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
