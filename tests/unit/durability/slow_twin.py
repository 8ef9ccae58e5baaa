"""The margins again, one world, party, phase and way at a time: the obvious way, with loops and plain floats."""

from __future__ import annotations

import math
from dataclasses import dataclass

from unit.durability.agreement import Setting

NEGLIGIBLE = 1e-15


@dataclass
class Stream:
    """One party in one world: everything as a plain float."""

    rho: float
    starts: list[float]
    gains: dict[str, float]
    owners: dict[str, str]
    phases: dict[str, int]
    reversible: dict[str, float]
    alarm_share: float


def slow_margins(setting: Setting, world: int) -> dict[tuple[str, str, str], float]:
    """Margin of every (party, phase, way) in one world, for the package that settles everything in full."""
    found = {}
    for party in sorted({o.owner for o in setting.case.obligations}):
        for t, phase in enumerate(setting.case.phases):
            for way in ("withhold", "exit", "reverse", "seize", "hybrid"):
                margin = slow_margin(setting, world, party, t, way)
                if margin is not None:
                    found[party, phase.id, way] = margin
    return found


def slow_margin(setting: Setting, world: int, party: str, t: int, way: str) -> float | None:
    case, stream = setting.case, read_stream(setting, world, party)
    due = [o for o in case.obligations if o.owner == party and stream.phases[o.id] == t]
    earlier = [
        o for o in case.obligations if o.owner == party and stream.phases[o.id] < t and stream.reversible[o.id] > 0
    ]
    hybrid = case.party(party).hybrid
    exposed = built_up(setting, world, case.exposures, party, t)
    opened = {"withhold": due, "exit": True, "reverse": earlier, "seize": exposed is not None, "hybrid": hybrid}
    if not opened[way]:
        return None
    done = {name: 1.0 if at <= t else 0.0 for name, at in stream.phases.items()}
    saved = 0.0
    if way != "hybrid":
        for o in due:
            done[o.id] = 0.0
            saved += draw(setting, world, o.cost_once_usd_bn)
    undone = dict(done)
    if way == "reverse":
        for o in earlier:
            undone[o.id] = 1.0 - stream.reversible[o.id]
    snapped = sum(done[n] * (1 - stream.reversible[n]) * stream.gains[n] for n in done)
    flow = sum(undone[n] * stream.gains[n] for n in done) + transfer(setting, world, party, t)
    flow = (1 - stream.alarm_share) * flow + stream.alarm_share * snapped
    escrow = built_up(setting, world, case.escrows, party, t) or 0.0
    if way == "hybrid":
        flow += draw(setting, world, hybrid.gain_usd_bn_per_year)
        looks = [(draw(setting, world, hybrid.p_detect), draw(setting, world, hybrid.lag_days) / 365.25)]
    elif way in ("exit", "seize"):
        looks = [(1.0, 0.0)]
    else:
        broken = due + (earlier if way == "reverse" else [])
        looks = [(draw(setting, world, o.p_detect), draw(setting, world, o.lag_days) / 365.25) for o in broken]
    q, lag = max(looks, key=lambda look: moment_of_being_caught(*look, stream.rho))
    broken_value = saved + (exposed if way == "seize" else 0.0)
    broken_value += play_out(flow, snapped + afterwards(setting, world, party, t), escrow, q, lag, stream.rho)
    return keep(setting, world, party, t, stream) - broken_value


def read_stream(setting: Setting, world: int, party: str) -> Stream:
    case = setting.case
    who = case.party(party)
    order = [p.id for p in case.phases]
    return Stream(
        rho=-math.log(draw(setting, world, who.patience)) + draw(setting, world, who.turnover_per_year),
        starts=[p.starts_years for p in case.phases],
        gains={o.id: o.share * element_gain(setting, world, party, o.element) for o in case.obligations},
        owners={o.id: o.owner for o in case.obligations},
        phases={o.id: order.index(o.phase) for o in case.obligations},
        reversible={o.id: draw(setting, world, o.reversible) for o in case.obligations},
        alarm_share=min(
            1.0,
            draw(setting, world, case.false_alarms_per_year) * draw(setting, world, case.false_alarm_days) / 365.25,
        ),
    )


def element_gain(setting: Setting, world: int, party: str, name: str) -> float:
    preferences, axes = setting.preferences, setting.preferences.axes
    i, e = axes.party(party), axes.element(name)
    o = axes.option(name, f"{name}.full")
    politics = preferences.values[world, i, e, o] - preferences.no_deal_values[world, i, e]
    gain = preferences.stake[world, i] * preferences.weights[world, i, e] * politics
    gain += setting.payoffs.money[world, i, e, o] - preferences.no_deal_money[world, i, e]
    carried = {ob.element for ob in setting.case.obligations}
    ending = [el.id for el in setting.case.elements if el.ends_conflict and el.id in carried]
    return float(gain + (preferences.conflict_cost[world, i] if ending[:1] == [name] else 0.0))


def keep(setting: Setting, world: int, party: str, t: int, stream: Stream) -> float:
    """Walk through the later phases, one stretch of time after another."""
    total = 0.0
    for u in range(t, len(stream.starts)):
        begin = stream.starts[u] - stream.starts[t]
        end = stream.starts[u + 1] - stream.starts[t] if u + 1 < len(stream.starts) else math.inf
        done = [n for n, at in stream.phases.items() if at <= u]
        flow = sum(stream.gains[n] for n in done) + transfer(setting, world, party, u)
        under_alarm = sum((1 - stream.reversible[n]) * stream.gains[n] for n in done)
        flow = (1 - stream.alarm_share) * flow + stream.alarm_share * under_alarm
        total += stretch(flow, begin, end, stream.rho)
        if u > t:
            for o in setting.case.obligations:
                if o.owner == party and stream.phases[o.id] == u:
                    total -= draw(setting, world, o.cost_once_usd_bn) * math.exp(-stream.rho * begin)
    return total


def play_out(flow: float, snapped: float, escrow: float, q: float, lag: float, rho: float) -> float:
    """Sum over the looks at which the breach may be caught, until what is left does not matter."""
    if lag == 0:
        return stretch(snapped, 0, math.inf, rho) - escrow
    value, unseen, look = 0.0, 1.0, 0
    while unseen * math.exp(-rho * lag * look) > NEGLIGIBLE:
        begin, end = look * lag, (look + 1) * lag
        value += unseen * stretch(flow, begin, end, rho)
        caught = unseen * q
        value += caught * (stretch(snapped, end, math.inf, rho) - escrow * math.exp(-rho * end))
        unseen -= caught
        look += 1
    return value


def moment_of_being_caught(q: float, lag: float, rho: float) -> float:
    value, unseen, look = 0.0, 1.0, 1
    if lag == 0:
        return 1.0
    while unseen * math.exp(-rho * lag * look) > NEGLIGIBLE:
        value += unseen * q * math.exp(-rho * lag * look)
        unseen *= 1 - q
        look += 1
    return value


def stretch(flow: float, begin: float, end: float, rho: float) -> float:
    """Present value of a constant flow between two moments."""
    return flow * (math.exp(-rho * begin) - (0.0 if math.isinf(end) else math.exp(-rho * end))) / rho


def transfer(setting: Setting, world: int, party: str, t: int) -> float:
    order = [p.id for p in setting.case.phases]
    total = 0.0
    for row in setting.case.transfers:
        if order.index(row.from_phase) <= t:
            amount = draw(setting, world, row.amount_usd_bn_per_year)
            total += amount * ((row.payee == party) - (row.payer == party))
    return total


def afterwards(setting: Setting, world: int, party: str, t: int) -> float:
    """What else a party that broke can do, less what guarantors do to it."""
    order = [p.id for p in setting.case.phases]
    taken = set(setting.case.packages[0].choices.values())
    total = draw(setting, world, setting.case.party(party).outside_usd_bn_per_year)
    for row in setting.case.guarantees:
        stands = not row.options or any(option in taken for option in row.options)
        if row.against == party and stands and order.index(row.from_phase) <= t:
            total -= draw(setting, world, row.p_honoured) * draw(setting, world, row.loss_usd_bn_per_year)
    return total


def built_up(setting: Setting, world: int, rows, party: str, t: int) -> float | None:
    order = [p.id for p in setting.case.phases]
    amounts = [
        draw(setting, world, row.amount_usd_bn)
        for row in rows
        if row.party == party and order.index(row.from_phase) <= t
    ]
    return sum(amounts) if amounts else None


def draw(setting: Setting, world: int, estimate) -> float:
    return 0.0 if estimate is None else float(setting.worlds.estimate(estimate)[world])
