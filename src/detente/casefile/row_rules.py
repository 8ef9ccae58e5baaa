"""What must hold within the CSV files, beyond the fields one by one."""

from __future__ import annotations

import math

from detente.casefile.draft import Draft
from detente.casefile.energy_rules import check_energy
from detente.casefile.measure_rules import check_measures
from detente.casefile.problems import listed, quoted
from detente.casefile.records import Record, check_origin, estimate_of
from detente.casefile.references import Known
from detente.casefile.rules import SUM_TOLERANCE
from detente.casefile.shock_rules import check_shocks


def check_row_rules(draft: Draft, known: Known) -> None:
    """Hold the rows of the CSV files against one another and against case.yaml."""
    for claim in draft.of("claims"):
        _check_target(claim, known)
    for obligation in draft.of("obligations"):
        check_origin(obligation)
    if draft.rows.get("obligations") is not None:
        _check_shares(draft, known)
        _check_order(draft)
    for venture in draft.of("ventures"):
        if venture.get("value") is not None and venture.get("unit") == "":
            venture.note("unit", "the value has no unit.", "Fill in unit, such as USD bn: a number never stands alone.")
    _check_payoffs(draft)
    check_shocks(draft)
    check_energy(draft)
    check_measures(draft)


def _check_target(claim: Record, known: Known) -> None:
    if claim.get("package") and (claim.get("option") or claim.get("element") not in {None, "", "*"}):
        named = "options" if claim.get("option") else "an element"
        claim.note("package", f"the claim names {named} and a package.", "Keep one of the two, or write two claims.")
    condition, element = claim.get("condition_option"), claim.get("element") or ""
    if condition and [e for e, options in known.options_of.items() if condition in options] == [element]:
        what = f"the condition {condition} is an option of {element} itself."
        claim.note("condition_option", what, "Name an option of another element, or leave it empty.")
    if condition and claim.get("stance") not in {None, "conditional"}:
        what = f"a condition_option stands with stance {claim.get('stance')}, and only conditional heeds it."
        claim.note("condition_option", what, "Write stance conditional, or say the condition in words alone.")
    if claim.get("red_line") and claim.get("stance") not in {None, "rejects", "conditional"}:
        what = f"a red line stands with stance {claim.get('stance')}, and only a rejection draws one."
        claim.note("red_line", what, "Add a claim that rejects the options behind the line, or write no.")


def _check_shares(draft: Draft, known: Known) -> None:
    elements = {element.get("id"): element for element in draft.listed("elements")}
    owed: dict[str, list[Record]] = {}
    for obligation in draft.of("obligations"):
        owed.setdefault(obligation.get("element") or "", []).append(obligation)
    for id_, obligations in owed.items():
        options = known.options_of.get(id_, ())
        quiet = elements[id_].get("status_quo") if id_ in elements else None
        # Without a status quo it is open which options the obligations carry out.
        if quiet in options and all({"share", "options"} <= obligation.values.keys() for obligation in obligations):
            _check_shares_of(id_, [option for option in options if option != quiet], obligations)


def _check_shares_of(element: str, options: list[str], obligations: list[Record]) -> None:
    wrong: dict[str, list[str]] = {}
    for option in options:
        shares = [o.get("share") for o in obligations if option in (o.get("options") or options)]
        total = math.fsum(shares)
        if shares and abs(total - 1) > SUM_TOLERANCE:
            wrong.setdefault(f"{total:.6g}", []).append(option)
    for total_text, named in wrong.items():
        what = f"the shares of the obligations that carry out {listed(named)} of {element} sum to {total_text}, not 1."
        obligations[0].note(
            "share", what, f"Change the shares on the rows of {element}, or add the one that is missing."
        )


def _check_order(draft: Draft) -> None:
    after = {row.get("id"): list(row.get("after") or ()) for row in draft.of("obligations") if row.get("id")}
    rows = {row.get("id"): row for row in draft.of("obligations")}
    settled: set[str] = set()
    for start in after:
        circle = _circle_from(start, after, settled)
        if circle:
            what = f"the order runs in a circle: {' after '.join([*circle, circle[0]])}."
            rows[circle[0]].note("after", what, "Take one of these out of after.")


def _circle_from(start: str, after: dict[str, list[str]], settled: set[str]) -> list[str]:
    """Find a circle on the way back from an obligation, without recursion; empty when there is none."""
    path, remaining = [start], [list(after[start])]
    while path:
        if path[-1] in settled or not remaining[-1]:
            settled.add(path.pop())
            remaining.pop()
            continue
        before = remaining[-1].pop(0)
        if before in path:
            circle = path[path.index(before) :]
            settled.update(path)
            return circle
        if before in after and before not in settled:
            path.append(before)
            remaining.append(list(after[before]))
    return []


def _check_payoffs(draft: Draft) -> None:
    elements = {element.get("id"): element for element in draft.listed("elements")}
    first: dict[tuple[str, str], int] = {}
    for payoff in draft.of("payoffs"):
        check_origin(payoff)
        estimate = estimate_of(payoff, "the payoff")
        pair = (payoff.get("party"), payoff.get("option"))
        if all(pair) and first.setdefault(pair, payoff.line) != payoff.line:
            what = f"party {pair[0]} and option {pair[1]} have a payoff on line {first[pair]} already."
            payoff.note("option", what, "Keep one of the two rows.")
        element = elements.get(payoff.get("element"))
        if element and estimate and any((estimate.mode, estimate.low, estimate.high)):
            _check_payoff_may_differ_from_zero(payoff, element)


def _check_payoff_may_differ_from_zero(payoff: Record, element: Record) -> None:
    name = element.get("id")
    if payoff.get("option") == element.get("status_quo"):
        what = f"option {quoted(payoff.get('option'))} is the status quo of {name}, against which payoffs are counted."
        payoff.note("option", what, "Delete the row: the status quo is worth 0.")
    elif element.get("economic") is False:
        what = f"element {name} is declared not to be economic, yet this row states money."
        payoff.note("option", what, "Delete the row, or set economic: yes on the element.")
