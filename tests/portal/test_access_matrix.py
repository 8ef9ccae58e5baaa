"""Who may open which address: every address x method x person, and an address without a row fails."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from detente.portal.assessments.models import Assessment, Comparison
from detente.portal.councils.models import Complaint, Decision, Seat
from detente.portal.files.actions import hand_in
from detente.portal.files.models import KeptFile
from detente.portal.obligations.actions import Shown, show_evidence
from detente.portal.obligations.models import BreachNotice, Evidence, Obligation, WatchAct
from detente.portal.parties.models import Membership, Process, User
from detente.portal.talks.models import Undertaking
from detente.portal.ventures.taking import take_over
from portal.people import client_of, part_of

NORTH = {"north-head", "north-member"}
SOUTH = {"south-head", "south-member"}
TABLE = {"mediator", *NORTH, *SOUTH}
HEADS = {"north-head", "south-head"}
MONITORS = {"monitor", "second-monitor"}
BESIDE = TABLE | MONITORS | {"ally", "auditor"}
CHAIRS = {"north-chair", "south-chair"}
SEATED = CHAIRS | {"north-council", "south-council"}
MEMBERS = BESIDE | SEATED
PEOPLE = MEMBERS | {"stranger", None}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Whether a view knows a method is asked of no table: of each engine, only what reads and what writes.
ASKED = {"sqlite": METHODS, "postgresql": ("GET", "POST")}
# Whether one may know of a process is looked up before the method is.
UNSEEN = {"sqlite": ("GET", "POST"), "postgresql": ("GET",)}

# Included from elsewhere, or not of a process; tested on their own.
ELSEWHERE = {"start", "invitation", "usersessions_list", "shut"}


@dataclass(frozen=True)
class Row:
    """For one address: who is let in by which method; the rest is 404, without a sign-in it is the sign-in page."""

    name: str
    get: frozenset[str | None] = frozenset()
    post: frozenset[str | None] = frozenset()
    of: dict[str, object] = field(default_factory=dict, hash=False)
    right: frozenset[str | None] = frozenset()


def row(name: str, get: object = (), post: object = (), right: object = (), **of: object) -> Row:
    """A row; `right` adds people who have the right but for whom the object itself is hidden: nobody, if absent."""
    return Row(name, frozenset(get), frozenset(post), of, frozenset(right))


def rows() -> list[Row]:
    """The matrix, by hand: what the issue says of roles, not what the code does."""
    run = Assessment.objects.get(delegation__slug="southland").key
    act = WatchAct.objects.filter(obligation__slug="withdrawal-1", embargo_until__isnull=True).get().entry
    hidden_act = WatchAct.objects.get(embargo_until__isnull=False).entry
    notice = BreachNotice.objects.get().entry
    promised = Undertaking.objects.get()
    seat, complaint = Seat.objects.filter(user__isnull=True).first().pk, Complaint.objects.get().entry
    member = Membership.objects.get(user__username="north-member").pk
    decision = Decision.objects.filter(decided_at__isnull=True).get().pk
    kept = KeptFile.objects.get()
    shown = Evidence.objects.get(pk=kept.evidence_id)
    here, council = {"slug": "withdrawal-1"}, {"slug": "renewable-energy"}
    return [
        row("public", PEOPLE),
        row("record", PEOPLE),
        row("record-bundle", PEOPLE),
        row("record-policy", PEOPLE),
        row("record-verifier", PEOPLE),
        row("record-proof", PEOPLE, index=0),
        row("record-proof", index=10**6, right=PEOPLE),
        row("home", MEMBERS),
        row("home-invite", post={"mediator", *HEADS}),
        row("home-lend", post=HEADS),
        row("home-end", post={"mediator", *HEADS}, part=member),
        row("audit", {"auditor"}),
        row("initiatives", BESIDE),
        row("initiatives-submit", {"mediator", *HEADS}, {"mediator", *HEADS}),
        row("initiatives-one", BESIDE, slug="northland-1"),
        row("initiatives-one", SOUTH, slug="southland-1", right=BESIDE),
        row("initiatives-confirm", post=HEADS, slug="northland-1"),
        row("initiatives-confirm", post={"south-head"}, slug="southland-1", right=HEADS),
        row("initiatives-disclose", post={"mediator", *HEADS}, slug="northland-1"),
        row("initiatives-disclose", post={"south-head"}, slug="southland-1", right={"mediator", *HEADS}),
        row("text", TABLE),
        row("text-issue", post={"mediator"}),
        row("text-add", post={"mediator"}),
        row("text-deposit", post=HEADS),
        row("text-force", post={"mediator"}),
        row("text-register", TABLE),
        row("text-declare-whole", post=HEADS),
        row("text-clause", TABLE, number=1),
        row("text-clause", TABLE, number=4),
        row("text-clause", number=99, right=TABLE),
        row("text-edit", post=TABLE, number=1),
        row("text-alternative", post=TABLE, number=1),
        row("text-comment", post=TABLE, number=1),
        row("text-declare", post=HEADS, number=1),
        row("text-move", post={"mediator"}, slug="gas-transit"),
        row("text-draft", TABLE, number=1),
        row("text-break-silence", post=HEADS, number=1),
        row("marks", TABLE),
        row("marks-open", post={"mediator"}),
        row("marks-package", post={"mediator"}),
        row("marks-seal", post=HEADS),
        row("preferences", NORTH | SOUTH, NORTH | SOUTH),
        row("preferences-swaps", NORTH | SOUTH, NORTH | SOUTH),
        row("preferences-take", post=NORTH | SOUTH),
        row("marks-suggestions", {"mediator"}),
        row("marks-suggest", post={"mediator"}),
        row("talks", BESIDE),
        row("talks-log", post={"mediator"}),
        row("talks-suspend", post={"mediator"}),
        row("talks-resume", post={"mediator"}),
        row("talks-confirm", post=HEADS, entry=promised.session.entry, undertaking=promised.pk),
        row("councils", TABLE | SEATED),
        row("councils-one", TABLE | SEATED, **council),
        row("councils-found", post={"mediator"}),
        row("councils-seat", post={"mediator"}, seat=seat, **council),
        row("councils-complain", post=TABLE | SEATED, **council),
        row("councils-answer", post=CHAIRS, entry=complaint, **council),
        row("public-councils", PEOPLE),
        row("councils-call", post=CHAIRS, **council),
        row("councils-minutes", post=CHAIRS, number=1, **council),
        row("councils-confirm", post=SEATED, number=1, **council),
        row("councils-propose", post=CHAIRS, **council),
        row("councils-agree", post=SEATED, decision=decision, **council),
        row("councils-declare", post=SEATED, **council),
        row("ventures", MEMBERS),
        row("ventures-export", PEOPLE, suffix="oc4ids.json"),
        row("ventures-export", PEOPLE, suffix="ftm.json"),
        row("ventures-one", TABLE | SEATED, slug="delta-wind", right=MEMBERS),
        row("ventures-one", TABLE, slug="tidal-survey", right=MEMBERS),
        row("ventures-write", {"mediator", *CHAIRS}, {"mediator", *CHAIRS}),
        row("ventures-take", post={"mediator"}),
        row("ventures-edit", {"mediator", *CHAIRS}, {"mediator", *CHAIRS}, slug="delta-wind"),
        row("ventures-edit", {"mediator"}, {"mediator"}, slug="tidal-survey", right={"mediator", *CHAIRS}),
        *(
            row(f"ventures-{name}", post={"mediator", *CHAIRS}, slug="delta-wind")
            for name in ("move", "judge", "document")
        ),
        row("obligations", MEMBERS),
        *(row("obligations-export", PEOPLE, suffix=suffix) for suffix in ("csv", "json", "ics")),
        row("obligations-one", PEOPLE, **here),
        row("obligations-watch", post=MONITORS, **here),
        row("obligations-code", post=MONITORS, **here),
        row("obligations-evidence", post=MONITORS, **here),
        row("obligations-hand-in", post=MONITORS, entry=shown.entry, **here),
        row("obligations-hand-in", entry=10**6, right=MONITORS, **here),
        row("obligations-file", PEOPLE, key=kept.key),
        row("obligations-file", key="0" * 16, right=PEOPLE),
        row("obligations-notice", post=HEADS, **here),
        row("obligations-answer", post=HEADS, entry=notice, **here),
        row("obligations-close", post=HEADS, entry=notice, **here),
        row("obligations-promise", post={"mediator"}),
        row("obligations-phase", post={"mediator"}),
        row("obligations-reply", post=HEADS, entry=act, **here),
        row("obligations-reply", entry=hidden_act, right=HEADS, **here),
        row("assessments", TABLE),
        row("assessments-case", {"mediator"}, {"mediator"}),
        row("assessments-ask", post=TABLE),
        row("assessments-one", SOUTH, key=run, right=TABLE),
        row("assessments-report", SOUTH, key=run, right=TABLE),
        row("assessments-compare", right=TABLE),
        row("assessments-compared", SOUTH, key="c" * 16, right=TABLE),
        row("assessments-stop", post=SOUTH, key=run, right=TABLE),
    ]


@pytest.fixture
def full(portal: Process) -> Process:
    """The demonstration with more in it, in a copy that the test may change."""
    fill_up(portal)
    return portal


def fill_up(portal: Process) -> None:
    """Add to the demonstration a venture of no council, a finished run of Southland and a file of a monitor."""
    withdrawal = Obligation.objects.get(slug="withdrawal-1")
    words = b"Seen from the bridge.\n"
    shown = show_evidence(withdrawal, part_of("monitor"), Shown("Notes", hashlib.sha256(words).hexdigest()))
    hand_in(shown, part_of("monitor"), SimpleUploadedFile("notes.txt", words))
    take_over(part_of("mediator"))
    south = User.objects.get(username="south-head").memberships.get()
    run = Assessment.objects.create(
        process=portal,
        delegation=south.delegation,
        asked_by=south.user,
        asked_at=south.since,
        state=Assessment.State.DONE,
        report="<p>Only for Southland</p>",
    )
    Comparison.objects.create(process=portal, delegation=south.delegation, key="c" * 16, before=run, after=run)


def names_of(resolver: URLResolver) -> set[str]:
    """Names of all addresses that this project defines; those of allauth and of the API are tested on their own."""
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(str(pattern.name))
        elif str(pattern.pattern) not in ("accounts/", "api/"):
            found |= names_of(pattern)
    return found


def expected(one: Row, method: str, who: str | None) -> set[int]:
    """What the answer may be: let in, wrong method, sign in, or not there."""
    let_in = {"GET": one.get, "HEAD": one.get, "POST": one.post}.get(method, frozenset())
    if who in let_in:
        return {200, 302, 409, 422}
    may = one.get | one.post | one.right
    if who in may:
        return {404} if one.right else {405}
    return {302} if who is None else {404}


def test_every_address_has_a_row(full):
    assert names_of(get_resolver()) - ELSEWHERE == {one.name for one in rows()}


@pytest.mark.parametrize("who", sorted(PEOPLE, key=str))
def test_each_person_is_let_in_where_the_matrix_says_so_and_nowhere_else(full, engine, who):
    assert not (wrong := wrong_answers(who, rows(), ASKED[engine])), "\n".join(wrong)


def wrong_answers(who: str | None, matrix: list[Row], methods: tuple[str, ...]) -> list[str]:
    """Where a person gets another answer than the matrix says."""
    client, wrong = client_of(who), []
    for one in matrix:
        address = address_of(one)
        for method in methods:
            status = answer(client, method, address)
            allowed = expected(one, method, who)
            if one.right and who in one.get | one.post | one.right and status == 405:
                allowed = {405}
            if status not in allowed:
                wrong.append(f"{method} {address}: {status}, not {sorted(allowed)}")
    return wrong


def address_of(one: Row) -> str:
    """The address of a row in the demonstration."""
    return reverse(one.name, kwargs={"process": "two-rivers", **one.of})


def answer(client, method: str, address: str) -> int:
    """The status of the answer; what a request changed is undone."""
    if method in ("GET", "HEAD", "OPTIONS"):
        response = client.generic(method, address)
        response.close()
        return response.status_code
    with transaction.atomic():
        response = client.generic(method, address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/"):
        assert "_auth_user_id" not in client.session
    return response.status_code


def test_a_process_of_others_is_not_there_for_anyone_but_its_members(full, engine):
    Process.objects.create(slug="quiet", title="A process that nobody may know of")
    matrix = rows()
    for who in PEOPLE:
        client = client_of(who)
        for one in matrix:
            address = reverse(one.name, kwargs={"process": "quiet", **one.of})
            for method in UNSEEN[engine]:
                open_to_all = PEOPLE in (one.get, one.right)
                status = client.generic(method, address).status_code
                assert status == (302 if who is None and not open_to_all else 404), f"{who} {method} {address}"
