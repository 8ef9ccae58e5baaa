"""What one delegation keeps to itself changes no byte that another gets."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from detente.portal.assessments.models import Assessment
from detente.portal.initiative.models import Initiative
from detente.portal.preferences.actions import Told, keep
from detente.portal.preferences.models import PreferenceSheet
from detente.portal.text.models import Comment
from portal.people import client_of, part_of
from portal.test_access_matrix import PEOPLE, rows

SOUTH = {"south-head", "south-member"}
# A token against forgery differs from request to request, and a pulse of time passes between two of them.
PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9]+ d [0-9]+ h|width="[0-9.]+" height="12"')


def everything(who: str | None, addresses: list[str]) -> dict[str, bytes]:
    """Every byte that a person can get: pages, exports, API, and the answers to what is not there."""
    client = client_of(who)
    found = {}
    for address in addresses:
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = sorted((k, v) for k, v in response.headers.items() if k not in ("Set-Cookie", "Content-Length"))
        found[address] = PASSING.sub(b"", content) + repr((response.status_code, headers)).encode()
    return found


def read_by_all(people: list[str | None], addresses: list[str]) -> None:
    """Who saw an initiative first when is told to its author, so everyone sees everything once before it counts."""
    for who in people:
        everything(who, addresses)


@pytest.fixture
def addresses(portal) -> list[str]:
    """All addresses of the matrix that are read, and those of the API."""
    south = part_of("south-head")
    Assessment.objects.create(
        process=portal, delegation=south.delegation, asked_by=south.user, asked_at=south.since, key="a1b2c3d4"
    )
    api = [
        "processes",
        *(f"processes/two-rivers/{name}" for name in ("obligations", "initiatives", "elements", "articles")),
    ]
    pages = [reverse(one.name, kwargs={"process": "two-rivers", **one.of}) for one in rows() if one.get or one.right]
    return [*dict.fromkeys(pages), *(f"/api/{name}" for name in api), "/api/openapi.json", "/"]


def test_private_data_of_one_delegation_changes_no_byte_for_anyone_else(addresses):
    others = [who for who in sorted(PEOPLE, key=str) if who not in SOUTH]
    read_by_all([*others, "south-head"], addresses)
    before = {who: everything(who, addresses) for who in others}
    own = everything("south-head", addresses)
    change_everything_private()
    for who in others:
        after = everything(who, addresses)
        assert [address for address in addresses if after[address] != before[who][address]] == [], who
    assert own != everything("south-head", addresses)


def change_everything_private() -> None:
    """Southland changes its mind about everything that it keeps to itself."""
    points = {"humanitarian-exchange": 0, "border-line": 100}
    keep(part_of("south-head"), Told(points, [], 90))
    Initiative.objects.filter(slug="southland-1").update(title="Other title", words="Other words")
    Assessment.objects.update(state="failed", error="Other error", worlds=7)
    Assessment.objects.filter(key="a1b2c3d4").update(verdict=["Other verdict"])
    # The mediator reads comments that are sent to the mediator: an output declared as shared with the mediator alone.
    assert Comment.objects.filter(delegation__slug="southland", tier=1).exists()
    assert PreferenceSheet.objects.get().points == points


def test_a_sealed_comment_changes_no_byte_but_the_mediators(addresses):
    others = [who for who in sorted(PEOPLE, key=str) if who not in SOUTH | {"mediator"}]
    read_by_all(others, addresses)
    before = {who: everything(who, addresses) for who in others}
    Comment.objects.filter(delegation__slug="southland", tier=1).update(words="Something else entirely")
    Comment.objects.create(
        clause_id=Comment.objects.first().clause_id,
        delegation=part_of("south-head").delegation,
        author=part_of("south-head").user,
        words="One more",
        at=part_of("south-head").since,
    )
    for who in others:
        assert everything(who, addresses) == before[who], who
