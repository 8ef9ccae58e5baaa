"""How a number is written: few digits, a true minus, ranges with "to"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from detente.deals import Quantiles

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
NOISE = 1e-9
"""Below this a value is rounding of the computer, and is written as zero."""

SMALL_DECIMALS = 2
"""Decimals that small rows of a column may have beyond the largest one."""

LARGEST_IN_FULL = 1e7
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def two_digits(value: float) -> str:
    """Write a value with two significant digits, thousands apart, and a true minus.

    Examples
    --------
    >>> two_digits(3.412), two_digits(-0.0349), two_digits(1234), two_digits(9.96), two_digits(0)
    ('3.4', '−0.035', '1,200', '10', '0')
    """
    if abs(value) < NOISE:
        return "0"
    rounded = float(f"{value:.1e}")
    return with_decimals(rounded, _decimals(rounded))


def signed(value: float) -> str:
    """Write a value with two significant digits and its sign, where the sign is the message.

    Examples
    --------
    >>> signed(12.3), signed(-0.5), signed(0)
    ('+12', '−0.50', '0')
    """
    return ("+" if value >= NOISE else "") + two_digits(value)


def signed_with_decimals(value: float, decimals: int) -> str:
    """Write a value of a column with its sign and the decimals of the column.

    Examples
    --------
    >>> signed_with_decimals(0.456, 2), signed_with_decimals(-0.001, 2), signed_with_decimals(-3.0, 1)
    ('+0.46', '0.00', '−3.0')
    """
    return _plus(value, decimals)


def with_decimals(value: float, decimals: int) -> str:
    """Write a value with a fixed number of decimals; what rounds to zero carries no sign."""
    words = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in words for digit in "123456789")
    return (MINUS if negative else "") + words


def exact(value: float) -> str:
    """Write a value on an axis as it is, with a true minus.

    Examples
    --------
    >>> exact(1250.0), exact(-0.25), exact(-1e-17)
    ('1,250', '−0.25', '0')
    """
    if abs(value) < NOISE:
        return "0"
    return (MINUS if value < 0 else "") + f"{abs(value):,.10g}"


def signed_exact(value: float) -> str:
    """Write a value on an axis as it is, with its sign.

    Examples
    --------
    >>> signed_exact(1250.0), signed_exact(0.0)
    ('+1,250', '0')
    """
    return ("+" if value >= NOISE else "") + exact(value)


def interval(spread: Quantiles) -> str:
    """Write a median and the range that holds nine of ten worlds, with no digit the range does not bear.

    Examples
    --------
    >>> interval(Quantiles(-6.12, -5.0, -3.412, -1.0, 0.2, "USD bn"))
    '−3.4 (−6.1 to +0.2)'
    >>> interval(Quantiles(-114.0, 100.0, 851.0, 1000.0, 1686.0, "USD bn"))
    '+900 (−100 to +1,700)'
    >>> interval(Quantiles(0.0012, 0.002, 0.0031, 0.01, 0.034, "USD bn"))
    '+0.003 (+0.001 to +0.034)'
    >>> interval(Quantiles(0.0, 0.0, 1e-17, 2e-17, 3e-17, "USD bn"))
    '0'
    """
    largest = _largest(spread)
    return "0" if largest < NOISE else _interval(spread, _decimals(largest))


def intervals(spreads: Sequence[Quantiles | None]) -> tuple[str, ...]:
    """Write the intervals of one column, with the same decimals where their sizes are alike; None is unknown.

    The coarsest row decides. Where sizes differ by more than one digit each row keeps its own decimals: the same for
    all would erase the small ones, or give the large ones digits that they do not bear. But what is a thousandth of the
    largest is written as zero.

    Examples
    --------
    >>> intervals([Quantiles(11.0, 12.0, 14.2, 20.0, 34.0, "USD bn"), Quantiles(1.2, 2.0, 3.4, 4.0, 6.1, "USD bn")])
    ('+14 (+11 to +34)', '+3 (+1 to +6)')
    >>> intervals([Quantiles(0.0, 0.0, 1e-17, 0.0, 0.0, "USD bn"), None])
    ('0', 'unknown')
    >>> intervals([Quantiles(11.0, 12.0, 14.2, 20.0, 34.0, "USD bn"), Quantiles(-3e-4, 0.0, 1e-4, 2e-4, 5e-4, "")])
    ('+14 (+11 to +34)', '0.00')
    """
    sizes = [_decimals(_largest(s)) for s in spreads if s and _largest(s) >= NOISE]
    alike = sizes and max(sizes) - min(sizes) <= 1
    finest = min(sizes, default=0) + (0 if alike else SMALL_DECIMALS)
    return tuple(
        "unknown" if s is None else "0" if _largest(s) < NOISE else _interval(s, min(_decimals(_largest(s)), finest))
        for s in spreads
    )


def unsigned(words: str) -> str:
    """Leave plus signs out of a written interval: of a cost or a risk they say nothing.

    Examples
    --------
    >>> unsigned("+0.15 (0.00 to +0.75)")
    '0.15 (0.00 to 0.75)'
    """
    return words.replace("+", "")


def about_count(count: float) -> str:
    """Write a count in full while it can be read, and as a power of ten beyond.

    Examples
    --------
    >>> about_count(1250.0), about_count(2.44e22), about_count(9.96e7)
    ('1,250', '2.4 × 10²²', '1.0 × 10⁸')
    """
    if count < LARGEST_IN_FULL:
        return f"{count:,.0f}"
    digits, power = f"{count:.1e}".split("e")
    return f"{digits} × 10{str(int(power)).translate(_SUPERSCRIPTS)}"


def true_minus(text: str) -> str:
    """Give numbers inside a sentence a true minus.

    Examples
    --------
    >>> true_minus("from -3.4 on 2031-03-14")
    'from −3.4 on 2031-03-14'
    """
    return re.sub(r"(?<!\w)-(?=\d)", MINUS, text)


def day(on: date | None) -> str:
    """Write a date in words; a source without one is undated, which is a state of its own.

    Examples
    --------
    >>> day(date(2031, 3, 14)).replace(NBSP, " "), day(None)
    ('14 March 2031', 'undated')
    """
    return f"{on.day}{NBSP}{MONTHS[on.month - 1]}{NBSP}{on.year}" if on else "undated"


def number_word(count: int) -> str:
    """Write a small number as a word.

    Examples
    --------
    >>> number_word(4), number_word(12)
    ('four', '12')
    """
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def count_words(count: int, singular: str, plural: str = "") -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> count_words(1, "party", "parties"), count_words(1200, "world")
    ('1 party', '1,200 worlds')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def sentence(text: str) -> str:
    """Begin with a capital and end with a stop, whatever the author wrote.

    Examples
    --------
    >>> sentence("no stake is stated")
    'No stake is stated.'
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".") if text else ""


def _largest(spread: Quantiles) -> float:
    return max(abs(spread.low), abs(spread.median), abs(spread.high))


def _interval(spread: Quantiles, decimals: int) -> str:
    step = 10.0 ** (math.floor(math.log10(_largest(spread))) - 1)
    median, low, high = (_plus(step * round(v / step), decimals) for v in (spread.median, spread.low, spread.high))
    return f"{median} ({low} to {high})" if low != high else median


def _decimals(value: float) -> int:
    """Decimals that give two significant digits."""
    return max(0, 1 - math.floor(math.log10(abs(value))))


def _plus(value: float, decimals: int) -> str:
    words = with_decimals(value, decimals)
    return words if words.startswith(MINUS) or not any(digit in words for digit in "123456789") else f"+{words}"
