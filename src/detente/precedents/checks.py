"""What earlier agreements ended of, held against the case at hand: which clause answers it, or that none does.

Every answer is read off the package, its obligations, councils, escrows, measures and parties. None is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.case import Case, Obligation, Provision
from detente.precedents.features import (
    case_features,
    guarantees_of,
    obligations_of,
    outsider,
    provided_somewhere,
    providers,
)
from detente.precedents.records import NO, YES, Check, Precedent

ANSWERED, PARTLY, ABSENT, OPEN = "answered", "partly", "absent", "unknown"


class GateLike(Protocol):
    """What a check needs to know of a gate: whom it holds up, by which measure, and which options open it."""

    @property
    def subject_kind(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def measure(self) -> str: ...  # noqa: D102
    @property
    def opened_by(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Looked:
    """What a check looks at: the case, one package, who must sign it, what it obliges to, and its gates."""

    case: Case
    choices: Mapping[str, str]
    required: tuple[str, ...]
    owed: tuple[Obligation, ...]
    gates: tuple[GateLike, ...]

    @property
    def steps_barred(self) -> tuple[GateLike, ...]:
        """Gates before obligations that no option of the package opens."""
        chosen = set(self.choices.values())
        return tuple(g for g in self.gates if g.subject_kind == "obligation" and not set(g.opened_by) & chosen)

    def provided(self, provision: Provision) -> tuple[str, ...]:
        """The options of the package that provide something."""
        return providers(self.case, provision, self.choices)


Found = tuple[str, Sequence[str], Sequence[str], str]
"""Answer, clauses that answer, open ends, and why in a sentence."""


def run_checks(
    case: Case,
    choices: Mapping[str, str],
    required: Sequence[str],
    gates: Iterable[GateLike],
    precedents: Sequence[Precedent],
) -> tuple[Check, ...]:
    """Hold every cause of collapse against one package; causes from which more precedents ended come first.

    Parameters
    ----------
    case : Case
        What is on the table.
    choices : mapping of element to option
        The package.
    required : sequence of party ids
        Whose signature it needs.
    gates : iterable of gates
        Measures that stand before obligations, ventures and councils, as the legal stage finds them.
    precedents : sequence of Precedent
        Those that were known; each check names the ones that ended of its cause or suffered from it.
    """
    owed = obligations_of(case, choices)
    steps = {o.id for o in owed}
    mine = tuple(
        g for g in gates if g.subject_kind == "council" or (g.subject_kind == "obligation" and g.subject in steps)
    )
    looked = Looked(case, choices, tuple(required), owed, mine)
    found = [_check(cause, question, look(looked), precedents) for cause, (question, look) in CHECKS.items()]
    return tuple(sorted(found, key=lambda check: (-len(check.precedents), list(CHECKS).index(check.cause))))


def _check(cause: str, question: str, found: Found, precedents: Sequence[Precedent]) -> Check:
    answer, clauses, left, why = found
    named = tuple(p.id for p in precedents if cause in p.causes)
    return Check(cause, question, answer, tuple(dict.fromkeys(clauses)), tuple(dict.fromkeys(left)), why, named)


def _rated(good: Sequence[str], bad: Sequence[str], words: tuple[str, str, str]) -> Found:
    """Answered when nothing is left open, absent when nothing answers, partly between."""
    if not bad:
        return ANSWERED, good, (), words[0]
    return (PARTLY, good, bad, words[1]) if good else (ABSENT, (), bad, words[2])


def _ratification(looked: Looked) -> Found:
    ratifying = {v.voice_of: v.id for v in looked.case.parties if v.ratifies and v.voice_of}
    if not looked.required:
        return OPEN, (), (), "The case does not say who must sign."
    return _rated(
        [ratifying[p] for p in looked.required if p in ratifying],
        [p for p in looked.required if p not in ratifying],
        (
            "All who must sign have their ratifying body in the case.",
            "Some who must sign have their ratifying body in the case, others not.",
            "No body that ratifies is in the case: whether parliaments would agree is nowhere asked.",
        ),
    )


def _third_state(looked: Looked) -> Found:
    """Parties whose acts the package needs, but not their signature: owners of obligations and issuers of measures."""
    owing = {o.owner for o in looked.owed}
    issuers = {m.id: issuer_of(looked.case, m.issuer) for m in looked.case.measures}
    barring = dict.fromkeys(g.measure for g in looked.steps_barred)
    foreign = [id_ for id_ in barring if issuers[id_] not in looked.required]
    if not owing and not barring:
        return OPEN, (), (), "No obligation and no measure is stated that would show whose acts it needs."
    unsigned = [p.id for p in looked.case.parties if p.id in owing - set(looked.required)]
    if not unsigned and not foreign:
        return ANSWERED, looked.required, (), "All whose acts it needs must sign it."
    why = f"Owe something without signing: {len(unsigned)}. Measures of others that stand in the way: {len(foreign)}."
    bound = [p for p in looked.required if p in owing]
    return (PARTLY if bound else ABSENT), bound, [*unsigned, *foreign], why


def issuer_of(case: Case, issuer: str) -> str:
    """The party that issued a measure, by its id, name or an alias in whole words; empty when nobody fits.

    The longest name that fits wins, so that "EU and UK" is the party that carries both names, if there is one.
    """
    words = issuer.replace("US ", "United States ") if issuer.startswith("US ") else issuer
    fits = [
        (len(name), party.id)
        for party in case.parties
        for name in (party.id, party.name, *party.aliases)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)
    ]
    return max(fits, default=(0, ""))[1]


def _cheating(looked: Looked) -> Found:
    if not looked.owed:
        return OPEN, (), (), "No obligation is stated for this package."
    owners = {o.owner for o in looked.owed}

    def is_seen(o: Obligation) -> bool:
        stated = bool(o.verifier) and o.p_detect is not None and o.lag_days is not None
        return stated and outsider(o.verifier, looked.case, owners) != NO

    seen = [o.id for o in looked.owed if is_seen(o)]
    unseen = [o.id for o in looked.owed if o.id not in seen]
    outside = next(f for f in case_features(looked.case, looked.choices) if f.provision is Provision.VERIFICATION)
    who = "outsiders among them" if outside.value == YES else "that they are outsiders is not shown"
    why = f"For {len(seen)} of {len(looked.owed)} obligations it is stated who looks, how often and how well; {who}."
    if unseen or not seen:
        return (PARTLY if seen else ABSENT), seen, unseen, why
    return (ANSWERED if outside.value == YES else PARTLY), seen, () if outside.value == YES else ("verification",), why


def _sequencing(looked: Looked) -> Found:
    if not looked.owed:
        return OPEN, (), (), "No obligation is stated for this package."
    first = looked.case.phases[0].id if looked.case.phases else ""
    later = [o for o in looked.owed if o.phase != first]
    steps = {o.id for o in looked.owed}
    if not later:
        return ANSWERED, sorted(steps), (), "All obligations begin at signature: there is no order to dispute."
    tied = [o.id for o in later if set(o.after) & steps]
    return _rated(
        tied,
        [o.id for o in later if o.id not in tied],
        (
            "Every later obligation says after which other it comes.",
            f"{len(tied)} of {len(later)} later obligations say after which other they come.",
            "No later obligation says after which other it comes.",
        ),
    )


def _shock(looked: Looked) -> Found:
    guarantee = (*looked.provided(Provision.GUARANTEE), *guarantees_of(looked.case, looked.choices))
    alarms = ("monitoring",) if looked.case.false_alarms_per_year is not None else ()
    if guarantee:
        return ANSWERED, (*guarantee, *alarms), (), "The package has a guarantee or a pledge of non-aggression."
    why = "The package has no guarantee and no pledge of non-aggression"
    if alarms:
        return PARTLY, alarms, ("guarantee",), f"{why}; benefits that stop at an incident are counted as false alarms."
    return ABSENT, (), ("guarantee",), f"{why}."


def _follow_up(looked: Looked) -> Found:
    bodies, meetings = looked.provided(Provision.JOINT_BODY), set[str]()
    if not provided_somewhere(looked.case, Provision.JOINT_BODY):
        bodies = tuple(c.id for c in looked.case.councils)
        meetings = set(bodies)
    if not bodies:
        return ABSENT, (), ("joint_body",), "Nothing in the package follows it up."
    meetings |= {o.id for o in looked.owed if looked.choices[o.element] in bodies}
    chosen = set(looked.choices.values())
    barred = [g.subject for g in looked.gates if g.subject in meetings and not set(g.opened_by) & chosen]
    if barred:
        return PARTLY, bodies, barred, "A joint body is there, but measures in force stand before its meetings."
    return ANSWERED, bodies, (), "A joint body follows it up."


def _exit(looked: Looked) -> Found:
    guarantees = guarantees_of(looked.case, looked.choices)
    clauses = [*looked.provided(Provision.SNAPBACK), *(e.id for e in looked.case.escrows), *guarantees]
    secured = {e.party for e in looked.case.escrows}
    owners = dict.fromkeys(o.owner for o in looked.owed)
    bare = [p for p in owners if p not in secured]
    if not clauses:
        why = "No consequence of a breach, no guarantee and no escrow: leaving costs what is forgone, no more."
        return ABSENT, (), bare or ("snapback",), why
    if bare:
        return PARTLY, clauses, bare, "A breach has a consequence; those named have no money in escrow."
    return ANSWERED, clauses, (), "A breach has a consequence, and all who owe something have money in escrow."


def _unlawful(looked: Looked) -> Found:
    stating = [o.id for o in looked.owed if o.needs]
    if not looked.case.measures or not stating:
        return OPEN, (), (), "No measures, or no needs of obligations, are stated."
    barred = [g.subject for g in looked.steps_barred]
    free = [id_ for id_ in stating if id_ not in barred]
    silent = [o.id for o in looked.owed if not o.needs]
    if barred or not silent:
        return _rated(
            free,
            barred,
            (
                "No measure stands before any obligation, or the package lifts it.",
                "Measures that the package does not lift stand before some obligations.",
                "Measures that the package does not lift stand before every obligation that says what it needs.",
            ),
        )
    return (
        PARTLY,
        free,
        silent,
        f"{len(silent)} of {len(looked.owed)} obligations do not say what must be lawful for them.",
    )


CHECKS: Mapping[str, tuple[str, Callable[[Looked], Found]]] = {
    "ratification": ("Would those at home who must agree, agree?", _ratification),
    "third_state": ("Is everyone bound whose acts it needs?", _third_state),
    "cheating": ("Would hidden cheating be seen?", _cheating),
    "sequencing": ("Is it settled who goes first?", _sequencing),
    "security_shock": ("What holds it through a security shock?", _shock),
    "follow_up": ("Does a body follow it up, and may it meet?", _follow_up),
    "exit": ("Does leaving it have a price?", _exit),
    "unlawful": ("Is what is promised lawful?", _unlawful),
}
"""Causes by name, each with its question and what answers it; the table of agreements uses the same names."""
