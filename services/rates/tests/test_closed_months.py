"""Months whose fee is billed, and time that comes late, goes, or comes back."""

from datetime import date

import pytest

from rates.domain.terms import Rollover
from services.rates.tests.agreements import FIRST_DAY, fee, terms
from services.rates.tests.ledger_tables import Case, expected, found

ALL, CAPPED = Rollover("all"), Rollover("capped", 3600)
CHEAPER = (terms(FIRST_DAY, "1000", 10), terms(date(2026, 1, 16), "500", 4))

FEES = [
    Case(
        "Late time uses what was left of its month, and exceeds it beyond that",
        [fee()],
        """
        day   | work     | state    | charged
        01-10 | 7:00@100 | billed   | 7:00 included A
        01-05 | 5:00@100 | approved | 3:00 included A + 2:00 overage A
        01-06 | 1:00@100 | draft    | 1:00 overage A
        """,
        """
        month     | base  | used  | over | fees   | charge
        A 2026-01 | 10:00 | 10:00 | 3:00 | 300.00 | 1000.00
        """,
        closed={"A 2026-01": "1000.00"},
    ),
    Case(
        "Where overage is billed, late time is overage too, whatever its day",
        [fee()],
        """
        day   | work      | state    | charged
        01-10 | 12:00@100 | billed   | 10:00 included A + 2:00 overage A
        01-05 | 5:00@100  | approved | 5:00 overage A
        """,
        """
        month     | used  | over | fees
        A 2026-01 | 10:00 | 7:00 | 700.00
        """,
        closed={"A 2026-01": "1000.00"},
    ),
    Case(
        "Rejected time is gone: what it used is there for late time",
        [fee()],
        """
        day   | work     | state    | charged
        01-10 | 7:00@100 | billed   | 7:00 included A
        01-12 | 3:30@100 | approved | 3:00 included A + 0:30 overage A
        """,
        closed={"A 2026-01": "1000.00"},
    ),
    Case(
        "A reopened sheet keeps its place behind what is approved",
        [fee()],
        """
        day   | work     | state    | charged
        01-05 | 6:00@100 | draft    | 2:00 included A + 4:00 overage A
        01-12 | 8:00@100 | approved | 8:00 included A
        """,
        closed={"A 2026-01": "1000.00"},
    ),
    Case(
        "Credited time is allocated anew, in the order of days",
        [fee()],
        """
        day   | work      | state    | charged
        01-10 | 12:00@100 | approved | 5:00 included A + 7:00 overage A
        01-05 | 5:00@100  | approved | 5:00 included A
        """,
    ),
    Case(
        "A month that is billed keeps its hours and fee when terms change behind it; the next has the new",
        [fee(terms=CHEAPER)],
        """
        day   | work      | state    | charged
        01-10 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        02-05 | 5:00@100  | approved | 4:00 included A + 1:00 overage A
        """,
        """
        month     | base  | used  | charge
        A 2026-01 | 10:00 | 10:00 | 1000.00
        A 2026-02 | 4:00  | 4:00  | 500.00
        """,
        closed={"A 2026-01": "1000.00 10:00"},
    ),
    Case(
        "Not billed, it has the new terms from their day",
        [fee(terms=CHEAPER)],
        """
        day   | work      | state    | charged
        01-10 | 11:00@100 | approved | 6:54:12 included A + 4:05:48 overage A
        """,
        """
        month     | base    | charge
        A 2026-01 | 6:54:12 | 741.94
        """,
    ),
    Case(
        "Billed in advance it is closed before any time, which uses it all the same",
        [fee(in_advance=True)],
        """
        day   | work      | state    | charged
        02-03 | 11:00@100 | approved | 10:00 included A + 1:00 overage A
        """,
        """
        month     | used  | over | charge  | from
        A 2026-02 | 10:00 | 1:00 | 1000.00 | 02-01
        """,
        closed={"A 2026-02": "1000.00 10:00"},
    ),
    Case(
        "Late time uses its month's hours before they roll over",
        [fee(rollover=ALL)],
        """
        day   | work      | state    | charged
        01-10 | 4:00@100  | billed   | 4:00 included A
        01-05 | 4:00@100  | approved | 4:00 included A
        02-05 | 15:00@100 | approved | 12:00 included A + 3:00 overage A
        """,
        """
        month     | rolled          | used  | over
        A 2026-01 |                 | 8:00  | 0:00
        A 2026-02 | 2:00-2:00 of 01 | 12:00 | 3:00
        """,
        closed={"A 2026-01": "1000.00"},
        today="02-28",
    ),
    Case(
        "but not those that an invoice has charged of a later month, which used the oldest first",
        [fee(rollover=ALL)],
        """
        day   | work      | state    | charged
        01-10 | 4:00@100  | billed   | 4:00 included A
        01-05 | 4:00@100  | approved | 4:00 overage A
        02-05 | 15:00@100 | billed   | 15:00 included A
        02-06 | 2:00@100  | approved | 1:00 included A + 1:00 overage A
        """,
        """
        month     | rolled          | used  | over | unused
        A 2026-01 |                 | 4:00  | 4:00 | 6:00
        A 2026-02 | 6:00-6:00 of 01 | 16:00 | 1:00 | 0:00
        """,
        closed={"A 2026-01": "1000.00", "A 2026-02": "1000.00"},
        today="02-28",
    ),
    Case(
        "nor more of them than the cap lets roll over",
        [fee(rollover=CAPPED)],
        """
        day   | work      | state    | charged
        02-05 | 11:00@100 | billed   | 11:00 included A
        02-06 | 1:00@100  | approved | 1:00 overage A
        01-10 | 9:30@100  | approved | 9:00 included A + 0:30 overage A
        """,
        """
        month     | rolled          | used  | over | unused | lost
        A 2026-01 |                 | 9:00  | 0:30 | 1:00   | 0:00
        A 2026-02 | 1:00-1:00 of 01 | 11:00 | 1:00 | 0:00   | 0:00
        """,
        closed={"A 2026-02": "1000.00"},
        today="02-28",
    ),
    Case(
        "What is billed stays included where a month has fewer hours by now",
        [fee(terms=(terms(FIRST_DAY, "500", 4),))],
        """
        day   | work     | state    | charged
        01-10 | 7:00@100 | billed   | 7:00 included A
        01-05 | 1:00@100 | approved | 1:00 overage A
        """,
        """
        month     | base | used | over | unused | lost
        A 2026-01 | 4:00 | 7:00 | 1:00 | 0:00   | 0:00
        """,
        today="01-31",
    ),
]


@pytest.mark.parametrize("case", FEES, ids=str)
def test_months_that_are_billed(case: Case) -> None:
    assert found(case) == expected(case)
