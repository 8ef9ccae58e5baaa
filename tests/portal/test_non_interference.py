"""What one delegation keeps to itself changes no byte that another gets, but for outputs declared as shared.

Everybody reads everything twice, each time in a portal of their own that nobody has read before: once as it is, once
after Southland did something privately. The clock stands still, so that nothing passes between the two.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.assessments.suggested import make_suggestion
from detente.portal.files.keeping import keep as keep_file
from detente.portal.initiative.actions import note_viewing
from detente.portal.initiative.models import Initiative
from detente.portal.preferences.actions import Told, answer_swap, keep, take_swaps
from detente.portal.preferences.models import Suggestion
from detente.portal.shared import SHARED, Private
from detente.portal.text.models import Comment, Draft
from portal.conftest import use_database
from portal.people import client_of, part_of
from portal.test_access_api import AT
from portal.test_access_matrix import PEOPLE, full, rows

__all__ = ["full"]
SOUTH = {"south-head", "south-member"}
# A token against forgery differs from request to request, also where nothing else does.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def change_everything_told() -> None:
    """Southland tells other points, red lines, swaps and another walk-away."""
    part = part_of("south-head")
    keep(part, Told({"gas-transit": 60, "border-line": 40}, ["line-south", "assets-tranches"], 90))
    answer_swap(part, "border-line", None)
    take_swaps(part)


def change_before_suggestion() -> None:
    """Southland can no longer live with the corridor and the joint survey, and the suggestion is worked out anew."""
    points = {"transport-corridor": 50, "border-line": 50}
    keep(part_of("south-head"), Told(points, ["corridor-phase", "corridor-now", "line-survey"], 50))
    Suggestion.objects.update(state="waiting", packages=[])
    make_suggestion(Suggestion.objects.get().key)
    assert Suggestion.objects.get().state == "done"


def change_sealed_initiative() -> None:
    """Southland rewrites what it holds back."""
    assert Initiative.objects.filter(slug="southland-1").update(title="Other title", words="Other words, transit") == 1


def run_engines() -> None:
    """Southland asks for a run, and an earlier one fails."""
    assert Assessment.objects.update(state="failed", error="Other error", worlds=7, verdict=["Other verdict"])
    Comparison.objects.update(state="done", found={"finding": "Other"})
    south = part_of("south-head")
    Assessment.objects.create(
        process=south.process, delegation=south.delegation, asked_by=south.user, asked_at=south.since, key="f" * 16
    )


def tell_mediator() -> None:
    """Southland tells the mediator something else."""
    assert Comment.objects.filter(delegation__slug="southland", tier=1).update(words="Something else entirely")


def see_initiative() -> None:
    """Southland's adviser reads the initiative of Northland for the first time."""
    south = part_of("south-member")
    note_viewing(Initiative.objects.get(slug="northland-1"), south.user, south.delegation)


def keep_aside() -> None:
    """A file of Southland is kept, and belongs to no evidence."""
    keep_file(SimpleUploadedFile("ours.txt", b"Only for us"))


DONE: dict[Private, Callable[[], None]] = {
    Private.PREFERENCES: change_everything_told,
    Private.SUGGESTION: change_before_suggestion,
    Private.SEALED_INITIATIVE: change_sealed_initiative,
    Private.RUN: run_engines,
    Private.COMMENT_TO_MEDIATOR: tell_mediator,
    Private.VIEWING: see_initiative,
    Private.FILE_ASIDE: keep_aside,
}


def everything(who: str | None, addresses: dict[str, str]) -> dict[str, bytes]:
    """Every byte that a person can get: pages, exports, API, search, and the answers to what is not there."""
    client = client_of(who)
    found = {}
    for address in addresses:
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        headers = sorted((k, v) for k, v in response.headers.items() if k not in ("Set-Cookie", "Content-Length"))
        found[address] = PASSING.sub(b"", content) + repr((response.status_code, headers)).encode()
    return found


@pytest.fixture
def addresses(full, monkeypatch) -> dict[str, str]:
    """All addresses of the matrix that are read, and those of the API, each with its name."""
    mediator = part_of("mediator")
    draft = Draft.objects.get()
    made = Suggestion.objects.create(
        process=mediator.process, draft=draft, asked_by=mediator.user, asked_at=mediator.since, key="e" * 16
    )
    make_suggestion(made.key)
    assert Suggestion.objects.get().state == "done"
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    named = {
        reverse(one.name, kwargs={"process": "two-rivers", **one.of}): one.name
        for one in rows()
        if one.get or one.right
    }
    api = ("obligations", "initiatives", "elements", "articles", "search?words=transit", "search?words=the")
    return named | {f"{AT}/{name}": f"api {name}" for name in api} | {"/api/processes": "api", "/": "start"}


def differs(addresses: dict[str, str], pristine: Path, act: Callable[[], object]) -> dict[str | None, set[str]]:
    """Which addresses give others other bytes after the act, each person in a portal that nobody has read before."""
    found: dict[str | None, set[str]] = {}
    for who in sorted(PEOPLE - SOUTH, key=str):
        seen = []
        for happens in (False, True):
            copy = pristine.with_name(f"{who}-{happens}.sqlite3")
            shutil.copy(pristine, copy)
            use_database(f"sqlite:///{copy}")
            cache.clear()
            if happens:
                act()
            seen.append(everything(who, addresses))
        other = {addresses[address] for address in addresses if seen[0][address] != seen[1][address]}
        if other:
            found[who] = other
    return found


DECLARED = {shared.private for shared in SHARED}


@pytest.mark.parametrize(
    "acts",
    [set(Private) - DECLARED, *({one} for one in sorted(DECLARED))],
    ids=lambda acts: "-".join(sorted(act.name for act in acts)),
)
def test_a_private_act_changes_no_byte_for_others_but_where_it_is_declared(addresses, acts):
    pristine = Path(connections["default"].settings_dict["NAME"])
    connections["default"].close()
    found = differs(addresses, pristine, lambda: [DONE[act]() for act in sorted(acts)])
    assert found == {shared.who: set(shared.where) for shared in SHARED if shared.private in acts}


def test_the_comparison_sees_what_is_public(addresses):
    pristine = Path(connections["default"].settings_dict["NAME"])
    connections["default"].close()
    found = differs(addresses, pristine, lambda: Initiative.objects.filter(slug="northland-1").update(title="Other"))
    assert {"initiatives", "initiatives-one"} <= found["ally"]
    assert None not in found
