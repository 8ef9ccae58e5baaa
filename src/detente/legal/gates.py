"""Which measures touch what someone needs to do: computed from predicates, not typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from detente.case import Case, Measure
from detente.legal.records import Gate, Gates

Subject = tuple[str, str, tuple[str, ...]]

LICENCE = "licence"


def find_gates(case: Case) -> Gates:
    """Match every need of an obligation, venture or council with every measure that restricts it.

    A need and a restriction are predicates ``verb:object``. A measure restricts a need when both
    are equal, or when the verbs are equal and the measure's object is ``*``. A measure whose status
    is ``licence`` permits and therefore restricts nothing; announced, pending and political measures
    are listed with their status, because they stand before the step all the same.

    Returns
    -------
    Gates
        One gate per subject, need and measure, in the order of the case file.

    Examples
    --------
    >>> restricts("import:*", "import:oil"), restricts("import:*", "invest:oil")
    (True, False)
    """
    gates: list[Gate] = []
    free: list[str] = []
    unstated: list[str] = []
    for kind, subject, needs in _subjects(case):
        found = [_gate(case, kind, subject, need, measure) for need, measure in _matches(case, needs)]
        gates.extend(found)
        if not needs:
            unstated.append(subject)
        elif not found:
            free.append(subject)
    return Gates(tuple(gates), tuple(free), tuple(unstated))


def restricts(restriction: str, need: str) -> bool:
    """Tell whether one predicate of a measure covers one need.

    The verb ends at the first colon, so that an object may itself hold colons.

    Examples
    --------
    >>> restricts("import:oil:RUS->USA", "import:oil:RUS->USA")
    True
    """
    verb, _, restricted = restriction.partition(":")
    return restriction == need or (restricted == "*" and need.partition(":")[0] == verb)


def _subjects(case: Case) -> Iterator[Subject]:
    for obligation in case.obligations:
        yield "obligation", obligation.id, obligation.needs
    for venture in case.ventures:
        yield "venture", venture.id, venture.needs
    for council in case.councils:
        yield "council", council.id, council.needs


def _matches(case: Case, needs: tuple[str, ...]) -> Iterator[tuple[str, Measure]]:
    for need in needs:
        for measure in case.measures:
            if measure.status != LICENCE and any(restricts(predicate, need) for predicate in measure.restricts):
                yield need, measure


def _gate(case: Case, kind: str, subject: str, need: str, measure: Measure) -> Gate:
    return Gate(
        subject_kind=kind,
        subject=subject,
        need=need,
        measure=measure.id,
        act=measure.act,
        status=measure.status,
        who_can_lift=measure.who_can_lift,
        how=measure.how,
        opened_by=tuple(o.id for e in case.elements for o in e.options if measure.id in o.lifts),
        opens_on=_iso_date(measure.until),
    )


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
