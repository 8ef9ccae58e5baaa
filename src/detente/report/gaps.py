"""What a missing input looks like from here: the check of the case folder names them, the report lists them."""

from __future__ import annotations

from typing import Protocol


class Gap(Protocol):
    """An input that the case does not state."""

    @property
    def what(self) -> str:
        """What is missing."""

    @property
    def where(self) -> str:
        """Where it would stand."""

    @property
    def unlocks(self) -> str:
        """What would be known with it."""
