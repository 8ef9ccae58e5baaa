"""The energy page: self-contained, escaped, and right also where there is little to show."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detente.economy.energy import EnergyQuestion, EnergyShock, Lever, study_energy
from detente.economy.energy.builtin_years import builtin_year
from detente.economy.trade.builtin import builtin_groups
from detente.report.energy import energy_names, mean_price, money_words, render_energy
from detente.report.energy.figures import price_series
from detente.report.energy.schematic import PASSES, RECEIVES, SENDS, schematic_of
from detente.worlds import draw_worlds
from unit.economy.energy.line_network import line_network, rows

SHUT = EnergyShock((Lever("arc_capacity", "east-m", 0.0),))


def page(network=None, together=None, **more) -> str:
    study = study_energy(EnergyQuestion(network or line_network(), together=together, **more))
    return render_energy(study, 2021)


@pytest.mark.parametrize("text", [page(together=SHUT, worlds=draw_worlds(3, seed=0)), page()])
def test_the_page_asks_nobody_for_anything(text):
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert not re.search(r'(?:src|href)="(?!#|data:)', text)
    assert not re.search(r"url\((?!data:|#)", text)
    assert " style=" not in text
    assert "nan" not in re.sub(r"base64,[^)]*", "", text).lower().replace("finance", "").split()


def test_names_of_the_network_are_escaped():
    network = line_network(nodes=named("<script>M</script>"))
    text = page(network, together=SHUT)
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def named(label: str):
    return rows(
        "node,label,region,kind", "A,A,AAA,producer", "B,B,BBB,producer", f"M,{label},EEE,market", "N,N,NNN,market"
    )


def test_every_id_on_the_page_is_used_once():
    found = re.findall(r'\bid="([^"]+)"', page(together=SHUT))
    assert sorted(found) == sorted(set(found))


def test_a_year_as_it_stands_has_no_chapter_on_money():
    text = page()
    assert "Who gains, who loses" not in text
    assert "Who gains, who loses" in page(together=SHUT)


def test_a_shock_that_changes_nothing_says_so():
    same = EnergyShock((Lever("arc_capacity", "east-m", 1.0),))
    text = page(together=same)
    assert "Nobody gains or loses" in text
    assert "No flow changes" in text


def test_a_network_without_arcs_or_storage_is_told_in_words():
    lonely = line_network(
        arcs=(),
        supply=rows("supply,node,owner,origin_label,period,capacity,cost,slope,min_take", "own,M,EEE,Own,,60,10,0.1,0"),
    )
    text = page(lonely)
    assert "Nothing flows in this network." in text
    assert "The network has no storage." in text
    assert "Nothing is imported that could be lost." in text
    assert "No foreign owner sells to the buyers." in text


def test_a_node_without_any_supply_is_named_as_short():
    stiff = rows("node,sector,period,quantity,price,elasticity", "M,all,,100,24,-0.01", "N,all,,50,25,-0.01")
    cut_off = EnergyShock((Lever("arc_capacity", "m-n", 0.0),))
    study = study_energy(EnergyQuestion(line_network(demand=stiff), together=cut_off, buyers="EEE"))
    assert study.after.price[3] == pytest.approx(500)
    assert "Short already: N" in render_energy(study, 2021)


def test_buyers_stand_as_one_place_and_markets_alike_as_one():
    study = study_energy(EnergyQuestion(*builtin_year("gas", 2025), groups=builtin_groups()))
    drawn = schematic_of(study, energy_names(study.before.network))
    columns = {node.label: node.column for node in drawn.nodes}
    assert columns["European Union"] == RECEIVES
    assert columns["China and 4 more"] == RECEIVES
    assert columns["Norway"] == SENDS
    assert columns["LNG on the way to Europe"] == PASSES
    closed = {link.label for link in drawn.links if link.closed_before}
    assert {"Nord Stream", "Nord Stream 2", "Yamal Europe"} <= closed
    # What the schematic shows is what the model says: the balance of the Union, but for the smallest links.
    union = list(columns).index("European Union")
    shown = sum(k.before * ((k.end == union) - (k.start == union)) for k in drawn.links)
    network = study.before.network
    inside = [region in study.buying for region in network.nodes.region]
    way = [inside[e] - inside[s] for s, e in zip(network.arcs.start.tolist(), network.arcs.end.tolist(), strict=True)]
    assert shown == pytest.approx((study.before.flow.sum(axis=1) * way).sum(), rel=0.02)


def test_the_price_of_the_buyers_is_weighted_by_what_they_consume():
    study = study_energy(EnergyQuestion(line_network(), together=SHUT, buyers="EEE, NNN"))
    series = price_series(study, energy_names(study.before.network))
    assert series[0].label == "M and N"
    low, high = sorted(float(p) for p in study.before.price[2:, 0])
    assert low < series[0].before[0] < high
    assert mean_price(study.before, study.buying) == pytest.approx(series[0].before[0])


def test_money_in_millions_is_read_in_billions():
    assert money_words("million USD") == (1000.0, "bn USD")
    about = replace(line_network().about, money_unit="EUR")
    text = page(replace(line_network(), about=about), together=SHUT)
    assert "bn EUR" not in text
