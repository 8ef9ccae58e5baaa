"""Which pages people in which role read in the load test."""

from __future__ import annotations

AT = "/p/two-rivers"
FOR_ALL = ["/", "/record/", "/home/", "/obligations/", "/obligations/load-{}/", "/ventures/"]
API = "/api/processes/two-rivers/obligations"
BESIDE = ["/initiatives/", "/talks/", *FOR_ALL, API]
TABLE = ["/text/", "/text/articles/1/", "/acceptance/", "/councils/", "/councils/renewable-energy/", *BESIDE]
PAGES = {
    "mediator": TABLE,
    "head": TABLE,
    "member": TABLE,
    "monitor": BESIDE,
    "ally": BESIDE,
    "auditor": [*BESIDE, "/audit/"],
}


def at(page: str, number: int) -> str:
    """The address of a page, where a number picks one of many obligations."""
    return ("" if page.startswith("/api/") else AT) + page.format(number % 100)
