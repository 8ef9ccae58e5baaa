"""Processes beside the server, started again when they end."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAUSE_SECONDS = 1.0
STOP_SECONDS = 30.0
LOG = logging.getLogger(__name__)


@contextmanager
def kept_up(module: str, *sockets: socket.socket) -> Iterator[None]:
    """Keep one process of a module running; it is given the numbers of `sockets` and shares them."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = [_started(module, sockets)]

    def keep() -> None:
        while not stopping.is_set():
            status = running[0].wait()
            if not stopping.wait(PAUSE_SECONDS):
                LOG.error("%s ended with status %s and is started again.", module, status)
                running[0] = _started(module, sockets)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        running[0].terminate()
        keeper.join(timeout=STOP_SECONDS)
        if running[0].poll() is None:
            running[0].kill()


def end_with_parent() -> None:
    """End this process when the one that started it is gone, however that ended."""

    def wait() -> None:
        # Not by `sys.stdin`: its lock, held at the end of the interpreter, would make a noise.
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def _started(module: str, sockets: tuple[socket.socket, ...]) -> subprocess.Popen[bytes]:
    numbers = [one.fileno() for one in sockets]
    command = [sys.executable, "-m", module, *map(str, numbers)]
    # The pipe is never written to: it closes when this process ends.
    return subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=numbers)
