"""Which role may do what: one row per act, and every view stands behind one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from detente.portal.access import AT_THE_TABLE, BESIDE_THE_TABLE, IN_COUNCILS
from detente.portal.parties.models import Membership, Role, Scope


class Act(StrEnum):
    """What one can do in a process; the first part of a name is the question to which it belongs."""

    SEE_PUBLIC = "see what is public"
    SEE_HOME = "see one's own start"
    SEE_INITIATIVES = "see initiatives"
    SUBMIT_INITIATIVE = "submit and disclose an initiative"
    CONFIRM_RECEIPT = "confirm receipt"
    SEE_TEXT = "read the text"
    EDIT_TEXT = "edit an article, comment"
    ISSUE_DRAFT = "issue a draft, begin silence, move elements"
    SPEAK_FOR_DELEGATION = "break silence, declare, deposit"
    SEE_MARKS = "see rounds"
    OPEN_ROUND = "open a round"
    SEAL_MARKS = "seal answers"
    KEEP_PREFERENCES = "keep private preferences"
    SUGGEST = "ask for a suggestion"
    SEE_TALKS = "see sessions"
    LOG_TALKS = "log a session"
    CONFIRM_UNDERTAKING = "confirm an oral undertaking"
    SEE_COUNCILS = "see councils"
    FOUND_COUNCIL = "found a council, fill its seats"
    COMPLAIN = "complain to a council"
    SIT_IN_COUNCIL = "agree to decisions, confirm minutes, declare interests"
    CHAIR_COUNCIL = "call meetings, write minutes, propose decisions"
    SEE_VENTURES = "see ventures"
    WRITE_VENTURE = "write ventures, judge conditions, move them on"
    TAKE_VENTURES = "take ventures over from the case"
    SEE_OBLIGATIONS = "see obligations"
    PROMISE = "write obligations and phases"
    WATCH = "monitor, verify, code"
    REPLY = "reply, give notice of a breach"
    ASSESS = "run the engines"
    BRING_CASE = "let a process rest on another case"
    AUDIT = "read the audit trail"
    LEND = "lend authority"
    SUSPEND_TRACK = "suspend and resume the political track"
    INVITE = "invite a person"


EVERY_ROLE = frozenset(Role)
DELEGATES = frozenset({Role.HEAD, Role.MEMBER})
MAY: Mapping[Act, frozenset[Role]] = {
    Act.SEE_PUBLIC: EVERY_ROLE,
    Act.SEE_HOME: EVERY_ROLE,
    Act.SEE_INITIATIVES: BESIDE_THE_TABLE,
    Act.SUBMIT_INITIATIVE: frozenset({Role.MEDIATOR, Role.HEAD}),
    Act.CONFIRM_RECEIPT: frozenset({Role.HEAD}),
    Act.SEE_TEXT: AT_THE_TABLE,
    Act.EDIT_TEXT: AT_THE_TABLE,
    Act.ISSUE_DRAFT: frozenset({Role.MEDIATOR}),
    Act.SPEAK_FOR_DELEGATION: frozenset({Role.HEAD}),
    Act.SEE_MARKS: AT_THE_TABLE,
    Act.OPEN_ROUND: frozenset({Role.MEDIATOR}),
    Act.SEAL_MARKS: frozenset({Role.HEAD}),
    Act.KEEP_PREFERENCES: DELEGATES,
    Act.SUGGEST: frozenset({Role.MEDIATOR}),
    Act.SEE_TALKS: BESIDE_THE_TABLE,
    Act.LOG_TALKS: frozenset({Role.MEDIATOR}),
    Act.CONFIRM_UNDERTAKING: frozenset({Role.HEAD}),
    Act.SEE_COUNCILS: IN_COUNCILS,
    Act.FOUND_COUNCIL: frozenset({Role.MEDIATOR}),
    Act.COMPLAIN: IN_COUNCILS,
    Act.SIT_IN_COUNCIL: frozenset({Role.CHAIR, Role.COUNCIL}),
    Act.CHAIR_COUNCIL: frozenset({Role.CHAIR}),
    Act.SEE_VENTURES: EVERY_ROLE,
    Act.WRITE_VENTURE: frozenset({Role.MEDIATOR, Role.CHAIR}),
    Act.TAKE_VENTURES: frozenset({Role.MEDIATOR}),
    Act.SEE_OBLIGATIONS: EVERY_ROLE,
    Act.PROMISE: frozenset({Role.MEDIATOR}),
    Act.WATCH: frozenset({Role.MONITOR}),
    Act.REPLY: frozenset({Role.HEAD}),
    Act.ASSESS: AT_THE_TABLE,
    Act.BRING_CASE: frozenset({Role.MEDIATOR}),
    Act.AUDIT: frozenset({Role.AUDITOR}),
    Act.LEND: frozenset({Role.HEAD}),
    Act.SUSPEND_TRACK: frozenset({Role.MEDIATOR}),
    Act.INVITE: frozenset({Role.MEDIATOR, Role.HEAD}),
}
FOR_ALL = frozenset({Act.SEE_PUBLIC})
# What a head lends, by scope. Neither lending nor inviting is lent in part.
LENT: Mapping[Scope, frozenset[Act]] = {
    Scope.ALL: frozenset(Act),
    Scope.TEXT: frozenset({Act.SPEAK_FOR_DELEGATION}),
    Scope.MARKS: frozenset({Act.SEAL_MARKS}),
    Scope.TALKS: frozenset({Act.SUBMIT_INITIATIVE, Act.CONFIRM_RECEIPT, Act.CONFIRM_UNDERTAKING}),
    Scope.OBLIGATIONS: frozenset({Act.REPLY}),
}


def allows(part: Membership, act: Act) -> bool:
    """Whether a part carries a right: by its role, and where it was lent within its scope or as any member has it."""
    return Role(part.role) in MAY[act] and (act in LENT[Scope(part.scope)] or Role.MEMBER in MAY[act])
