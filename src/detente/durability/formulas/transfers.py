"""What do side payments add to an agreement, and what does political turnover take from it?"""

from __future__ import annotations

from collections.abc import Sequence

from detente.case import CaseError
from detente.durability.formulas.factors import critical_discount, critical_factor, smallest_factor
from detente.durability.formulas.records import DISCOUNT, ROUNDING, SHARE, Answer, Formula, Input, Kind, Output, Range


def pooled_transfers(
    coop: Sequence[float],
    deviate: Sequence[float],
    punish: Sequence[float],
    sucker: Sequence[float],
    discount: float | None = None,
) -> Answer:
    """Find the patience that holds an agreement with side payments, and the one it needs without them.

    ``delta* = sum_i (d_i - c_i) / sum_i (d_i - n_i)`` with, ``max_i (d_i - c_i)/(d_i - n_i)`` without: voluntary
    transfers pool the incentive constraints of all parties [Levin2003]_, [GoldluckeKranz2012]_. Keeping is itself a
    reply, so a d below c counts as c. With delta given, `transfer` is what each party gets a period so that all margins
    are equal; transfers sum to zero.

    Examples
    --------
    >>> answer = pooled_transfers(coop=[2, 4], deviate=[5, 5], punish=[1, 0], sucker=[0, -1], discount=0.5)
    >>> round(answer.values[0], 6), answer.values[1], [answer.also[f"transfer_{i}"] for i in (1, 2)]
    (0.444444, 0.75, [1.25, -1.25])
    """
    _check_parties(coop, deviate, punish, sucker)
    best = [max(d, c) for d, c in zip(deviate, coop, strict=True)]
    gains = [d - c for d, c in zip(best, coop, strict=True)]
    losses = [d - n for d, n in zip(best, punish, strict=True)]
    pooled = critical_discount(
        critical_factor(sum(gains), sum(losses)), "together the parties lose nothing by punishment: it cannot deter"
    )
    alone = [critical_factor(gain, loss) for gain, loss in zip(gains, losses, strict=True)]
    unbound = [str(i) for i, value in enumerate(alone, start=1) if value >= 1 - ROUNDING]
    single = critical_discount(max(alone), f"without transfers nothing binds party {', '.join(unbound)}")
    also: dict[str, float | None] = {}
    if discount is not None:
        margins = [discount * loss - gain for gain, loss in zip(gains, losses, strict=True)]
        mean = sum(margins) / len(margins)
        also = {f"transfer_{i}": mean - margin for i, margin in enumerate(margins, start=1)}
    return Answer((*pooled.values, *single.values), (*pooled.notes, *single.notes), also)


def renegotiation_hazard(critical: float, hazard: float, discount: float | None = None) -> Answer:
    """Find the patience needed when promises lapse with some chance every period.

    ``delta >= delta*/(1 - rho)``: with chance rho past promises lapse and terms are negotiated anew, so that the future
    counts delta (1 - rho) [GoldluckeKranz2023]_, for a repeated game. With delta given, the largest hazard that the
    agreement survives is ``1 - delta*/delta``.

    Examples
    --------
    >>> renegotiation_hazard(critical=0.5, hazard=0.2).values
    (0.625,)
    """
    value = smallest_factor(critical, 1 - hazard)
    answer = critical_discount(value, "promises lapse too often: no patience makes up for it")
    if discount is None:
        return answer
    largest = 1 - critical / discount
    also = {"largest_hazard": largest if largest >= 0 else None}
    notes = answer.notes if largest >= 0 else (*answer.notes, "at this delta the agreement fails without any turnover")
    return Answer(answer.values, notes, also)


def _check_parties(
    coop: Sequence[float], deviate: Sequence[float], punish: Sequence[float], sucker: Sequence[float]
) -> None:
    lengths = {len(coop), len(deviate), len(punish), len(sucker)}
    if len(lengths) > 1:
        given = f"coop has {len(coop)}, deviate {len(deviate)}, punish {len(punish)}, sucker {len(sucker)}"
        raise CaseError(f"{given} numbers.\nGive one number for each party in every list.")
    odd = [str(i) for i, (n, s) in enumerate(zip(punish, sucker, strict=True), start=1) if s > n]
    if odd:
        raise CaseError(
            f"party {', '.join(odd)}: sucker is above punish, so mutual punishment is no equilibrium.\n"
            "Give punish at least as large as sucker."
        )


def _per_party(symbol: str, meaning: str) -> Input:
    return Input(symbol, symbol, f"{meaning}, party by party", "per period", kind=Kind.NUMBERS)


FORMULAS = (
    Formula(
        id="transfers_pool",
        title="Side payments pool the constraints",
        question="How patient must the parties be together if they can pay each other, and how patient if not?",
        function=pooled_transfers,
        inputs=(
            _per_party("coop", "payoff c when all keep"),
            _per_party("deviate", "payoff d of breaking alone"),
            _per_party("punish", "payoff n under punishment"),
            _per_party("sucker", "payoff of keeping alone"),
            Input("delta", "discount", "discount factor per period", "", DISCOUNT, needed=False),
        ),
        outputs=(
            Output("critical_discount_pooled", "smallest discount factor that holds it with side payments"),
            Output("critical_discount_alone", "smallest discount factor that holds it without"),
        ),
        also=(Output("transfer", "what each party gets so that all margins are equal", "per period", repeated=True),),
        equation="delta* = sum_i (d_i - c_i) / sum_i (d_i - n_i), instead of max_i (d_i - c_i)/(d_i - n_i)",
        assumptions="Voluntary payments, no limit to what a party can pay, risk neutral, breaches are seen at once.",
        limits="Nobody runs out of money. Punishment is the equilibrium n of one period, for ever.",
        citation="Levin 2003, American Economic Review 93(3): 835-857; Goldluecke and Kranz 2012, Journal of Economic "
        "Theory 147(3): 1191-1221",
        keys=("Levin2003", "GoldluckeKranz2012"),
        example={"coop": (2.0, 4.0), "deviate": (5.0, 5.0), "punish": (1.0, 0.0), "sucker": (0.0, -1.0)},
    ),
    Formula(
        id="renegotiation_rho",
        title="Turnover and renegotiation",
        question="How much more patience is needed if promises may lapse with the next government?",
        function=renegotiation_hazard,
        inputs=(
            Input("delta_star", "critical", "discount factor needed without turnover", "", Range(0, 1, high_open=True)),
            Input("rho", "hazard", "chance each period that past promises lapse", "per period", SHARE),
            Input("delta", "discount", "discount factor per period", "", DISCOUNT, needed=False),
        ),
        outputs=(Output("critical_discount", "smallest discount factor per period that holds the agreement"),),
        also=(Output("largest_hazard", "largest rho that the agreement survives at delta", "per period"),),
        equation="delta (1 - rho) >= delta*",
        assumptions="A repeated game. When promises lapse, terms are bargained from what each would get without them.",
        limits="Where today's acts change tomorrow's position, more than this factor changes.",
        citation="Goldluecke and Kranz 2023, Journal of the European Economic Association 21",
        keys=("GoldluckeKranz2023",),
        example={"delta_star": 0.5, "rho": 0.2},
    ),
)
