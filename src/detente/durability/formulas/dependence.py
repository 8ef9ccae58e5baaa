"""What does it cost to lose a partner, who has the leverage, and what guarantee does an investor need?"""

from __future__ import annotations

import math

from detente.durability.formulas.factors import existing, smallest_factor
from detente.durability.formulas.records import (
    AT_LEAST_ONE,
    DISCOUNT,
    NOT_NEGATIVE,
    POSITIVE,
    ROUNDING,
    SHARE,
    Answer,
    Formula,
    Input,
    Kind,
    Output,
)


def lost_partner(
    share: float, elasticity: float, cost_factor: float | None = None, loss_needed: float | None = None
) -> Answer:
    """Find the share of real income lost when trade with a partner becomes dearer, or ends.

    ``1 - ((1-s) + s t^-eps)^(1/eps)`` with the share s of expenditure on the partner and trade costs times t; without t
    trade with it ends: the gains formula of [Arkolakis2012]_, as the cost of conflict that [MartinMayerThoenig2008]_
    weigh. With a loss w that would deter, the smallest share that costs it is ``(1 - (1-w)^eps)/(1 - t^-eps)``.

    Examples
    --------
    >>> answer = lost_partner(share=0.1, elasticity=4, loss_needed=0.05)
    >>> round(answer.values[0], 6), round(answer.also["critical_share"], 6)
    (0.025996, 0.185494)
    """
    left = 0.0 if cost_factor is None else cost_factor**-elasticity
    remaining = 1 - share * (1 - left)
    loss = -math.expm1(math.log(remaining) / elasticity) if remaining > 0 else 1.0
    notes = ("trade becomes cheaper, so this is a gain",) if loss < 0 else ()
    if loss_needed is None:
        return Answer((loss,), notes)
    critical = smallest_factor(1 - (1 - loss_needed) ** elasticity, 1 - left)
    if critical > 1 + ROUNDING:
        return Answer((loss,), (*notes, "not even full dependence on the partner costs w"), {"critical_share": None})
    return Answer((loss,), notes, {"critical_share": min(1.0, critical)})


def asymmetric_dependence(
    loss_a: float, loss_b: float, gain_a: float, gain_b: float, discount: float, periods: int | None = None
) -> Answer:
    """Find who is held by a link, and who has leverage through it.

    ``margin_i = delta/(1-delta) L_i - g_i``, and the leverage of A over B is ``L_B/L_A``: dependence as in
    [Hirschman1945]_ and [FarrellNewman2019]_. What would have to be added to the loss of a side that is not held is
    ``max(0, g_i (1-delta)/delta - L_i)``. With a number of periods T, a cut of that length costs A
    ``L_A (1-delta^T)/(1-delta)``, and A's threat of it is credible if it extracts more.

    Examples
    --------
    >>> answer = asymmetric_dependence(loss_a=0.02, loss_b=0.08, gain_a=0.05, gain_b=0.05, discount=0.9)
    >>> [round(value, 6) for value in answer.values]
    [0.13, 0.67, 4.0]
    """
    future = discount / (1 - discount)
    margins = [future * loss - gain for loss, gain in ((loss_a, gain_a), (loss_b, gain_b))]
    leverage = loss_b / loss_a if loss_a > 0 else None
    notes = () if leverage is not None else ("A loses nothing from a cut: its leverage has no measure",)
    also: dict[str, float | None] = {
        "extra_cost_A": max(0.0, gain_a / future - loss_a),
        "extra_cost_B": max(0.0, gain_b / future - loss_b),
    }
    if periods is not None:
        also["cost_of_threat_to_A"] = loss_a * (1 - discount**periods) / (1 - discount)
    return Answer((*margins, leverage), notes, also)


def hold_up_guarantee(cost: float, value: float, share: float) -> Answer:
    """Find the guarantee without which an investor stays away.

    ``G = max(0, c - sigma v)``: the investor sinks c and keeps the share sigma of the surplus v once terms are
    bargained again, as in [GrossmanHart1986]_ and [Williamson1985]_. The venture is worth it in all when v >= c.

    Examples
    --------
    >>> round(hold_up_guarantee(cost=0.7, value=1, share=0.5).values[0], 6)
    0.2
    """
    notes = ("the venture is worth less than it costs",) if value < cost else ()
    return Answer((max(0.0, cost - share * value),), notes, {"share_needed": existing(smallest_factor(cost, value))})


PATIENCE = Input("delta", "discount", "discount factor per period", "", DISCOUNT)

FORMULAS = (
    Formula(
        id="trade_cost",
        title="Cost of a lost partner",
        question="What share of real income is lost when trade with a partner becomes dearer, or ends?",
        function=lost_partner,
        inputs=(
            Input("share", "share", "share of expenditure on the partner", "", SHARE),
            Input("elasticity", "elasticity", "trade elasticity", "", POSITIVE),
            Input("cost_factor", "cost_factor", "factor on trade costs; null: trade ends", "", POSITIVE, needed=False),
            Input("w", "loss_needed", "loss that would deter", "share of real income", SHARE, needed=False),
        ),
        outputs=(Output("loss", "loss of real income", "share of real income"),),
        also=(Output("critical_share", "smallest share of expenditure at which the loss is w"),),
        equation="loss = 1 - ((1-s) + s t^-eps)^(1/eps);  s* = (1 - (1-w)^eps)/(1 - t^-eps)",
        assumptions="One sector, constant elasticity, wages as they are.",
        limits="No change of wages, no inputs, no other partners that become dearer: the trade model has these.",
        citation="Arkolakis, Costinot and Rodriguez-Clare 2012, American Economic Review 102(1): 94-130; Martin, Mayer "
        "and Thoenig 2008, Review of Economic Studies 75(3): 865-900",
        keys=("Arkolakis2012", "MartinMayerThoenig2008"),
        example={"share": 0.1, "elasticity": 4.0, "cost_factor": None},
    ),
    Formula(
        id="asymmetry",
        title="Asymmetric dependence",
        question="Who is held by a link, and who has leverage through it?",
        function=asymmetric_dependence,
        inputs=(
            Input("loss_A", "loss_a", "what A loses while the link is cut", "per period"),
            Input("loss_B", "loss_b", "what B loses while the link is cut", "per period"),
            Input("gain_A", "gain_a", "what A gains once from cutting it", "payoff"),
            Input("gain_B", "gain_b", "what B gains once from cutting it", "payoff"),
            PATIENCE,
            Input(
                "T", "periods", "length of a cut that A threatens", "periods", AT_LEAST_ONE, Kind.WHOLE, needed=False
            ),
        ),
        outputs=(
            Output("margin_A", "what A gains from keeping the link", "payoff"),
            Output("margin_B", "what B gains from keeping the link", "payoff"),
            Output("leverage_A_over_B", "B's loss over A's"),
        ),
        also=(
            Output("extra_cost_A", "loss to add so that A is held", "per period"),
            Output("extra_cost_B", "loss to add so that B is held", "per period"),
            Output("cost_of_threat_to_A", "cost to A of a cut of T periods; credible if it extracts more", "payoff"),
        ),
        equation="margin_i = delta/(1-delta) L_i - g_i;  leverage = L_B/L_A",
        assumptions="The link stays cut for ever. Losses are the same every period.",
        limits="A modelling choice: the sources are in words. Losses fall as partners find others.",
        citation="after Hirschman 1945, National Power and the Structure of Foreign Trade; Farrell and Newman 2019, "
        "International Security 44(1): 42-79",
        keys=("Hirschman1945", "FarrellNewman2019"),
        example={"loss_A": 0.02, "loss_B": 0.08, "gain_A": 0.05, "gain_B": 0.05, "delta": 0.9},
    ),
    Formula(
        id="holdup",
        title="Guarantee an investor needs",
        question="How much must be guaranteed so that an investor comes although terms may be bargained again?",
        function=hold_up_guarantee,
        inputs=(
            Input("cost", "cost", "sunk cost", "payoff", NOT_NEGATIVE),
            Input("value", "value", "surplus after it is sunk", "payoff", NOT_NEGATIVE),
            Input("share", "share", "share of the surplus that the investor keeps", "", SHARE),
        ),
        outputs=(Output("guarantee", "smallest guarantee", "payoff"),),
        also=(Output("share_needed", "share of the surplus at which none is needed; above 1 it is not worth it"),),
        equation="G = max(0, c - sigma v)",
        assumptions="Everything is sunk before terms are bargained again. Risk neutral.",
        limits="The guarantee itself is believed.",
        citation="Grossman and Hart 1986, Journal of Political Economy 94(4): 691-719; Williamson 1985, The Economic "
        "Institutions of Capitalism",
        keys=("GrossmanHart1986", "Williamson1985"),
        example={"cost": 0.7, "value": 1.0, "share": 0.5},
    ),
)
