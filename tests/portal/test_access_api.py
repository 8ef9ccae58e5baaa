"""Who gets what through the API, search and exports, how much of it, and in which words one is refused."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from detente.portal.initiative.models import Initiative, Receipt
from detente.portal.obligations.models import Obligation
from detente.portal.parties.models import Process, User
from portal.people import PASSWORD, client_of
from portal.test_access_matrix import BESIDE, HEADS, PEOPLE, SOUTH, TABLE, full, rows

__all__ = ["full"]
AT = "/api/processes/two-rivers"
GIVEN = {"title": "A ferry", "words": "A ferry crosses twice a day.", "tier": "parties"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
SUBMIT, CONFIRM = f"{AT}/initiatives", f"{AT}/initiatives/northland-1/receipt"
# Operation of the OpenAPI document, its address here, and how many rows each person gets.
READ = {
    "/api/processes": ("/api/processes", dict.fromkeys(PEOPLE, 1)),
    "/api/processes/{process}/obligations": (f"{AT}/obligations", dict.fromkeys(PEOPLE, 6)),
    "/api/processes/{process}/initiatives": (
        SUBMIT,
        {who: 1 + (who in SOUTH) if who in BESIDE else 0 for who in PEOPLE},
    ),
    "/api/processes/{process}/elements": (f"{AT}/elements", {who: 6 if who in TABLE else 0 for who in PEOPLE}),
    "/api/processes/{process}/articles": (f"{AT}/articles", {who: 4 if who in TABLE else 0 for who in PEOPLE}),
    "/api/processes/{process}/search": (
        f"{AT}/search?words=transit",
        # The articles and the element hold it, and so does the sealed initiative of Southland.
        {who: (1 + (who in SOUTH) if who in TABLE else 0) for who in PEOPLE},
    ),
}
WRITE = {
    "/api/processes/{process}/initiatives": (SUBMIT, {"mediator", *HEADS}),
    "/api/processes/{process}/initiatives/{initiative}/receipt": (CONFIRM, HEADS),
}


def test_every_operation_of_the_api_has_its_row(portal):
    paths = client_of(None).get("/api/openapi.json").json()["paths"]
    assert {path for path, has in paths.items() if "get" in has} == set(READ)
    assert {path for path, has in paths.items() if "post" in has} == set(WRITE)
    assert {method for has in paths.values() for method in has} == {"get", "post"}


@pytest.mark.parametrize("operation", READ)
def test_each_person_reads_as_many_rows_as_the_table_says(portal, operation):
    address, counts = READ[operation]
    assert {who: len(client_of(who).get(address).json()) for who in PEOPLE} == counts


@pytest.mark.parametrize("operation", WRITE)
@pytest.mark.parametrize("who", sorted(PEOPLE, key=str))
def test_each_person_writes_where_the_table_says_so(portal, operation, who):
    address, may = WRITE[operation]
    before = Initiative.objects.count() + Receipt.objects.count()
    status = client_of(who).post(address, GIVEN, content_type="application/json").status_code
    assert status == (200 if who in may else 401 if who is None else 404)
    written = Initiative.objects.count() + Receipt.objects.count() - before
    # Southland had confirmed before: doing it twice changes nothing.
    assert written == (who in may and (address, who) != (CONFIRM, "south-head"))


def test_what_is_hidden_is_refused_in_the_words_of_what_is_not_there(portal):
    Process.objects.create(slug="quiet", title="Quiet")
    for who in sorted(PEOPLE - {None, *SOUTH}, key=str):
        client = client_of(who)
        pairs = [
            ("/api/processes/quiet/articles", "/api/processes/absent/articles"),
            ("/p/quiet/text/", "/p/absent/text/"),
            ("/p/two-rivers/initiatives/southland-1/", "/p/two-rivers/initiatives/southland-9/"),
        ]
        for hidden, absent in pairs:
            one, other = client.get(hidden), client.get(absent)
            assert one.status_code == other.status_code == 404
            assert TOKEN.sub(b"", one.content) == TOKEN.sub(b"", other.content), hidden
        one, other = (client.post(f"{AT}/initiatives/southland-{n}/receipt") for n in (1, 9))
        assert (one.status_code, one.content) == (other.status_code, other.content)


def test_exports_hold_the_rows_that_the_api_counts(portal):
    for who in PEOPLE:
        client, address = client_of(who), "/p/two-rivers/obligations/export."
        table = list(csv.DictReader(io.StringIO(client.get(f"{address}csv").content.decode())))
        assert len(table) == len(client.get(f"{address}json").json()["obligations"]) == 6
        assert client.get(f"{address}ics").content.count(b"BEGIN:VEVENT") == 6


def test_a_hidden_obligation_is_in_no_count_and_no_export(portal):
    Obligation.objects.filter(slug="storage-report").update(tier=1)
    for who in PEOPLE:
        client, sees = client_of(who), 6 if who in SOUTH else 5
        assert len(client.get(f"{AT}/obligations").json()) == sees
        assert len(client.get("/p/two-rivers/obligations/export.json").json()["obligations"]) == sees
        assert len(client.get(f"{AT}/search?words=storage levels").json()) == (who in SOUTH)


def test_writing_needs_the_token_against_forged_requests(portal):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="north-head"))
    assert client.post(SUBMIT, GIVEN, content_type="application/json").status_code == 403
    client.get("/p/two-rivers/home/")
    token = client.cookies["csrftoken"].value
    answer = client.post(SUBMIT, GIVEN, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_no_post_is_taken_without_the_token(full):
    client = Client(enforce_csrf_checks=True)
    for who in ("mediator", "north-head", "north-chair", "monitor"):
        client.force_login(User.objects.get(username=who))
        for one in rows():
            if who in one.post:
                address = reverse(one.name, kwargs={"process": "two-rivers", **one.of})
                assert client.post(address).status_code == 403, address
    for address in ("/accounts/login/", "/accounts/logout/", "/accounts/password/change/", "/accounts/sessions/"):
        assert client.post(address, {"login": "monitor", "password": PASSWORD}).status_code == 403, address


@pytest.mark.parametrize("body", ["[" * 100_000, "{", '{"title": "x"}', '{"title": " ", "words": " "}', "\x00"])
def test_a_body_that_is_no_initiative_is_refused(portal, body):
    answer = client_of("north-head").post(SUBMIT, body, content_type="application/json")
    assert answer.status_code in (400, 422)
