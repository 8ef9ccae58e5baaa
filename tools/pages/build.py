"""Builds the documentation as a site that needs no network; a warning is an error.

PYTHONPATH=src python tools/pages/build.py --output build/docs
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sphinx.cmd.build import main as sphinx
from stage import ROOT, stage_pages


def main() -> int:
    """Stage the pages and hand them to Sphinx; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "build/docs", help="folder of the site")
    parser.add_argument(
        "--jobs", default="auto", help="processes that share the work; one takes least of the processor"
    )
    given = parser.parse_args()
    output = given.output.resolve()
    source = output.with_name(f"{output.name}-source")
    stage_pages(source)
    settings = str(Path(__file__).resolve().parent)
    strict = ["-b", "html", "-W", "--keep-going", "-q", "-E", "-j", given.jobs]
    code = sphinx([*strict, "-c", settings, "-d", f"{source}-trees", str(source), str(output)])
    if not code:
        sys.stdout.write(f"Documentation: {output / 'index.html'}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
