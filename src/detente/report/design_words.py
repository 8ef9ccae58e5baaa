"""A design in words: what to change, what it costs, who pays, what each margin costs."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case import Case
from detente.durability.design import Delay, Design, Payment, Posting, Reading, Shortfall, WorstMargin
from detente.plots import NBSP, Names, count_words, of_100, two_digits
from detente.report.lookups import joined, way_in_words


def adds_a_world(design: Design) -> bool:
    """Whether what was checked of a repair holds in at least one world of 100 more than the agreement as written."""
    found = design.verification
    return found is not None and round(100 * found.share) > round(100 * found.share_before)


def design_verdict(design: Design, case: Case, names: Names) -> tuple[str, ...]:
    """Whether it holds as written, and with the change: one to three sentences."""
    title = names.package(design.package)
    if design.status == "unknown":
        return (f"{title}: no design. No margin of an obliged party is known. {design.reason}",)
    asked = f"every margin at {two_digits(design.floor_usd_bn)} bn USD or above in {of_100(design.share)} of 100 worlds"
    found = design.verification
    if design.status == "infeasible" or found is None:
        return (f"{title}: nothing on offer brings {asked}.", *_unknown(design, case))
    as_written = f"{title}: holds in {of_100(found.share_before)} of 100 worlds as written. Asked for: {asked}."
    if design.status == "holds":
        return (as_written, "Nothing needs to change.", *losers_in_words(design, names), *_unknown(design, case))
    reached = (
        f"With the changes below it holds in {of_100(found.share)} of 100, at a cost of {_bn(design.costs.total)}."
    )
    if found.share < design.share:
        reached += " That is less than asked for: no sample of worlds tried reached more."
    return (as_written, reached, *losers_in_words(design, names), *_unknown(design, case))


def margin_in_words(margin: WorstMargin) -> str:
    """A lowest margin and the worlds of 100 in which it holds; less than 10,000 USD is shown as nothing.

    Designs leave a thousand dollars above the floor against rounding, which would read as a precise result.
    """
    return f"{two_digits(round(margin.median_usd_bn, 5))} ({of_100(margin.holds_share)})"


def losers_in_words(design: Design, names: Names) -> Iterator[str]:
    """Say who keeps the agreement only because leaving it would be dearer: escrow binds, it does not persuade."""
    for loser in design.losers:
        yield (
            f"{names.party(loser.party).name} would keep it and still be worse off than with no deal: by "
            f"{_bn(-loser.median_usd_bn)} of present value in the median, and in {of_100(loser.losing_share)} of 100 "
            "worlds. So it may not sign."
        )


def design_changes(design: Design, case: Case, names: Names) -> tuple[str, ...]:
    """What to change, one line for each instrument and party."""
    lines = []
    if design.regime.id != "as-written":
        lines.append(f"Verification: {design.regime.title}, {_bn(design.regime.cost_usd_bn_per_year)} a year.")
    if design.snapback.id != "at-once":
        lines.append(f"Snapback: {design.snapback.title}.")
    lines += [_escrow(party, design, names) for party in dict.fromkeys(e.party for e in design.escrows)]
    lines += list(_payments(design, case, names))
    lines += [_delay(delay, case, names) for delay in design.delays]
    return tuple(lines)


def change_in_short(design: Design, names: Names) -> str:
    """The change in one line: verification, who posts how much, who pays whom, how many steps come later."""
    parts = []
    if design.regime.id != "as-written":
        parts.append(design.regime.title)
    if design.snapback.id != "at-once":
        parts.append(design.snapback.title)
    posting = dict.fromkeys(e.party for e in design.escrows)
    escrows = [(sum(e.amount_usd_bn for e in design.escrows if e.party == p), names.party(p).name) for p in posting]
    if len(escrows) == 1:
        parts.append(f"escrow of {two_digits(escrows[0][0])}{NBSP}bn{NBSP}USD by {escrows[0][1]}")
    elif escrows:
        told = ", ".join(f"{name} {two_digits(amount)}" for amount, name in sorted(escrows, reverse=True))
        parts.append(f"escrow (bn{NBSP}USD: {told})")
    parts += _payments_in_short(design, names)
    if design.delays:
        parts.append(f"{count_words(len(design.delays), 'step')} later")
    return joined(parts, 9)


def _payments_in_short(design: Design, names: Names) -> Iterator[str]:
    paying = dict.fromkeys(names.party(p.party).name for p in design.payments if p.amount_usd_bn_per_year < 0)
    taking = dict.fromkeys(names.party(p.party).name for p in design.payments if p.amount_usd_bn_per_year > 0)
    if paying.keys() & taking.keys():
        yield f"payments, by phase in both directions, between {joined(list(paying | taking), 9)}"
    elif taking:
        givers = [*paying, *(["outside money"] if design.subsidies else [])]
        yield f"payments by {joined(givers, 9)} to {joined(list(taking), 9)}"


def _escrow(party: str, design: Design, names: Names) -> str:
    own = [e for e in design.escrows if e.party == party]
    total = sum(e.amount_usd_bn for e in own)
    steps = _steps(own, names)
    return f"Escrow: {names.party(party).name} posts {_bn(total)}, lost if it is caught breaking: {steps}."


def _steps(own: list[Posting], names: Names) -> str:
    return joined([f"{two_digits(e.amount_usd_bn)} in the phase {names.phase(e.phase)}" for e in own], len(own))


def _payments(design: Design, case: Case, names: Names) -> Iterator[str]:
    """One line a phase: totals where the phase ends, yearly amounts in the last."""
    for number, phase in enumerate(case.phases):
        here = [p for p in design.payments if p.phase == phase.id]
        if not here:
            continue
        years = _years(case, number)
        given = sum(s.amount_usd_bn_per_year for s in design.subsidies if s.phase == phase.id)
        paying = [_side(p, -years, names) for p in here if p.amount_usd_bn_per_year < 0]
        if given:
            paying.append(f"outside money {two_digits(given * years)}")
        taking = [_side(p, years, names) for p in here if p.amount_usd_bn_per_year > 0]
        unit = "bn USD in all" if number + 1 < len(case.phases) else "bn USD a year"
        yield f"Payments in the phase {phase.title}, {unit}: {', '.join(paying)} paid to {', '.join(taking)}."


def _side(payment: Payment, years: float, names: Names) -> str:
    return f"{names.party(payment.party).name} {two_digits(payment.amount_usd_bn_per_year * years)}"


def _years(case: Case, number: int) -> float:
    """Length of a phase; 1 for the last, which has no end."""
    if number + 1 == len(case.phases):
        return 1.0
    return case.phases[number + 1].starts_years - case.phases[number].starts_years


def _delay(delay: Delay, case: Case, names: Names) -> str:
    title = next(o.title for o in case.obligations if o.id == delay.obligation)
    parts = joined([f"{_parts(d.share)} in the phase {names.phase(d.phase)}" for d in delay.deliveries], 99)
    return f"Later: {title} ({names.party(delay.owner).name}): {parts}."


def _parts(share: float) -> str:
    return "all of it" if share > 1 - 1e-6 else f"{100 * share:.0f} of 100 parts" if share >= 0.005 else "a last part"


def cost_rows(design: Design) -> tuple[tuple[str, str], ...]:
    """Cost by kind, only what costs something."""
    costs = design.costs
    kinds = (
        ("money from outside", costs.subsidy),
        ("moving payments between parties", costs.transfer),
        ("holding escrow", costs.escrow),
        ("verification and snapback", costs.verification),
        ("delay", costs.delay),
    )
    return (*((name, two_digits(cost)) for name, cost in kinds if cost > 1e-9), ("in all", two_digits(costs.total)))


def reading_in_words(reading: Reading, names: Names) -> str:
    """One binding margin in words: its price, the saving without it, and one more month until snapback."""
    who = f"{names.party(reading.party).name}, {names.phase(reading.phase)}, {way_in_words(reading.way)}"
    parts = [
        f"one more bn USD of margin costs {_bn(reading.price)}",
        f"without this margin the design would cost {_bn(reading.saving_without)} less",
        _month_in_words(reading),
    ]
    return f"{who}: {'; '.join(parts)}."


def _month_in_words(reading: Reading) -> str:
    waiting = "one more month until snapback" if reading.way in ("exit", "seize") else "one more month of lag"
    if reading.month_cost is None or reading.month_escrow_usd_bn is None:
        return f"with {waiting} nothing feasible is left"
    change = reading.month_cost
    verb = "costs" if change >= 0 else "saves"
    words = f"{waiting} {verb} {_bn(abs(change))}"
    escrow = reading.month_escrow_usd_bn
    if abs(escrow) > 1e-6:
        words += f" and takes {_bn(abs(escrow))} {'more' if escrow > 0 else 'less'} of escrow"
    return words


def shortfall_in_words(shortfall: Shortfall, names: Names) -> str:
    """What is missing from whom."""
    who = names.party(shortfall.party).name
    where = f"in the phase {names.phase(shortfall.phase)}, by {way_in_words(shortfall.way)}"
    return f"{who} would still gain {_bn(shortfall.missing_usd_bn)} too much {where}."


def prices_in_words(design: Design) -> str:
    """The prices behind the costs, which are assumptions of whoever asks."""
    prices = design.prices
    return (
        f"Prices assumed: outside money {prices.subsidy:g} and payments between parties {prices.transfer:g} per USD of "
        f"present value; escrow {prices.escrow_per_year:g} per USD and year; an element late by a year "
        f"{two_digits(prices.delay_usd_bn_per_year)} bn USD and {prices.delay_of_gain:g} of what the parties together "
        f"forgo; a cost a year later counts {prices.discount:g}."
    )


def checked_in_words(design: Design) -> str:
    """How the result was checked."""
    found = design.verification
    if found is None:
        return ""
    words = f"Checked on {count_words(found.worlds, 'world')}, {design.sample} of them at a time in the program"
    if found.compared:
        words += f"; {found.compared:,} margins against explicit payoff streams, "
        words += f"largest difference {found.largest_gap:.1g} bn USD"
    return words + "."


def _unknown(design: Design, case: Case) -> tuple[str, ...]:
    if not design.unknown_parties:
        return ()
    listed = joined([case.party(p).name for p in design.unknown_parties], 99)
    return (f"Unknown for {listed}, whose margins are left out: {design.reason}",)


def _bn(amount: float) -> str:
    return f"{two_digits(amount)} bn USD"
