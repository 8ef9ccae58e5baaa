"""Days named in sentences, as they were meant on the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from detente.positions.ingest import said_on

SUNDAY = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("He said so yesterday.", date(2025, 11, 29)),
        ("He said so on Sunday.", SUNDAY),
        ("He said so last Sunday.", date(2025, 11, 23)),
        ("He said so on Saturday.", date(2025, 11, 29)),
        ("On November 27 he said so.", date(2025, 11, 27)),
        ("On 27 November 2023 he said so.", date(2023, 11, 27)),
        ("On 1 December he said so.", date(2024, 12, 1)),
        ("On 31 February he said so.", None),
        ("He said so.", None),
    ],
)
def test_a_day_is_resolved_against_the_day_of_publication(sentence, day):
    assert said_on(sentence, SUNDAY) == day


def test_without_a_day_of_publication_only_whole_dates_are_known():
    assert said_on("He said so on Monday.", None) is None
    assert said_on("He said so on 27 November 2023.", None) == date(2023, 11, 27)
