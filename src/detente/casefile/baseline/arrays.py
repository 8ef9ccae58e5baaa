"""NPZ files: a baseline as arrays under short names. Nothing in such a file is ever executed."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case import CaseError
from detente.casefile.files import shown_path

LARGEST_ARRAY_BYTES = 4_000_000_000


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read all arrays of an NPZ file; pickled objects are refused.

    Raises
    ------
    CaseError
        When the file is not an NPZ file of plain arrays, or holds more than four billion bytes.
    """
    place = shown_path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > LARGEST_ARRAY_BYTES:
            raise CaseError(
                f"{place}: the arrays have {size:,} bytes, more than {LARGEST_ARRAY_BYTES:,}.\nAggregate them."
            )
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, AttributeError, MemoryError, zipfile.BadZipFile, zlib.error) as reason:
        remedy = "Write it with numpy.savez, from arrays of numbers and names; objects are not read."
        raise CaseError(
            f"{place}: this cannot be read as an NPZ file of plain arrays ({reason}).\n{remedy}"
        ) from reason
