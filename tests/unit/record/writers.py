"""Four writers that are killed again and again; run as a program of its own, so that forking is safe.

Each writer acknowledges an entry, on a file of its own, only after `append` has returned.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from detente.record import Draft, SigningKey, append, open_sqlite_store, parse_signing_key

WRITERS = 4


def write(record: Path, key: SigningKey, acknowledged: Path, name: str) -> None:
    """Append for ever, each entry with an event of its own; never returns."""
    with open_sqlite_store(record) as store, acknowledged.open("ab", buffering=0) as said:
        for number in range(10**9):
            title = f"{name}:{os.getpid()}:{number}"
            draft = Draft("declaration", "north", {"title": title})

            def change(connection, title=title):
                connection.execute("INSERT INTO events (title) VALUES (?)", (title,))

            with store.writing():
                append(store, key, [draft], datetime.now(UTC), change)
            said.write(f"{title}\n".encode())


def fork_writer(record: Path, key: SigningKey, name: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        write(record, key, record.with_name(f"acknowledged-{name}"), name)
    finally:
        os._exit(1)


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill a random writer at random times and start another, until all kills are done; then kill the rest."""
    record, key = folder / "r.record", parse_signing_key((folder / "key").read_text())
    chance = random.Random(seed)
    running = {name: fork_writer(record, key, str(name)) for name in range(WRITERS)}
    for _ in range(kills):
        time.sleep(chance.uniform(0.001, 0.05))
        name = chance.choice(sorted(running))
        os.kill(running[name], signal.SIGKILL)
        _, status = os.waitpid(running[name], 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"a writer stopped by itself: {status}")
        running[name] = fork_writer(record, key, str(name))
    for child in running.values():
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
