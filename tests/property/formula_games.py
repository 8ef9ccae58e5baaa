"""Games that nobody chose, for the laws of the closed forms."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from detente.durability.formulas import answer_formula, find_formula

NEAR = 1e-3
"""How far on either side of a critical value the twin is asked."""

EXAMPLES = settings(max_examples=60)


def values(name, **inputs):
    return answer_formula(find_formula(name), inputs).values


def numbers(low, high):
    return st.floats(low, high, allow_nan=False).map(lambda x: round(x, 4))


discounts = numbers(0.05, 0.95)
dilemmas = st.tuples(*[numbers(0.1, 3)] * 3, numbers(-2, 2)).map(
    lambda gaps: {"S": gaps[3], "P": gaps[3] + gaps[0], "R": gaps[3] + gaps[0] + gaps[1], "T": sum(gaps)}
)


@st.composite
def streams(draw):
    """Payoffs with n < c < d."""
    n, first, second = draw(numbers(-2, 2)), draw(numbers(0.1, 4)), draw(numbers(0.1, 4))
    return {"n": n, "c": n + first, "d": n + first + second}


def turns_at(critical, holds):
    """A condition fails below its critical discount factor and holds above, as far as streams can be written out."""
    if critical is None:
        return not holds(0.95)
    above, below = critical + NEAR, critical - NEAR
    return (above > 0.95 or holds(max(above, 0.001))) and (below <= 0.001 or below > 0.95 or not holds(below))
