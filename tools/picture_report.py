"""Take the picture of the first screen of a report that the first page of the project shows.

    python tools/picture_report.py [REPORT] [--output FILE]

Needs Chromium on the path. `make picture` assesses the main case first.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "build/business-links-2025/report.html"
PICTURE = ROOT / "docs/images/report.png"
WIDTH, HEIGHT = 1280, 800
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}")


def take(report: Path, picture: Path, browser: str) -> None:
    """Write what a reader sees before scrolling, in a window of 1280 by 800."""
    command = [browser, *FLAGS, f"--screenshot={picture}", report.resolve().as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(arguments: Sequence[str]) -> int:
    """Take the picture; ends with 2 where there is no report or no browser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path, nargs="?", default=REPORT)
    parser.add_argument("--output", type=Path, default=PICTURE)
    chosen = parser.parse_args(arguments)
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None or not chosen.report.is_file():
        missing = "Chromium is not on the path." if browser is None else f"{chosen.report} is not there: assess a case."
        sys.stderr.write(f"{missing}\n")
        return 2
    take(chosen.report, chosen.output, browser)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
