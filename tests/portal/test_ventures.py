"""Ventures from the page: written, changed, judged, moved through gates that the measures of the case decide."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from detente.case import Case, CaseError
from detente.casefile import read_case
from detente.portal.councils.models import Council
from detente.portal.recording import record_store
from detente.portal.tiers import Tier
from detente.portal.ventures import actions, taking
from detente.portal.ventures.gates import look_at
from detente.portal.ventures.models import Condition, Partner, StageMove, Venture
from portal.people import client_of, part_of

DATA = Path(__file__).parents[1] / "data" / "portal"
ROWS = {"partner-TOTAL_FORMS": "2", "partner-INITIAL_FORMS": "0"}
NEW = {
    **ROWS,
    "name": "Речной парк",
    "slug": "river-park",
    "sector": "wind",
    "value_mn": "",
    "currency": "eur",
    "needs": "invest:wind\nexport:machinery",
    "tier": "2",
    "partner-0-name": "Северная энергия",
    "partner-0-share": "50.1",
    "partner-1-name": "株式会社みなと",
}


def post(who, name, given, *address):
    return client_of(who).post(reverse(name, args=["two-rivers", *address]), given, follow=True)


def today() -> date:
    return timezone.now().date()


def test_gates_are_those_of_the_measures_of_the_case_on_a_day(portal):
    standing = {one.slug: look_at(one, today()).standing.value for one in Venture.objects.all()}
    assert standing == {"delta-wind": "licensed", "turbine-works": "restricted", "storage-pilot": "unknown"}
    turbines = Venture.objects.get(slug="turbine-works")
    assert look_at(turbines, date(2021, 6, 1)).shut[0].measure == "M-INVEST"
    assert [gate.measure for gate in look_at(turbines, date(2021, 6, 1)).shut] == ["M-INVEST"]
    assert [gate.measure for gate in look_at(turbines, today()).shut] == ["M-EXPORT", "M-INVEST"]


def restricting(case: Case, needs: list[str]) -> set[str]:
    """Measures that touch one of the needs, the slow way: by the words on both sides of the first colon."""
    found = set()
    for measure in case.measures:
        for said in measure.restricts:
            verb, what = said.split(":", 1)
            hits = [need for need in needs if need.split(":", 1)[0] == verb and what in ("*", need.split(":", 1)[1])]
            if measure.status != "licence" and hits:
                found.add(measure.id)
    return found


@pytest.mark.parametrize("slug", ["kaesong-2003", "business-links-2025"])
def test_the_page_has_the_measures_that_a_search_by_hand_finds(portal, root, slug):
    portal.case_folder = str(root / "cases" / slug)
    portal.save()
    case = read_case(Path(portal.case_folder))
    holders = {name for held in case.holdings for one in held.listed for name in (one.entity,)}
    for one in case.ventures:
        assert not holders & set(one.partners)
        made = Venture(process=portal, slug="sought", name=one.name, needs="\n".join(one.needs), tier=2, entry=0)
        made.changed_at = timezone.now()
        made.save()
        assert {gate.measure for gate in look_at(made, case.as_of).gates} == restricting(case, list(one.needs))
        made.delete()


def test_the_page_shows_measure_source_and_who_can_lift_it_on_the_day_asked_for(portal):
    address = reverse("ventures-one", args=["two-rivers", "turbine-works"])
    page = client_of("south-head").get(address).content.decode()
    for words in ("M-EXPORT", "Machinery Act", "Register of acts of the Alliance", "Council of the Alliance"):
        assert words in page
    earlier = client_of("south-head").get(address, {"on": "2020-01-01"}).content.decode()
    assert "not binding" in earlier
    assert "closed" not in earlier
    assert client_of("south-head").get(address, {"on": "no day"}).status_code == 200


def test_without_a_case_or_needs_the_law_is_unknown_and_that_is_not_open(portal):
    delta = Venture.objects.get(slug="delta-wind")
    for folder in ("", "/nowhere"):
        delta.process.case_folder = folder
        assert (look_at(delta, today()).standing.value, look_at(delta, today()).is_open) == ("unknown", False)
    pilot = look_at(Venture.objects.get(slug="storage-pilot"), today())
    assert "states no needs" in pilot.why
    assert not pilot.is_open


def test_a_venture_moves_through_open_gates_and_otherwise_only_for_a_recorded_reason(portal):
    size = record_store().size()
    answer = post("north-chair", "ventures-move", {"stage": "licensed", "reason": ""}, "turbine-works")
    assert "M-EXPORT: export:machinery (closed)" in answer.content.decode()
    assert (StageMove.objects.count(), record_store().size()) == (0, size)
    post("north-chair", "ventures-move", {"stage": "licensed", "reason": ""}, "delta-wind")
    assert (StageMove.objects.get().shut, StageMove.objects.get().reason) == ([], "")
    post("north-chair", "ventures-move", {"stage": "licensed", "reason": "Papers only"}, "turbine-works")
    forced = StageMove.objects.get(venture__slug="turbine-works")
    assert [one["what"] for one in forced.shut] == ["M-EXPORT: export:machinery", "M-INVEST: invest:machinery"]
    page = client_of("south-head").get(reverse("ventures-one", args=["two-rivers", "turbine-works"])).content.decode()
    assert "Papers only" in page
    assert "not open then: M-EXPORT" in page
    assert record_store().size() == size + 2


@pytest.mark.parametrize("stage", ["suspended", "closed", "planned"])
def test_stopping_or_going_back_needs_a_reason_and_no_gate(portal, stage):
    delta = Venture.objects.get(slug="delta-wind")
    actions.move(delta, part_of("north-chair"), Venture.Stage.FUNDED, "", today())
    with pytest.raises(CaseError, match="Say why"):
        actions.move(delta, part_of("north-chair"), Venture.Stage(stage), "", today())
    assert actions.move(delta, part_of("north-chair"), Venture.Stage(stage), "Storm damage", today()).shut == []


def test_a_condition_that_is_not_met_shuts_the_way_until_it_is_judged_open(portal):
    delta = Venture.objects.get(slug="delta-wind")
    given = {"title": "Ownership is screened", "state": "shut", "why": "One owner is not named."}
    post("north-chair", "ventures-judge", given, "delta-wind")
    with pytest.raises(CaseError, match="Ownership is screened"):
        actions.move(delta, part_of("north-chair"), Venture.Stage.LICENSED, "", today())
    post("north-chair", "ventures-judge", {**given, "state": "open", "why": "Named on 2 May."}, "delta-wind")
    assert Condition.objects.filter(venture=delta).count() == 1
    actions.move(delta, part_of("north-chair"), Venture.Stage.LICENSED, "", today())


def test_a_new_venture_is_written_from_the_page_with_names_in_any_letters(portal):
    answer = post("mediator", "ventures-write", NEW)
    assert "Речной парк" in answer.content.decode()
    found = Venture.objects.get(slug="river-park")
    assert (found.stage, found.value_mn, found.currency) == ("planned", None, "EUR")
    assert list(found.partners.values_list("name", "share")) == [
        ("Северная энергия", Decimal("0.5010")),
        ("株式会社みなと", None),
    ]
    assert "another id" in post("mediator", "ventures-write", NEW).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": ""}, "Give an id in Latin letters"),
        ({"currency": "XXX"}, "three letters of a currency"),
        ({"needs": "invest"}, "is no verb:object"),
        ({"name": "<b>Park</b>"}, "looks like markup"),
        ({"value_mn": "-1"}, "greater than or equal to 0"),
        ({"partner-1-name": "", "partner-1-share": "10"}, "Name the partner"),
        ({"partner-0-share": "101"}, "less than or equal to 100"),
        ({"suspended_in": "12"}, "greater than or equal to 1900"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_nothing_is_kept(portal, wrong, said):
    answer = post("mediator", "ventures-write", {**NEW, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Venture.objects.filter(name__contains="парк").exists()


def test_shares_above_the_whole_are_refused(portal):
    too_much = {**NEW, "partner-1-share": "50"}
    assert "add up to 100.1" in post("mediator", "ventures-write", too_much).content.decode()
    assert not Venture.objects.filter(slug="river-park").exists()


def test_a_suspended_venture_says_since_when(portal):
    post("mediator", "ventures-write", {**NEW, "suspended_in": "2022"})
    found = Venture.objects.get(slug="river-park")
    assert (found.stage, found.suspended_in) == ("suspended", 2022)


def test_an_edit_of_an_old_version_changes_nothing(portal):
    post("mediator", "ventures-write", NEW)
    later = {**NEW, "version": "1", "value_mn": "12.5", "partner-1-name": ""}
    post("mediator", "ventures-edit", later, "river-park")
    found = Venture.objects.get(slug="river-park")
    assert (found.value_mn, found.version, found.partners.count()) == (Decimal("12.50"), 2, 1)
    again = post("mediator", "ventures-edit", {**later, "value_mn": "99"}, "river-park")
    assert "Somebody has changed this venture" in again.content.decode()
    assert Venture.objects.get(slug="river-park").value_mn == Decimal("12.50")


class Shown(HTMLParser):
    """What a browser would send of a form that nobody changed."""

    def __init__(self) -> None:
        super().__init__()
        self.given, self.inside = {}, ""

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "input" and of.get("name"):
            self.given[of["name"]] = of.get("value", "")
        elif tag in ("select", "textarea"):
            self.inside = of["name"]
            self.given.setdefault(self.inside, "")
        elif tag == "option" and "selected" in of:
            self.given[self.inside] = of["value"]

    def handle_endtag(self, tag):
        self.inside = "" if tag in ("select", "textarea") else self.inside

    def handle_data(self, data):
        if self.inside and data.strip() and not self.given[self.inside]:
            self.given[self.inside] = data.strip() if self.inside in ("needs", "conditions") else ""


def test_the_page_of_a_venture_as_it_stands_can_be_kept_as_it_is(portal):
    client, address = client_of("north-chair"), reverse("ventures-edit", args=["two-rivers", "delta-wind"])
    shown = Shown()
    shown.feed(client.get(address).content.decode())
    assert "slug" not in shown.given
    assert client.post(address, shown.given).status_code == 302
    found = Venture.objects.get(slug="delta-wind")
    assert [(one.name, str(one.share)) for one in found.partners.all()] == [
        ("River Power", "0.6000"),
        ("Southland Grid", "0.4000"),
    ]
    assert (found.value_mn, found.needs, found.version) == (Decimal("610.00"), "invest:wind", 2)


def test_what_was_shown_is_not_taken_back(portal):
    delta = Venture.objects.get(slug="delta-wind")
    given = replace(taking.written_of(read_case(Path(portal.case_folder)).ventures[0]), council=delta.council)
    actions.edit(delta, part_of("north-chair"), 1, replace(given, tier=Tier.PUBLIC))
    with pytest.raises(CaseError, match="cannot be taken back"):
        actions.edit(delta, part_of("north-chair"), 2, given)


def test_a_chair_writes_for_the_own_council_only(portal):
    council = Council.objects.get()
    post("north-chair", "ventures-write", {**NEW, "council": council.pk})
    assert Venture.objects.get(name="Речной парк").slug == "renewable-energy-river-park"
    assert post("north-chair", "ventures-write", {**NEW, "slug": "other"}).status_code == 422
    taking.take_over(part_of("mediator"))
    with pytest.raises(PermissionError, match="no council"):
        actions.move(
            Venture.objects.get(slug="tidal-survey"), part_of("north-chair"), Venture.Stage.CLOSED, "Mine", today()
        )


def test_ventures_of_the_case_are_taken_over_once(portal):
    assert "Take 1 venture over" in client_of("mediator").get("/p/two-rivers/ventures/").content.decode()
    post("mediator", "ventures-take", {})
    found = Venture.objects.get(slug="tidal-survey")
    assert (found.needs, found.value_mn, found.tier) == ("invest:tidal", None, Tier.PARTIES)
    assert taking.take_over(part_of("mediator")) == 0


def test_what_a_case_says_of_shares_and_values_is_read_and_what_is_unclear_stays_words(root):
    ventures = {one.id: one for one in read_case(root / "cases" / "business-links-2025").ventures}
    first = taking.written_of(ventures["V01"])
    assert (first.value_mn, first.currency, first.suspended_in) == (Decimal("4600.0"), "USD", 2025)
    assert {one.name: one.share for one in first.partners} == {
        "ExxonMobil": Decimal("0.3"),
        "Rosneft": None,
        "ONGC Videsh": Decimal("0.2"),
        "SODECO": Decimal("0.3"),
    }
    park = taking.written_of(read_case(root / "cases" / "kaesong-2003").ventures[0])
    assert park.value_mn is None
    assert "0.47 USD bn per year" in park.conditions


def test_documents_stand_by_their_hash(portal):
    given = {"title": "Grid study", "sha256": "AB" * 32, "link": "https://example.org/study.pdf"}
    post("north-chair", "ventures-document", given, "delta-wind")
    page = client_of("south-head").get(reverse("ventures-one", args=["two-rivers", "delta-wind"])).content.decode()
    assert "ab" * 32 in page
    for link in ("javascript:alert(1)", "data:text/html,x"):
        assert post("north-chair", "ventures-document", {**given, "link": link}, "delta-wind").status_code == 422


def exported(who, suffix):
    return client_of(who).get(reverse("ventures-export", args=["two-rivers", suffix])).content.decode()


@pytest.fixture
def written(portal) -> None:
    """Ventures with and without value, in several letters, one suspended, one with a document."""
    post("mediator", "ventures-write", NEW)
    taking.take_over(part_of("mediator"))
    actions.add_document(
        Venture.objects.get(slug="delta-wind"), part_of("mediator"), "Grid study", "ab" * 32, "https://example.org/a"
    )


def test_projects_follow_the_schema_of_oc4ids(written):
    schema = json.loads((DATA / "oc4ids-emitted.schema.json").read_text(encoding="utf-8"))
    package = json.loads(exported("mediator", "oc4ids.json"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(package)
    projects = {one["id"]: one for one in package["projects"]}
    assert len(projects) == 5
    assert projects["detente-two-rivers-river-park"]["title"] == "Речной парк"
    assert "budget" not in projects["detente-two-rivers-river-park"]
    assert projects["detente-two-rivers-delta-wind"]["budget"] == {"amount": {"amount": 610e6, "currency": "USD"}}
    assert projects["detente-two-rivers-delta-wind"]["sector"] == ["energy", "energy.wind"]
    assert "status" not in projects["detente-two-rivers-turbine-works"]
    assert exported("mediator", "oc4ids.json") == exported("mediator", "oc4ids.json")


def test_the_prefix_of_a_registered_publisher_goes_before_every_id(written, monkeypatch):
    monkeypatch.setenv("DETENTE_PORTAL_OC4IDS", "oc4ids-abc123")
    package = json.loads(exported("mediator", "oc4ids.json"))
    assert all(one["id"].startswith("oc4ids-abc123-two-rivers-") for one in package["projects"])


# From the model of FollowTheMoney: properties of these schemata, and which of them point to an entity of what kind.
THING = {"name", "sector", "status", "amount", "currency"}
ALLOWED = {"Company": THING, "LegalEntity": {"name"}, "Ownership": {"owner", "asset", "percentage"}}


def test_ownership_follows_the_schemata_of_follow_the_money(written):
    entities = [json.loads(line) for line in exported("mediator", "ftm.json").splitlines()]
    by_id = {one["id"]: one for one in entities}
    assert len(by_id) == len(entities)
    for one in entities:
        assert set(one) == {"id", "schema", "properties"}
        assert set(one["properties"]) <= ALLOWED[one["schema"]]
        assert all(isinstance(value, str) and value for values in one["properties"].values() for value in values)
        if one["schema"] == "Ownership":
            owner, asset = (by_id[one["properties"][end][0]] for end in ("owner", "asset"))
            assert (owner["schema"], asset["schema"]) == ("LegalEntity", "Company")
        else:
            assert one["properties"]["name"]
    assert len([one for one in entities if one["schema"] == "Ownership"]) == Partner.objects.count()


def test_exports_hold_what_one_may_see_and_no_more(written):
    assert json.loads(exported(None, "oc4ids.json"))["projects"] == []
    assert exported("ally", "ftm.json") == ""
    Venture.objects.filter(slug="river-park").update(tier=Tier.PUBLIC)
    assert [one["title"] for one in json.loads(exported(None, "oc4ids.json"))["projects"]] == ["Речной парк"]
