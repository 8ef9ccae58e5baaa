"""The worker in a process of its own, with the real queue: a run from start to end, stopped by force, and after it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.urls import reverse

from detente.portal.assessments import running
from detente.portal.assessments.actions import ask_comparison
from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.assessments.stages import STAGES
from detente.portal.assessments.tasks import queue
from detente.portal.preferences.actions import Told, keep
from detente.portal.serving import WORKER
from portal.people import client_of, part_of

PATIENCE = 120.0


@contextmanager
def working(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker on the database and queue of this test; the pipe ends it with us."""
    url = f"sqlite:///{connections['default'].settings_dict['NAME']}"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", WORKER],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            env={**os.environ, "DATABASE_URL": url},
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdin:
                process.stdin.close()


def until(seen: Callable[[], bool], log: Path) -> None:
    """Wait until something is seen."""
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def ask(who: str, worlds: int) -> Assessment:
    """Ask for a run on the page; it goes into the real queue."""
    asked = {"worlds": worlds, "seed": 0}
    assert client_of(who).post(reverse("assessments-ask", args=["two-rivers"]), asked).status_code == 302
    return Assessment.objects.filter(asked_by__username=who).first()


def state_of(found: Assessment) -> str:
    """Where a run is now."""
    return Assessment.objects.values_list("state", flat=True).get(pk=found.pk)


@pytest.fixture
def log(portal, tmp_path) -> Iterator[Path]:
    """What the worker says; the queue is empty before and after."""
    queue.storage.flush_all()
    yield tmp_path / "worker.log"
    queue.storage.flush_all()


def test_a_run_goes_through_the_queue_and_its_page_tells_how_far_it_is(log):
    found = ask("mediator", 300)
    client, seen = client_of("mediator"), set()
    address = reverse("assessments-one", args=["two-rivers", found.key])

    def is_done() -> bool:
        page = client.get(address, headers={"HX-Request": "true"}).content.decode()
        seen.update(re.findall(r"stage (\d+) of 13", page))
        return state_of(found) not in ("waiting", "running")

    with working(log):
        until(is_done, log)
    assert state_of(found) == "done", log.read_text()
    assert len(seen) > 2
    report = client.get(reverse("assessments-report", args=["two-rivers", found.key]))
    assert b"Two Rivers Framework" in report.content


def test_a_worker_that_is_killed_half_way_leaves_a_run_that_failed_and_the_next_one_goes_on(log):
    found = ask("mediator", 3_000)
    with working(log) as worker:
        until(lambda: state_of(found) == "running", log)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert state_of(found) == "running"
    waiting = ask("north-head", 20)
    # Killed with a task in its hands: it is neither in the queue nor done.
    queue.storage.flush_all()
    with working(log):
        until(lambda: state_of(waiting) == "done", log)
        assert state_of(found) == "failed"
        again = ask("mediator", 20)
        until(lambda: state_of(again) == "done", log)
    page = client_of("mediator").get(reverse("assessments-one", args=["two-rivers", found.key])).content.decode()
    assert "Ask for it again" in page


def test_a_run_that_is_stopped_ends_within_a_stage_and_the_worker_goes_on(log):
    found = ask("mediator", 3_000)
    with working(log):
        until(lambda: state_of(found) == "running", log)
        client_of("mediator").post(reverse("assessments-stop", args=["two-rivers", found.key]))
        assert state_of(found) == "stopped"
        again = ask("mediator", 20)
        until(lambda: state_of(again) == "done", log)
    assert state_of(found) == "stopped"


@pytest.fixture
def by_hand(portal, monkeypatch) -> None:
    """Jobs wait until the test does them."""
    monkeypatch.setattr(queue, "enqueue", lambda task: None)


def run_now(who: str, worlds: int = 20) -> Assessment:
    """A run, done in this process."""
    found = ask(who, worlds)
    running.run_assessment(found.key)
    found.refresh_from_db()
    assert (found.state, found.error) == ("done", "")
    return found


def test_the_stages_are_those_that_a_run_goes_through(by_hand, monkeypatch):
    seen, update = [], running.Assessment.objects.filter
    monkeypatch.setattr(
        running.Assessment.objects, "filter", lambda **of: _Noted(update(**of), seen) if "state" in of else update(**of)
    )
    run_now("mediator")
    assert seen == list(STAGES)


class _Noted:
    """Rows whose stage is noted as it is written."""

    def __init__(self, rows, seen):
        self.rows, self.seen = rows, seen

    def update(self, **given):
        self.seen.extend([given["stage"]] if "stage" in given else [])
        return self.rows.update(**given)


def test_two_runs_are_compared_by_the_side_that_asked_for_them_alone(by_hand):
    before = run_now("south-head")
    keep(part_of("south-head"), Told({"border-line": 100}, ["line-open", "line-survey", "line-north"], 90))
    after = run_now("south-head")
    given = {"before": before.key, "after": after.key}
    assert client_of("mediator").post(reverse("assessments-compare", args=["two-rivers"]), given).status_code == 404
    answer = client_of("south-head").post(reverse("assessments-compare", args=["two-rivers"]), given)
    found = Comparison.objects.get()
    assert "Under way" in client_of("south-head").get(answer.headers["Location"]).content.decode()
    running.tasks.compare.call_local(found.key)
    page = client_of("south-member").get(answer.headers["Location"]).content.decode()
    assert re.search("answers? changed", page)
    assert client_of("north-head").get(answer.headers["Location"]).status_code == 404
    assert ask_comparison(before, after).pk == found.pk


def test_the_same_run_twice_changes_nothing(by_hand):
    before, after = run_now("mediator"), run_now("mediator")
    assert before.document == after.document
    found = ask_comparison(before, after)
    running.tasks.compare.call_local(found.key)
    found.refresh_from_db()
    assert (found.state, found.found["answers"]) == ("done", [])


def test_answers_are_kept_for_the_next_run_but_not_what_a_confidence_led_to(by_hand, monkeypatch, root, tmp_path):
    monkeypatch.setenv("DETENTE_CACHE", "on")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    process = part_of("mediator").process
    process.case_folder = str(root / "cases" / "kaesong-2003")
    process.save()
    plain = run_now("mediator")
    kept = {file for file in (tmp_path / "answers").rglob("*") if file.is_file()}
    assert run_now("mediator").document == plain.document
    assert {file for file in (tmp_path / "answers").rglob("*") if file.is_file()} == kept


def test_a_delegation_with_preferences_leaves_no_trace_in_the_memory(by_hand, monkeypatch, tmp_path):
    monkeypatch.setenv("DETENTE_CACHE", "on")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    run_now("south-head")
    assert not (tmp_path / "answers").exists()
