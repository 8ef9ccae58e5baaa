"""What 200 people do, for locust: each asks once in five seconds, nine times out of ten to read.

Four of five people have something to write, and write every eighth time.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import time
from pathlib import Path

from locust import HttpUser, task
from people_pages import AT, PAGES, at

SESSIONS = itertools.cycle(json.loads(Path(os.environ["PORTAL_SESSIONS"]).read_text(encoding="utf-8")))
NUMBERS = itertools.count()
MOMENTS = random.Random(11)
PACE = 5
# As many at once, each second, as locust starts in one: harder than the bar asks.
TOGETHER = bool(os.environ.get("PORTAL_TOGETHER"))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person(HttpUser):
    """One person with a session."""

    def on_start(self) -> None:
        """Take a session; the token of its forms comes with the first page. People ask at moments of their own."""
        told = next(SESSIONS)
        self.role, self.asked, self.token = told["role"], next(NUMBERS), ""
        self.client.cookies.set("sessionid", told["session"])
        # Locust starts people by whole seconds, and its own pacing takes a first pause back: it would go on in bursts.
        self.moment = time.perf_counter() + (0 if TOGETHER else MOMENTS.uniform(0, PACE))
        time.sleep(self.wait_time())

    def wait_time(self) -> float:
        """Seconds until the next moment: `PACE` after the last, whatever the answer took."""
        now = time.perf_counter()
        self.moment = max(self.moment + (PACE if self.moment <= now else 0), now)
        return self.moment - now

    @task
    def ask(self) -> None:
        """Read, or write when it is time."""
        self.asked += 1
        if self.asked % 8 == 0 and self.token and self.role not in ("ally", "auditor"):
            self.write()
        else:
            pages = PAGES[self.role]
            page = pages[self.asked % len(pages)]
            answer = self.client.get(at(page, self.asked), name=f"read {page}")
            self.token = (TOKEN.search(answer.text) or [None, self.token])[1]

    def write(self) -> None:
        """What the role writes."""
        if self.role == "head":
            given = {"title": "Fishing rights", "words": "Boats of both sides fish in the upper river.", "tier": "2"}
            self.post("/initiatives/submit", given)
        elif self.role == "monitor":
            act = {"kind": "monitoring", "words": "Seen as promised.", "on": "2026-03-01", "result": ""}
            self.post(f"/obligations/load-{self.asked % 100}/acts", act, "/obligations/load-{}/acts")
        else:
            self.post("/text/articles/1/comments", {"words": "To be checked with the capital.", "tier": "2"})

    def post(self, page: str, given: dict[str, str], name: str = "") -> None:
        """Send a form; what is refused counts as an error."""
        form = {**given, "csrfmiddlewaretoken": self.token}
        with self.client.post(
            AT + page, form, name=f"write {name or page}", allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 302:
                answer.failure(f"status {answer.status_code}")
