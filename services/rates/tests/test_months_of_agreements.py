"""What the months of an agreement include and cost: days, terms, indexing, and when they are billed."""

from datetime import date
from decimal import Decimal

import pytest

from rates.domain.terms import Indexing
from services.rates.tests.agreements import FIRST_DAY, fee, terms
from services.rates.tests.ledger_tables import Case, expected, found

DAYS = [
    Case(
        "The first and the last month count by their days",
        [fee(prorate=True, first_day=date(2026, 1, 15), last_day=date(2026, 3, 10))],
        "",
        """
        month     | days         | base    | charge  | from
        A 2026-01 | 01-15..01-31 | 5:29:02 | 548.39  | 02-01
        A 2026-02 | 02-01..02-28 | 10:00   | 1000.00 | 03-01
        A 2026-03 | 03-01..03-10 | 3:13:33 | 322.58  | 03-11
        """,
        today="04-02",
    ),
    Case(
        "In a leap year a day of February is a 29th",
        [fee(prorate=True, first_day=date(2028, 2, 15))],
        "",
        """
        month     | days         | base    | charge
        A 2028-02 | 02-15..02-29 | 5:10:21 | 517.24
        """,
        today="2028-02-20",
    ),
    Case(
        "An agreement of a single day",
        [fee(prorate=True, first_day=date(2026, 2, 28), last_day=date(2026, 2, 28))],
        "",
        """
        month     | days         | base    | charge | from
        A 2026-02 | 02-28..02-28 | 0:21:26 | 35.71  | 03-01
        """,
    ),
    Case(
        "In advance a month is billed on its first day, the first one on that of the agreement",
        [fee(in_advance=True, prorate=True, first_day=date(2026, 1, 15))],
        "",
        """
        month     | base    | charge  | from
        A 2026-01 | 5:29:02 | 548.39  | 01-15
        A 2026-02 | 10:00   | 1000.00 | 02-01
        """,
        today="02-10",
    ),
    Case(
        "New terms in mid-month count from their day, also where the first month is not prorated",
        [
            fee(
                first_day=date(2026, 1, 17),
                terms=(
                    terms(date(2026, 1, 17), "1000", 10),
                    terms(date(2026, 1, 22), "1300", 13),
                    terms(date(2026, 2, 15), "1600", 20),
                ),
            )
        ],
        "",
        """
        month     | days         | base  | charge
        A 2026-01 | 01-17..01-31 | 12:00 | 1200.00
        A 2026-02 | 02-01..02-28 | 16:30 | 1450.00
        """,
        today="02-28",
    ),
    Case(
        "New terms in a first month that is prorated",
        [
            fee(
                prorate=True,
                first_day=date(2026, 1, 17),
                terms=(
                    terms(date(2026, 1, 17), "1000", 10),
                    terms(date(2026, 1, 22), "1300", 13),
                ),
            )
        ],
        "",
        """
        month     | days         | base    | charge
        A 2026-01 | 01-17..01-31 | 5:48:23 | 580.65
        """,
        today="01-31",
    ),
    Case(
        "Indexed every year on the first of March; each is made of the first fee and rounded once",
        [
            fee(
                amount="999.99",
                first_day=date(2026, 2, 1),
                last_day=date(2028, 3, 31),
                indexing=Indexing(Decimal("2.5"), 3, 1),
            )
        ],
        "",
        """
        month     | base  | charge
        A 2026-02 | 10:00 | 999.99
        A 2026-03 | 10:00 | 1024.99
        A 2027-02 | 10:00 | 1024.99
        A 2027-03 | 10:00 | 1050.61
        A 2028-02 | 10:00 | 1050.61
        A 2028-03 | 10:00 | 1076.88
        """,
        today="2028-05-01",
    ),
    Case(
        "Indexed in mid-month: the days before at the old fee, those from then on at the new",
        [fee(first_day=date(2026, 2, 15), indexing=Indexing(Decimal(10), 3, 17))],
        "",
        """
        month     | charge
        A 2026-02 | 1000.00
        A 2026-03 | 1048.39
        A 2026-04 | 1100.00
        """,
        today="2026-04-02",
    ),
    Case(
        "Indexed on the day of the agreement, 29 February: in other years on the 28th",
        [fee(first_day=date(2028, 2, 29), indexing=Indexing(Decimal(10)), prorate=True)],
        "",
        """
        month     | charge
        A 2028-02 | 34.48
        A 2029-01 | 1000.00
        A 2029-02 | 1003.57
        A 2029-03 | 1100.00
        """,
        today="2029-03-02",
    ),
    Case(
        "What is agreed anew is indexed from its own day on, and not on it",
        [
            fee(
                indexing=Indexing(Decimal(10), 2, 1),
                terms=(terms(FIRST_DAY, "1000", 10), terms(date(2027, 2, 1), "1500", 12)),
            )
        ],
        "",
        """
        month     | base  | charge
        A 2026-01 | 10:00 | 1000.00
        A 2026-02 | 10:00 | 1100.00
        A 2027-02 | 12:00 | 1500.00
        A 2028-01 | 12:00 | 1500.00
        A 2028-02 | 12:00 | 1650.00
        """,
        today="2028-02-02",
    ),
    Case(
        "Amounts in yen have no decimals",
        [fee(prorate=True, first_day=date(2026, 2, 10), currency="JPY", amount="10000")],
        "",
        """
        month     | charge
        A 2026-02 | 6786
        """,
        today="2026-02-10",
    ),
    Case(
        "What renews itself has no end; without that it has",
        [
            fee(last_day=date(2026, 1, 31), renews_months=1),
        ],
        """
        day   | work     | state    | charged
        02-05 | 1:00@100 | approved | 1:00 included A
        """,
        """
        month     | charge
        A 2026-01 | 1000.00
        A 2026-02 | 1000.00
        """,
        today="2026-02-10",
    ),
]


@pytest.mark.parametrize("case", DAYS, ids=str)
def test_days_and_amounts_of_months(case: Case) -> None:
    assert found(case) == expected(case)
