"""The value of asking: which single question to which party would raise the odds of a deal most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from detente.case import Case, Claim, Package, Stance, signatures
from detente.deals.mediation.answers import AnswerValues, value_answers
from detente.deals.worth.acceptability import unmet_links
from detente.deals.worth.gains import INDIFFERENT, OptionGains, linkage_loss
from detente.deals.worth.rules import broken_rules
from detente.positions import constrains
from detente.preferences import Preferences
from detente.worlds import Axes

FEWEST = 30
"""An answer with fewer worlds is not compared: too few to tell."""

LISTED = 20
"""Questions returned at most."""


class QuestionKind(StrEnum):
    """What is asked: would it take the option, is the option among the parts it accepts, does the claim stand."""

    WOULD_TAKE = "would_take"
    AMONG_PARTS = "among_parts"
    STANDS_BY = "stands_by"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to one party, and what its answer is worth, in shares of worlds.

    `value` is the rise in the odds of a deal from choosing the package after the answer rather than before it, with
    its `standard_error`; `value_in_sample` is the same without correction for choosing on the worlds that judge.
    `changes_choice` says that the value is beyond chance. `best_now`, `best_if_yes` and `best_if_no` are the candidates
    to choose, `odds_...` the share of worlds in which all signatories accept them. `joint_if_yes` and `joint_if_no`
    are the shares for `package`. `p_yes` is among the `worlds_compared`, those with an answer; `fewest` the worlds of
    the rarer answer. `several_means_at_least` is the parameter behind the parts of a set-valued acceptance, None for
    other questions. `questions_compared` is the number of questions among which this one was found.
    """

    kind: QuestionKind
    party: str
    element: str
    option: str
    claim: str
    p_yes: float
    worlds_compared: int
    fewest: int
    value: float
    standard_error: float
    value_in_sample: float
    changes_choice: bool
    best_now: str
    best_if_yes: str
    best_if_no: str
    odds_now: float
    odds_if_yes: float
    odds_if_no: float
    package: str
    joint_if_yes: float
    joint_if_no: float
    several_means_at_least: int | None
    questions_compared: int


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """A question with the worlds of each answer, (world,); in worlds with neither, nothing is learnt."""

    kind: QuestionKind
    party: str
    element: str
    option: str
    claim: str
    yes: NDArray[np.bool_]
    no: NDArray[np.bool_]


def ask(
    package: Package, case: Case, options: OptionGains, candidates: Mapping[str, NDArray[np.int64]]
) -> tuple[Asked, ...]:
    """Rank the questions that could be put to a party by the value of their answer.

    The value is ``sum_a P(a) max_q share(q | a) - max_q share(q)`` over candidate packages q: the expected value of
    sample information [Raiffa1961]_ for one who wants a deal, in shares of worlds. Listed are questions whose value,
    or whose effect on `package`, is beyond chance; the larger value comes first, then the larger effect.

    Parameters
    ----------
    package : Package
        The package spoken of. All candidates are judged by its signatories, so that like is compared with like.
    case : Case
        Claims, and what "several" means.
    options : OptionGains
        Gains of options in each world, as from `option_gains`.
    candidates : mapping of name to array, shape (element,)
        Option indices, -1 where the package is silent and the status quo goes on. They should do the work of `package`:
        one that settles less is signed more easily, and would be chosen whatever the answer. Always taking part are
        `package` itself, and each single change of it and of the candidate signed most often. The status quo
        throughout never takes part, for it is no deal.
    """
    axes = options.preferences.axes
    signing = signatures(case, package)
    rows = [axes.party(s) for s in signing]
    named = _distinct({package.id: axes.choice(package.choices), **candidates}, axes)
    if package.id not in named:
        return ()
    named = _distinct(named | _revisions(package.id, named, options, rows), axes)
    names, choices = list(named), np.array(list(named.values()))
    questions = [q for q in _questions(case, options, signing, choices) if _enough(q)]
    if not questions:
        return ()
    yes, no = np.array([q.yes for q in questions]), np.array([q.no for q in questions])
    values = value_answers(yes, no, signed_by_all(options, choices, rows), names.index(package.id))
    order = sorted(np.flatnonzero(values.listed), key=lambda n: values.rank_key(int(n)))[:LISTED]
    several = case.several_means_at_least
    return tuple(_asked(questions[n], values, int(n), names, package.id, several) for n in order)


def signed_by_all(options: OptionGains, choices: NDArray[np.int64], parties: Sequence[int]) -> NDArray[np.bool_]:
    """Worlds in which some parties all accept each complete package, (package, world).

    Exact, as `evaluate` is, for many packages at once: a package is a column of zeros and ones over all options, so
    that gains and red lines are matrix products.
    """
    preferences = options.preferences
    chosen = (choices[:, :, None] == np.arange(preferences.axes.exists.shape[1])).reshape(len(choices), -1).T
    signed = np.repeat(broken_rules(options.rules, choices)[:, None] == 0, options.worlds, axis=1)
    for i in parties:
        gain = options.of_party(i).reshape(options.worlds, -1) @ chosen.astype(np.float64)
        gain += options.constant[:, i, None]
        for which, beyond in options.wholes.met(choices):
            gain[:, which] += beyond[:, i, None]
        red = preferences.red_lines[:, i].reshape(len(gain), -1).astype(np.float32) @ chosen.astype(np.float32)
        for link, unmet in unmet_links(preferences, choices, i):
            gain[:, unmet] -= linkage_loss(options, link)[:, None]
            red[:, unmet] += (link.active & link.red_line)[:, None]
        signed &= ((gain >= INDIFFERENT) & (red == 0)).T
    return signed


def _distinct(candidates: Mapping[str, NDArray[np.int64]], axes: Axes) -> dict[str, NDArray[np.int64]]:
    """Complete candidates, each once under its first name, without the status quo throughout."""
    seen: set[bytes] = {axes.status_quo.tobytes()}
    found = {}
    for name, choice in candidates.items():
        complete = np.where(choice < 0, axes.status_quo, choice)
        if complete.tobytes() not in seen:
            seen.add(complete.tobytes())
            found[name] = complete
    return found


def _revisions(
    package: str, named: Mapping[str, NDArray[np.int64]], options: OptionGains, rows: Sequence[int]
) -> dict[str, NDArray[np.int64]]:
    """What one would turn to after an answer: the package, and the best candidate, with one element changed."""
    axes, names = options.preferences.axes, list(named)
    shares = signed_by_all(options, np.array(list(named.values())), rows).mean(axis=1)
    found = {}
    for base in dict.fromkeys([package, names[int(shares.argmax())]]):
        for e, ids in enumerate(axes.options):
            for o in np.flatnonzero(np.arange(len(ids)) != named[base][e]):
                revised = named[base].copy()
                revised[e] = o
                found[f"{base} with {ids[o]}"] = revised
    return found


def _enough(question: _Question) -> bool:
    return bool(min(question.yes.sum(), question.no.sum()) >= FEWEST)


def _questions(
    case: Case, options: OptionGains, signing: Sequence[str], choices: NDArray[np.int64]
) -> Iterator[_Question]:
    """Every question that could be put to a signatory or to a voice inside one."""
    yield from _options_to_take(options, signing, choices)
    voices = {p.id for p in case.parties if p.voice_of in signing}
    for claim in (c for c in case.claims if c.party in {*signing, *voices}):
        if claim.stance is Stance.ACCEPTS_IN_PART:
            yield from _parts(case, claim, options)
        if claim.reliability < 1 and constrains(claim):
            force = options.preferences.in_force[claim.id]
            option = claim.options[0] if len(claim.options) == 1 else ""
            yield _Question(QuestionKind.STANDS_BY, claim.party, claim.element, option, claim.id, force, ~force)


def _options_to_take(options: OptionGains, signing: Sequence[str], choices: NDArray[np.int64]) -> Iterator[_Question]:
    preferences, axes = options.preferences, options.preferences.axes
    for party in signing:
        for e, element in enumerate(axes.elements):
            for o in np.unique(choices[:, e][choices[:, e] != axes.status_quo[e]]):
                yes = _would_take(preferences, axes.party(party), e, int(o), int(axes.status_quo[e]))
                yield _Question(QuestionKind.WOULD_TAKE, party, element, axes.options[e][o], "", yes, ~yes)


def _parts(case: Case, claim: Claim, options: OptionGains) -> Iterator[_Question]:
    """Is this part among those accepted? Asked in the worlds in which the claim counts."""
    drawn = options.preferences.accepted_parts.get(claim.id)
    if drawn is None:
        return
    package = next((p for p in case.packages if p.id == claim.package), None)
    parts = [(claim.element, o) for o in claim.options] or list(package.choices.items() if package else ())
    force = options.preferences.in_force[claim.id]
    for (element, option), accepted in zip(parts, drawn.T, strict=True):
        yes, no = force & accepted, force & ~accepted
        yield _Question(QuestionKind.AMONG_PARTS, claim.party, element, option, claim.id, yes, no)


def _asked(question: _Question, values: AnswerValues, n: int, names: list[str], package: str, several: int) -> Asked:
    yes, no = int(question.yes.sum()), int(question.no.sum())
    return Asked(
        kind=question.kind,
        party=question.party,
        element=question.element,
        option=question.option,
        claim=question.claim,
        p_yes=yes / (yes + no),
        worlds_compared=yes + no,
        fewest=min(yes, no),
        value=float(values.value[n]),
        standard_error=float(values.standard_error[n]),
        value_in_sample=float(values.in_sample[n]),
        changes_choice=bool(values.changes_choice[n]),
        best_now=names[values.best_now],
        best_if_yes=names[values.best_if_yes[n]],
        best_if_no=names[values.best_if_no[n]],
        odds_now=values.odds_now,
        odds_if_yes=float(values.odds_if_yes[n]),
        odds_if_no=float(values.odds_if_no[n]),
        package=package,
        joint_if_yes=float(values.joint_if_yes[n]),
        joint_if_no=float(values.joint_if_no[n]),
        several_means_at_least=several if question.kind is QuestionKind.AMONG_PARTS else None,
        questions_compared=len(values.value),
    )


def _would_take(preferences: Preferences, i: int, e: int, option: int, status_quo: int) -> NDArray[np.bool_]:
    """Worlds in which a party values an option at least as much as the status quo and draws no red line there."""
    better = preferences.values[:, i, e, option] >= preferences.values[:, i, e, status_quo]
    taken: NDArray[np.bool_] = better & ~preferences.red_lines[:, i, e, option]
    return taken
