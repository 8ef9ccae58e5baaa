"""From records without problems to the frozen case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from detente.case import (
    Assumption,
    Case,
    Casualties,
    Claim,
    Council,
    Document,
    Element,
    Escrow,
    Estimate,
    Exposure,
    Guarantee,
    Hybrid,
    Leverage,
    Measure,
    Obligation,
    Option,
    Origin,
    Outcome,
    Package,
    Party,
    Payoff,
    Phase,
    Price,
    Reciprocity,
    Role,
    Rule,
    Stance,
    State,
    Told,
    Transfer,
    Venture,
    Verifier,
    Worth,
)
from detente.casefile.conflict import conflict_model
from detente.casefile.draft import Draft
from detente.casefile.energy_rules import energy_rows, energy_settings
from detente.casefile.records import Record, estimate_of
from detente.casefile.scalars import Period
from detente.casefile.shock_rules import settings_of, shock_of

QUANTITIES = {
    "reversible": "reversible",
    "p_detect": "p_detect",
    "lag_days": "lag_days",
    "cost_once_usd_bn": "cost_once",
    "duration_days": "duration_days",
}


PLAIN = (
    "title",
    "question",
    "as_of",
    "currency",
    "price_year",
    "margin_floor_usd_bn",
    "several_means_at_least",
    "several_weighted_by",
)


def build_case(draft: Draft, slug: str) -> Case:
    """Put the case together; the draft must have been found without problems."""
    if draft.case is None:
        raise ValueError("A case is built from a draft that holds case.yaml.")
    values = draft.case.values
    as_of = values["as_of"]
    return Case(
        slug=slug,
        **{name: values[name] for name in PLAIN},
        **_lists_of_case(draft),
        **_monitoring(values.get("monitoring")),
        **_trust(values.get("trust")),
        claims=tuple(_claim(row, as_of) for row in draft.of("claims")),
        obligations=tuple(_obligation(row) for row in draft.of("obligations")),
        ventures=tuple(_venture(row, as_of) for row in draft.of("ventures")),
        councils=tuple(Council(**row.values) for row in draft.of("councils")),
        measures=tuple(Measure(**row.values) for row in draft.of("measures")),
        prices=tuple(Price(**row.values) for row in draft.of("prices")),
        payoffs=tuple(_payoff(row) for row in draft.of("payoffs")),
        shocks=tuple(shock_of(row) for row in draft.of("shocks")),
        economy=settings_of(values.get("economy"), draft.own_baseline),
        energy_shocks=tuple(energy_rows(draft)),
        energy=energy_settings(values.get("energy"), draft.own_networks),
        told=tuple(Told(**record.values) for record in draft.of("told")),
        conflict=next((conflict_model(record) for record in draft.of("conflict")), None),
        documents=tuple(_document(path, record, as_of) for path, record in draft.documents),
    )


def _lists_of_case(draft: Draft) -> dict[str, Any]:
    return {
        "parties": tuple(_party(record) for record in draft.listed("parties")),
        "elements": tuple(_element(record) for record in draft.listed("elements")),
        "packages": tuple(Package(**record.values) for record in draft.listed("packages")),
        "no_deal": tuple(_outcome(record) for record in draft.listed("no_deal")),
        "phases": tuple(Phase(**record.values) for record in draft.listed("phases")),
        "assumptions": tuple(Assumption(**record.values) for record in draft.listed("assumptions")),
        "escrows": tuple(Escrow(**_with_amount(record)) for record in draft.listed("escrows")),
        "exposures": tuple(Exposure(**_with_amount(record)) for record in draft.listed("exposures")),
        "transfers": tuple(Transfer(**_with_amount(record)) for record in draft.listed("transfers")),
        "verifiers": tuple(Verifier(**record.values) for record in draft.listed("verifiers")),
        "reciprocity": tuple(Reciprocity(**record.values) for record in draft.listed("reciprocity")),
        "leverage": tuple(Leverage(**record.values) for record in draft.listed("leverage")),
        "guarantees": tuple(_guarantee(record) for record in draft.listed("guarantees")),
        "casualties": tuple(_casualties(record) for record in draft.listed("casualties")),
        "rules": tuple(Rule(**record.values) for record in draft.listed("rules")),
    }


def _named(estimate: Estimate | None, id_: str) -> Estimate | None:
    return None if estimate is None else replace(estimate, id=id_)


def _monitoring(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {
        "false_alarms_per_year": _named(record.values["false_alarms_per_year"], "false_alarms"),
        "false_alarm_days": _named(record.values["false_alarm_days"], "false_alarm_days"),
    }


def _trust(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {name: _named(record.values[name], name) for name in ("p_slip", "words_ratio")}


def _guarantee(record: Record) -> Guarantee:
    values = dict(record.values)
    for name, prefix in (("loss_usd_bn_per_year", "guarantee_loss"), ("p_honoured", "guarantee_honoured")):
        values[name] = replace(values[name], id=f"{prefix}:{values['id']}")
    return Guarantee(**values)


def _casualties(record: Record) -> Casualties:
    people = replace(record.values["people_per_year"], id=f"casualties:{record.values['id']}")
    return Casualties(**{**record.values, "people_per_year": people})


def _party(record: Record) -> Party:
    values = dict(record.values)
    id_ = values["id"]
    values["role"] = Role(values["role"])
    values["regions"] = {name: replace(share, id=f"region:{id_}:{name}") for name, share in values["regions"].items()}
    for name, prefix in (
        ("stake_usd_bn_per_year", "stake"),
        ("patience", "patience"),
        ("turnover_per_year", "turnover"),
        ("conflict_cost_usd_bn_per_year", "conflict_cost"),
        ("influence", "influence"),
        ("outside_usd_bn_per_year", "outside"),
        ("p_genuine", "p_genuine"),
    ):
        values[name] = _named(values[name], f"{prefix}:{id_}")
    if values["hybrid"] is not None:
        hybrid = values["hybrid"].values
        values["hybrid"] = Hybrid(
            gain_usd_bn_per_year=replace(hybrid["gain_usd_bn_per_year"], id=f"hybrid_gain:{id_}"),
            p_detect=replace(hybrid["p_detect"], id=f"hybrid_p_detect:{id_}"),
            lag_days=replace(hybrid["lag_days"], id=f"hybrid_lag:{id_}"),
        )
    return Party(**values)


def _element(record: Record) -> Element:
    values = dict(record.values)
    values["state"] = State(values["state"])
    values["kind_of_worth"] = Worth(values["kind_of_worth"])
    values["options"] = tuple(Option(**option.values) for option in values["options"])
    return Element(**values)


def _outcome(record: Record) -> Outcome:
    probability = replace(record.values["probability"], id=f"probability:{record.values['id']}")
    return Outcome(**{**record.values, "probability": probability})


def _with_amount(record: Record) -> dict[str, Any]:
    amount = next(name for name in record.values if name.startswith("amount"))
    id_ = f"{record.table.name}:{record.values['id']}"
    return {**record.values, amount: replace(record.values[amount], id=id_)}


def day(period: Period | None, as_of: date) -> date | None:
    """Take the last day that an imprecise date may mean, no later than the day of the case."""
    return None if period is None else min(period.last, as_of)


def _claim(row: Record, as_of: date) -> Claim:
    values = dict(row.values)
    values["stance"] = Stance(values["stance"])
    values["options"] = values.pop("option")
    values["element"] = "" if values["element"] == "*" else values["element"]
    for name in ("said_on", "published_on"):
        values[name] = day(values[name], as_of)
    return Claim(**values)


def _obligation(row: Record) -> Obligation:
    values = dict(row.values)
    origin, source, why = (values.pop(name) for name in ("origin", "source", "why"))
    for name, prefix in QUANTITIES.items():
        if values[name] is not None:
            mode, low, high = values[name]
            unit = row.table.fields[name].unit
            id_ = f"{prefix}:{values['id']}"
            values[name] = Estimate(id_, mode, unit, Origin(origin), low, high, source, why)
    return Obligation(**values)


def _venture(row: Record, as_of: date) -> Venture:
    return Venture(**{**row.values, "status_on": day(row.values["status_on"], as_of)})


def _payoff(row: Record) -> Payoff:
    party, option = row.values["party"], row.values["option"]
    estimate = estimate_of(row, "the payoff")
    if estimate is None:
        raise ValueError("A payoff is built from a row that holds a number.")
    named = replace(estimate, id=f"payoff:{party}:{option}")
    return Payoff(party, row.values["element"], option, named, row.values["beside_model"])


def _document(path: str, record: Record, as_of: date) -> Document:
    return Document(path=path, **{**record.values, "published_on": day(record.values["published_on"], as_of)})
