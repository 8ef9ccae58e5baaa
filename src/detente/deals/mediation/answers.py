"""What answers are worth: choosing a package after an answer rather than before, without the optimism of choosing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

STANDARD_ERRORS = 2.0
"""A value within so many standard errors of zero is not listed, whatever the number of questions."""


@dataclass(frozen=True, slots=True, eq=False)
class AnswerValues:
    """Values of questions, all (question,), in shares of worlds; `best_...` are rows of the candidate packages.

    `value` with its `standard_error` is free of the optimism of choosing, `in_sample` is not and is never negative.
    `joint_if_yes` and `joint_if_no` speak of the headline package. `changes_choice`: the value is beyond chance;
    `moves_headline`: the difference that the answer makes to the headline package is.
    """

    value: Floats
    standard_error: Floats
    in_sample: Floats
    best_now: int
    best_if_yes: Indices
    best_if_no: Indices
    odds_now: float
    odds_if_yes: Floats
    odds_if_no: Floats
    joint_if_yes: Floats
    joint_if_no: Floats
    changes_choice: NDArray[np.bool_]
    moves_headline: NDArray[np.bool_]

    @property
    def listed(self) -> NDArray[np.bool_]:
        """Questions whose answer changes the choice of package or moves the headline package, beyond chance."""
        either: NDArray[np.bool_] = self.changes_choice | self.moves_headline
        return either

    def rank_key(self, question: int) -> tuple[float, float]:
        """Sort by value where it is beyond chance, then by what the answer does to the headline package."""
        value = float(self.value[question]) if self.changes_choice[question] else 0.0
        return -value, -abs(float(self.joint_if_yes[question] - self.joint_if_no[question]))


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Worlds in which each candidate is signed: in all (candidate,), and with each answer (question, candidate)."""

    all: Floats
    yes: Floats
    no: Floats

    def best(self) -> tuple[int, Indices, Indices]:
        """The candidate to choose without an answer, with yes and with no; a tie leaves the choice as it was."""
        now = int(self.all.argmax())
        return now, _best_row(self.yes, now), _best_row(self.no, now)

    def gain(self, now: int, if_yes: Indices, if_no: Indices) -> Floats:
        """Worlds won by choosing after the answer, less those lost, (question,)."""
        return _picked(self.yes, if_yes) - self.yes[:, now] + _picked(self.no, if_no) - self.no[:, now]


def value_answers(
    yes: NDArray[np.bool_], no: NDArray[np.bool_], joint: NDArray[np.bool_], headline: int
) -> AnswerValues:
    """Value each question: the odds of the package chosen after the answer, minus those of the one chosen before.

    ``sum_a P(a) max_q share(q | a) - max_q share(q)`` [Raiffa1961]_. Choosing and judging on the same worlds overstates
    it, so packages are chosen on the even worlds and judged on the odd ones, then the other way round, and the two
    averaged. A value counts as beyond chance above ``max(2, sqrt(2 ln n))`` standard errors with n questions: the
    second is about what the largest of n pure chance differences reaches [Donoho1994]_.

    Parameters
    ----------
    yes, no : array, shape (question, world)
        Worlds of each answer; in worlds with neither, the choice stays what it was.
    joint : array, shape (candidate, world)
        Worlds in which all signatories accept each candidate package.
    headline : int
        Row of the candidate that is spoken of.

    Examples
    --------
    A question that tells which of two packages will be signed is worth one half.

    >>> answer = np.arange(200) % 4 < 2
    >>> found = value_answers(answer[None], ~answer[None], np.array([answer, ~answer]), headline=0)
    >>> float(found.value[0]), bool(found.changes_choice[0]), float(found.joint_if_no[0])
    (0.5, True, 0.0)
    """
    asked, worlds = (yes.astype(np.float32), no.astype(np.float32)), joint.shape[1]
    even, odd = slice(0, None, 2), slice(1, None, 2)
    whole = _count(*asked, joint)
    now, if_yes, if_no = whole.best()
    gain, moved, signed_yes, signed_no, signed_now = _apart(*asked, joint, even, odd) + _apart(*asked, joint, odd, even)
    answers = np.maximum(yes.sum(axis=1), 1), np.maximum(no.sum(axis=1), 1)
    value = gain / worlds
    error = np.sqrt(np.maximum(moved / worlds - value**2, 0.0) / worlds)
    shares = whole.yes[:, headline] / answers[0], whole.no[:, headline] / answers[1]
    beyond = max(STANDARD_ERRORS, float(np.sqrt(2 * np.log(max(len(yes), 1)))))
    return AnswerValues(
        value=value,
        standard_error=error,
        in_sample=whole.gain(now, if_yes, if_no) / worlds,
        best_now=now,
        best_if_yes=if_yes,
        best_if_no=if_no,
        odds_now=float(signed_now.max(initial=0.0)) / worlds,
        odds_if_yes=signed_yes / answers[0],
        odds_if_no=signed_no / answers[1],
        joint_if_yes=shares[0],
        joint_if_no=shares[1],
        changes_choice=value > beyond * error,
        moves_headline=_differ(shares, answers, beyond),
    )


def _apart(
    yes: NDArray[np.float32], no: NDArray[np.float32], joint: NDArray[np.bool_], chosen_on: slice, judged_on: slice
) -> Floats:
    """Choose candidates on some worlds and judge them on others, in numbers of worlds, (5, question).

    Rows: won less lost by the answer; won plus lost; signed after yes; signed after no; signed without an answer.
    """
    now, if_yes, if_no = _count(yes[:, chosen_on], no[:, chosen_on], joint[:, chosen_on]).best()
    there = yes[:, judged_on], no[:, judged_on]
    counts = _count(*there, joint[:, judged_on])
    shared = _count(*there, joint[:, judged_on] & joint[now, judged_on])
    after_yes, after_no = _picked(counts.yes, if_yes), _picked(counts.no, if_no)
    both = _picked(shared.yes, if_yes) + _picked(shared.no, if_no)
    moved = after_yes + counts.yes[:, now] + after_no + counts.no[:, now] - 2 * both
    without = np.full(len(yes), counts.all[now])
    return np.stack([counts.gain(now, if_yes, if_no), moved, after_yes, after_no, without])


def _count(yes: NDArray[np.float32], no: NDArray[np.float32], joint: NDArray[np.bool_]) -> _Counts:
    signed = joint.astype(np.float32)
    return _Counts(joint.sum(axis=1).astype(float), (yes @ signed.T).astype(float), (no @ signed.T).astype(float))


def _best_row(counts: Floats, now: int) -> Indices:
    favoured = counts.copy()
    favoured[:, now] += 0.5
    rows: Indices = favoured.argmax(axis=1)
    return rows


def _picked(counts: Floats, candidate: Indices) -> Floats:
    return counts[np.arange(len(counts)), candidate]


def _differ(shares: tuple[Floats, Floats], answers: tuple[Floats, Floats], beyond: float) -> NDArray[np.bool_]:
    """Whether two shares differ by more than some standard errors, as they would be if the answer made no difference.

    The error of a share of 0 or 1 is not zero: both are taken from the share in all compared worlds.
    """
    together = (shares[0] * answers[0] + shares[1] * answers[1]) / (answers[0] + answers[1])
    error = np.sqrt(together * (1 - together) * (1 / answers[0] + 1 / answers[1]))
    apart: NDArray[np.bool_] = np.abs(shares[0] - shares[1]) > beyond * error + 1e-12
    return apart
