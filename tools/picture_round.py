"""Take the pictures of a blind acceptance, on the invented example of the portal.

    detente serve --demo --port 8000          # in another terminal; it prints the password
    python tools/picture_round.py http://127.0.0.1:8000 PASSWORD

Answers for one delegation and seals them, which ends the round of that portal: start another for another try.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "docs/images"
ROUND = "/p/two-rivers/acceptance/"
ANSWERS = {"article-1": "accept", "article-2": "accept", "article-3": "accept", "article-4": "open"}
SIZE = {"width": 1000, "height": 720}


def sign_in(browser: Browser, address: str, who: str, password: str) -> Page:
    """Open the round as one of the people of the example."""
    page = browser.new_context(viewport=SIZE).new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("main button")
    page.goto(address + ROUND)
    return page


def answer(page: Page) -> None:
    """Mark an answer for each article, one alternative, and leave packages open."""
    for name, value in ANSWERS.items():
        page.check(f"input[name={name}][value={value}]")
    page.check("input[name=article-3-alternatives][value='1']")
    for box in page.locator("input[name^=package-][value=open]").all():
        box.check()


def main(arguments: Sequence[str]) -> int:
    """Take both pictures: answers before they are sealed, and what overlapped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("password")
    parser.add_argument("--output", type=Path, default=IMAGES)
    chosen = parser.parse_args(arguments)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        north, south = (sign_in(browser, chosen.address, who, chosen.password) for who in ("north-head", "south-head"))
        answer(south)
        south.evaluate("window.scrollTo(0, 0)")
        south.screenshot(path=chosen.output / "round-answers.png")
        with south.expect_navigation():
            south.click("text=Seal these answers")
        north.goto(chosen.address + ROUND)
        north.screenshot(path=chosen.output / "round-overlap.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
