"""What months miss of a minimum, and late time once that is billed."""

from datetime import date
from typing import Any

import pytest

from rates.domain.agreements import Agreement
from services.rates.tests.agreements import agreement, terms
from services.rates.tests.ledger_tables import Case, expected, found


def minimum(**changes: Any) -> Agreement:
    """At least 1000 a month."""
    return agreement("spend-minimum", **{"name": "A"} | changes)


TRUE_UPS = [
    Case(
        "What a month misses of its minimum",
        [minimum()],
        """
        day   | work      | state    | charged
        01-05 | 4:00@100  | approved | 4:00 hourly
        02-05 | 10:00@100 | approved | 10:00 hourly
        03-05 | 0:20@100  | approved | 0:20 hourly
        """,
        """
        month     | fees    | expected | charge | total   | from
        A 2026-01 | 400.00  | 600.00   | 600.00 | 1000.00 | 02-01
        A 2026-02 | 1000.00 | 0.00     | -      | 1000.00 | 03-01
        A 2026-03 | 33.33   | 966.67   | 966.67 | 1000.00 | 04-01
        """,
    ),
    Case(
        "Time that is not approved is expected, and not yet counted by what is billed",
        [minimum()],
        """
        day   | work     | state    | charged
        01-05 | 4:00@100 | approved | 4:00 hourly
        01-06 | 2:00@100 | draft    | 2:00 hourly
        """,
        """
        month     | fees   | expected | charge
        A 2026-01 | 600.00 | 400.00   | 600.00
        """,
        today="01-31",
    ),
    Case(
        "Late fees use up the true-up that is billed; only what exceeds it is charged",
        [minimum()],
        """
        day   | work     | state    | charged
        01-10 | 4:00@100 | billed   | 4:00 hourly
        01-05 | 5:00@100 | approved | 5:00 included A
        01-06 | 3:00@100 | approved | 1:00 included A + 2:00 hourly
        """,
        """
        month     | fees   | expected | charge | total
        A 2026-01 | 600.00 | 600.00   | 600.00 | 1200.00
        """,
        closed={"A 2026-01": "600.00"},
    ),
    Case(
        "Fees that the true-up counted with are charged, billed or not",
        [minimum()],
        """
        day   | work     | state    | charged
        01-10 | 4:00@100 | billed   | 4:00 hourly
        01-11 | 3:00@100 | approved | 3:00 hourly
        """,
        """
        month     | fees   | charge | total
        A 2026-01 | 700.00 | 300.00 | 1000.00
        """,
        closed={"A 2026-01": "300.00"},
    ),
    Case(
        "Where a part of the true-up is used up by billed time, the rest is there",
        [minimum()],
        """
        day   | work     | state    | charged
        01-10 | 4:00@100 | billed   | 4:00 hourly
        01-11 | 2:00@100 | billed   | 2:00 included A
        01-12 | 5:00@100 | approved | 4:00 included A + 1:00 hourly
        """,
        closed={"A 2026-01": "600.00"},
    ),
    Case(
        "With the true-up credited, time is charged by the hour again and the month misses less",
        [minimum()],
        """
        day   | work     | state    | charged
        01-10 | 4:00@100 | billed   | 4:00 hourly
        01-11 | 2:00@100 | approved | 2:00 hourly
        """,
        """
        month     | fees   | charge
        A 2026-01 | 600.00 | 400.00
        """,
        today="01-31",
    ),
    Case(
        "A cent that rounding hides cuts nothing",
        [minimum()],
        """
        day   | work          | state    | charged
        01-10 | 0:50@1000.07  | approved | 0:50 hourly
        01-11 | 0:00:01@0.01  | approved | 0:00:01 hourly
        """,
        closed={"A 2026-01": "166.61"},
    ),
    Case(
        "The first month is prorated, the minimum indexed",
        [
            minimum(
                prorate=True, terms=(terms(date(2026, 1, 17), "1000"),), first_day=date(2026, 1, 17)
            )
        ],
        """
        day   | work     | state    | charged
        01-16 | 1:00@100 | approved | 1:00 hourly
        01-17 | 1:00@100 | approved | 1:00 hourly
        """,
        """
        month     | fees   | charge
        A 2026-01 | 100.00 | 383.87
        """,
        today="01-31",
    ),
]


@pytest.mark.parametrize("case", TRUE_UPS, ids=str)
def test_minimums_of_months(case: Case) -> None:
    assert found(case) == expected(case)
