"""What one delegation keeps to itself changes no byte that another gets, but for outputs declared as shared.

Everybody reads everything as it is, and again after each thing that Southland did privately, each time in a portal of
their own that nobody has read before. The clock stands still, so that nothing passes between two readings.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
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
from detente.portal.parties.models import Process
from detente.portal.preferences.actions import Told, answer_swap, keep, take_swaps
from detente.portal.preferences.models import Suggestion
from detente.portal.shared import SHARED, Private
from detente.portal.text.models import Comment, Draft
from portal.conftest import use_database
from portal.people import client_of, part_of
from portal.test_access_api import AT
from portal.test_access_matrix import PEOPLE, fill_up, rows

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


@dataclass(frozen=True)
class Pristine:
    """A portal that nobody has read yet, at a moment that lasts; its addresses, and what each person reads there."""

    path: Path
    now: datetime
    addresses: dict[str, str]
    before: dict[str | None, dict[str, bytes]]


@pytest.fixture(scope="module")
def pristine(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Pristine:
    """What all acts are compared with, read once."""
    path = tmp_path_factory.mktemp("pristine") / "portal.sqlite3"
    shutil.copy(filled, path)
    use_database(f"sqlite:///{path}")
    cache.clear()
    fill_up(Process.objects.get(slug="two-rivers"))
    mediator = part_of("mediator")
    made = Suggestion.objects.create(
        process=mediator.process,
        draft=Draft.objects.get(),
        asked_by=mediator.user,
        asked_at=mediator.since,
        key="e" * 16,
    )
    make_suggestion(made.key)
    assert Suggestion.objects.get().state == "done"
    addresses, now = all_addresses(), timezone.now()
    connections["default"].close()
    with pytest.MonkeyPatch.context() as still:
        still.setattr(timezone, "now", lambda: now)
        before = read_by_all(path, addresses, lambda: None)
    return Pristine(path, now, addresses, before)


def all_addresses() -> dict[str, str]:
    """All addresses of the matrix that are read, and those of the API, each with its name."""
    named = {
        reverse(one.name, kwargs={"process": "two-rivers", **one.of}): one.name
        for one in rows()
        if one.get or one.right
    }
    api = ("obligations", "initiatives", "elements", "articles", "search?words=transit", "search?words=the")
    return named | {f"{AT}/{name}": f"api {name}" for name in api} | {"/api/processes": "api", "/": "start"}


def read_by_all(
    pristine: Path, addresses: dict[str, str], act: Callable[[], object]
) -> dict[str | None, dict[str, bytes]]:
    """What each person reads after an act, each in a portal of their own."""
    found = {}
    for who in sorted(PEOPLE - SOUTH, key=str):
        copy = pristine.with_name(f"{who}.sqlite3")
        shutil.copy(pristine, copy)
        use_database(f"sqlite:///{copy}")
        cache.clear()
        act()
        found[who] = everything(who, addresses)
        connections["default"].close()
    return found


@pytest.fixture
def differs(pristine: Pristine, monkeypatch) -> Callable[[Callable[[], object]], dict[str | None, set[str]]]:
    """Which addresses give others other bytes after an act."""
    monkeypatch.setattr(timezone, "now", lambda: pristine.now)

    def after(act: Callable[[], object]) -> dict[str | None, set[str]]:
        named, before = pristine.addresses, pristine.before
        read = read_by_all(pristine.path, named, act)
        other = {who: {named[at] for at in named if before[who][at] != read[who][at]} for who in read}
        return {who: names for who, names in other.items() if names}

    return after


DECLARED = {shared.private for shared in SHARED}


@pytest.mark.parametrize(
    "acts",
    [set(Private) - DECLARED, *({one} for one in sorted(DECLARED))],
    ids=lambda acts: "-".join(sorted(act.name for act in acts)),
)
def test_a_private_act_changes_no_byte_for_others_but_where_it_is_declared(differs, acts):
    found = differs(lambda: [DONE[act]() for act in sorted(acts)])
    assert found == {shared.who: set(shared.where) for shared in SHARED if shared.private in acts}


def test_the_comparison_sees_what_is_public(differs):
    found = differs(lambda: Initiative.objects.filter(slug="northland-1").update(title="Other"))
    assert {"initiatives", "initiatives-one"} <= found["ally"]
    assert None not in found
