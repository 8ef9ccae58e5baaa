"""The report in a real browser: it asks nobody for anything, and a phone needs no sideways scroll."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from detente.economy.energy import EnergyQuestion, EnergyShock, Lever, followed_by, study_energy
from detente.economy.energy.builtin_years import builtin_year
from detente.report import render_report
from detente.report.energy import render_energy
from detente.worlds import draw_worlds
from unit.report import fixtures, trade_fixtures

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PHONE = 390
ANALYSES = {
    "small": fixtures.small_analysis,
    "claims_only": fixtures.claims_only_analysis,
    "large": fixtures.large_analysis,
    "trade": trade_fixtures.builtin_analysis,
}


def energy_page() -> str:
    """Gas of 2025 with a line reopened, in two worlds."""
    network, given = builtin_year("gas", 2025)
    together = followed_by(given, EnergyShock((Lever("measure", "nord-stream", 1.0),)))
    return render_energy(study_energy(EnergyQuestion(network, given, together, worlds=draw_worlds(2, 0))), 2025)


PAGES = {name: lambda of=of: render_report(of(), fixtures.MISSING) for name, of in ANALYSES.items()}
PAGES["energy"] = energy_page

# A page around the report, because a browser window cannot be made as narrow as a phone.
FRAME = """<!DOCTYPE html><body><iframe id="phone" src="/report.html" width="{width}" height="800"></iframe>
<p id="said">waiting</p><script>
document.getElementById("phone").onload = (event) => {{
  const page = event.target.contentDocument;
  page.querySelectorAll("details").forEach((d) => {{ d.open = true; }});
  const wide = [...page.querySelectorAll("main *")].filter(
    (e) => e.getBoundingClientRect().right > {width} + 1 && !e.closest(".scroll") && !e.closest(".vh"));
  const named = wide.slice(0, 5).map((e) => e.tagName + "." + e.className).join(" ");
  document.getElementById("said").textContent = page.documentElement.scrollWidth + "; " + named + "; loaded";
}};
</script></body>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@dataclass
class Served:
    """A server for one page, and every path it was asked for."""

    address: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def served() -> Iterator[Served]:
    place = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place.asked.append(self.path)
            page = place.pages.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_: object) -> None:
            """Keep the output of tests clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield place
    server.shutdown()
    server.server_close()
    thread.join()


def dump(address: str, profile: Path, *more: str) -> str:
    command = [str(CHROMIUM), *FLAGS, *more, f"--user-data-dir={profile}", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    return done.stdout


@pytest.mark.parametrize("name", PAGES)
def test_phone_needs_no_sideways_scroll(name: str, served: Served, tmp_path: Path) -> None:
    served.pages = {"/report.html": PAGES[name](), "/": FRAME.format(width=PHONE)}
    said = re.search(r'<p id="said">(.*?)</p>', dump(f"{served.address}/", tmp_path, "--virtual-time-budget=10000"))
    assert said is not None
    assert said[1] == f"{PHONE}; ; loaded"


def test_browser_asks_for_the_page_and_nothing_else(served: Served, tmp_path: Path) -> None:
    served.pages = {"/report.html": render_report(fixtures.small_analysis(), fixtures.MISSING)}
    log = tmp_path / "net.json"
    page = dump(f"{served.address}/report.html", tmp_path / "profile", f"--log-net-log={log}")
    assert "Could they agree?" in page
    assert [path for path in served.asked if path != "/favicon.ico"] == ["/report.html"]
    asked = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8", errors="replace")))
    assert {a for a in asked if "example.org" in a} == set()
    assert any(a.endswith("/report.html") for a in asked)


@pytest.mark.parametrize("name", ["small", "trade"])
def test_first_screen_ends_within_800_pixels_and_the_print_stays_short(
    name: str, served: Served, tmp_path: Path
) -> None:
    frame = FRAME.replace("d.open = true", "d.open = false").replace(
        "page.documentElement.scrollWidth",
        'Math.round(page.querySelector(".vgrid").getBoundingClientRect().bottom)',
    )
    served.pages = {"/report.html": PAGES[name](), "/": frame.format(width=1280)}
    said = re.search(
        r'<p id="said">(\d+);', dump(f"{served.address}/", tmp_path / "screen", "--virtual-time-budget=10000")
    )
    assert said is not None
    assert int(said[1]) <= 800
    pdf = tmp_path / "report.pdf"
    dump(f"{served.address}/report.html", tmp_path / "print", f"--print-to-pdf={pdf}")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) <= 25
