"""Reading a file of a case folder, so that nothing but plain text from inside the folder gets in."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from detente.casefile.problems import Findings

LARGEST_BYTES = 50_000_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAKE_PLAIN = "Put a plain text file there, or delete it."


def shown_path(path: Path) -> str:
    """Write a path as it is printed: with slashes, and with bytes that are no text written out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def read_text(folder: Path, path: Path, findings: Findings) -> str | None:
    """Return the text of one file, or None after noting why it cannot be read."""
    try:
        refusal = _refusal(folder, path)
        content = b"" if refusal else path.read_bytes()
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "a link that leads in a circle"
        findings.add(None, f"the file cannot be read ({reason}).", "See that the file exists and that you may read it.")
        return None
    if refusal:
        findings.add(None, *refusal)
        return None
    return _decode(content, findings)


def _refusal(folder: Path, path: Path) -> tuple[str, str] | None:
    if not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True)):
        return ("the link leads out of the case folder.", "Copy the file into the folder: a case stands on its own.")
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return ("this is a folder, not a file.", MAKE_PLAIN)
    if not stat.S_ISREG(status.st_mode):
        return ("this is a pipe or a device, not a file.", MAKE_PLAIN)
    if status.st_size > LARGEST_BYTES:
        what = f"the file has {status.st_size:,} bytes, more than {LARGEST_BYTES:,}."
        return (what, "Keep what the case needs and leave the rest outside the folder.")
    return None


def _decode(content: bytes, findings: Findings) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _lines_before(content[: error.start].decode("utf-8", "replace"))
        in_spreadsheets = " Spreadsheets call it CSV UTF-8." if findings.path.endswith(".csv") else ""
        remedy = f"Save the file as UTF-8; most editors call it encoding.{in_spreadsheets}"
        findings.add(line, "the text is not UTF-8.", remedy)
        return None
    found = CONTROL.search(text)
    if found:
        what = f"the text holds a control character (number {ord(found[0])})."
        findings.add(
            _lines_before(text[: found.start()]), what, "Delete the character, or save the file as plain text."
        )
        return None
    return text


def _lines_before(text: str) -> int:
    return len(re.findall("\r\n|\r|\n", text)) + 1
