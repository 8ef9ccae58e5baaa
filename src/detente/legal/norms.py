"""Which norms of international law a package touches, and what is answered to each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from detente.case import Case, NormAnswer, Obligation, Package


class NormState(StrEnum):
    """Whether a package meets a norm; what nobody has answered is unknown."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Norm:
    """A rule with its instrument and article, the question it asks, and which needs of obligations touch it.

    `touched_by` holds predicates; the object ``*`` means every object. `argued` says how the rule itself is disputed.
    """

    id: str
    title: str
    instrument: str
    article: str
    asks: str
    touched_by: tuple[str, ...]
    argued: str


@dataclass(frozen=True, slots=True)
class NormCheck:
    """One norm held against one package; `touched_through` lists obligations of the package whose needs touch it."""

    package: str
    norm: str
    title: str
    cited: str
    asks: str
    state: NormState
    why: str
    argued_otherwise: str
    touched_through: tuple[str, ...]
    source: str


@cache
def list_norms() -> tuple[Norm, ...]:
    """The norms of the list that comes with the program, ``src/detente/legal/data/norms.csv``.

    Examples
    --------
    >>> norm = next(n for n in list_norms() if n.id == "force")
    >>> norm.instrument, norm.article
    ('Charter of the United Nations', 'Article 2(4)')
    """
    text = files("detente.legal").joinpath("data", "norms.csv").read_text(encoding="utf-8")
    return tuple(_norm(row) for row in csv.DictReader(text.splitlines()))


def _norm(row: dict[str, str]) -> Norm:
    touched = tuple(predicate for predicate in row["touched_by"].split("|") if predicate)
    return Norm(row["id"], row["title"], row["instrument"], row["article"], row["asks"], touched, row["argued"])


def check_norms(case: Case, package: Package) -> tuple[NormCheck, ...]:
    """Hold every norm against a package: as the case answers, else unknown. Those that are touched come first.

    Nothing is concluded from predicates alone: they say that a norm is touched, a lawyer says whether it is met.
    """
    answers = {answer.norm: answer for answer in case.norms if answer.package == package.id}
    carried = [o for o in case.obligations if _carries(case, package, o)]
    checks = [_check(package, norm, answers.get(norm.id), carried) for norm in list_norms()]
    return tuple(sorted(checks, key=lambda check: not (check.touched_through or check.norm in answers)))


def _carries(case: Case, package: Package, obligation: Obligation) -> bool:
    chosen = package.choices.get(obligation.element)
    if chosen is None:
        return False
    return chosen in obligation.options if obligation.options else chosen != case.element(obligation.element).status_quo


def _check(package: Package, norm: Norm, answer: NormAnswer | None, carried: list[Obligation]) -> NormCheck:
    through = tuple(o.id for o in carried if any(_touches(t, need) for t in norm.touched_by for need in o.needs))
    otherwise = [norm.argued] if norm.argued else []
    if answer is not None and answer.argued_otherwise:
        otherwise.insert(0, answer.argued_otherwise)
    return NormCheck(
        package=package.id,
        norm=norm.id,
        title=norm.title,
        cited=f"{norm.instrument}, {norm.article}",
        asks=norm.asks,
        state=NormState(answer.answer) if answer else NormState.UNKNOWN,
        why=answer.why if answer else "nobody has answered it for this package",
        argued_otherwise=". ".join(otherwise),
        touched_through=through,
        source=answer.source if answer else "",
    )


def _touches(predicate: str, need: str) -> bool:
    verb, _, restricted = predicate.partition(":")
    return predicate == need or (restricted == "*" and need.partition(":")[0] == verb)
