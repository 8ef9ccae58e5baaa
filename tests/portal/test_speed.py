"""What a page costs does not grow with what has been written: the same queries for ten times as much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from detente.portal.assessments.models import Assessment
from detente.portal.councils.models import AgendaItem, Complaint, Council, Decision, Interest, Meeting, Seat
from detente.portal.files.models import KeptFile
from detente.portal.initiative.actions import Proposal, submit
from detente.portal.initiative.models import Initiative, Receipt
from detente.portal.obligations.models import BreachNotice, Coding, Evidence, Obligation, Phase, Reply, WatchAct
from detente.portal.paging import EACH
from detente.portal.parties.models import AuditEvent, Invitation, Membership, User
from detente.portal.talks.models import Outcome, Session, Undertaking
from detente.portal.text.models import Clause, ClauseVersion, Comment, Declaration, Draft, Element
from detente.portal.tiers import Tier
from detente.portal.ventures.models import Condition, Partner, Venture
from portal.people import client_of, part_of
from portal.test_access_api import READ
from portal.test_access_matrix import address_of, full, rows

__all__ = ["full"]
TIMES = 10
# A list that has become longer than its page asks for one row more: the one before its first.
PAGERS = 1
MOST_QUERIES = 40
# Every model of which there can be many, each after those that it names; and the field that tells its rows apart.
MANY: dict[type[Model], str] = {
    User: "username",
    Membership: "",
    Invitation: "secret_hash",
    Element: "slug",
    Clause: "number",
    ClauseVersion: "",
    Comment: "",
    Declaration: "",
    Draft: "number",
    Initiative: "slug",
    Receipt: "",
    Session: "entry",
    Session.present.through: "",
    Outcome: "",
    Undertaking: "",
    Undertaking.confirmed_by.through: "",
    Council: "slug",
    Seat: "",
    Meeting: "",
    AgendaItem: "",
    Decision: "",
    Decision.agreed_by.through: "",
    Complaint: "entry",
    Interest: "",
    Venture: "slug",
    Partner: "",
    Condition: "title",
    Phase: "slug",
    Obligation: "slug",
    WatchAct: "entry",
    Coding: "",
    Evidence: "entry",
    KeptFile: "key",
    Reply: "",
    BreachNotice: "entry",
    Assessment: "key",
    AuditEvent: "",
}
ROLES = ("mediator", "north-head", "south-member", "monitor", "auditor", "ally", "north-chair", None)


def tenfold() -> None:
    """Write everything nine times more, each copy with copies of what belongs to it."""
    originals = {model: list(model._base_manager.order_by("pk")) for model in MANY}
    for turn in range(1, TIMES):
        copies: dict[tuple[type[Model], object], object] = {}
        for model, own in MANY.items():
            for row in originals[model]:
                copies[model, row.pk] = copied(row, own, turn, copies)


def copied(row: Model, own: str, turn: int, copies: dict[tuple[type[Model], object], object]) -> object:
    """Write a row again, and return its number."""
    new = type(row)._base_manager.get(pk=row.pk)
    new.pk = None
    for field in new._meta.concrete_fields:
        if field.is_relation:
            old = getattr(row, field.attname)
            setattr(new, field.attname, copies.get((field.related_model, old), old))
    if own:
        value = getattr(row, own)
        setattr(new, own, value + 10_000 * turn if isinstance(value, int) else f"{turn}-{value}"[:60])
    new.save_base(force_insert=True)
    return new.pk


def pages() -> Iterator[str]:
    """Every address that one can read."""
    yield from (address_of(one) for one in rows() if one.get)
    yield from (address for address, _ in READ.values())


def asked(clients: dict[str | None, Client], addresses: list[str]) -> dict[tuple[str | None, str], int]:
    """How many queries each page asks for each person who may open it."""
    found = {}
    for who, client in clients.items():
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
                response.close()
            if response.status_code == 200:
                found[who, address] = len(queries)
    return found


def test_no_page_asks_more_queries_when_there_is_ten_times_as_much(full):
    addresses, clients = sorted(set(pages())), {who: client_of(who) for who in ROLES}
    # The first time somebody opens an initiative is noted, and so are the limits of a session.
    for client in clients.values():
        for address in addresses:
            client.get(address).close()
    before = asked(clients, addresses)
    tenfold()
    after = asked(clients, addresses)
    assert before.keys() == after.keys()
    grown = {key: (number, after[key]) for key, number in before.items() if after[key] > number + PAGERS}
    assert not grown, "\n".join(f"{who} {address}: {few} -> {many}" for (who, address), (few, many) in grown.items())
    assert max(after.values()) < MOST_QUERIES


def test_who_has_a_file_of_the_record_already_is_told_so_until_the_record_goes_on(portal):
    client = client_of(None)
    for address in ("/p/two-rivers/record/0/proof", "/p/two-rivers/record/bundle"):
        first = client.get(address)
        had = {"If-None-Match": first.headers["ETag"]}
        content = b"".join(first)
        assert (client.get(address, headers=had).status_code, client.get(address).status_code) == (304, 200)
        submit(part_of("north-head"), Proposal("Fishing rights", "Boats of both sides.", Tier.PUBLIC))
        again = client.get(address, headers=had)
        assert again.status_code == 200
        assert b"".join(again) != content


def test_every_row_of_a_long_list_is_on_one_of_its_pages(portal):
    tenfold()
    client, slugs, page = client_of("monitor"), set(), "/p/two-rivers/obligations/"
    for number in range(1, 1 + -(-Obligation.objects.count() // EACH)):
        shown = client.get(page, {"page": number}).content.decode()
        slugs |= set(re.findall(r'href="/p/two-rivers/obligations/([-\w]+)/"', shown))
    assert slugs == set(Obligation.objects.exclude(tier=Tier.SEALED).values_list("slug", flat=True))
    exported = client.get("/p/two-rivers/obligations/export.json").json()["obligations"]
    assert {one["id"] for one in exported} == slugs


def test_the_audit_trail_and_the_record_are_read_to_their_ends(portal):
    tenfold()
    client, seen, address = client_of("auditor"), 0, "/p/two-rivers/audit/"
    while address:
        page = client.get(address).content.decode()
        seen += page.count('<th scope="row">')
        older = re.search(r'href="(\?before=\d+)"', page)
        address = f"/p/two-rivers/audit/{older[1]}" if older else ""
    # Signing in has been written down too, before the trail was read.
    assert seen == AuditEvent.objects.filter(process=portal).count()
