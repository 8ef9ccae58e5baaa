"""Fill a portal for the load test: the demonstration, 200 people with a session each, and 100,000 events."""

# Models can be imported only once the portal is open.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from detente.portal.serving import Place, fill_demonstration, open_portal

ROLES = (("mediator", 0.05), ("head", 0.2), ("member", 0.45), ("monitor", 0.1), ("ally", 0.15), ("auditor", 0.05))
OBLIGATIONS = 100
AT_ONCE = 5_000


def main(data: Path, people: int, events: int) -> None:
    """Fill the portal at `data` (or at DATABASE_URL), and write the sessions to sessions.json there."""
    open_portal(Place(data), second_factor=False)
    fill_demonstration()
    from django.db import transaction

    with transaction.atomic():
        parts = _people(people)
        sessions = _sessions(parts)
        _obligations(events // 5)
        _audit(parts, events)
    with transaction.atomic():
        _entries(events)
    (data / "sessions.json").write_text(json.dumps(sessions), encoding="utf-8")


def _people(number: int) -> list:
    from detente.portal.parties.models import Delegation, Membership, Process, User

    process = Process.objects.get()
    sides = list(Delegation.objects.filter(process=process, is_signatory=True))
    roles = [role for role, share in ROLES for _ in range(round(share * number))]
    users = User.objects.bulk_create([User(username=f"person-{n}", password="!") for n in range(len(roles))])
    now = datetime.now(UTC)
    return Membership.objects.bulk_create(
        [
            Membership(
                user=user,
                process=process,
                role=role,
                since=now,
                delegation=sides[n % 2] if role in ("head", "member") else None,
            )
            for n, (user, role) in enumerate(zip(users, roles, strict=True))
        ]
    )


def _sessions(parts: list) -> list[dict[str, str]]:
    """A session for each person: signing in 200 people would measure how slowly passwords are hashed, on purpose."""
    auth = import_module("django.contrib.auth")
    store = import_module("django.contrib.sessions.backends.db").SessionStore
    found = []
    for part in parts:
        session = store()
        session[auth.SESSION_KEY] = str(part.user.pk)
        session[auth.BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[auth.HASH_SESSION_KEY] = part.user.get_session_auth_hash()
        session.save()
        found.append({"role": part.role, "session": session.session_key})
    return found


def _obligations(acts: int) -> None:
    from detente.portal.obligations.models import Coding, Evidence, Obligation, WatchAct
    from detente.portal.parties.models import User

    pattern, watchers = (
        Obligation.objects.order_by("pk").first(),
        list(User.objects.filter(username__contains="monitor")),
    )
    made = []
    for number in range(OBLIGATIONS):
        one = Obligation.objects.get(pk=pattern.pk)
        one.pk, one.slug, one.title = None, f"load-{number}", f"Return of equipment, lot {number}"
        one.due_on += timedelta(days=number % 90)
        made.append(one)
    made, today = Obligation.objects.bulk_create(made), datetime.now(UTC)
    WatchAct.objects.bulk_create(
        WatchAct(
            obligation=made[n % OBLIGATIONS],
            kind="monitoring",
            words=f"Visit {n}: as promised.",
            on=today.date(),
            by=watchers[n % 2],
            entry=1 + n,
        )
        for n in range(acts)
    )
    for watcher in watchers:
        Coding.objects.bulk_create(
            Coding(obligation=one, coder=watcher, status="complete", why="Seen twice.", at=today) for one in made
        )
    Evidence.objects.bulk_create(
        Evidence(obligation=one, title="Photograph", sha256="0" * 64, by=watchers[0], entry=1) for one in made
    )


def _audit(parts: list, events: int) -> None:
    from detente.portal.parties.models import AuditEvent

    now = datetime.now(UTC)
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                at=now,
                user=parts[n % len(parts)].user,
                process=parts[0].process,
                what="clause edited",
                about=f"article {n % 40}",
            )
            for n in range(events)
        ),
        batch_size=AT_ONCE,
    )


def _entries(events: int) -> None:
    from detente.portal.recording import record_store, signing_key
    from detente.record import Draft, append

    store = record_store()
    with store.joining():
        for first in range(0, events, AT_ONCE):
            drafts = [Draft("declaration", "northland", {"title": f"Statement {first + n}"}) for n in range(AT_ONCE)]
            append(store, signing_key(), drafts, datetime.now(UTC), None)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
