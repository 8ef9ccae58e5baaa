"""Where the installed command begins: its streams, and Ctrl-C from the first moment on."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C stopped, as shells count it."""

STOPPED = "Stopped. Nothing further was written."


def run() -> None:
    """Run the command line; Ctrl-C while its parts are still being loaded ends in the same words as later."""
    try:
        from detente.cli.main import main  # noqa: PLC0415  (loading is what may be interrupted)

        speak_in_full()
        code = main()
    except KeyboardInterrupt:
        sys.stderr.write(f"{STOPPED}\n")
        code = INTERRUPTED
    sys.exit(code)


def speak_in_full() -> None:
    """Have output that knows fewer signs than texts hold take them all the same.

    Into files and pipes goes UTF-8, as into everything that is written; a terminal shows a question mark.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None or (stream.encoding or "").lower().replace("-", "") == "utf8":
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8")
