"""Four writers that are killed again and again; run as a program of its own, so that forking is safe.

Each writer acknowledges an entry, on a file of its own, only after the transaction has been committed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from detente.record import (
    Draft,
    SigningKey,
    append,
    is_address,
    open_store,
    parse_signing_key,
)
from unit.record.servers import Server

WRITERS = 4


def now() -> datetime:
    """The time, as Django's clock gives it."""
    return datetime.now(UTC)


def insert(place: str) -> str:
    """The statement that keeps the event."""
    return f"INSERT INTO events (title) VALUES ({'%s' if is_address(place) else '?'})"


def draft(title: str) -> Draft:
    """The entry that describes the event."""
    return Draft("declaration", "north", {"title": title})


def with_store(place: str, key: SigningKey, next_title: Callable[[], str], said: Callable[[str], None]) -> None:
    """Append for ever through a store of the record, each entry with an event of its own."""
    with open_store(place) as store:
        while True:
            title = next_title()
            with store.writing() as connection:
                append(store, key, [draft(title)], now(), None)
                connection.execute(insert(place), (title,))
            said(title)


def write(place: str, way: str, key: SigningKey, acknowledged: Path) -> None:
    """Write for ever; where a server may go away, come back when it does."""
    name = acknowledged.name.removeprefix("acknowledged-")
    numbers = iter(range(10**9))
    with acknowledged.open("ab", buffering=0) as file:

        def said(title: str) -> None:
            file.write(f"{title}\n".encode())

        def next_title() -> str:
            return f"{name}:{os.getpid()}:{next(numbers)}"

        while True:
            try:
                if way == "django":
                    import_module("unit.record.django_caller").submit_for_ever(key, next_title, said)
                else:
                    with_store(place, key, next_title, said)
            except Exception as error:
                if not is_address(place) or not is_lost(error):
                    raise
                time.sleep(0.02)


def is_lost(error: BaseException | None) -> bool:
    """Whether an error is that of a connection that went away."""
    return error is not None and (
        type(error).__module__.startswith(("psycopg", "django.db"))
        or is_lost(error.__cause__)
        or "cannot be reached" in str(error)
    )


def fork_writer(place: str, way: str, key: SigningKey, acknowledged: Path) -> int:
    """Start a writer."""
    child = os.fork()
    if child:
        return child
    try:
        write(place, way, key, acknowledged)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(1)


def wait_for_more(files: list[Path]) -> None:
    """Wait until someone has acknowledged another entry: on a busy machine none may live long enough otherwise."""
    sizes = [file.stat().st_size if file.exists() else 0 for file in files]
    for _ in range(60_000):
        if sizes != [file.stat().st_size if file.exists() else 0 for file in files]:
            return
        time.sleep(0.005)
    sys.exit("no writer acknowledges anything")


def main(folder: Path, place: str, way: str, kills: int, crashes: int) -> None:
    """Kill a random writer at random times and start another, until all kills are done; then kill the rest.

    A server is made to crash and started again `crashes` times in between.
    """
    key = parse_signing_key((folder / "key").read_text())
    if way == "django":
        import_module("unit.record.django_caller").configure(place)
    chance = random.Random(7)
    files = {name: folder / f"acknowledged-{name}" for name in range(WRITERS)}
    running = {name: fork_writer(place, way, key, file) for name, file in files.items()}
    for number in range(kills):
        wait_for_more(list(files.values()))
        # Several transactions long: a writer that lives longer does not die at other places.
        time.sleep(chance.uniform(0.001, 0.02))
        if crashes and number % (kills // crashes) == kills // crashes // 2:
            server = Server(Path(place.partition("host=")[2]))
            server.crash()
            server.start()
        name = chance.choice(sorted(running))
        os.kill(running[name], signal.SIGKILL)
        _, status = os.waitpid(running[name], 0)
        if not os.WIFSIGNALED(status):
            sys.exit(f"a writer stopped by itself: {status}")
        running[name] = fork_writer(place, way, key, files[name])
    for child in running.values():
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
