"""A small case under review, served as `detente review` serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Thread

from detente.cli.review.review import open_desk
from detente.cli.review.server import ReviewServer

CASE = """title: "Tolls & <b>bridges</b>"
question: "Could both open the bridge?"
as_of: 2031-04-01
currency: USD
price_year: 2030
parties:
  - {id: FRE, name: Freedonia, kind: state, role: signatory, aliases: [Fredville]}
  - {id: SYL, name: Sylvania, kind: state, role: signatory, aliases: [Trentino]}
elements:
  - id: TOLL
    title: Toll on the bridge
    domain: trade
    state: discussed
    status_quo: TOLL.1
    options: [{id: TOLL.1, title: High toll}, {id: TOLL.2, title: No toll}]
  - id: PATROL
    title: Joint patrol of the river
    domain: security
    state: discussed
    status_quo: PATROL.1
    options: [{id: PATROL.1, title: No patrol}, {id: PATROL.2, title: Weekly patrol}]
"""
DOCUMENT = """---
title: News
published_on: 2031-03-20
publisher: The Courier
---
Freedonia would drop the toll on the bridge only if Sylvania joined the river patrol. Trentino’s envoy rejected the
joint patrol of the river. <script>alert(1)</script> 🙂 Fredville demands an apology for the flood.

On Monday Sylvania said it accepted the toll. Trentino wants the archive of the dam back.
"""
FIRST = "FRE accepts if"


def small_case(folder: Path) -> Path:
    """Write the case."""
    case = folder / "bridge"
    (case / "documents").mkdir(parents=True)
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    (case / "documents" / "news.md").write_text(DOCUMENT, encoding="utf-8")
    header = "id,party,element,option,stance,reliability,source,said_on"
    (case / "claims.csv").write_text(f"{header}\nC1,FRE,PATROL,PATROL.2,accepts,0.8,A book,2030-01-02\n")
    return case


def clock() -> Iterator[str]:
    """Times that only go up."""
    for second in count():
        yield f"2031-04-02T10:{second // 60:02}:{second % 60:02}Z"


@contextmanager
def served(case: Path, mode: str = "precise") -> Iterator[ReviewServer]:
    """Serve a case while a test runs."""
    ticks = clock()
    server = ReviewServer(open_desk(case, mode, now=lambda: next(ticks)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
