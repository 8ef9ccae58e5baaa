"""A case beside earlier agreements: the one function that the rest of the project calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detente.case import Case
from detente.precedents.checks import GateLike, run_checks
from detente.precedents.features import case_features
from detente.precedents.likeness import WEIGHTS, rank_by_likeness
from detente.precedents.records import Precedent, PrecedentStudy, Survival
from detente.precedents.survival import survival_of
from detente.precedents.table import builtin_precedents, known_by, year_of_day
from detente.workers import ALONE, Workers


def study_precedents(
    case: Case,
    package: str,
    gates: Iterable[GateLike] = (),
    precedents: Sequence[Precedent] | None = None,
    workers: Workers = ALONE,
) -> PrecedentStudy:
    """Hold a package of a case against earlier agreements, as they were known on the day of the case.

    Parameters
    ----------
    case : Case
        Its block ``precedents`` names those that are the case itself, which are left out.
    package : str
        Id of the package; empty, or one that the case does not hold, looks at what is on the table without choices.
    gates : iterable of gates
        What the legal stage finds.
    precedents : sequence of Precedent, optional
        In place of the agreements that come with the project.
    workers : Workers
        Who estimates how long agreements lasted, or remembers it: what it rests on seldom changes.
    """
    named = {p.id: p for p in case.packages}
    choices: Mapping[str, str] = named[package].choices if package in named else {}
    required = named[package].required if package in named else tuple(p.id for p in case.parties if not p.voice_of)
    today = year_of_day(case.as_of)
    all_known = known_by(builtin_precedents() if precedents is None else precedents, today)
    known = tuple(p for p in all_known if p.id not in case.precedents.leave_out)
    features = case_features(case, choices)
    return PrecedentStudy(
        package=package if package in named else "",
        known_on=today,
        precedents=known,
        left_out=tuple(p.id for p in all_known if p.id in case.precedents.leave_out),
        features=features,
        parties=len(required),
        weights=WEIGHTS,
        likenesses=rank_by_likeness(features, len(required), known),
        survival=workers.spread(_survival, None, [known], expected_seconds=0.5)[0],
        checks=run_checks(case, choices, required, gates, known),
    )


def _survival(_: None, known: tuple[Precedent, ...]) -> Survival | None:
    return survival_of(known)
