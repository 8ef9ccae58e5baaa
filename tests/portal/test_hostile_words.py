"""Hostile words in every text field of every form, in the API and in names of files: no page runs them.

The forms are those that pages show: each role reads every page, and each form with a text field is sent with what its
own fields offer and hostile words where people write. A form that is never taken fails the test.
"""

from __future__ import annotations

import inspect
import shutil
from collections import defaultdict
from datetime import timedelta
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from ninja import Schema

from detente.portal.api import schemas
from detente.portal.councils.actions import call_meeting
from detente.portal.councils.models import Council
from detente.portal.files.actions import hand_in
from detente.portal.files.models import KeptFile
from detente.portal.parties.models import Delegation, Process
from detente.portal.text.actions import issue_draft
from portal.payloads import PAYLOADS, batches
from portal.people import client_of, part_of
from portal.test_browser import address
from portal.test_files import TABLE, evidence_of

__all__ = ["address"]
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PORTAL = Path(__file__).parents[2] / "src" / "detente" / "portal"
ROLES = ("mediator", "south-head", "north-head", "north-member", "north-chair", "south-council", "monitor")
READERS = ("mediator", "south-head", "north-chair", "monitor", "ally", "auditor", None)
PAGES = (
    "", "record/", "home/", "audit/", "initiatives/", "initiatives/submit", "text/", "text/articles/1/",
    "text/articles/3/", "acceptance/", "preferences/", "talks/", "councils/", "joint-councils/",
    "councils/renewable-energy/", "ventures/",
    "ventures/new",
    "ventures/delta-wind/",
    "obligations/", "obligations/withdrawal-1/", "obligations/crossings/",
    "analysis/", "analysis/case",
)  # fmt: skip
# Words of these become no words of others: they are compared, or must be ids, numbers or hashes.
NO_WORDS = {
    "AcceptForm": {"code", "password"},
    "EvidenceForm": {"sha256"},
    "DocumentForm": {"sha256"},
    "VentureForm": {"currency", "needs"},
}
AT = "/p/two-rivers/"
# What is sent where a field of such a kind offers nothing.
OFFERED = {
    "url": "https://example.org/",
    "date": "2030-05-05",
    "datetime-local": "2030-05-05T10:00",
    "number": "1",
    "password": "forty herons",
    "hidden": "",
}
OWN = {"username": "x", "slug": "x", "delegation": "", "sha256": "ab" * 32, "currency": "USD", "needs": ""}
# Where markup is refused, words without it are taken.
NO_MARKUP = "javascript:did=1"
WHOLE = "\n".join(PAYLOADS)
API = "/api/processes/two-rivers/initiatives"


class Page(HTMLParser):
    """The forms of a page, and whatever on it could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.runs: list[str] = []
        self._form, self._select, self._needed = None, "", False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        names = [name for name in given if name.startswith("on") or name in ("style", "srcdoc") or "hx-on" in name]
        places = [given.get(name) or "" for name in ("href", "src", "action", "formaction", "xlink:href", "data")]
        far = [place for place in places if place and not place.startswith(("/", "#", "?", "https://example.org/"))]
        strange = tag in ("iframe", "object", "embed", "base", "style", "math", "template", "video", "audio", "marquee")
        if names or far or strange or (tag == "script" and not (given.get("src") or "").startswith("/static/")):
            self.runs.append(self.get_starttag_text() or tag)
        self._note(tag, given)

    def _note(self, tag, given):
        if tag == "form":
            self._form = {"action": given.get("action", ""), "fields": defaultdict(list), "words": {}}
            self.forms.append(self._form)
        name = given.get("name")
        if self._form is None or not (name or tag == "option"):
            return
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in ("text", "textarea"):
            self._form["words"][name] = int(given.get("maxlength") or 200)
        elif tag == "select":
            self._select, self._needed = name, "required" in given or name.startswith("promised_by")
        elif tag == "option":
            if given.get("value") or not self._needed:
                self._form["fields"][self._select].append(given.get("value") or "")
        elif kind != "file":
            value = OFFERED.get(kind, "on")
            self._form["fields"][name].append(given.get("value") or given.get("min") or value)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


def known_forms() -> dict[str, type[forms.Form]]:
    """All forms of the portal, by introspection."""
    found = {}
    for file in sorted(PORTAL.rglob("*.py")):
        if file.name in ("forms.py", "views.py"):
            module = import_module(".".join(file.relative_to(PORTAL.parents[1]).with_suffix("").parts))
            for name, one in inspect.getmembers(module, inspect.isclass):
                if issubclass(one, forms.Form) and one.__module__ == module.__name__:
                    found[name] = one
    return found


def is_for_words(field: forms.Field) -> bool:
    """Whether people write words into a field."""
    return isinstance(field, forms.CharField) and not isinstance(field, forms.SlugField | forms.URLField)


def text_fields() -> set[tuple[str, str]]:
    """Each text field of each form."""
    found = set()
    for name, form in known_forms().items():
        found |= {(name, one) for one, field in form.base_fields.items() if is_for_words(field)}
        found -= {(name, one) for one in NO_WORDS.get(name, ())}
    return found


@pytest.fixture
def taken(monkeypatch) -> set[tuple[str, str]]:
    """Form and field of all hostile words that a form took."""
    found: set[tuple[str, str]] = set()
    before = forms.Form.is_valid

    def noted(form) -> bool:
        valid = before(form)
        if valid:
            found.update(
                (type(form).__name__, name) for name, value in form.cleaned_data.items() if "did=1" in str(value)
            )
        return valid

    monkeypatch.setattr(forms.Form, "is_valid", noted)
    return found


def send_all(client: Client, page: str, answers: list[tuple[str, Page]], sent: set[str]) -> None:
    """Send each form of a page that has a text field and was not sent before, once for each batch of hostile words."""
    for number, one in enumerate(Page(client.get(page).content.decode()).forms):
        place = one["action"] or page
        if not one["words"] or place in sent or "accounts" in place:
            continue
        sent.add(place)
        room = min((limit for name, limit in one["words"].items() if name not in OWN), default=200)
        for batch in (*turn(batches(room), len(sent)), NO_MARKUP):
            again = "version" in one["fields"]
            form = Page(client.get(page).content.decode()).forms[number] if again else one
            words = {
                name: batch if limit < len(WHOLE) or batch == NO_MARKUP else WHOLE
                for name, limit in form["words"].items()
            }
            # Minutes need the quorum of each side: all are ticked.
            offered = {n: values if n == "present" else values[:1] for n, values in form["fields"].items()}
            given = {**offered, **named(words)}
            answer = client.post(place, given)
            answers.append((place, Page(answer.content.decode(errors="replace"))))


def turn(every: list[str], number: int) -> list[str]:
    """Four of the batches: short fields take turns, so that each batch is in many of them."""
    return [every[(3 * number + n) % len(every)] for n in range(min(4, len(every)))]


def named(words: dict[str, str]) -> dict[str, str]:
    """Hostile words, but for fields that ask for an id, a hash or a word of a list."""
    slug = f"x{sum(map(ord, ''.join(words.values())))}"
    return {name: {**OWN, "slug": slug}.get(name, value) for name, value in words.items()}


def fill() -> list[tuple[str, Page]]:
    """Everything that can be written, by everyone who can write; and what the pages answered."""
    answers: list[tuple[str, Page]] = []
    sent: set[str] = set()
    issue_draft(part_of("mediator"), timezone.now() + timedelta(days=9))
    call_meeting(Council.objects.get(slug="renewable-energy"), part_of("north-chair"), timezone.now(), [])
    for who in ROLES:
        client = client_of(who)
        for page in PAGES:
            if client.get(AT + page).status_code == 200:
                send_all(client, AT + page, answers, sent)
    kept = hand_in(evidence_of(TABLE), part_of("monitor"), SimpleUploadedFile(f"{PAYLOADS[8]}.csv", TABLE))
    assert "<" not in kept.name
    Process.objects.update(title=PAYLOADS[8])
    Delegation.objects.filter(slug="northland").update(name=PAYLOADS[12], code="<b>")
    for batch in batches(200):
        given = {"title": batch, "words": WHOLE, "tier": "public"}
        answer = client_of("north-head").post(
            "/api/processes/two-rivers/initiatives", given, content_type="application/json"
        )
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("application/json")
    return answers


def test_the_list_is_long_and_no_batch_cuts_a_payload():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40
    for room in (60, 100, 200, 300):
        fit = [one for one in PAYLOADS if len(one) <= room]
        assert sum(one in "\n".join(batches(room)) for one in fit) == len(fit)
        assert max(map(len, batches(room))) <= room


def test_what_takes_words_from_programs_is_known():
    taken = {
        name
        for name, one in inspect.getmembers(schemas, inspect.isclass)
        if issubclass(one, Schema) and "In" in name[-2:]
    }
    assert taken == {"InitiativeIn"}


def test_what_could_run_is_found():
    for one in PAYLOADS[:4]:
        assert Page(one).runs
    assert Page("<a href=javascript:x>").runs
    assert not Page('<a href="/x"><script src="/static/a.js"></script>').runs


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_no_page_runs_what_people_wrote(address, portal, taken):
    answers = fill()
    missing = text_fields() - taken
    assert not missing, missing
    running = [(place, page.runs[:3]) for place, page in answers if page.runs]
    assert not running, running[:3]
    # All that asks the tables comes before the browser, which has a loop of its own.
    shown = {who: pages_with_payloads(who) for who in READERS}
    keys = {who: client_of(who).session.session_key for who in READERS if who}
    running = [(page, runs[:3]) for pages in shown.values() for page, runs in pages if runs]
    assert not running, running[:3]
    assert sum(len(pages) for pages in shown.values()) > 40
    with playwright.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        said = []
        for who, pages in shown.items():
            said += visit(browser, address, keys.get(who), [page for page, _ in pages])
        browser.close()
    assert not said, said[:10]


def pages_with_payloads(who: str | None) -> list[tuple[str, list[str]]]:
    """The pages that show hostile words to a person, each with what on it could run."""
    client, found = client_of(who), []
    for page in (*PAGES, "initiatives/northland-2/", "initiatives/northland-3/"):
        answer = client.get(AT + page)
        if answer.status_code == 200 and "did=1" in (text := answer.content.decode()):
            found.append((page, Page(text).runs))
    return found


def visit(browser, address: str, key: str | None, pages: list[str]) -> list[str]:
    """All that was said, shown, run or reported while a person looked at pages."""
    context, said = browser.new_context(), []
    if key:
        context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    context.add_init_script("window.seen=[];addEventListener('securitypolicyviolation',e=>seen.push(e.blockedURI))")
    tab = context.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.on("pageerror", lambda error: said.append(str(error)))
    for page in pages:
        status = tab.goto(address + AT + page).status
        said += [f"{page}: {status}"] if status != 200 else []
        said += [f"{page}: {one}" for one in tab.evaluate("[...seen, ...('did' in window ? ['ran'] : [])]")]
    context.close()
    return said


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.txt", "a.svg.png", "a.html"])
def test_a_picture_with_a_script_is_refused_from_the_page(portal, name):
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" onload="did=1"><script>did=1</script></svg>'
    evidence = evidence_of(picture)
    place = f"{AT}obligations/withdrawal-1/evidence/{evidence.entry}/file"
    client = client_of("monitor")
    client.post(place, {"file": SimpleUploadedFile(name, picture, content_type="image/png")})
    assert not KeptFile.objects.filter(evidence=evidence).exists()
    page = client.get(f"{AT}obligations/withdrawal-1/").content.decode()
    assert "obligations/files/" not in page
