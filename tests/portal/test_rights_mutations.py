"""The matrix can fail: one right more or less, or one rule opened, turns it red."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db.models import Q
from django.urls import resolve

from detente.portal import access
from detente.portal.access import viewer_of, visible
from detente.portal.parties.models import Process, Role, User
from detente.portal.rights import FOR_ALL, MAY, Act
from portal.test_access_matrix import PEOPLE, address_of, full, rows, wrong_answers

__all__ = ["full"]
PERSON = {
    Role.MEDIATOR: "mediator",
    Role.HEAD: "north-head",
    Role.MEMBER: "north-member",
    Role.CHAIR: "north-chair",
    Role.COUNCIL: "south-council",
    Role.MONITOR: "monitor",
    Role.ALLY: "ally",
    Role.AUDITOR: "auditor",
}


def rows_of(act: Act) -> list:
    """The rows of the matrix behind an act."""
    return [one for one in rows() if resolve(address_of(one)).func.act == act]


def test_every_act_stands_before_a_row(full):
    assert [act for act in Act if not rows_of(act)] == []


@pytest.mark.parametrize("act", [act for act in Act if act not in FOR_ALL])
def test_a_right_given_or_taken_by_mistake_turns_the_matrix_red(full, monkeypatch, act):
    behind, before = rows_of(act), MAY[act]
    green = []
    for role in Role:
        with monkeypatch.context() as mistake:
            mistake.setitem(MAY, act, before ^ {role})
            # An action that raises because it was never meant for this role is red too.
            with suppress(PermissionError):
                if not wrong_answers(PERSON[role], behind, ("GET", "POST")):
                    green.append(role)
    assert green == []


def test_a_rule_that_is_opened_shows_somebody_more(full, monkeypatch):
    Process.objects.update(is_public=False)
    viewers = [viewer_of(User.objects.get(username=who).pk if who else None) for who in PEOPLE]
    green = set()
    for model in access._RULES:
        before = [visible(viewer, model).count() for viewer in viewers]
        with monkeypatch.context() as mistake:
            mistake.setitem(access._RULES, model, lambda viewer: Q())
            if [visible(viewer, model).count() for viewer in viewers] == before:
                green.add(model)
    assert {model for model in green if model.objects.exists()} == set()
