"""An equilibrium taken apart: flows, partners, sectors and concentration, against sums by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.trade import (
    detail_of,
    export_concentration,
    export_shares,
    foreign,
    imports_growth,
    no_shock,
    solve,
)
from detente.economy.trade.detail import traded_sectors
from property.trade_worlds import trade_shock, trade_world

CLOSE = 1e-12


@pytest.fixture(scope="module", params=[2, 7])
def found(request):
    baseline = trade_world(request.param)
    return solve(baseline, trade_shock(baseline, request.param))


def test_parts_and_flows_are_those_that_loops_find(found):
    """Volume is what is left of the change of a value when its price, cost, export tax and detour, is taken out."""
    old, new, parts = found.baseline, found.after, detail_of(found)
    for j in range(len(old.sectors)):
        for n in range(len(old.regions)):
            for i in range(len(old.regions)):
                before = old.trade_share[j, n, i] * old.expenditure[j, n] / old.tariff[j, n, i]
                after = new.trade_share[j, n, i] * new.expenditure[j, n] / new.tariff[j, n, i]
                assert parts.flow_before[j, n, i] == pytest.approx(before, rel=CLOSE)
                assert parts.flow_after[j, n, i] == pytest.approx(after, rel=CLOSE)
                price = found.cost_hat[j, i] * new.export_tax[j, n, i] / old.export_tax[j, n, i]
                price *= found.shock.iceberg[j, n, i]
                if before > 0:
                    assert parts.price_hat[j, n, i] == pytest.approx(price, rel=CLOSE)
                    assert parts.volume_hat[j, n, i] == pytest.approx(after / before / price, rel=1e-10)
                else:
                    assert (parts.price_hat[j, n, i], parts.volume_hat[j, n, i]) == (1, 1)


def test_quantities_bought_follow_from_prices_and_spending(found):
    """Volume falls with the price a buyer pays, relative to its price index, to the power of 1 + theta."""
    parts, old = detail_of(found), found.baseline
    paid = parts.price_hat * found.shock.tariff / found.price_hat[:, :, None]
    spent = found.after.expenditure / np.where(old.expenditure > 0, old.expenditure, 1.0) / found.price_hat
    wanted = spent[:, :, None] * paid ** -(1 + old.theta[:, None, None])
    flows = parts.flow_before > 0
    np.testing.assert_allclose(parts.volume_hat[flows], wanted[flows], rtol=1e-8)


def test_a_banned_flow_has_lost_all_its_volume_and_has_no_price():
    baseline = trade_world(7)
    banned = np.ones_like(baseline.trade_share)
    banned[0, 1, 0] = 0.0
    parts = detail_of(solve(baseline, replace(no_shock(), quantity=banned)))
    assert (parts.flow_after[0, 1, 0], parts.volume_hat[0, 1, 0], parts.price_hat[0, 1, 0]) == (0, 0, 1)
    assert np.isfinite(parts.volume_hat).all()


def test_sectors_and_partners_add_up_to_the_region(found):
    parts = detail_of(found).parts
    by_sector = parts.terms_of_trade.sum(axis=2).sum(axis=0)
    by_partner = parts.terms_of_trade.sum(axis=0).sum(axis=1)
    np.testing.assert_allclose(by_sector, by_partner, atol=CLOSE)


def test_exports_are_shared_by_sectors_and_domestic_sales_are_none(found):
    flow = detail_of(found).flow_after
    assert (np.einsum("jnn->jn", foreign(flow)) == 0).all()
    np.testing.assert_allclose(export_shares(flow).sum(axis=0), 1.0, rtol=CLOSE)


def test_growth_of_imports_is_by_value_and_from_the_partners_only(found):
    parts = detail_of(found)
    partners = np.zeros(len(found.baseline.regions), dtype=bool)
    partners[:2] = True
    growth = imports_growth(parts.flow_before, parts.flow_after, partners)
    for n in range(len(partners)):
        from_whom = [i for i in range(2) if i != n]
        before, after = (f[:, n, from_whom].sum() for f in (parts.flow_before, parts.flow_after))
        assert growth[n] == pytest.approx(after / before - 1, rel=1e-9) if before > 0 else np.isnan(growth[n])


def one_exporter(*exports):
    """Two regions; the first sells these amounts, sector by sector, the second as much in the first sector."""
    flow = np.zeros((len(exports), 2, 2))
    flow[:, 1, 0], flow[0, 0, 1] = exports, 1.0
    flow[:, [0, 1], [0, 1]] = 1.0
    return flow


@pytest.mark.parametrize(
    ("exports", "index"),
    [((1.0, 1.0, 1.0), 0.0), ((1.0, 0.0), 1.0), ((3.0, 1.0), (0.5625 + 0.0625 - 0.5) / 0.5)],
)
def test_concentration_is_the_normalised_herfindahl_index(exports, index):
    """Even exports give 0, one sector of two traded gives 1; shares of 3/4 and 1/4 in two sectors give 1/4."""
    flow = one_exporter(*exports)
    spending = flow.sum(axis=2)
    world = replace(
        trade_world(3),
        regions=("a", "b"),
        sectors=tuple(str(k) for k in range(len(exports))),
        trade_share=flow / spending[:, :, None],
        tariff=np.ones_like(flow),
        expenditure=spending,
    )
    if exports[-1] == 0:
        # What is not traded does not count: with a second traded sector the index is that of two.
        assert traded_sectors(flow).tolist() == [True, False]
        assert export_concentration(world)[0] == 1.0
    else:
        assert export_concentration(world)[0] == pytest.approx(index)


def test_a_region_that_exports_nothing_has_no_shares():
    flow = one_exporter(1.0, 1.0)
    flow[0, 0, 1] = 0.0
    assert np.isnan(export_shares(flow)[:, 1]).all()
    assert np.isnan(imports_growth(flow, flow, np.array([False, True]))).all()
