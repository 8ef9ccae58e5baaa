"""What can go wrong, as one tree; each branch knows its exit code."""

from __future__ import annotations


class DetenteError(Exception):
    """A known failure: printed to the analyst without a traceback."""

    exit_code = 2


class CaseError(DetenteError):
    """The case folder, or what was asked of it, is not usable as it stands."""

    exit_code = 2


class NotConverged(DetenteError):
    """A solver stopped before it was sure; its numbers are not used."""

    exit_code = 3


class Infeasible(DetenteError):
    """Nothing satisfies what was asked for."""

    exit_code = 4


class RecordError(DetenteError):
    """A record failed verification."""

    exit_code = 5
