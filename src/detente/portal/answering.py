"""Answer requests at a socket: the server itself, and ``python -m detente.portal.answering NUMBER`` beside it."""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from importlib import import_module

import waitress

from detente.portal.processes import end_with_parent

ANSWERING = "detente.portal.answering"
# Pages are computed, not waited for: more threads let all of them wait for one processor, and each answers later.
THREADS = 4
CONNECTIONS = 1_000
# The proxy says which address a request came from and whether it came by TLS; from anyone else these are taken off.
PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto"}


def answer(listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until stopped; `ready` is called once requests are taken."""
    behind = os.environ.get("DETENTE_PORTAL_TLS") == "1"
    proxy = {
        "trusted_proxy": os.environ.get("DETENTE_PORTAL_PROXY", "127.0.0.1"),
        "trusted_proxy_headers": PROXY_HEADERS,
        "trusted_proxy_count": 1,
    }
    server = waitress.create_server(
        import_module("detente.portal.wsgi").application,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        ident=None,
        clear_untrusted_proxy_headers=True,
        **(proxy if behind else {}),
    )
    # What is loaded stays: looking through all of it for garbage would hold up every request for a tenth of a second.
    gc.collect()
    gc.freeze()
    ready()
    server.run()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    end_with_parent()
    answer(socket.socket(fileno=int(sys.argv[1])), lambda: None)
