"""Environments of the peers: each in a folder of its own, made with pip when it is first asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "build" / "peers"

REQUIREMENTS = {
    "negmas": ("negmas==0.16.0",),
    "gegravity": ("gegravity==0.3",),
    "pymerkle": ("pymerkle==7.0.0",),
}
"""What each environment holds. Licences keep two of them out of ours; the third wants other versions of libraries."""


class NoPeer(RuntimeError):
    """An environment that could not be made."""


def python_of(peer: str) -> str:
    """The interpreter of a peer's environment; ``DETENTE_PEER_<NAME>`` names one that is there already.

    Raises
    ------
    NoPeer
        With what pip said, when the packages cannot be installed.
    """
    if named := os.environ.get(f"DETENTE_PEER_{peer.upper()}"):
        return named
    place = PLACE / peer
    python, ready = place / "bin" / "python", place / "ready"
    if not ready.exists():
        sys.stderr.write(f"Making an environment for {peer} ...\n")
        _run([sys.executable, "-m", "venv", "--clear", str(place)])
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS[peer]])
        ready.touch()
    return str(python)


def _run(command: list[str]) -> None:
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise NoPeer((ended.stderr or ended.stdout).strip()[-500:])
