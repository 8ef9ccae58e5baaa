"""What is wrong with a record, and at which entry."""

from __future__ import annotations

from detente.case import RecordError


class Fault(RecordError):
    """A record, a proof or a signature that fails; `index` is the first bad entry, None where no entry is to blame.

    Examples
    --------
    >>> str(Fault("the entry says 4", index=3))
    'entry 3: the entry says 4'
    """

    def __init__(self, what: str, index: int | None = None) -> None:
        self.what = what
        self.index = index
        super().__init__(what if index is None else f"entry {index}: {what}")

    def at(self, index: int) -> Fault:
        """The same fault, found at an entry."""
        return Fault(self.what, index)
