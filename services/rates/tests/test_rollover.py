"""Hours that months pass on, as a bookkeeper would check them."""

from datetime import date
from decimal import Decimal

import pytest

from rates.domain.terms import Indexing, Rollover
from services.rates.tests.agreements import fee
from services.rates.tests.ledger_tables import Case, expected, found

ALL, NEXT_MONTH, CAPPED = Rollover("all"), Rollover("all", None, 1), Rollover("capped", 2 * 3600)
CAPPED_NEXT = Rollover("capped", 2 * 3600, 1)
FOR_TWO_MONTHS = Rollover("all", None, 2)


ROLLOVER = [
    Case(
        "None: what a month does not use is lost",
        [fee()],
        """
        day   | work      | state    | charged
        01-05 | 6:00@100  | approved | 6:00 included A
        02-05 | 12:00@100 | approved | 10:00 included A + 2:00 overage A
        """,
        """
        month     | base  | rolled | used  | over | unused | lost
        A 2026-01 | 10:00 |        | 6:00  | 0:00 | 4:00   | 4:00
        A 2026-02 | 10:00 |        | 10:00 | 2:00 | 0:00   | 0:00
        """,
        today="02-28",
    ),
    Case(
        "All: the oldest are used first, and nothing is lost",
        [fee(rollover=ALL)],
        """
        day   | work      | state    | charged
        01-05 | 6:00@100  | approved | 6:00 included A
        02-05 | 3:00@100  | approved | 3:00 included A
        03-05 | 23:00@100 | approved | 21:00 included A + 2:00 overage A
        """,
        """
        month     | base  | rolled                      | used  | over | unused | lost
        A 2026-01 | 10:00 |                             | 6:00  | 0:00 | 4:00   | 0:00
        A 2026-02 | 10:00 | 4:00-3:00 of 01             | 3:00  | 0:00 | 11:00  | 0:00
        A 2026-03 | 10:00 | 1:00-1:00 of 01 + 10:00-10:00 of 02 | 21:00 | 2:00 | 0:00   | 0:00
        """,
    ),
    Case(
        "What rolls over expires after a month",
        [fee(rollover=NEXT_MONTH)],
        """
        day   | work      | state    | charged
        01-05 | 6:00@100  | approved | 6:00 included A
        02-05 | 3:00@100  | approved | 3:00 included A
        03-05 | 23:00@100 | approved | 20:00 included A + 3:00 overage A
        """,
        """
        month     | rolled            | used  | over | unused | lost
        A 2026-01 |                   | 6:00  | 0:00 | 4:00   | 0:00
        A 2026-02 | 4:00-3:00 of 01   | 3:00  | 0:00 | 11:00  | 1:00
        A 2026-03 | 10:00-10:00 of 02 | 20:00 | 3:00 | 0:00   | 0:00
        """,
    ),
    Case(
        "After two months, with hours of two of them",
        [fee(2, rollover=FOR_TWO_MONTHS)],
        """
        day   | work     | state    | charged
        02-05 | 1:00@100 | approved | 1:00 included A
        03-05 | 2:00@100 | approved | 2:00 included A
        04-05 | 1:00@100 | approved | 1:00 included A
        """,
        """
        month     | rolled                          | used | unused | lost
        A 2026-01 |                                 | 0:00 | 2:00   | 0:00
        A 2026-02 | 2:00-1:00 of 01                 | 1:00 | 3:00   | 0:00
        A 2026-03 | 1:00-1:00 of 01 + 2:00-1:00 of 02 | 2:00 | 3:00 | 0:00
        A 2026-04 | 1:00-1:00 of 02 + 2:00-0:00 of 03 | 1:00 | 4:00 | 0:00
        """,
        today="04-30",
    ),
    Case(
        "Capped: two hours of each month at most",
        [fee(rollover=CAPPED)],
        """
        day   | work      | state    | charged
        01-05 | 6:00@100  | approved | 6:00 included A
        03-05 | 15:00@100 | approved | 14:00 included A + 1:00 overage A
        """,
        """
        month     | rolled                              | used  | over | unused | lost
        A 2026-01 |                                     | 6:00  | 0:00 | 4:00   | 2:00
        A 2026-02 | 2:00-0:00 of 01                     | 0:00  | 0:00 | 12:00  | 8:00
        A 2026-03 | 2:00-2:00 of 01 + 2:00-2:00 of 02   | 14:00 | 1:00 | 0:00   | 0:00
        """,
    ),
    Case(
        "Capped, and for a month",
        [fee(rollover=CAPPED_NEXT)],
        """
        day   | work      | state    | charged
        01-05 | 9:00@100  | approved | 9:00 included A
        03-05 | 15:00@100 | approved | 12:00 included A + 3:00 overage A
        """,
        """
        month     | rolled          | used  | over | unused | lost
        A 2026-01 |                 | 9:00  | 0:00 | 1:00   | 0:00
        A 2026-02 | 1:00-0:00 of 01 | 0:00  | 0:00 | 11:00  | 9:00
        A 2026-03 | 2:00-2:00 of 02 | 12:00 | 3:00 | 0:00   | 0:00
        """,
    ),
    Case(
        "What rolls over of a month that is prorated is of its days",
        [fee(rollover=ALL, prorate=True, in_advance=True, first_day=date(2026, 1, 17))],
        """
        day   | work      | state    | charged
        01-20 | 2:00@100  | approved | 2:00 included A
        02-05 | 13:00@100 | approved | 12:50:19 included A + 0:09:41 overage A
        """,
        """
        month     | base    | rolled                | used     | over    | charge  | from
        A 2026-01 | 4:50:19 |                       | 2:00     | 0:00    | 483.87  | 01-17
        A 2026-02 | 10:00   | 2:50:19-2:50:19 of 01 | 12:50:19 | 0:09:41 | 1000.00 | 02-01
        """,
        today="02-28",
    ),
    Case(
        "With an indexed fee hours roll over as they are",
        [fee(rollover=ALL, indexing=Indexing(Decimal(10), 2, 1))],
        """
        day   | work      | state    | charged
        02-05 | 21:00@100 | approved | 20:00 included A + 1:00 overage A
        """,
        """
        month     | rolled            | used  | over | charge
        A 2026-01 |                   | 0:00  | 0:00 | 1000.00
        A 2026-02 | 10:00-10:00 of 01 | 20:00 | 1:00 | 1100.00
        """,
        today="02-28",
    ),
    Case(
        "At the end of the agreement all is lost",
        [fee(rollover=ALL, last_day=date(2026, 2, 28))],
        "",
        """
        month     | rolled           | unused | lost
        A 2026-01 |                  | 10:00  | 0:00
        A 2026-02 | 10:00-0:00 of 01 | 20:00  | 20:00
        """,
    ),
    Case(
        "A month that is not over rolls nothing over, not even to time of tomorrow",
        [fee(rollover=ALL)],
        """
        day   | work      | state    | charged
        02-01 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        """,
        """
        month     | base  | rolled | used  | unused
        A 2026-01 | 10:00 |        | 0:00  | 10:00
        A 2026-02 | 10:00 |        | 10:00 | 0:00
        """,
        today="01-31",
    ),
    Case(
        "Time of a month that is not approved has its hours before those roll over",
        [fee(rollover=ALL)],
        """
        day   | work      | state    | charged
        01-05 | 6:00@100  | draft    | 6:00 included A
        02-05 | 15:00@100 | approved | 14:00 included A + 1:00 overage A
        """,
        today="02-28",
    ),
    Case(
        "What a month gives back is its own again: what is billed of later ones had nothing of it",
        [fee(rollover=NEXT_MONTH)],
        """
        day   | work      | state    | charged
        01-05 | 10:00@100 | approved | 10:00 included A
        02-05 | 4:00@100  | billed   | 4:00 included A
        """,
        """
        month     | base  | rolled | used  | over | unused | lost
        A 2026-01 | 10:00 |        | 10:00 | 0:00 | 0:00   | 0:00
        A 2026-02 | 10:00 |        | 4:00  | 0:00 | 6:00   | 0:00
        """,
        closed={"A 2026-02": "1000.00 10:00 0:00"},
        today="02-28",
    ),
]


@pytest.mark.parametrize("case", ROLLOVER, ids=str)
def test_hours_that_roll_over(case: Case) -> None:
    assert found(case) == expected(case)
