"""Runs of the engines: asked for, stopped, failed, read; each seen by whoever asked alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from detente.casefile import read_case
from detente.portal.assessments import running
from detente.portal.assessments.models import Assessment
from detente.portal.assessments.tasks import queue
from detente.portal.assessments.telling import told_file
from detente.portal.parties.founding import process_of_case, slug_of
from detente.portal.parties.models import Delegation, Membership, Process, Role, User
from detente.portal.preferences.actions import Told, keep
from portal.people import client_of


@pytest.fixture
def case_process(portal, root, monkeypatch) -> Process:
    """The process of a case, in which the people of the demonstration take part; jobs wait until a test runs them."""
    monkeypatch.setattr(queue, "enqueue", lambda task: None)
    process = process_of_case(root / "cases" / "kaesong-2003")
    first, second = Delegation.objects.filter(process=process)[:2]
    parts = (("mediator", Role.MEDIATOR, None), ("north-head", Role.HEAD, first), ("south-head", Role.HEAD, second))
    for name, role, delegation in parts:
        user = User.objects.get(username=name)
        since = user.memberships.get().since
        Membership.objects.create(user=user, process=process, role=role, delegation=delegation, since=since)
    return process


def ask(who: str, process: Process) -> Assessment:
    """Ask for a small run."""
    answer = client_of(who).post(reverse("assessments-ask", args=[process.slug]), {"worlds": 20, "seed": 0})
    assert answer.status_code == 302
    return Assessment.objects.get(asked_by__username=who)


def test_a_run_ends_with_a_report_that_its_own_side_reads_in_a_sandbox(case_process):
    found = ask("mediator", case_process)
    running.run_assessment(found.key)
    found.refresh_from_db()
    assert (found.state, found.error) == ("done", "")
    address = reverse("assessments-report", args=[case_process.slug, found.key])
    answer = client_of("mediator").get(address)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert client_of("north-head").get(address).status_code == 404
    page = client_of("mediator").get(reverse("assessments-one", args=[case_process.slug, found.key])).content.decode()
    assert "Could they agree?" in page


def test_a_run_that_is_stopped_ends_as_stopped(case_process, monkeypatch):
    found = ask("mediator", case_process)

    def stop_then_analyse(*arguments):
        client_of("mediator").post(reverse("assessments-stop", args=[case_process.slug, found.key]))
        arguments[3]("next stage")

    monkeypatch.setattr(running, "analyse", stop_then_analyse)
    running.run_assessment(found.key)
    found.refresh_from_db()
    assert found.state == "stopped"


def test_a_case_that_cannot_be_read_fails_with_what_to_do(case_process, tmp_path):
    found = ask("mediator", case_process)
    Process.objects.filter(pk=case_process.pk).update(case_folder=str(tmp_path))
    running.run_assessment(found.key)
    found.refresh_from_db()
    assert found.state == "failed"
    assert "case.yaml" in found.error


def test_one_run_at_a_time_for_each_side(case_process):
    ask("north-head", case_process)
    again = client_of("north-head").post(
        reverse("assessments-ask", args=[case_process.slug]), {"worlds": 20, "seed": 0}, follow=True
    )
    assert "A run is under way" in again.content.decode()
    assert ask("south-head", case_process).state == "waiting"


def test_a_delegation_runs_with_its_own_points_and_the_file_is_gone_afterwards(case_process):
    found = ask("north-head", case_process)
    case = read_case(Path(case_process.case_folder))
    points = {slug_of(element.id): 0 for element in case.elements}
    points[slug_of(case.elements[0].id)] = 100
    part = Membership.objects.get(process=case_process, user__username="north-head")
    keep(part, Told(points, [], 40))
    with told_file(found) as told:
        assert told is not None
        heard = read_case(Path(case_process.case_folder), told)
        assert len(heard.told) == 1
    assert not told.exists()
    with told_file(ask("mediator", case_process)) as nothing:
        assert nothing is None


def test_points_that_do_not_add_up_are_refused_and_nothing_is_kept(case_process):
    address = reverse("preferences", args=[case_process.slug])
    answer = client_of("north-head").post(address, {"walk_away": "40"})
    assert answer.status_code == 422
    assert not Delegation.objects.filter(process=case_process, preference_sheet__isnull=False).exists()


def test_a_run_that_a_stopped_server_left_ends_as_failed_and_its_side_may_ask_again(case_process):
    found = ask("north-head", case_process)
    Assessment.objects.filter(pk=found.pk).update(state=Assessment.State.RUNNING)
    assert running.end_abandoned() == 1
    found.refresh_from_db()
    assert (found.state, found.error) == ("failed", "The server was stopped during this run. Ask for it again.")
    again = client_of("north-head").post(
        reverse("assessments-ask", args=[case_process.slug]), {"worlds": 20, "seed": 0}, follow=True
    )
    assert "A run is under way" not in again.content.decode()
