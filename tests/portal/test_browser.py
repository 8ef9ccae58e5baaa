"""The path from an initiative to a public proof in a real browser; hostile words run nowhere."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import waitress
from django.core.wsgi import get_wsgi_application

from detente.portal.initiative.actions import Proposal, submit
from detente.portal.marks.models import Overlap
from detente.portal.parties.models import Delegation, Process
from detente.portal.text.actions import Words, edit_clause
from detente.portal.text.models import Clause, Element
from detente.portal.ventures.models import Venture
from detente.record import parse_inclusion_proof, verify_bundle
from portal.people import PASSWORD, part_of

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
# Milliseconds: a machine that runs all tests at once is slow, and a slow page is no fault of the portal.
PATIENCE = 300_000
HOSTILE = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    "<svg onload=window.ran=1>",
    '"><svg/onload=window.ran=1>',
    "'-window.ran=1-'",
    "javascript:window.ran=1",
    "{{constructor.constructor('window.ran=1')()}}",
    "</textarea><script>window.ran=1</script>",
    "<a href=javascript:window.ran=1 hx-on:click=window.ran=1>x</a>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
)


@pytest.fixture
def address(portal) -> Iterator[str]:
    """The portal behind a real server."""
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.task_dispatcher.shutdown()
    server.close()
    thread.join(timeout=10)


@contextmanager
def browsing(width: int = 1280) -> Iterator[object]:
    """A browser."""
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def new_page() -> object:
            context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
            context.set_default_timeout(PATIENCE)
            return context.new_page()

        yield new_page
        browser.close()


def sign_in(page, address: str, who: str):
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    send(page, "main button")
    return page


def send(page, button: str) -> None:
    """Press a button that sends a form, and wait for the page that answers it."""
    with page.expect_navigation():
        page.click(button)


def submit_and_receive(at: str, north, south) -> None:
    """Northland submits, Southland confirms receipt."""
    north.goto(f"{at}/initiatives/submit")
    north.fill("input[name=title]", "Fishing rights")
    north.fill("textarea[name=words]", "Boats of both sides fish in the upper river.")
    send(north, "main form.stack button")
    south.goto(f"{at}/initiatives/northland-2/")
    send(south, "text=Confirm receipt")
    assert "Receipt confirmed" in south.inner_text("main")


def bracket_and_seal(at: str, north, south) -> None:
    """Southland adds an alternative and seals; then Northland sees the overlaps."""
    south.goto(f"{at}/text/articles/4/")
    south.click("text=Add an alternative")
    south.fill("input[name=words]", "30 billion cubic metres a year")
    send(south, "text=Put it into the brackets")
    assert "30 billion cubic metres a year" in south.inner_text("article.doc")
    south.goto(f"{at}/acceptance/")
    for number, answer in enumerate(("accept", "accept", "accept", "open"), start=1):
        south.check(f"input[name=article-{number}][value={answer}]")
    south.check("input[name=article-3-alternatives][value='1']")
    for left_open in south.locator("input[name^=package-][value=open]").all():
        left_open.check()
    send(south, "text=Seal these answers")
    assert "Your receipt" in south.inner_text("main")
    north.goto(f"{at}/acceptance/")
    assert "3 of 4 articles overlap" in north.inner_text("h1")


def downloaded(page, link: str):
    """The file behind a link."""
    with page.expect_download() as caught:
        page.click(link)
    return caught.value.path()


def test_from_an_initiative_to_a_public_proof(address, portal):
    at = f"{address}/p/two-rivers"
    with browsing() as new_page:
        north, south, chair = (sign_in(new_page(), address, who) for who in ("north-head", "south-head", "north-chair"))
        submit_and_receive(at, north, south)
        bracket_and_seal(at, north, south)
        chair.goto(f"{at}/ventures/delta-wind/")
        chair.click("text=Move it")
        send(chair, "main button:text-is('Move')")
        assert "planned → licensed" in chair.inner_text("main")
        public = new_page()
        public.goto(f"{at}/")
        proof = parse_inclusion_proof(downloaded(public, "main table a:has-text('proof') >> nth=0").read_text("utf-8"))
        bundle = downloaded(public, "text=Download the bundle").read_bytes()
    proof.check()
    assert verify_bundle(bundle.splitlines(keepends=True)).leaves[proof.index] == proof.entry
    assert Overlap.objects.count() == 3
    assert Venture.objects.get(slug="delta-wind").stage == "licensed"


def test_hostile_words_run_nowhere(address, portal):
    words = "\n".join(HOSTILE)
    Process.objects.update(title=HOSTILE[1])
    Delegation.objects.filter(slug="northland").update(name=HOSTILE[2], code="<b>")
    Element.objects.update(title=HOSTILE[3])
    submit(part_of("north-head"), Proposal(HOSTILE[0], words))
    alternatives = tuple({"words": one, "by": ""} for one in HOSTILE)
    edit_clause(Clause.objects.get(number=1), part_of("mediator"), 1, Words(words, alternatives, words))
    names = ("", "record/", "home/", "initiatives/", "initiatives/northland-2/", "text/", "text/articles/1/")
    rest = (
        "acceptance/",
        "preferences/",
        "talks/",
        "councils/renewable-energy/",
        "ventures/",
        "ventures/delta-wind/",
        "obligations/",
    )
    with browsing() as new_page:
        page, said = sign_in(new_page(), address, "south-head"), []
        page.on("console", lambda message: said.append(message.text))
        for name in (*names, *rest):
            assert page.goto(f"{address}/p/two-rivers/{name}").status == 200
            assert page.evaluate("window.ran") is None, name
            assert (
                page.evaluate("document.querySelectorAll('main script, main iframe, [onerror], [onload]').length") == 0
            )
    assert said == []


@pytest.mark.parametrize("width", [1280, 390])
def test_main_pages_pass_axe_and_do_not_scroll_sideways(address, portal, width):
    names = (
        "home/ text/ text/articles/3/ acceptance/ preferences/ obligations/ talks/ ventures/ ventures/turbine-works/ "
        "record/ initiatives/ initiatives/submit councils/ councils/renewable-energy/ analysis/ obligations/crossings/"
    )
    with browsing(width) as new_page:
        page = sign_in(new_page(), address, "south-head")
        for name in ("", *names.split()):
            page.goto(f"{address}/p/two-rivers/{name}")
            found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
            assert found.response["passes"]
            assert found.violations_count == 0, f"{name}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
