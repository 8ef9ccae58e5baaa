"""Where answers are kept, by the rules of each system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PLACE = "DETENTE_CACHE"
OFF = "off"
"""What `DETENTE_CACHE` says to keep nothing."""


def cache_place(environment: Mapping[str, str], system: str, home: Path) -> Path | None:
    """The folder of answers: that of ``DETENTE_CACHE``, or else the cache folder of the user; None for ``off``.

    Parameters
    ----------
    environment : mapping
        Variables of the environment.
    system : str
        As `sys.platform` names it.
    home : Path
        Home folder of the user.

    Examples
    --------
    >>> cache_place({}, "linux", Path("/home/ana")).as_posix()
    '/home/ana/.cache/detente/tasks'
    >>> cache_place({"DETENTE_CACHE": "/fast"}, "linux", Path("/home/ana")).as_posix()
    '/fast/tasks'
    """
    named = environment.get(PLACE, "").strip()
    if named.lower() == OFF:
        return None
    return (Path(named).expanduser() if named else _usual(environment, system, home)) / "tasks"


def _usual(environment: Mapping[str, str], system: str, home: Path) -> Path:
    if system == "darwin":
        return home / "Library" / "Caches" / "detente"
    if system == "win32":
        local = environment.get("LOCALAPPDATA", "").strip()
        return (Path(local) if local else home / "AppData" / "Local") / "detente" / "Cache"
    own = environment.get("XDG_CACHE_HOME", "").strip()
    # The rule of the desktop: a relative path there is to be ignored.
    return (Path(own) if own and Path(own).is_absolute() else home / ".cache") / "detente"
