"""Which features a case has, as its package, obligations, councils and escrows show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detente.case import Case, Obligation, Provision
from detente.precedents.records import NO, UNKNOWN, YES, CaseFeature

Shown = tuple[str, tuple[str, ...]]


def case_features(case: Case, choices: Mapping[str, str]) -> tuple[CaseFeature, ...]:
    """Find the features of a case under a package: computed where the case shows them, else as its author states.

    A feature is there when an option of the package provides it. It is absent when the package settles every element
    of which some option would provide it, and takes others there. What no option provides may still be shown by
    verifiers of obligations, councils, escrows, guarantees and phases; what nothing shows is what the author states,
    or unknown.

    Parameters
    ----------
    case : Case
        What is on the table.
    choices : mapping of element to option
        The package; what it does not name is unknown.
    """
    owed = obligations_of(case, choices)
    return tuple(_feature(case, provision, choices, owed) for provision in Provision)


def obligations_of(case: Case, choices: Mapping[str, str]) -> tuple[Obligation, ...]:
    """The obligations that a package carries: those of its options, or of any option but the status quo."""
    quiet = {element.id: element.status_quo for element in case.elements}
    return tuple(
        o
        for o in case.obligations
        if (chosen := choices.get(o.element)) is not None
        and (chosen in o.options if o.options else chosen != quiet[o.element])
    )


def providers(case: Case, provision: Provision, choices: Mapping[str, str]) -> tuple[str, ...]:
    """The options of a package that provide something."""
    chosen = set(choices.values())
    return tuple(o.id for e in case.elements for o in e.options if o.id in chosen and provision.value in o.provides)


OWN_SIDES = ("both", "joint", "mutual", "each other", "own")
"""Words by which a verifier is of the sides themselves."""


def outsider(verifier: str, case: Case, owners: Iterable[str]) -> str:
    """Tell whether who verifies is an outsider: yes, no or unknown.

    Words say what a verifier is called and rarely whose it is. Yes needs the id, name or alias of a party of the case
    that owes nothing; no needs that of one that does, or a word such as both or joint; the rest is unknown.
    """
    words, owing = f" {_plain(verifier)} ", set(owners)
    named = {p.id for p in case.parties if any(f" {_plain(n)} " in words for n in (p.id, p.name, *p.aliases) if n)}
    within = {p.id for p in case.parties if p.id in named and {p.id, p.voice_of, *p.member_of} & owing}
    if within or any(f" {word} " in words for word in OWN_SIDES):
        return NO
    return YES if named else UNKNOWN


def provided_somewhere(case: Case, provision: Provision) -> tuple[str, ...]:
    """Elements of which some option provides something, in the package or not."""
    return tuple(e.id for e in case.elements if any(provision.value in o.provides for o in e.options))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _feature(case: Case, provision: Provision, choices: Mapping[str, str], owed: Sequence[Obligation]) -> CaseFeature:
    value, shown_by = _shown(case, provision, choices, owed)
    stated = case.precedents.stated.get(provision.value, UNKNOWN)
    if value == UNKNOWN:
        return CaseFeature(provision, stated, "unknown" if stated == UNKNOWN else "stated", ())
    return CaseFeature(provision, value, "computed", shown_by, disputed=stated not in (UNKNOWN, value))


def _shown(case: Case, provision: Provision, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    if provided_somewhere(case, provision):
        return _by_options(case, provision, choices)
    other = OTHER_SIGNS.get(provision)
    return other(case, choices, owed) if other else (UNKNOWN, ())


def _by_options(case: Case, provision: Provision, choices: Mapping[str, str]) -> Shown:
    """Yes if an option of the package provides it, no if the package takes others everywhere that some would."""
    found = providers(case, provision, choices)
    if found:
        return YES, found
    where = provided_somewhere(case, provision)
    if all(element in choices for element in where):
        return NO, tuple(choices[element] for element in where)
    return UNKNOWN, ()


def _verified(case: Case, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    owners = {o.owner for o in owed}
    whose = {o.id: outsider(o.verifier, case, owners) for o in owed}
    outside = tuple(id_ for id_, answer in whose.items() if answer == YES)
    if outside:
        return YES, outside
    return (NO, tuple(whose)) if whose and all(answer == NO for answer in whose.values()) else (UNKNOWN, ())


def _joined(case: Case, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    # A council in the case says that one is proposed; without any the case says nothing of a joint body.
    return (YES, tuple(c.id for c in case.councils)) if case.councils else (UNKNOWN, ())


def _secured(case: Case, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    return (YES, tuple(e.id for e in case.escrows)) if case.escrows else (UNKNOWN, ())


def _phased(case: Case, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    phases = tuple(dict.fromkeys(o.phase for o in owed))
    if not owed:
        return UNKNOWN, ()
    return (YES if len(phases) > 1 else NO), phases


def guarantees_of(case: Case, choices: Mapping[str, str]) -> tuple[str, ...]:
    """The guarantees that stand under a package."""
    chosen = set(choices.values())
    return tuple(g.id for g in case.guarantees if not g.options or chosen & set(g.options))


def _guaranteed(case: Case, choices: Mapping[str, str], owed: Sequence[Obligation]) -> Shown:
    found = guarantees_of(case, choices)
    return (YES, found) if found else (UNKNOWN, ())


OTHER_SIGNS = {
    Provision.GUARANTEE: _guaranteed,
    Provision.VERIFICATION: _verified,
    Provision.JOINT_BODY: _joined,
    Provision.SNAPBACK: _secured,
    Provision.PHASED: _phased,
}
"""What shows a feature beside the options of the package."""
