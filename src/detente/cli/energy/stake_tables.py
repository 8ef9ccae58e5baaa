"""Tables of what is at stake: what states collect, supply under stress, and what a cut costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from detente.cli.energy.rows import Row, both_of, number, pair
from detente.economy.energy import EnergyStudy, GovernmentTake, Leverage, Security, government_take

WHOLE = "*"


def take_rows(study: EnergyStudy) -> Iterator[Row]:
    """What each state collects, by part; what nobody stated is empty, and so is a total that holds it."""
    before, after = (government_take(one) for one in both_of(study))
    for s, state in enumerate(before.states):
        for part in ("taxes", "taxes_stated", "levies", "total", "cap_effect"):
            one, other = (_ends(found, part)[s] for found in (before, after))
            yield {
                "state": state,
                "part": part,
                **pair("", one[1], other[1]),
                "change": number(float(other[1] - one[1])),
                **pair("low", one[0], other[0]),
                **pair("high", one[2], other[2]),
            }


def _ends(found: GovernmentTake, part: str) -> np.ndarray:
    """A part at the low, most likely and high shares, shape (state, 3)."""
    tables = {"taxes": found.taxes, "taxes_stated": found.stated, "total": found.total}
    single = {"levies": found.levies, "cap_effect": found.cap_effect}
    return tables[part] if part in tables else np.repeat(single[part][:, None], 3, axis=1)


def stress_rows(study: EnergyStudy) -> Iterator[Row]:
    """Four situations before and after, in the whole group and by region."""
    for when, found in (("before", study.security_before), ("after", study.security_after)):
        if found is not None:
            yield from _situations(study.buyers, when, found)


def _situations(buyers: str, when: str, found: Security) -> Iterator[Row]:
    """Four situations, in the whole group (``*``) and who is short in it."""
    for k, situation in enumerate(found.situations):
        named = {"when": when, "buyers": buyers, "situation": situation}
        said = {"cold_periods": "|".join(found.cold), "source_lost": found.largest_source}
        yield {
            **named,
            "region": WHOLE,
            "wanted": number(float(found.wanted[k])),
            "consumed": number(float(found.consumed[k])),
            "unmet": number(float(found.unmet[k])),
            "unserved": number(float(found.unserved[k])),
            "price": number(float(found.price[k])),
            "highest_price": number(float(found.highest_price[k])),
            **said,
        }
        for r, region in enumerate(found.regions if len(found.regions) > 1 else ()):
            unmet, unserved = (number(float(table[k, r])) for table in (found.unmet_in, found.unserved_in))
            yield {
                **named,
                "region": region,
                "wanted": None,
                "consumed": None,
                "unmet": unmet,
                "unserved": unserved,
                "price": None,
                "highest_price": None,
                **said,
            }


def leverage_rows(study: EnergyStudy) -> Iterator[Row]:
    """What a cut costs its sides before and after, by how long it lasts."""
    for when, found in (("before", study.leverage_before), ("after", study.leverage_after)):
        if found is not None:
            yield from _cuts(study.buyers, when, found)


def _cuts(buyers: str, when: str, found: Leverage) -> Iterator[Row]:
    asymmetry = found.asymmetry
    for k, periods in enumerate(found.lasting.tolist()):
        yield {
            "when": when,
            "supplier": found.supplier,
            "buyers": buyers,
            "periods": int(periods),
            "cost_to_supplier": number(float(found.cost_to_supplier[k])),
            "cost_to_buyers": number(float(found.cost_to_buyers[k])),
            "cost_to_others": number(float(found.cost_to_others[k])),
            "unmet_of_buyers": number(float(found.unmet[k])),
            "unserved_of_buyers": number(float(found.unserved[k])),
            "asymmetry": number(float(asymmetry[k])),
        }
