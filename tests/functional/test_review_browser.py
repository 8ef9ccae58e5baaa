"""The review page in Debian's Chromium: by keyboard and by mouse, two coders, reload, and the file to hand on."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest

from functional.review_case import served, small_case

CHROMIUM = Path("/usr/bin/chromium")
sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def desk(browser, tmp_path):
    """A case, its server and a page that fails the test on any error or outside request."""
    case = small_case(tmp_path)
    with served(case) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        # A machine that runs all tests at once is slow, and a slow page is no fault of the review.
        page.set_default_timeout(300_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((server.url, "data:")) else faults.append(asked.url),
        )
        page.goto(server.url)
        yield case, server, page
        page.close()
        assert faults == []


def coder(page, name):
    page.fill("#coder", name)
    page.press("#coder", "Enter")
    answered(page)
    assert page.locator("#fault").is_hidden()


def answered(page):
    """Wait until the server has answered the last act and the page shows what it said."""
    page.wait_for_function("() => !document.querySelector('#main').ariaBusy")


def states(page):
    return page.eval_on_selector_all("#cards .card", "cards => cards.map(card => card.dataset.state)")


def wait_for(page, number, state):
    page.wait_for_function(
        "([n, s]) => document.querySelectorAll('#cards .card')[n]?.dataset.state === s", arg=[number, state]
    )


def rows(case):
    with (case / "claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ours(case):
    return [row for row in rows(case) if row["id"].startswith("review-")]


def trust(page, value="0.7"):
    page.fill("#reliability", value)
    page.press("#reliability", "Enter")
    answered(page)


def test_text_is_shown_as_it_is_and_nothing_in_it_runs(desk):
    _, _server, page = desk
    shown = page.inner_text("#text")
    assert "<script>alert(1)</script>" in shown
    assert "🙂" in shown
    assert page.inner_text("h1") == "Tolls & <b>bridges</b>"
    assert page.locator("#text mark").count() >= 4


def test_by_keyboard_alone_confirm_reject_edit_split_undo_and_reload(desk):
    case, _server, page = desk
    coder(page, "anna")
    trust(page)
    page.locator("#cards .card").first.focus()
    page.keyboard.press("c")
    wait_for(page, 0, "confirmed")
    assert page.evaluate("document.activeElement.dataset.state") == "open"  # moved on to the next
    page.keyboard.press("x")
    wait_for(page, 1, "rejected")
    page.keyboard.press("e")
    page.wait_for_selector("#editor[open]")
    page.locator("#editor [name=element]").focus()
    page.keyboard.type("Joint")
    page.locator("#editor [name=stance]").focus()
    page.keyboard.type("rejects")
    page.locator("#editor [name=red_line]").press("Space")
    page.locator("#save").press("Enter")
    wait_for(page, 2, "edited")
    page.keyboard.press("s")
    page.wait_for_selector("#editor[open]")
    assert page.locator("#editor fieldset").count() == 2
    page.locator("#editor fieldset").nth(1).locator("[name=stance]").select_option("open")
    page.locator("#save").press("Enter")
    wait_for(page, 3, "split")
    _is_kept(case, page)
    page.locator("#cards .card").nth(1).focus()
    page.keyboard.press("u")
    wait_for(page, 1, "open")


def _is_kept(case, page):
    """A reload shows the same, and claims.csv holds what was confirmed, by whom and when."""
    before = states(page)
    page.reload()
    assert states(page) == before
    found = ours(case)
    assert {row["confirmed_by"] for row in found} == {"anna"}
    assert {row["confirmed_on"] for row in found} == {"2031-04-02"}
    assert {row["reliability"] for row in found} == {"0.7"}
    assert [row for row in found if row["element"] == "PATROL" and row["red_line"] == "yes"]
    assert rows(case)[0]["id"] == "C1"


def test_with_the_mouse_and_claims_of_documents_without_reliability_wait(desk):
    case, _, page = desk
    coder(page, "anna")
    page.locator("#cards .card").first.get_by_role("button", name="Confirm").click()
    wait_for(page, 0, "confirmed")
    assert ours(case) == []
    assert "needs the reliability of its document" in page.inner_text("#tally")
    trust(page, "0.9")
    page.wait_for_function("() => document.querySelector('#tally').textContent.startsWith('1 claim in')")
    assert [row["reliability"] for row in ours(case)] == ["0.9"]
    assert "documents/news.md#" in ours(case)[0]["document"]


def test_a_claim_can_be_marked_by_hand_and_its_words_are_those_marked(desk):
    case, _server, page = desk
    coder(page, "anna")
    trust(page)
    page.evaluate(
        """() => {
            const text = document.querySelector('#text');
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            let node;
            while ((node = walker.nextNode()) && !node.data.includes('🙂'));
            const range = document.createRange();
            range.setStart(node, node.data.indexOf('🙂'));
            range.setEnd(node, node.data.indexOf('🙂') + 2);
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.click("#mark")
    page.locator("#editor [name=element]").select_option("TOLL")
    page.click("#save")
    page.wait_for_selector(".card.confirmed")
    assert [row["words"] for row in ours(case)] == ["🙂"]
    place = ours(case)[0]["document"].split("#")[1]
    start, end = map(int, place.split("-"))
    assert (case / "documents/news.md").read_text(encoding="utf-8")[start:end] == "🙂"
    page.reload()
    assert page.locator(".card.confirmed").count() == 1


def patiently(holds):
    """Whether something comes to hold within half a minute: the page may say so before the file does."""
    end = time.monotonic() + 30
    while not holds() and time.monotonic() < end:
        time.sleep(0.1)
    return holds()


def test_two_coders_code_alone_and_a_third_settles(desk):
    case, server, page = desk
    coder(page, "anna")
    trust(page)
    for number in range(2):
        page.locator("#cards .card").nth(number).focus()
        page.keyboard.press("c")
        wait_for(page, number, "confirmed")
    coder(page, "ben")
    assert set(states(page)) == {"open"}  # ben does not see what anna decided
    page.locator("#cards .card").nth(0).focus()
    page.keyboard.press("c")
    wait_for(page, 0, "confirmed")
    page.locator("#cards .card").nth(1).focus()
    page.keyboard.press("x")
    wait_for(page, 1, "rejected")
    by_two = ["anna, ben"]
    assert patiently(lambda: [row["confirmed_by"] for row in ours(case)] == by_two)
    page.goto(server.url + "?view=compare")
    assert page.locator("table tbody tr").inner_text().split("\t")[:3] == ["anna and ben", "2", "1"]
    coder(page, "cora")
    page.locator(".dispute button", has_text="Take this").first.click()
    page.wait_for_selector(".dispute >> text=Settled")
    assert patiently(lambda: "anna, ben, cora (adjudicated)" in {row["confirmed_by"] for row in ours(case)})


@pytest.fixture
def guessing(browser, tmp_path):
    """The same case with all that a reviewer may be asked."""
    case = small_case(tmp_path)
    with served(case, "candidate") as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(server.url)
        yield case, page
        page.close()


def test_one_key_takes_a_reading_and_the_other_guesses_of_its_group_step_back(guessing):
    case, page = guessing
    coder(page, "anna")
    trust(page)
    before = states(page)
    assert page.locator("#cards .group").count() >= 3
    assert "readings" in page.locator("#cards .group").first.inner_text()
    page.locator("#cards .card").first.focus()
    page.keyboard.press("o")
    wait_for(page, 0, "confirmed")
    after = states(page)
    gone = page.locator("#cards .card[hidden]")
    assert gone.count() == after.count("rejected") > 0
    assert page.evaluate("document.activeElement.dataset.state") == "open"
    assert len(ours(case)) == 1
    page.locator("#cards .card").first.focus()
    page.keyboard.press("u")
    wait_for(page, 0, "open")
    assert states(page) == before


def test_a_group_of_guesses_is_turned_down_at_once(guessing):
    case, page = guessing
    coder(page, "anna")
    trust(page)
    guesses = page.locator("#cards .card.guess").count()
    page.locator("#cards .group button").last.click()
    answered(page)
    rejected = states(page).count("rejected")
    assert 0 < rejected < guesses
    assert page.locator("#cards .card.guess.rejected").count() == rejected
    assert ours(case) == []


def test_free_words_are_led_to_an_element_and_parted_again(desk):
    _case, server, page = desk
    coder(page, "anna")
    trust(page)
    page.goto(server.url + "?view=names")
    phrase = page.locator("tr", has_text="apology")
    phrase.get_by_role("button", name="Choose").click()
    page.select_option("#merge-into", "PATROL")
    page.get_by_role("button", name="Merge").click()
    page.wait_for_selector("button:has-text('Part again')")
    page.goto(server.url)
    card = page.locator("#cards .card", has_text="apology")
    assert "Joint patrol of the river" in card.inner_text()
    page.goto(server.url + "?view=names")
    page.get_by_role("button", name="Part again").click()
    page.wait_for_selector("tr:has-text('apology') button:has-text('Choose')")


@pytest.mark.parametrize("view", ["read", "compare", "time", "unknown", "names"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, {"width": 390, "height": 800}])
def test_axe_finds_nothing(desk, view, size):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    _, server, page = desk
    page.set_viewport_size(size)
    page.goto(server.url + f"?view={view}")
    # The tool puts its own script into the page, which the policy of the page forbids to everyone else.
    html = page.content()
    bare = page.context.browser.new_page(viewport=size)
    style = page.request.get(server.url + "review.css").text()
    bare.set_content(html.replace('<link rel="stylesheet" href="review.css">', f"<style>{style}</style>"))
    found = axe.Axe().run(bare)
    bare.close()
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_exported_file_has_no_script_and_asks_for_nothing(desk, browser, tmp_path):
    _case, server, page = desk
    coder(page, "anna")
    trust(page)
    page.locator("#cards .card").first.focus()
    page.keyboard.press("c")
    wait_for(page, 0, "confirmed")
    saved = tmp_path / "review.html"
    saved.write_text(page.request.get(server.url + "export").text(), encoding="utf-8")
    reader = browser.new_page(java_script_enabled=False)
    asked: list[str] = []
    reader.on("request", lambda request: asked.append(request.url))
    reader.goto(saved.as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert "confirmed" in reader.inner_text(".cards")
    assert "<script" not in saved.read_text(encoding="utf-8")
    assert server.token not in saved.read_text(encoding="utf-8")
    reader.close()


def test_what_was_decided_is_a_log_that_another_start_reads(desk, browser):
    case, _server, page = desk
    coder(page, "anna")
    page.locator("#cards .card").first.focus()
    page.keyboard.press("c")
    wait_for(page, 0, "confirmed")
    lines = (case / "review" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["decision"]
    with served(case) as again:
        other = browser.new_page()
        other.goto(again.url)
        other.fill("#coder", "anna")
        other.press("#coder", "Enter")
        wait_for(other, 0, "confirmed")
        other.close()
