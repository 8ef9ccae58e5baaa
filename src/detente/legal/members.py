"""Members of councils and partners of ventures whom ownership blocks."""

from __future__ import annotations

from detente.case import Case, Holdings
from detente.legal.days import Day
from detente.legal.lifting import lead_of, lifted_before, options_that_lift
from detente.legal.ownership import REGIMES, Answer, Decision, decide_ownership, explain_answer
from detente.legal.records import Gate, GateState
from detente.legal.subjects import Subject


def blocked_members(case: Case, subject: Subject, day: Day) -> list[Gate]:
    """One gate per regime and per member or partner whom its ownership, as far as the case states it, blocks.

    Names are compared as they stand, but for capitals and spaces. An answer that is unknown is a gate too.
    """
    gates = []
    for holdings in case.holdings:
        known = _names(holdings)
        for member in subject.members:
            entity = known.get(_folded(member))
            if entity is not None:
                gates += [_gate(case, subject, entity, found, day) for found in _decisions(holdings, entity, day)]
    return gates


def _names(holdings: Holdings) -> dict[str, str]:
    names = [one.entity for one in holdings.listed]
    names += [name for stake in holdings.stakes for name in (stake.owner, stake.owned) if name]
    names += [name for control in holdings.controls for name in (control.controller, control.controlled)]
    return {_folded(name): name for name in names}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _decisions(holdings: Holdings, entity: str, day: Day) -> list[Decision]:
    found = [decide_ownership(holdings, regime, day.on) for regime in REGIMES]
    return [decision for decision in found if decision.answers[entity] is not Answer.NOT_BLOCKED]


def _gate(case: Case, subject: Subject, entity: str, decision: Decision, day: Day) -> Gate:
    regime, answer = decision.regime, decision.answers[entity]
    cited = dict(decision.holdings.measures).get(regime.id, "")
    measure = next((m for m in case.measures if m.id == cited), None)
    chain = "; ".join(f"{link.entity}: {link.why}" for link in explain_answer(decision, entity))
    return Gate(
        subject_kind=subject.kind,
        subject=subject.id,
        need=f"seat:{entity}",
        measure=cited,
        act=measure.act if measure else f"Rule on ownership of the {regime.name}",
        status=measure.status if measure else "in_force",
        who_can_lift=measure.who_can_lift if measure else "",
        how=measure.how if measure else "",
        opened_by=options_that_lift(case, measure) if measure else (),
        opens_on=None,
        issuer=measure.issuer if measure else regime.name,
        source=decision.holdings.source or (measure.source if measure else ""),
        url=measure.url if measure else "",
        evidence=measure.evidence if measure else "",
        state=GateState.CLOSED if answer is Answer.BLOCKED else GateState.UNKNOWN,
        why=f"{entity} is {answer.value} under the rule of the {regime.name}: {chain}",
        licences=measure.licences if measure else "",
        lead=lead_of(case, measure, day) if measure else None,
        lifted_after=lifted_before(case, measure) if measure else (),
    )
