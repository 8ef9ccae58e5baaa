"""The people of the demonstration, and clients for them."""

from __future__ import annotations

from django.test import Client

from detente.portal.parties.models import Membership, User

PASSWORD = "of everyone in the tests"


def client_of(username: str | None) -> Client:
    """A signed-in client; a plain one without a name."""
    client = Client()
    if username:
        client.force_login(User.objects.get(username=username))
    return client


def part_of(username: str) -> Membership:
    """The part that a person has in the demonstration."""
    return Membership.objects.select_related("process", "delegation", "user").get(
        process__slug="two-rivers", user__username=username
    )
