"""From an initiative to a proof that is checked without a network, in a real browser, by everyone in their own part.

With DETENTE_SCREENSHOTS set to a folder, each page of the path is kept there as wide and as narrow pictures.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from detente.portal.councils.models import Decision, Meeting
from detente.portal.marks.models import Overlap
from detente.portal.obligations.models import Obligation
from detente.portal.text.models import Element, ElementState
from detente.portal.ventures.models import Venture
from portal.test_browser import address, browsing, downloaded, pytestmark, send, sign_in

__all__ = ["address", "pytestmark"]
PEOPLE = (
    "mediator",
    "north-head",
    "south-head",
    "north-chair",
    "south-chair",
    "south-council",
    "monitor",
    "second-monitor",
)
WIDTHS = (1280, 390)
LIST_OF_FERRIES = b"ferry,day\nNorthern Star,2031-05-01\n"


def look(page, name: str) -> None:
    """Keep pictures of a page where they are asked for."""
    folder = os.environ.get("DETENTE_SCREENSHOTS")
    if not folder:
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(before)


class Walk:
    """The people of a process, each with a browser window of their own."""

    def __init__(self, at: str, origin: str, new_page: Callable[[], object]) -> None:
        self.at, self.steps = at, 0
        self.windows = {who: sign_in(new_page(), origin, who) for who in PEOPLE}

    def go(self, who: str, path: str):
        """Open a page as a person."""
        page = self.windows[who]
        assert page.goto(f"{self.at}/{path}").status == 200
        return page

    def seen(self, who: str, name: str, *words: str) -> None:
        """What stands on the page of a person now; a picture of it is kept."""
        self.steps += 1
        page = self.windows[who]
        look(page, f"{self.steps:02}-{name}")
        shown = page.inner_text("main")
        for one in words:
            assert one in shown, f"{name}: {one!r} is not in\n{shown}"


def open_and_fill(page, summary: str, **fields: str) -> None:
    """Open a part of a page and fill its form."""
    page.click(f"summary:has-text('{summary}')")
    for name, value in fields.items():
        box = page.locator(f"details[open] [name={name}]").first
        if box.evaluate("field => field.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def submit_and_receive(walk: Walk) -> None:
    """Northland submits an initiative, Southland confirms receipt, Northland sees that and who read it."""
    north = walk.go("north-head", "initiatives/submit")
    north.fill("input[name=title]", "Night ferries")
    north.fill("textarea[name=words]", "Ferries of both sides cross at night, with lights.")
    send(north, "main form.stack button")
    walk.seen("north-head", "submitted", "Night ferries", "not confirmed")
    south = walk.go("south-head", "home/")
    send(south, "text=Confirm receipt: Night ferries")
    send(south, "button:has-text('Confirm receipt')")
    walk.seen("south-head", "received", "Receipt confirmed")
    walk.go("north-head", "initiatives/northland-2/")
    walk.seen("north-head", "receipt-seen", "Mira Sollen")


def draft_and_bracket(walk: Walk) -> None:
    """The mediator writes an article, Southland puts an alternative into brackets."""
    mediator = walk.go("mediator", "text/")
    open_and_fill(mediator, "Add an article", element="border-line", opening="Ferries run", alternatives="by day")
    send(mediator, "details[open] form button:has-text('Add')")
    south = walk.go("south-head", "text/articles/5/")
    open_and_fill(south, "Add an alternative", words="by day and by night")
    send(south, "text=Put it into the brackets")
    walk.seen("south-head", "bracketed", "by day and by night", "Alternative 2")


def finish_first_round(walk: Walk) -> None:
    """Southland refuses all in the round that is open; it ends, and tells nobody who refused."""
    south = walk.go("south-head", "acceptance/")
    for refusal in south.locator("input[value=refuse]").all():
        refusal.check()
    send(south, "text=Seal these answers")
    walk.seen("south-head", "first-round", "not revealed")


def seal(walk: Walk, who: str, accepted: int, alternative: int) -> None:
    """Seal a round in which one article could be accepted, with one of its alternatives."""
    page = walk.go(who, "acceptance/")
    for left in page.locator("input[value=open]").all():
        left.check()
    page.check(f"input[name=article-{accepted}][value=accept]")
    page.check(f"input[name=article-{accepted}-alternatives][value='{alternative}']")
    walk.seen(who, f"marks-of-{who}", "Could accept")
    send(page, "text=Seal these answers")
    assert "Your receipt" in page.inner_text("main")


def accept_blindly(walk: Walk) -> None:
    """Both sides mark article 5 unseen by each other; the overlap is shown to all and agreed ad referendum."""
    mediator = walk.go("mediator", "text/")
    send(mediator, "text=Issue the next draft")
    mediator = walk.go("mediator", "acceptance/")
    send(mediator, "text=Open a round on the newest draft")
    seal(walk, "north-head", 5, 2)
    walk.go("south-head", "acceptance/")
    walk.seen("south-head", "before-sealing", "not yet")
    seal(walk, "south-head", 5, 2)
    for who in ("north-head", "south-head", "mediator"):
        walk.go(who, "acceptance/")
        walk.seen(who, f"revealed-to-{who}", "1 of 5 articles overlap", "alternative 2", "4 articles: not revealed")
    walk.go("mediator", "text/")
    walk.seen("mediator", "ad-referendum", "agreed ad referendum")


def decide_in_council(walk: Walk) -> None:
    """The chair proposes on an item; who declared an interest may not decide, the other member of the side does."""
    chair = walk.go("north-chair", "councils/renewable-energy/")
    open_and_fill(chair, "Propose a decision", title="Cable route B", words="Along the eastern bank.")
    chair.locator("details[open] select[name=item]").select_option(label="Delta wind farm: grid connection")
    send(chair, "button:has-text('Propose')")
    walk.seen("north-chair", "proposed", "Cable route B", "waits for: Southland")
    member = walk.go("south-council", "councils/renewable-energy/")
    walk.seen("south-council", "stands-aside", "You have declared an interest and stand aside.")
    assert member.locator("li:has-text('Cable route B') button").count() == 0
    other = walk.go("south-chair", "home/")
    send(other, "text=Agree, or not, to “Cable route B”")
    send(other, "li:has-text('Cable route B') button")
    walk.seen("south-chair", "decided", "Cable route B")


def keep_minutes(walk: Walk) -> None:
    """The council meets; the chair writes minutes, and both sides confirm them."""
    chair = walk.go("north-chair", "councils/renewable-energy/")
    began = timezone.now().strftime("%Y-%m-%dT%H:%M")
    open_and_fill(chair, "Call a meeting", begins_at=began, agenda="Delta wind farm: cable route!\nAny other business")
    send(chair, "button:has-text('Call')")
    open_and_fill(chair, "Write minutes", minutes="The route was chosen by both sides.")
    for box in chair.locator("details[open] input[name=present]").all():
        box.check()
    send(chair, "details[open] button:has-text('Keep')")
    for who in ("north-chair", "south-chair"):
        send(walk.go(who, "councils/renewable-energy/"), "text=Confirm the minutes")
    walk.seen("south-chair", "minutes", "The route was chosen by both sides.", "Northland, Southland, entry")


def pass_the_gate(walk: Walk) -> None:
    """The chair moves a venture on, for which the way is open by the measures of the case and its conditions."""
    walk.go("north-chair", "ventures/")
    walk.seen("north-chair", "ventures", "Delta wind farm")
    chair = walk.go("north-chair", "ventures/delta-wind/")
    assert "the way is open" in chair.inner_text("h1")
    chair.click("text=Move it")
    send(chair, "main button:text-is('Move')")
    walk.seen("north-chair", "gate-passed", "planned → licensed")


def promise_and_verify(walk: Walk) -> None:
    """The mediator writes an obligation down, a monitor shows evidence and verifies, two coders call it complete."""
    today = timezone.now().date()
    mediator = walk.go("mediator", "obligations/")
    words = {"slug": "ferry-lights", "title": "All ferries carry lights", "observable": "Lights seen at night"}
    more = {
        "threshold": "3 of 3 ferries",
        "verifier": "Monitors",
        "due_on": str(today + timedelta(days=9)),
        "tier": "4",
    }
    open_and_fill(mediator, "Write down an obligation", **words, **more)
    for name, label in (("owner", "Northland"), ("phase", "Phase 2: corridor")):
        mediator.locator(f"details[open] select[name={name}]").select_option(label=label)
    send(mediator, "details[open] button:has-text('Write down')")
    walk.seen("mediator", "promised", "All ferries carry lights", "unknown")
    monitor = walk.go("monitor", "obligations/ferry-lights/")
    digest = hashlib.sha256(LIST_OF_FERRIES).hexdigest()
    open_and_fill(monitor, "Enter evidence", title="List of ferries", sha256=digest)
    send(monitor, "details[open] button:has-text('Enter')")
    seen = {"kind": "verification", "words": "Three ferries seen with lights.", "on": str(today), "result": "done"}
    open_and_fill(monitor, "Enter an act", **seen)
    send(monitor, "details[open] button:has-text('Enter')")
    for who in ("monitor", "second-monitor"):
        page = walk.go(who, "obligations/ferry-lights/")
        open_and_fill(page, "Code", status="complete", why="Seen on three nights.")
        send(page, "details[open] button:has-text('Code')")
    walk.seen("second-monitor", "verified", "complete", digest[:16], "Three ferries seen with lights.")


def take_home(page, folder: Path) -> dict[str, Path]:
    """Download as the public all that is needed to check without the portal."""
    links = {
        "two-rivers.bundle": "text=Download the bundle",
        "two-rivers.policy": "text=Download the policy",
        "verify.html": "text=Download the page that verifies",
        "ferry.tlog-proof": "tr:has-text('All ferries carry lights') a:has-text('proof')",
    }
    files = {}
    for name, link in links.items():
        files[name] = folder / name
        files[name].write_bytes(Path(downloaded(page, link)).read_bytes())
    return files


def said_by_the_page(page, files: dict[str, Path]) -> str:
    """What the page that verifies says of a bundle, without a network."""
    page.goto(files["verify.html"].as_uri())
    page.fill("#policy", files["two-rivers.policy"].read_text("utf-8"))
    page.set_input_files("#bundle", files["two-rivers.bundle"])
    page.wait_for_function("['holds', 'fails'].includes(document.getElementById('said').className)")
    return page.inner_text("#said")


def check_offline(walk: Walk, new_page, folder: Path, detente) -> None:
    """The public takes bundle, policy, page and proof home and checks them there; a changed byte is found."""
    public = new_page()
    public.goto(f"{walk.at}/")
    walk.windows["public"] = public
    walk.seen("public", "public", "All ferries carry lights", "3 of 7 obligations are complete")
    files = take_home(public, folder)
    public.context.set_offline(True)
    assert "every one holds" in said_by_the_page(public, files)
    look(public, "98-verified-offline")
    policy = ["--policy", files["two-rivers.policy"]]
    for name in ("two-rivers.bundle", "ferry.tlog-proof"):
        assert detente("record", "verify", files[name], *policy).code == 0
    bundle = files["two-rivers.bundle"]
    bundle.write_bytes(bundle.read_bytes().replace(b"All ferries carry lights", b"All ferries carry nights"))
    ended = detente("record", "verify", bundle, *policy)
    assert (ended.code, "entry" in ended.err) == (5, True)
    assert said_by_the_page(public, files).startswith("Fails.")
    look(public, "99-change-found")


def everything_is_kept() -> None:
    """What the pages said is what the tables hold."""
    assert [(one.round.number, one.alternative) for one in Overlap.objects.select_related("round")] == [(2, 2)]
    assert Element.objects.get(slug="border-line").state == ElementState.AD_REFERENDUM
    assert Decision.objects.get(title="Cable route B").decided_at is not None
    assert Meeting.objects.get(number=3).entry is not None
    assert Venture.objects.get(slug="delta-wind").stage == Venture.Stage.LICENSED
    assert Obligation.objects.get(slug="ferry-lights").verified_at is not None


@pytest.mark.usefixtures("portal")
def test_from_an_initiative_to_a_proof_that_is_checked_offline(address, tmp_path, detente):
    with browsing() as new_page:
        walk = Walk(f"{address}/p/two-rivers", address, new_page)
        for step in (
            submit_and_receive,
            draft_and_bracket,
            finish_first_round,
            accept_blindly,
            decide_in_council,
            keep_minutes,
            pass_the_gate,
            promise_and_verify,
        ):
            step(walk)
        check_offline(walk, new_page, tmp_path, detente)
    everything_is_kept()
