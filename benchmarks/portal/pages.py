"""What one page takes of the processor, and how many queries it asks, in a portal that `filling.py` has filled."""

# Models can be imported only once the portal is open.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

from people_pages import PAGES, at

from detente.portal.serving import Place, open_portal

TIMES = 30


def main(data: Path, only: str = "") -> None:
    """One line for each page that somebody of the load test reads."""
    os.environ["DETENTE_PORTAL_HOSTS"] = "testserver"
    open_portal(Place(data), second_factor=False)
    from django.conf import settings

    sessions = {one["role"]: one["session"] for one in json.loads((data / "sessions.json").read_text(encoding="utf-8"))}
    taken = {}
    for role, pages in PAGES.items():
        for page in pages:
            if page not in taken and only in page:
                taken[page] = measured(sessions[role], settings.SESSION_COOKIE_NAME, page)
    for page, (milliseconds, queries, size) in taken.items():
        sys.stdout.write(f"{page:45} {milliseconds:7.1f} ms {queries:4} queries {size // 1000:5} kB\n")
    sys.stdout.write(f"median {statistics.median(one[0] for one in taken.values()):.1f} ms\n")


def measured(session: str, cookie: str, page: str) -> tuple[float, int, int]:
    """Median of processor milliseconds, queries, and bytes of a page."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies[cookie] = session
    for number in range(3):
        answer = client.get(at(page, number))
        if answer.status_code != 200:
            raise SystemExit(f"{page}: {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        size = len(client.get(at(page, 7)).content)
    times, queries = [], len(asked)
    for number in range(TIMES):
        begun = time.process_time()
        client.get(at(page, number))
        times.append(time.process_time() - begun)
    return 1000 * statistics.median(times), queries, size


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
