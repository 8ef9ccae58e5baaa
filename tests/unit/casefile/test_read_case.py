"""What a case folder says is what the case holds."""

from __future__ import annotations

import dataclasses
import time
from datetime import date

import pytest

from detente import case as nouns
from detente.case import Origin, Role, Stance, State
from detente.casefile import field_tables, read_case
from unit.casefile.small_case import CLAIMS, VOICES, put, write_small_case

RECORDS = {
    "case": nouns.Case,
    "party": nouns.Party,
    "hybrid": nouns.Hybrid,
    "element": nouns.Element,
    "option": nouns.Option,
    "package": nouns.Package,
    "outcome": nouns.Outcome,
    "phase": nouns.Phase,
    "assumption": nouns.Assumption,
    "escrow": nouns.Escrow,
    "exposure": nouns.Exposure,
    "transfer": nouns.Transfer,
    "guarantee": nouns.Guarantee,
    "casualties": nouns.Casualties,
    "verifier": nouns.Verifier,
    "reciprocity": nouns.Reciprocity,
    "leverage": nouns.Leverage,
    "rule": nouns.Rule,
    "estimate": nouns.Estimate,
    "claims": nouns.Claim,
    "obligations": nouns.Obligation,
    "ventures": nouns.Venture,
    "councils": nouns.Council,
    "measures": nouns.Measure,
    "prices": nouns.Price,
    "payoffs": nouns.Payoff,
    "economy": nouns.EconomySettings,
    "shocks": nouns.ShockRow,
    "document": nouns.Document,
    "conflict": nouns.ConflictModel,
    "decision_maker": nouns.DecisionMaker,
    "conflict_option": nouns.ConflictOption,
    "conflict_state": nouns.ConflictState,
    "told": nouns.Told,
    "energy": nouns.EnergyRow,
    "networks": nouns.EnergySettings,
}
ESTIMATE = {"mode", "low", "high", "unit", "origin", "source", "why"}
MONITORING = {"false_alarms_per_year", "false_alarm_days"}
TRUST = {"p_slip", "words_ratio"}
FILES = {
    "claims",
    "obligations",
    "ventures",
    "councils",
    "measures",
    "prices",
    "payoffs",
    "shocks",
    "energy_shocks",
    "documents",
    "told",
    "conflict",
}
# Fields of the table that stand elsewhere in the record, and fields of the record that come from elsewhere.
ONLY_IN_TABLE = {
    "case": {"monitoring", "trust"},
    "claims": {"option"},
    "obligations": {"origin", "source", "why"},
    "payoffs": ESTIMATE,
    "shocks": ESTIMATE - {"unit", "origin"} | {"origin_of_number"},
    "energy": ESTIMATE - {"unit", "origin"} | {"origin_of_number"},
}
ONLY_IN_RECORD = {
    "case": {"slug"} | MONITORING | TRUST | FILES,
    "claims": {"options"},
    "payoffs": {"estimate"},
    "shocks": {"factor", "fit"},
    "energy": {"value", "line"},
    "networks": {"own"},
    "economy": {"own"},
    "estimate": {"id"},
    "document": {"path"},
}


@pytest.fixture
def case(tmp_path):
    return read_case(write_small_case(tmp_path / "corridor"))


def test_every_table_has_a_record_and_every_record_a_table():
    assert set(field_tables()) == set(RECORDS) | {"monitoring", "trust"}
    assert set(field_tables()["monitoring"].fields) == MONITORING
    assert set(field_tables()["trust"].fields) == TRUST


@pytest.mark.parametrize("name", RECORDS)
def test_fields_of_table_and_record_are_the_same(name):
    in_table = set(field_tables()[name].fields)
    in_record = {field.name for field in dataclasses.fields(RECORDS[name])}
    assert in_table - in_record == ONLY_IN_TABLE.get(name, set())
    assert in_record - in_table == ONLY_IN_RECORD.get(name, set())


@pytest.mark.parametrize(("table", "field", "kind"), [
    ("claims", "stance", Stance),
    ("party", "role", Role),
    ("element", "state", State),
    ("estimate", "origin", Origin),
])  # fmt: skip
def test_choices_of_table_and_record_are_the_same(table, field, kind):
    assert field_tables()[table].fields[field].argument.split("|") == [member.value for member in kind]


@pytest.mark.parametrize("name", RECORDS)
def test_defaults_of_table_and_record_are_the_same(name):
    for field in dataclasses.fields(RECORDS[name]):
        described = field_tables()[name].fields.get(field.name)
        if described and described.default and field.default is not dataclasses.MISSING:
            shown = ("no", "yes")[field.default] if isinstance(field.default, bool) else f"{field.default}"
            assert shown.removesuffix(".0") == described.default, field.name


def test_every_number_gets_the_id_by_which_worlds_draw_it(case):
    party = case.party("WEST")
    assert case.party("EAST").stake_usd_bn_per_year.id == "stake:EAST"
    assert case.party("EAST").patience.id == "patience:EAST"
    assert party.regions["west"].id == "region:WEST:west"
    assert party.hybrid.gain_usd_bn_per_year.id == "hybrid_gain:WEST"
    assert party.hybrid.p_detect.id == "hybrid_p_detect:WEST"
    assert party.hybrid.lag_days.id == "hybrid_lag:WEST"
    assert case.no_deal[0].probability.id == "probability:stays"
    assert case.false_alarms_per_year.id == "false_alarms"
    assert case.false_alarm_days.id == "false_alarm_days"
    assert case.payoffs[0].estimate.id == "payoff:EAST:ROAD.open"
    assert case.obligations[0].reversible.id == "reversible:O1"
    assert case.obligations[0].lag_days.id == "lag_days:O1"


def test_guarantees_casualties_and_trust_get_ids(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    share = "{mode: 0.5, unit: share, origin: assumed, why: example}"
    people = "{mode: 9, unit: people per year, origin: assumed, why: example}"
    guarantee = "  - {id: G1, guarantor: WEST, against: EAST, from_phase: first, p_honoured: "
    guarantee += f"{share}, loss_usd_bn_per_year: {{mode: 1, unit: USD bn per year, origin: assumed, why: example}}}}\n"
    casualties = f"  - {{id: C1, party: EAST, who: killed, people_per_year: {people}}}\n"
    added = f"guarantees:\n{guarantee}casualties:\n{casualties}trust:\n  p_slip: {share}\nmonitoring:"
    put(folder, "case.yaml", "monitoring:", added)
    case = read_case(folder)
    assert case.guarantees[0].loss_usd_bn_per_year.id == "guarantee_loss:G1"
    assert case.guarantees[0].p_honoured.id == "guarantee_honoured:G1"
    assert case.guarantees[0].options == ()
    assert case.casualties[0].people_per_year.id == "casualties:C1"
    assert (case.p_slip.id, case.words_ratio) == ("p_slip", None)


def test_escrows_exposures_and_transfers_get_ids(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    amount = "{mode: 1, unit: USD bn, origin: assumed, why: example}"
    entry = f"  - {{id: E1, party: EAST, from_phase: first, amount_usd_bn: {amount}}}\n"
    yearly = amount.replace("USD bn", "USD bn per year")
    transfer = f"  - {{id: T1, payer: EAST, payee: WEST, from_phase: first, amount_usd_bn_per_year: {yearly}}}\n"
    added = f"escrows:\n{entry}exposures:\n{entry}transfers:\n{transfer}monitoring:"
    put(folder, "case.yaml", "monitoring:", added)
    case = read_case(folder)
    assert case.escrows[0].amount_usd_bn.id == "escrow:E1"
    assert case.exposures[0].amount_usd_bn.id == "exposure:E1"
    assert case.transfers[0].amount_usd_bn_per_year.id == "transfer:T1"


def test_a_range_in_a_cell_is_low_mode_high_with_unit_and_origin_of_its_row(case):
    lag = case.obligations[0].lag_days
    assert (lag.low, lag.mode, lag.high, lag.unit, lag.origin, lag.why) == (
        5, 10, 20, "days", Origin.ASSUMED, "example",
    )  # fmt: skip
    assert case.obligations[0].cost_once_usd_bn is None


def test_a_claim_keeps_what_its_row_says(case):
    first, second, third = case.claims
    assert (first.stance, first.options, first.red_line) == (Stance.ACCEPTS, ("ROAD.open",), False)
    assert (second.said_on, second.condition_option, second.red_line) == (date(2024, 5, 31), "ROAD.open", True)
    assert (third.element, third.package, third.said_on) == ("", "PLAN", None)


def test_a_month_or_year_is_read_as_its_last_day_but_not_later_than_the_case(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    put(folder, "claims.csv", ",2024-05\n", ",2024\n")
    put(folder, "claims.csv", ",2024-05-01\n", ",2024-02\n")
    assert [claim.said_on for claim in read_case(folder).claims] == [date(2024, 2, 29), date(2024, 6, 30), None]


def test_words_that_yaml_takes_for_booleans_stay_words(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    for place in ("case.yaml", "claims.csv", "obligations.csv", "economy/payoffs.csv", "preferences.yaml"):
        text = (folder / place).read_text()
        (folder / place).write_text(text.replace("EAST", "NO"))
    assert read_case(folder).parties[0].id == "NO"


def test_a_case_of_parties_elements_and_claims_is_a_case(tmp_path):
    folder = tmp_path / "corridor"
    write_small_case(folder)
    for place in ("obligations.csv", "ventures.csv", "councils.csv", "prices.csv", "economy/payoffs.csv"):
        (folder / place).unlink()
    text = (folder / "case.yaml").read_text()
    (folder / "case.yaml").write_text(text[: text.index("packages:")])
    put(folder, "claims.csv", ",,PLAN,", ",,,")
    case = read_case(folder)
    assert (case.packages, case.phases, case.false_alarms_per_year) == ((), (), None)
    assert case.question == "Could the parties sign, and would it hold?"


def test_documents_come_with_their_front_matter(case):
    assert case.documents[0] == nouns.Document("documents/gazette.md", "Gazette", date(2024, 5, 1), "", "", "")


def test_three_hundred_claims_are_read_in_half_a_second(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    rows = "".join(f"X{n},EAST,ROAD,ROAD.open,,accepts,,no,1,Gazette,2024-05-01\n" for n in range(300))
    (folder / "claims.csv").write_text(CLAIMS + rows)
    began = time.process_time()
    assert len(read_case(folder).claims) == 303
    assert time.process_time() - began < 0.5


def test_voices_rules_and_rounds_are_read(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    put(folder, "case.yaml", "elements:\n", f"{VOICES}elements:\n")
    put(folder, "case.yaml", "    choices:\n", "    proposed_by: EAST\n    proposed_on: 2024-05-01\n    choices:\n")
    put(folder, "case.yaml", "rules:\n", "several_weighted_by: nothing\nrules:\n")
    case = read_case(folder)
    assert (case.party("HOUSE").voice_of, case.party("HOUSE").ratifies) == ("WEST", True)
    assert (case.party("GUILD").ratifies, case.party("GUILD").influence.id) == (False, "influence:GUILD")
    assert case.rules == (nouns.Rule("R1", "ROAD.open", "excludes", "FLAG.both", "example"),)
    assert (case.packages[0].proposed_by, case.packages[0].proposed_on) == ("EAST", date(2024, 5, 1))
    assert case.several_weighted_by == "nothing"


def test_told_preferences_are_read_from_the_folder(case):
    assert case.told == (
        nouns.Told(
            "EAST",
            weights={"ROAD": 3.0, "FLAG": 1.0},
            values={"ROAD": {"ROAD.shut": 0.0, "ROAD.open": 10.0}},
            red_lines=("FLAG.both",),
            walk_away=0.5,
            told_on=date(2024, 6, 1),
            note="example",
        ),
    )


def test_told_preferences_may_lie_anywhere_and_take_the_place_of_those_in_the_folder(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    (tmp_path / "apart.yaml").write_text("- party: WEST\n  walk_away: 0.25\n")
    assert read_case(folder, tmp_path / "apart.yaml").told == (nouns.Told("WEST", walk_away=0.25),)


def test_without_the_file_nobody_told_anything(tmp_path):
    folder = write_small_case(tmp_path / "corridor")
    (folder / "preferences.yaml").unlink()
    assert read_case(folder).told == ()
