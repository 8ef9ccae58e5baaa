"""Norms of international law, held against packages."""

from __future__ import annotations

from dataclasses import replace

from detente.case import NormAnswer, Package
from detente.legal import NormState, check_norms, list_norms
from unit.durability.agreement import a_case, element, obligation, party


def a_package(name, choices):
    return Package(id=name, title=name, required=("A",), choices=choices)


def a_package_case(**more):
    steps = [obligation("O1", "A", "land", "one", needs=("cede:field",))]
    return replace(a_case([party("A")], [element("land")], {"one": 0.0}, steps), **more)


def test_every_norm_names_instrument_article_and_question():
    norms = list_norms()
    assert len({n.id for n in norms}) == len(norms) >= 20
    assert [
        n.id for n in norms if not (n.instrument and "rticle" in n.article + "rticle" and n.asks.endswith("?"))
    ] == []
    assert {"force", "coercion", "peremptory", "immunity", "grave-breaches"} <= {n.id for n in norms}


def test_what_nobody_has_answered_is_unknown_also_when_it_is_touched():
    case = a_package_case()
    checks = check_norms(case, a_package("P", {"land": "land.full"}))
    force = next(c for c in checks if c.norm == "force")
    assert (force.state, force.touched_through) == (NormState.UNKNOWN, ("O1",))
    assert checks.index(force) < next(k for k, c in enumerate(checks) if not c.touched_through)
    assert {c.state for c in checks} == {NormState.UNKNOWN}


def test_a_package_that_does_not_carry_an_obligation_is_not_touched_by_it():
    checks = check_norms(a_package_case(), a_package("P", {}))
    assert [c for c in checks if c.touched_through] == []


def test_an_answer_of_the_case_counts_for_its_package_alone():
    answer = NormAnswer("P", "force", "not_met", "clause 3", "the other side", "text")
    case = a_package_case(norms=(answer,))
    own = next(c for c in check_norms(case, a_package("P", {})) if c.norm == "force")
    other = next(c for c in check_norms(case, a_package("Q", {})) if c.norm == "force")
    assert (own.state, own.why) == (NormState.NOT_MET, "clause 3")
    assert own.argued_otherwise.startswith("the other side")
    assert other.state is NormState.UNKNOWN
