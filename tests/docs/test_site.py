"""The site is built without a warning, asks no other host, and can be searched and read on a phone."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest

from docs.pages import ROOT, name, pages

TOOLS = ROOT / "tools/pages"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
LOOKED_AT = (
    "index.html",
    "docs/tutorial/first-case.html",
    "docs/reference/cli-options.html",
    "docs/explanation/deals.html",
)


@pytest.fixture
def tool(monkeypatch):
    """A module of the tools, imported as it imports its neighbours."""
    monkeypatch.syspath_prepend(str(TOOLS))
    return import_module


class Loads(HTMLParser):
    """Addresses that a page loads something from."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for key, value in attrs if LOADED.get(tag) == key]


def loads(path: Path) -> list[str]:
    reader = Loads()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.addresses


def build(output: Path) -> subprocess.CompletedProcess[str]:
    # In one process: the others have tests to run, and to share the work is half as much work again.
    command = [sys.executable, str(TOOLS / "build.py"), "--output", str(output), "--jobs", "1"]
    environment = {"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def seen_in_browser(site: Path) -> tuple[list[str], list[str], str]:
    """What Chromium asks other hosts for, which pages a phone must push sideways, and what a search finds."""
    playwright = pytest.importorskip("playwright.sync_api")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    home, asked, wide = f"http://127.0.0.1:{server.server_port}/", [], []
    try:
        with playwright.sync_playwright() as started:
            browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 390, "height": 800})
            # A machine that runs all tests at once is slow, and a slow page is no fault of the site.
            page.set_default_timeout(300_000)
            page.on("request", lambda request: asked.append(request.url))
            for place in LOOKED_AT:
                page.goto(home + place)
                if page.evaluate("document.documentElement.scrollWidth") > 390:
                    wide.append(place)
            page.goto(home + "search.html?q=snapback")
            page.wait_for_selector("#search-results li")
            found = page.inner_text("#search-results")
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    return [url for url in asked if not url.startswith((home, "data:"))], wide, found


class Silent(SimpleHTTPRequestHandler):
    """A server that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_the_site_is_built_without_a_warning_and_asks_no_other_host(tmp_path):
    pytest.importorskip("sphinx")
    site = tmp_path / "site"
    ended = build(site)
    assert ended.returncode == 0, ended.stderr
    assert "WARNING" not in ended.stderr
    built = [page for page in site.rglob("*.html") if "_static" not in page.parts]
    assert {name(page) for page in pages()} - {placed(page, site) for page in built} <= {
        place for place in map(name, pages()) if place.startswith(("changelog.d/", "README.md"))
    }
    assert [(page.name, url) for page in built for url in loads(page) if re.match(r"(?:\w+:)?//", url)] == []
    assert 'id="nash1950"' in (site / "docs/reference/literature.html").read_text(encoding="utf-8")
    if CHROMIUM is None:
        pytest.skip("no Chromium to look at the pages with")
    asked, wide, found = seen_in_browser(site)
    assert (asked, wide) == ([], [])
    assert "Glossary" in found


def placed(page: Path, site: Path) -> str:
    return page.relative_to(site).with_suffix(".md").as_posix()


def test_a_page_with_a_dead_link_is_an_error(tmp_path, tool):
    sphinx = pytest.importorskip("sphinx.cmd.build")
    (tmp_path / "source").mkdir()
    (tmp_path / "source/index.md").write_text("# Page\n\n[Away](nowhere.md)\n", encoding="utf-8")
    words = ["-b", "html", "-W", "-q", "-E", "-c", str(TOOLS), str(tmp_path / "source"), str(tmp_path / "site")]
    assert subprocess.run([sys.executable, "-m", sphinx.__name__, *words], check=False, capture_output=True).returncode


def test_the_page_of_options_says_what_help_says(tool, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    page = tool("options").options_page()
    told = (ROOT / "docs/reference/cli-options.md").read_text(encoding="utf-8")
    assert page == told, "docs/reference/cli-options.md is old: run tools/pages/options.py"


def test_links_to_the_first_page_and_citations_lead_to_where_the_site_has_them(tool):
    stage = tool("stage")
    assert (
        stage.with_links("[all](../../README.md#licence)", "docs/adr/0001-worlds.md") == "[all](../../index.md#licence)"
    )
    assert stage.with_links("As [Nash1950].", "README.md") == "As [[Nash1950]](docs/reference/literature.rst#nash1950)."
    assert stage.with_links("```\n[Nash1950]\n```", "README.md") == "```\n[Nash1950]\n```"


def test_every_entry_of_the_bibliography_is_whole_and_on_the_page_of_literature(tool):
    text = (ROOT / "docs/bibliography.bib").read_text(encoding="utf-8")
    keys = re.findall(r"^@\w+\{([\w-]+),", text, re.MULTILINE)
    page = tool("literature").literature_page(text)
    assert [key for key in keys if not re.search(rf"^\.\. \[{key}\] .*\*.+\*.*\d{{4}}", page, re.MULTILINE)] == []
    assert not re.search(r"[{}]|\\[^*]", page)


def test_every_face_of_the_core_has_a_page_and_what_it_exports_a_place(tool):
    found = tool("python_pages").python_pages()
    exported = {name: import_module(f"detente.{name}").__all__ for name in ("deals", "worlds", "case")}
    assert exported["deals"]
    for face, names in exported.items():
        assert [name for name in names if name not in found[f"detente.{face}.md"]] == []
    assert {"detente.economy.trade.md", "detente.record.md", "detente.positions.extract.md"} <= set(found)
    assert not any("portal" in page or "cli" in page for page in found)


@pytest.mark.parametrize("module", ["literature", "navigation", "options", "stage"])
def test_examples_of_the_tools_run(tool, module):
    ran = doctest.testmod(tool(module))
    assert ran.attempted
    assert ran.failed == 0
