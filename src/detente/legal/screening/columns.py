"""Many short texts in one buffer: a million names without a million objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class TextColumn:
    """Texts by number, appended one by one, read one by one; about as large as their bytes."""

    def __init__(self) -> None:
        self._bytes: bytearray | bytes = bytearray()
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, text: str) -> None:
        """Add a text at the end."""
        if isinstance(self._bytes, bytes):
            raise ValueError("A closed column takes no further text.")
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))

    def close(self) -> None:
        """End appending, and give back the room that it took."""
        self._bytes = bytes(self._bytes)

    def of(self, number: int) -> str:
        """The text of one number."""
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode()

    def several(self, numbers: Iterable[int]) -> list[str]:
        """The texts of some numbers, in their order."""
        return [self.of(number) for number in numbers]
