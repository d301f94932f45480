"""Hours that a monthly fee includes, and what exceeds them, as a bookkeeper would check them."""

from datetime import date

import pytest

from services.rates.tests.agreements import fee
from services.rates.tests.ledger_tables import Case, expected, found

HOURS = [
    Case(
        "F is charged also where nothing was logged",
        [fee()],
        "",
        """
        month     | base  | used | over | unused | lost  | fees | charge  | from
        A 2026-01 | 10:00 | 0:00 | 0:00 | 10:00  | 10:00 | 0.00 | 1000.00 | 02-01
        A 2026-02 | 10:00 | 0:00 | 0:00 | 10:00  | 10:00 | 0.00 | 1000.00 | 03-01
        A 2026-03 | 10:00 | 0:00 | 0:00 | 10:00  | 10:00 | 0.00 | 1000.00 | 04-01
        """,
    ),
    Case(
        "The entry that crosses H is cut there, and what exceeds it has its own rate",
        [fee()],
        """
        day   | work        | state    | charged
        01-05 | 4:00@100    | approved | 4:00 included A
        01-06 | 8:00:10@100 | approved | 6:00 included A + 2:00:10 overage A
        01-07 | 1:00@150    | approved | 1:00 overage A
        """,
        """
        month     | base  | used  | over    | unused | fees   | charge
        A 2026-01 | 10:00 | 10:00 | 3:00:10 | 0:00   | 350.28 | 1000.00
        """,
        today="01-31",
    ),
    Case(
        "Approved time comes before what is not, whatever its day; then days decide",
        [fee()],
        """
        day   | work     | state    | charged
        01-05 | 6:00@100 | draft    | 2:00 included A + 4:00 overage A
        01-09 | 8:00@100 | approved | 8:00 included A
        01-07 | 1:00@100 | draft    | 1:00 overage A
        """,
        today="01-31",
    ),
    Case(
        "On a day the earlier start comes first, and before it what has none; a change of the clock changes nothing",
        [fee(3)],
        """
        day   | start | work     | state    | charged
        03-29 | 00:30 | 2:00@100 | approved | 1:00 included A + 1:00 overage A
        03-29 | 03:00 | 1:00@100 | approved | 1:00 overage A
        03-29 |       | 1:00@100 | approved | 1:00 included A
        03-29 | 00:29 | 1:00@100 | approved | 1:00 included A
        """,
        today="03-31",
    ),
    Case(
        "Each month stands alone, and what is outside of the agreement is charged by the hour",
        [fee(first_day=date(2026, 1, 10), last_day=date(2026, 2, 10))],
        """
        day   | work      | state    | charged
        01-09 | 1:00@100  | approved | 1:00 hourly
        01-10 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        02-10 | 9:00@100  | approved | 9:00 included A
        02-11 | 1:00@100  | approved | 1:00 hourly
        """,
        """
        month     | days         | base  | used  | over | charge  | from
        A 2026-01 | 01-10..01-31 | 10:00 | 10:00 | 1:00 | 1000.00 | 02-01
        A 2026-02 | 02-01..02-10 | 10:00 | 9:00  | 0:00 | 1000.00 | 02-11
        """,
    ),
    Case(
        "Hours are drawn as they are billed: 50 minutes that count as an hour use an hour",
        [fee(1.5)],
        """
        day   | work          | state    | charged
        01-05 | 0:50>1:00@100 | approved | 0:50>1:00 included A
        01-06 | 0:50>1:00@100 | approved | 0:25>0:30 included A + 0:25>0:30 overage A
        01-07 | 0:05>0:00@100 | approved | 0:05>0:00 overage A
        """,
        """
        month     | base | used | over | fees
        A 2026-01 | 1:30 | 1:30 | 0:30 | 50.00
        """,
        today="01-31",
    ),
    Case(
        "A second that is billed as a minute cannot be cut; what comes after it can still be covered",
        [fee(0.01)],
        """
        day   | work              | state    | charged
        01-05 | 0:00:01>0:01@3600 | approved | 0:00:01>0:01 overage A
        01-06 | 0:00:20@3600      | approved | 0:00:20 included A
        01-07 | 0:00:02>0:01@3600 | approved | 0:00:01>0:00:16 included A + 0:00:01>0:00:44 overage A
        """,
        """
        month     | base    | used    | over    | fees
        A 2026-01 | 0:00:36 | 0:00:36 | 0:01:44 | 104.00
        """,
        today="01-31",
    ),
    Case(
        "Of an entry with two rates the part beyond H keeps its own",
        [fee(3)],
        """
        day   | work              | state    | charged
        01-05 | 2:00@100+2:00@150 | approved | 2:00 included A + 1:00 included A + 1:00 overage A
        01-06 | 0:30@100+0:30@150 | approved | 0:30 overage A + 0:30 overage A
        """,
        """
        month     | used | over | fees
        A 2026-01 | 3:00 | 2:00 | 275.00
        """,
        today="01-31",
    ),
    Case(
        "Time without a rate is covered whole or has no price",
        [fee(3)],
        """
        day   | work     | state    | charged
        01-05 | 2:00@-   | approved | 2:00 included A
        01-06 | 2:00@-   | approved | unpriced
        01-07 | 2:00@100 | approved | 1:00 included A + 1:00 overage A
        """,
        """
        month     | used | over
        A 2026-01 | 3:00 | 1:00
        """,
        today="01-31",
    ),
    Case(
        "Time in another currency is not covered",
        [fee()],
        """
        day   | work     | currency | state    | charged
        01-05 | 2:00@100 | EUR      | approved | 2:00 hourly
        01-05 | 2:00@100 | DKK      | approved | 2:00 included A
        """,
        today="01-31",
    ),
    Case(
        "Hours of February in a leap year and of a month with a change of the clock are those of any month",
        [fee(first_day=date(2028, 2, 1), prorate=True)],
        """
        day        | work      | state    | charged
        2028-02-29 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        2028-03-26 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        """,
        """
        month     | days         | base  | over | charge  | from
        A 2028-02 | 02-01..02-29 | 10:00 | 1:00 | 1000.00 | 03-01
        A 2028-03 | 03-01..03-31 | 10:00 | 1:00 | 1000.00 | 04-01
        """,
        today="2028-03-31",
    ),
]


@pytest.mark.parametrize("case", HOURS, ids=str)
def test_hours_of_a_month(case: Case) -> None:
    assert found(case) == expected(case)
