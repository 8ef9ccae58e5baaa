"""A case folder as a zip: unpacked within bounds, or not at all."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from detente.portal.files.tables import check_table, lines_of

ENDINGS = frozenset({".yaml", ".csv", ".md", ".txt", ".json"})
MOST_FILES = 300
LARGEST_FILE = 10_000_000
LARGEST_WHOLE = 40_000_000
HIGHEST_RATIO = 200
DEEPEST = 4
MOST_ROWS = 100_000
BLOCK = 1 << 16


def unpack(file: BinaryIO, folder: Path) -> None:
    """Unpack an archive into an empty folder; a single folder that holds everything is stripped.

    The names of the archive are checked before anything is written, and what is written is counted byte by byte: what
    an archive says of its sizes is not believed.

    Raises
    ------
    ValidationError
        When the archive is damaged, encrypted, too large or too deep, has something before or behind it, leads out of
        its folder, or holds what does not belong into a case.
    """
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise ValidationError(_("This is no zip: its contents begin otherwise."))
    try:
        with zipfile.ZipFile(file) as archive:
            members = _members(archive)
            _check_end(file, archive)
            _write(archive, members, folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise ValidationError(_("This zip is damaged, or packed in an unusual way.")) from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(archive.infolist()) > MOST_FILES:
        raise ValidationError(_("A case has at most %(most)s files.") % {"most": MOST_FILES})
    if sum(info.file_size for info in infos) > LARGEST_WHOLE:
        raise ValidationError(_("A case has at most %(most)s MB.") % {"most": LARGEST_WHOLE // 1_000_000})
    for info in infos:
        _check_member(info)
    tops = {PurePosixPath(info.filename).parts[0] for info in infos if "/" in info.filename}
    single = tops.pop() if len(tops) == 1 and all("/" in info.filename for info in infos) else ""
    members = {info.filename.removeprefix(f"{single}/") if single else info.filename: info for info in infos}
    if len({name.casefold() for name in members}) != len(infos):
        raise ValidationError(_("A name stands twice in this zip."))
    return members


def _check_member(info: zipfile.ZipInfo) -> None:
    path, mode = PurePosixPath(info.filename), info.external_attr >> 16
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in info.orig_filename or ":" in info.filename
    odd = any(part.startswith(".") or not part.isprintable() for part in path.parts) or "\x00" in info.orig_filename
    if leads_out or odd or len(path.parts) > DEEPEST or len(info.filename) > 200:
        raise ValidationError(_("A name in this zip leads out of its folder, is hidden, or is too deep."))
    if path.suffix.lower() not in ENDINGS:
        known = ", ".join(sorted(ENDINGS))
        raise ValidationError(_("Files of a case end in %(known)s.") % {"known": known})
    if info.flag_bits & 0x1 or (mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode)):
        raise ValidationError(_("This zip holds a link or something that is encrypted."))
    if info.file_size > LARGEST_FILE or info.file_size > HIGHEST_RATIO * max(info.compress_size, 100):
        raise ValidationError(_("A file in this zip is too large, or packed too tightly."))


def _check_end(file: BinaryIO, archive: zipfile.ZipFile) -> None:
    """The end of the directory is the end of the file, so that it is not another file at the same time."""
    file.seek(-22, 2)
    if archive.comment or file.read(4) != b"PK\x05\x06":
        raise ValidationError(_("Something follows the end of this zip."))


def _write(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], folder: Path) -> None:
    whole = 0
    for name, info in members.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(info) as packed, place.open("xb") as written:
            size = 0
            while block := packed.read(BLOCK):
                size, whole = size + len(block), whole + len(block)
                if size > LARGEST_FILE or whole > LARGEST_WHOLE:
                    raise ValidationError(_("A file in this zip is larger than it says."))
                written.write(block)
        with place.open("rb") as file:
            _check_contents(file, place.suffix.lower())


def _check_contents(file: BinaryIO, ending: str) -> None:
    if ending == ".csv":
        check_table(file, MOST_ROWS)
    else:
        for _line in lines_of(file):
            pass
