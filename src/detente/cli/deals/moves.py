"""Whose move it is and what to ask, for the terminal."""

from __future__ import annotations

from detente.case import Case
from detente.cli.deals.acceptance import change_in_words
from detente.deals import Asked, Deals, QuestionKind, Rounds
from detente.plots import NBSP, Names, day, of_100

MOST_QUESTIONS = 5
MOST_MOVES = 5


def rounds_in_words(deals: Deals, names: Names) -> str:
    """Who should give next by Zeuthen's criterion, the step that turns the order, and moves made in words."""
    if deals.advice is None:
        return ""
    rounds = deals.advice.rounds
    lines = ["Rounds, worlds of 100", *(_standing(rounds, names) if rounds.known else [f"  {rounds.why}"])]
    for move in rounds.spoken[-MOST_MOVES:]:
        on = day(move.on).replace(NBSP, " ")
        to = " or ".join(f"“{names.option(move.element, option)}”" for option in move.after)
        lines.append(f"  {names.party(move.party).name} moved in words on {names.element(move.element)}, {on}: to {to}")
    return "\n".join(lines)


def _standing(rounds: Rounds, names: Names) -> list[str]:
    lines = [
        f"  {names.party(s.party).name}, “{names.package(s.package)}”: should give next in {of_100(s.to_move)}, "
        f"would take another's package in {of_100(s.would_take_other)}"
        for s in rounds.standings
    ]
    lines.append(f"  no move is needed in {of_100(rounds.agreed)}, it is open whose move in {of_100(rounds.tied)}")
    step = rounds.next_step
    if step is not None:
        changes = "; ".join(change_in_words(change, names) for change in step.changes)
        lines.append(
            f"  smallest step of {names.party(step.party).name} that turns this, in {of_100(step.turned)}: {changes}"
        )
        before, after = of_100(step.joint_before), of_100(step.joint_after)
        lines.append(f"  all who made proposals would then accept its package in {after}, now {before}")
    return lines


def questions_in_words(case: Case, deals: Deals, names: Names) -> str:
    """The questions whose answer would tell most, and what all would sign after yes and after no."""
    asked = deals.questions[:MOST_QUESTIONS]
    if not asked:
        return ""
    lines = [
        f"Questions whose answer would tell most, of 100 worlds drawn, on “{names.package(asked[0].package)}”",
        *(
            f"  {_question(q, case, names)} All sign in {of_100(q.joint_if_yes)} if yes, {of_100(q.joint_if_no)} if no."
            for q in asked
        ),
    ]
    return "\n".join(lines)


def _question(asked: Asked, case: Case, names: Names) -> str:
    """A question as it could be put to the party."""
    who, about = names.party(asked.party).name, _about(asked, case, names)
    if asked.kind is QuestionKind.STANDS_BY:
        return f"Does {who} stand by what it said on {about} ({asked.claim})?"
    option = f"“{names.option(asked.element, asked.option)}” on {about}"
    if asked.kind is QuestionKind.AMONG_PARTS:
        return f"Is {option} among the parts that {who} accepts ({asked.claim})?"
    return f"Would {who} take {option}?"


def _about(asked: Asked, case: Case, names: Names) -> str:
    """What a question is about: its element, or what the claim behind it judges as a whole."""
    if asked.element:
        return names.element(asked.element)
    claim = next((c for c in case.claims if c.id == asked.claim), None)
    return f"“{names.package(claim.package)}”" if claim and claim.package else "the initiative as a whole"
