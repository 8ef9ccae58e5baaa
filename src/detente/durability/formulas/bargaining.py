"""Is there a deal that beats war for both, and does asking for more of it risk war?"""

from __future__ import annotations

from detente.durability.formulas.records import ANY, NOT_NEGATIVE, SHARE, Answer, Formula, Input, Output


def bargaining_range(
    p_win: float,
    cost_a: float,
    cost_b: float,
    dividend_a: float,
    dividend_b: float,
    status_quo: float | None = None,
) -> Answer:
    """Find the shares of A that both prefer to war.

    ``x in [p - cA - sA, p + cB + sB]``, cut to [0, 1], from [Fearon1995]_ with dividends of peace s added. Two risk
    neutral sides divide a pie of 1; A wins a war with probability p. There is no such share, and both ends are None,
    when the dividends are so negative that the ends cross.

    Examples
    --------
    >>> answer = bargaining_range(p_win=0.6, cost_a=0.1, cost_b=0.15, dividend_a=0, dividend_b=0, status_quo=0.4)
    >>> answer.values, round(answer.also["payment_to_A"], 3)
    ((0.5, 0.75), 0.1)
    """
    least, most = p_win - cost_a - dividend_a, p_win + cost_b + dividend_b
    low, high = max(0.0, least), min(1.0, most)
    also: dict[str, float | None] = {}
    if status_quo is not None:
        also = {"payment_to_A": max(0.0, least - status_quo), "payment_to_B": max(0.0, status_quo - most)}
    if low > high:
        why = f"no share in [0, 1] suits both: A needs at least {least:g}, B leaves at most {most:g}"
        return Answer((None, None), (why,), {"width": None, **also})
    return Answer((low, high), (), {"width": high - low, **also})


def risk_return(p_win: float, cost_a: float, largest_cost_b: float) -> Answer:
    """Find the demand A makes when it does not know B's cost of war, and the risk that it takes with it.

    ``x* = p + max(0, (C - cA)/2)`` and ``Pr(war) = max(0, (C - cA)/(2C))``: the trade-off between risk and return of
    [Fearon1995]_ and [Powell1999]_ with B's cost uniform on [0, C]. A makes one offer to keep x; B accepts when its
    cost is at least x - p. x may pass 1, the whole pie; the further figures hold it there.

    Examples
    --------
    >>> tuple(round(value, 6) for value in risk_return(p_win=0.5, cost_a=0.1, largest_cost_b=0.4).values)
    (0.65, 0.375)
    """
    more = max(0.0, (largest_cost_b - cost_a) / 2)
    held = min(more, 1 - p_win)
    share = 1 / largest_cost_b if largest_cost_b > 0 else 0.0
    notes = ("the demand is more than the whole pie: it includes a payment by B",) if p_win + more > 1 else ()
    also = {"demand_within_pie": p_win + held, "p_war_within_pie": held * share}
    return Answer((p_win + more, more * share), notes, also)


FORMULAS = (
    Formula(
        id="fearon_range",
        title="Bargaining range",
        question="Which shares do both sides prefer to war?",
        function=bargaining_range,
        inputs=(
            Input("p", "p_win", "probability that A wins a war", "", SHARE),
            Input("cA", "cost_a", "cost of war to A", "share of the pie", NOT_NEGATIVE),
            Input("cB", "cost_b", "cost of war to B", "share of the pie", NOT_NEGATIVE),
            Input("sA", "dividend_a", "what A gains from the deal besides its share", "share of the pie", ANY),
            Input("sB", "dividend_b", "what B gains from the deal besides its share", "share of the pie", ANY),
            Input("q", "status_quo", "share that A has today", "share of the pie", SHARE, needed=False),
        ),
        outputs=(
            Output("lowest", "smallest share of A that A prefers to war", "share of the pie"),
            Output("highest", "largest share of A that B prefers to war", "share of the pie"),
        ),
        also=(
            Output("width", "width of the range", "share of the pie"),
            Output("payment_to_A", "side payment that A needs to stay at q", "share of the pie"),
            Output("payment_to_B", "side payment that B needs to stay at q", "share of the pie"),
        ),
        equation="x in [p - cA - sA, p + cB + sB], cut to [0, 1]",
        assumptions="Both sides are risk neutral and know p and the costs. The pie is 1 and can be divided at will.",
        limits="Silent on private information, on commitment and on pies that cannot be divided.",
        citation="Fearon 1995, International Organization 49(3): 379-414; dividends of peace added",
        keys=("Fearon1995",),
        example={"p": 0.6, "cA": 0.1, "cB": 0.15, "sA": 0.05, "sB": 0.02},
    ),
    Formula(
        id="risk_return",
        title="Demand under an unknown cost of war",
        question="How much does A demand of an opponent it cannot read, and how often does that end in war?",
        function=risk_return,
        inputs=(
            Input("p", "p_win", "probability that A wins a war", "", SHARE),
            Input("cA", "cost_a", "cost of war to A", "share of the pie", NOT_NEGATIVE),
            Input("C", "largest_cost_b", "largest cost that war may have for B", "share of the pie", NOT_NEGATIVE),
        ),
        outputs=(
            Output("demand", "share that A demands", "share of the pie"),
            Output("p_war", "probability that the demand is refused"),
        ),
        also=(
            Output("demand_within_pie", "the same when A cannot ask for more than the pie", "share of the pie"),
            Output("p_war_within_pie", "probability that this demand is refused"),
        ),
        equation="x = p + max(0, (C - cA)/2);  Pr(war) = max(0, (C - cA)/(2C))",
        assumptions="B's cost is uniform on [0, C] and known to B alone. A makes one offer, take it or leave it.",
        limits="One offer, no signals before it. Other distributions of the cost give other demands.",
        citation="Fearon 1995, International Organization 49(3): 379-414; Powell 1999, In the Shadow of Power; "
        "worked out for a uniform cost",
        keys=("Fearon1995", "Powell1999"),
        example={"p": 0.5, "cA": 0.1, "C": 0.4},
    ),
)
