"""The value of asking: planted truths are found at their worth, and chance is not sold as knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.case import Claim, Package, Stance, signatures
from detente.deals.mediation import asking
from detente.deals.mediation.answers import value_answers
from detente.deals.mediation.asking import QuestionKind, ask, signed_by_all
from detente.deals.worth.evaluate import evaluate
from detente.deals.worth.gains import option_gains
from detente.economy import value_options
from detente.positions import tally_positions
from detente.preferences import draw_preferences
from detente.worlds import draw_worlds
from property.cases import generated_case


def gains_of(case, count=400, seed=1):
    worlds = draw_worlds(count, seed)
    payoffs = value_options(case, worlds)
    return option_gains(case, draw_preferences(case, tally_positions(case), payoffs, worlds), payoffs)


def slow_values(yes, no, joint):
    """One question, world by world: choose on the even worlds, judge on the odd ones, and the other way round."""
    worlds = joint.shape[1]

    def best(among, first):
        shares = [sum(row[w] for w in among) for row in joint]
        return first if first is not None and shares[first] == max(shares) else int(np.argmax(shares))

    differences = [0.0] * worlds
    for parity in (0, 1):
        learn = [w for w in range(worlds) if w % 2 == parity]
        now = best(learn, None)
        after = {True: best([w for w in learn if yes[w]], now), False: best([w for w in learn if no[w]], now)}
        for w in set(range(worlds)) - set(learn):
            chosen = after[True] if yes[w] else after[False] if no[w] else now
            differences[w] = float(joint[chosen][w]) - float(joint[now][w])
    return np.mean(differences), np.std(differences) / np.sqrt(worlds)


@pytest.mark.parametrize("seed", range(6))
def test_values_agree_with_the_definition_world_by_world(seed):
    draw = np.random.default_rng(seed)
    joint = draw.random((5, 120)) < draw.random((5, 1))
    yes = draw.random((8, 120)) < 0.4
    no = ~yes & (draw.random((8, 120)) < 0.8)
    found = value_answers(yes, no, joint, headline=2)
    for n in range(8):
        value, error = slow_values(yes[n], no[n], joint)
        assert found.value[n] == pytest.approx(value, abs=1e-12)
        assert found.standard_error[n] == pytest.approx(error, abs=1e-12)
        assert found.joint_if_yes[n] == pytest.approx(joint[2][yes[n]].mean())
        assert found.joint_if_no[n] == pytest.approx(joint[2][no[n]].mean())
        shares = joint[:, yes[n]].sum(axis=1).max() + joint[:, no[n]].sum(axis=1).max()
        silent = joint[found.best_now][~yes[n] & ~no[n]].sum()
        assert found.in_sample[n] == pytest.approx((shares + silent - joint.sum(axis=1).max()) / 120)


def planted(draw, worlds):
    """Package 0 is signed in 8 of 10 worlds after yes, 2 of 10 after no, package 1 in 6 of 10 throughout: worth 0.1."""
    answer = draw.random(worlds) < 0.5
    joint = np.array([draw.random(worlds) < np.where(answer, 0.8, 0.2), draw.random(worlds) < 0.6])
    return answer, joint


def test_the_value_of_a_planted_question_is_found_without_bias():
    draw, values = np.random.default_rng(0), []
    for _ in range(200):
        answer, joint = planted(draw, 1000)
        values.append(value_answers(answer[None], ~answer[None], joint, headline=0).value[0])
    assert np.mean(values) == pytest.approx(0.1, abs=4 * np.std(values) / np.sqrt(200))


def test_the_standard_error_is_the_spread_over_repeated_draws():
    draw, values, errors = np.random.default_rng(1), [], []
    for _ in range(300):
        answer, joint = planted(draw, 600)
        found = value_answers(answer[None], ~answer[None], joint, headline=0)
        values.append(found.value[0])
        errors.append(found.standard_error[0])
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.2)


def test_choosing_and_judging_on_the_same_worlds_is_optimistic_and_the_value_is_not():
    draw = np.random.default_rng(2)
    joint, yes = draw.random((30, 400)) < 0.5, draw.random((300, 400)) < 0.5
    found = value_answers(yes, ~yes, joint, headline=0)
    assert found.in_sample.min() >= 0
    assert found.in_sample.mean() > 0.01
    assert found.value.mean() < 0.005


def test_chance_is_hardly_ever_listed_among_many_questions():
    listed = 0
    for seed in range(20):
        draw = np.random.default_rng(seed)
        joint, yes = draw.random((10, 500)) < 0.5, draw.random((300, 500)) < 0.5
        listed += value_answers(yes, ~yes, joint, headline=0).listed.sum()
    # 6,000 pure chance questions: about one in a thousand passes the bar, where one in twenty would pass two errors.
    assert listed <= 20


def test_an_answer_that_is_always_followed_by_one_package_is_worth_nothing():
    draw = np.random.default_rng(3)
    yes = draw.random((4, 200)) < 0.5
    found = value_answers(yes, ~yes, np.array([np.ones(200, bool), draw.random(200) < 0.5]), headline=1)
    assert found.value.tolist() == [0.0] * 4
    assert not found.changes_choice.any()


@pytest.mark.parametrize("seed", range(5))
def test_many_packages_at_once_are_judged_as_one_by_one(seed):
    case = generated_case(seed)
    options = gains_of(case, 50)
    choices = np.random.default_rng(seed).integers(0, 4, size=(25, 6))
    signed = signed_by_all(options, choices, [0, 1, 2])
    for row, choice in zip(signed, choices, strict=True):
        _, accepts = evaluate(options, choice)
        assert (row == accepts[:, [0, 1, 2]].all(axis=1)).all()


def said(name, party, stance, reliability=1.0, **more):
    return Claim(name, party, stance, reliability, "source", date(2030, 1, 2), **more)


QUIET = replace(generated_case(5), claims=())
CHOSEN = next(o.id for o in QUIET.elements[1].options if o.id != QUIET.elements[1].status_quo)
PACKAGE = Package("deal", "Deal", {"E1": CHOSEN, "E2": QUIET.packages[0].choices["E2"]}, ("P2", "P3"))


def test_whether_a_red_line_stands_is_the_question_that_matters():
    no = said("no", "P3", Stance.REJECTS, 0.5, element="E1", options=(CHOSEN,), red_line=True)
    case = replace(QUIET, claims=(no,), packages=(PACKAGE,))
    options = gains_of(case)
    asked = ask(PACKAGE, case, options, {})
    stands = next(q for q in asked if q.kind is QuestionKind.STANDS_BY)
    assert (stands.party, stands.element, stands.option, stands.claim) == ("P3", "E1", CHOSEN, "no")
    force, axes = options.preferences.in_force["no"], options.preferences.axes
    choice = axes.choice(PACKAGE.choices)
    _, accepts = evaluate(options, np.where(choice < 0, axes.status_quo, choice))
    assert stands.joint_if_yes == 0.0
    assert stands.joint_if_no == pytest.approx(accepts[~force][:, 2:].all(axis=1).mean())
    assert stands.joint_if_no > 0.0
    assert stands.p_yes == force.mean()
    assert (stands.worlds_compared, stands.fewest) == (400, min(force.sum(), (~force).sum()))
    assert stands.several_means_at_least is None


def test_a_question_is_only_put_to_signatories_and_their_voices():
    no = said("no", "P0", Stance.REJECTS, 0.5, element="E1", options=(CHOSEN,), red_line=True)
    case = replace(QUIET, claims=(no,), packages=(PACKAGE,))
    assert {q.party for q in ask(PACKAGE, case, gains_of(case), {})} <= set(signatures(case, PACKAGE))


def test_which_part_of_a_set_valued_acceptance_is_meant_is_asked_where_the_claim_counts():
    alone = replace(PACKAGE, required=("P3",))
    several = said("several", "P3", Stance.ACCEPTS_IN_PART, 0.8, package="deal")
    case = replace(QUIET, claims=(several,), packages=(alone,), several_means_at_least=1)
    options = gains_of(case, 2000)
    parts = [q for q in ask(alone, case, options, {}) if q.kind is QuestionKind.AMONG_PARTS]
    assert parts
    for part in parts:
        column = list(PACKAGE.choices).index(part.element)
        force, accepted = options.preferences.in_force["several"], options.preferences.accepted_parts["several"]
        assert part.several_means_at_least == 1
        assert part.option == PACKAGE.choices[part.element]
        assert part.worlds_compared == force.sum()
        assert part.p_yes == pytest.approx(accepted[force, column].mean())


def test_too_few_worlds_are_not_compared():
    no = said("no", "P3", Stance.REJECTS, 0.5, element="E1", options=(CHOSEN,), red_line=True)
    case = replace(QUIET, claims=(no,), packages=(PACKAGE,))
    assert ask(PACKAGE, case, gains_of(case, 40), {}) == ()


def test_the_status_quo_is_no_deal_to_ask_about():
    now = Package("now", "Now", {e.id: e.status_quo for e in QUIET.elements}, ("P2", "P3"))
    case = replace(QUIET, packages=(now,))
    other = gains_of(case).preferences.axes.choice(PACKAGE.choices)
    assert ask(now, case, gains_of(case), {"other": other}) == ()


def test_the_larger_value_comes_first_and_every_question_listed_is_beyond_chance():
    case = generated_case(4)
    options = gains_of(case, 1000)
    draw = np.random.default_rng(4)
    candidates = {f"candidate {n}": draw.integers(0, 4, size=6) for n in range(8)}
    asked = ask(case.packages[0], case, options, candidates)
    values = [q.value if q.changes_choice else 0.0 for q in asked]
    assert values == sorted(values, reverse=True)
    for q in asked:
        assert q.value_in_sample >= 0
        assert q.value > 2 * q.standard_error or not q.changes_choice
        assert q.changes_choice or q.joint_if_yes != q.joint_if_no
        assert 0 < q.p_yes < 1
        assert q.fewest >= 30


def slow_odds(yes, no, joint):
    """Odds of signing the package chosen on the other half of the worlds: without an answer, after yes, after no."""
    worlds = joint.shape[1]
    signed = {"now": 0, "yes": 0, "no": 0}
    for w in range(worlds):
        learn = np.arange(worlds) % 2 != w % 2

        def counted(among, learn=learn):
            return joint[:, learn & among].sum(axis=1)

        now = int(counted(np.ones(worlds, dtype=bool)).argmax())
        signed["now"] += joint[now, w]
        for name, answer in (("yes", yes), ("no", no)):
            counts = counted(answer)
            chosen = now if counts[now] == counts.max() else int(counts.argmax())
            signed[name] += answer[w] and joint[chosen, w]
    return signed["now"] / worlds, signed["yes"] / yes.sum(), signed["no"] / no.sum()


@pytest.mark.parametrize("seed", range(6))
def test_the_odds_after_an_answer_are_shares_of_the_worlds_with_that_answer(seed):
    draw = np.random.default_rng(seed)
    joint = draw.random((4, 90)) < draw.random((4, 1))
    yes = draw.random((5, 90)) < 0.3
    no = ~yes & (draw.random((5, 90)) < 0.8)
    found = value_answers(yes, no, joint, headline=1)
    for n in range(5):
        now, after_yes, after_no = slow_odds(yes[n], no[n], joint)
        assert found.odds_now == pytest.approx(now)
        assert found.odds_if_yes[n] == pytest.approx(after_yes)
        assert found.odds_if_no[n] == pytest.approx(after_no)


@pytest.mark.parametrize(("questions", "bar"), [(1, 2.0), (7, 2.0), (300, np.sqrt(2 * np.log(300)))])
def test_what_counts_as_beyond_chance_rises_with_the_number_of_questions(questions, bar):
    draw = np.random.default_rng(7)
    joint = draw.random((2, 400)) < 0.5
    # From answers that tell nothing to answers that tell which package will be signed.
    told = draw.random((questions, 400)) < np.linspace(0, 0.5, questions)[:, None]
    yes = np.where(told, joint[0] & ~joint[1], draw.random((questions, 400)) < 0.5)
    found = value_answers(yes, ~yes, joint, headline=0)
    assert (found.changes_choice == (found.value > bar * found.standard_error)).all()
    if questions > 100:
        ratio = found.value / np.maximum(found.standard_error, 1e-12)
        assert ((ratio > 2) & (ratio < bar)).any()
        assert ((ratio > bar) & (ratio < bar + 0.5)).any()


@pytest.mark.parametrize(
    ("yes", "no", "enough"), [(30, 400, True), (400, 30, True), (29, 400, False), (400, 29, False)]
)
def test_each_answer_needs_thirty_worlds(yes, no, enough):
    world = np.arange(500)
    question = asking._Question(QuestionKind.WOULD_TAKE, "P0", "E1", "E1.0", "", world < yes, world >= 500 - no)
    assert asking._enough(question) == enough
