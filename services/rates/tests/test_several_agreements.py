"""Blocks, fixed prices, and agreements of one customer that cover the same time."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from rates.domain.agreements import Agreement
from rates.domain.allocation import MOST_SEGMENTS
from rates.domain.terms import Coverage
from services.rates.tests.agreements import FIRST_DAY, agreement, block, milestone, terms
from services.rates.tests.ledger_tables import Case, allocated, expected, found

MARCH = date(2026, 3, 1)
PROJECT, SERVICE = Coverage((UUID(int=1),)), Coverage((), (UUID(int=1),))
PROJECT_AND_SERVICE = Coverage((UUID(int=1),), (UUID(int=1),))


def fee(name: str = "A", number: int = 0, hours: float = 10, **changes: Any) -> Agreement:
    """A fee of 1000 a month for some hours."""
    made = {"name": name, "terms": (terms(FIRST_DAY, "1000", hours),)}
    return agreement(number=number, **made | changes)


def hours(*blocks: Any, name: str = "P", **changes: Any) -> Agreement:
    """Blocks of hours."""
    return agreement("prepaid-hours", 10, name=name, blocks=blocks, **changes)


def money(*blocks: Any, **changes: Any) -> Agreement:
    """Blocks of money."""
    return agreement("prepaid-amount", 11, name="M", blocks=blocks, **changes)


BLOCKS = [
    Case(
        "Blocks are drawn down the oldest first, and what they have no room for is charged by the hour",
        [hours(block(1, 2, bought_on=date(2026, 1, 8)), block(2, 3))],
        """
        day   | work     | state    | charged
        01-05 | 1:00@100 | approved | 1:00 prepaid P2
        01-09 | 3:00@150 | approved | 2:00 prepaid P2 + 1:00 prepaid P1
        01-10 | 1:30@100 | approved | 1:00 prepaid P1 + 0:30 hourly
        """,
        blocks="""
        block | drawn | left
        P2    | 3:00  | 0:00
        P1    | 2:00  | 0:00
        """,
    ),
    Case(
        "A block can be used from its payment to its expiry, by the day of the work",
        [
            hours(
                block(1, 2, usable_from=date(2026, 1, 10), expires_on=date(2026, 1, 20)),
                block(2, 2, usable_from=None),
            )
        ],
        """
        day   | work     | state    | charged
        01-09 | 0:30@100 | approved | 0:30 hourly
        01-10 | 0:30@100 | approved | 0:30 prepaid P1
        01-20 | 0:30@100 | approved | 0:30 prepaid P1
        01-21 | 0:30@100 | approved | 0:30 hourly
        """,
        blocks="""
        block | drawn | left
        P1    | 1:00  | 1:00
        P2    | 0:00  | 2:00
        """,
    ),
    Case(
        "Late time draws what is left; billed time stays, approved time comes first in its month",
        [hours(block(1, 5))],
        """
        day   | work     | state    | charged
        01-20 | 2:00@100 | billed   | 2:00 prepaid P1
        01-05 | 1:00@100 | draft    | 1:00 hourly
        01-06 | 2:00@100 | approved | 2:00 prepaid P1
        01-07 | 2:00@100 | approved | 1:00 prepaid P1 + 1:00 hourly
        """,
    ),
    Case(
        "Money is drawn at the rates of the time, to the second that is still paid",
        [money(block(1, amount=Decimal(250)), block(2, amount=Decimal("0.10")))],
        """
        day   | work        | state    | charged
        01-05 | 2:00@100    | approved | 2:00 prepaid M1
        01-06 | 0:30@150    | approved | 0:20 prepaid M1 + 0:00:02 prepaid M2 + 0:09:58 hourly
        01-07 | 0:00:01@36  | approved | 0:00:01 prepaid M2
        01-08 | 0:10@0      | approved | 0:10 hourly
        01-08 | 0:10@-      | approved | unpriced
        """,
        blocks="""
        block | drawn  | left
        M1    | 250.00 | 0.00
        M2    | 0.09   | 0.01
        """,
    ),
    Case(
        "What an invoice draws beyond a block leaves nothing of it",
        [hours(block(1, 1)), money(block(2, amount=Decimal(50)))],
        """
        day   | work     | state    | charged
        01-05 | 2:00@100 | billed   | 2:00 prepaid P1
        01-05 | 1:00@100 | billed   | 1:00 prepaid M1
        01-06 | 1:00@100 | approved | 1:00 hourly
        """,
        blocks="""
        block | drawn  | left
        P1    | 2:00   | 0:00
        M1    | 100.00 | 0.00
        """,
    ),
    Case(
        "Time without a rate may be prepaid in hours, by several blocks",
        [hours(block(1, 1), block(2, 1))],
        """
        day   | work   | state    | charged
        01-05 | 1:30@- | approved | 1:00 prepaid P1 + 0:30 prepaid P2
        01-06 | 1:00@- | approved | unpriced
        01-07 | 0:30@- | approved | 0:30 prepaid P2
        """,
    ),
]

FIXED_PRICES = [
    Case(
        "All time is paid by the next milestone, and after the last by that",
        [
            agreement(
                "fixed-price",
                name="F",
                milestones=(
                    milestone(1, reached_on=date(2026, 1, 10)),
                    milestone(2, reached_on=date(2026, 1, 20)),
                ),
            )
        ],
        """
        day   | work      | state    | charged
        01-10 | 30:00@100 | approved | 30:00 included F1
        01-11 | 1:00@-    | draft    | 1:00 included F2
        01-30 | 1:00@100  | approved | 1:00 included F2
        01-30 | 1:00@100  | billed   | 1:00 included F1
        """,
    ),
]

TOGETHER = [
    Case(
        "What exceeds the hours of a month is prepaid where a block has room, else overage",
        [hours(block(1, 1)), fee(hours=2)],
        """
        day   | work     | state    | charged
        01-05 | 4:00@100 | approved | 2:00 included A + 1:00 prepaid P1 + 1:00 overage A
        """,
        """
        month     | used | over | fees
        A 2026-01 | 2:00 | 1:00 | 100.00
        """,
        today="01-31",
    ),
    Case(
        "The narrower comes first, then the older; what is left of it goes to the next",
        [
            fee("A", 0, 3),
            fee("B", 1, 2, coverage=SERVICE),
            fee("C", 2, 1, coverage=PROJECT),
            fee("D", 3, 0.5, coverage=PROJECT_AND_SERVICE),
        ],
        """
        day   | work     | project | service | state    | charged
        01-05 | 1:00@100 | 1       | 1       | approved | 0:30 included D + 0:30 included C
        01-06 | 1:00@100 | 1       | 2       | approved | 0:30 included C + 0:30 included A
        01-07 | 5:00@100 | 2       | 1       | approved | 2:00 included B + 2:30 included A + 0:30 overage B
        01-08 | 1:00@100 | 1       | 1       | approved | 1:00 overage D
        01-09 | 1:00@100 |         |         | approved | 1:00 overage A
        """,
        """
        month     | used | over
        D 2026-01 | 0:30 | 1:00
        C 2026-01 | 1:00 | 0:00
        B 2026-01 | 2:00 | 0:30
        A 2026-01 | 3:00 | 1:00
        """,
        today="01-31",
    ),
    Case(
        "A fixed price comes before the fee of a month, whatever they cover",
        [
            fee("A", 0, 3, coverage=PROJECT),
            agreement("fixed-price", 5, name="F", first_day=date(2026, 1, 10)),
        ],
        """
        day   | work     | project | state    | charged
        01-09 | 1:00@100 | 1       | approved | 1:00 included A
        01-10 | 1:00@100 | 1       | approved | 1:00 included F1
        """,
    ),
    Case(
        "Overage counts towards a minimum; what is included or prepaid does not",
        [
            fee(hours=1),
            hours(block(1, 1)),
            agreement("spend-minimum", 6, name="S", terms=(terms(FIRST_DAY, "500"),)),
        ],
        """
        day   | work     | state    | charged
        01-05 | 4:00@100 | approved | 1:00 included A + 1:00 prepaid P1 + 2:00 overage A
        """,
        """
        month     | over | fees   | charge
        A 2026-01 | 2:00 | 200.00 | 1000.00
        S 2026-01 | 0:00 | 200.00 | 300.00
        """,
        today="01-31",
    ),
    Case(
        "Late overage is paid by a true-up that is billed, and is none then",
        [
            fee(hours=1),
            agreement("spend-minimum", 6, name="S", terms=(terms(FIRST_DAY, "500"),)),
        ],
        """
        day   | work     | state    | charged
        01-05 | 3:00@100 | billed   | 1:00 included A + 2:00 overage A
        01-06 | 4:00@100 | approved | 3:00 included S + 1:00 overage A
        """,
        """
        month     | over | fees   | charge
        A 2026-01 | 3:00 | 300.00 | 1000.00
        S 2026-01 | 0:00 | 300.00 | 300.00
        """,
        closed={"S 2026-01": "300.00"},
        today="01-31",
    ),
    Case(
        "Fees count towards the narrowest minimum only",
        [
            agreement("spend-minimum", 6, name="S"),
            agreement("spend-minimum", 7, name="T", coverage=PROJECT),
        ],
        """
        day   | work     | project | state    | charged
        01-05 | 3:00@100 | 1       | approved | 3:00 hourly
        01-06 | 4:00@100 | 2       | approved | 4:00 hourly
        """,
        """
        month     | fees   | charge
        T 2026-01 | 300.00 | 700.00
        S 2026-01 | 400.00 | 600.00
        """,
        today="01-31",
    ),
    Case(
        "Agreements of two currencies: each covers its own, and time without a rate goes where it fits whole",
        [fee("A", 0, 1), fee("E", 1, 3, currency="EUR")],
        """
        day   | work     | currency | state    | charged
        01-05 | 2:00@-   | DKK      | approved | 2:00 included E
        01-06 | 2:00@100 | EUR      | approved | 1:00 included E + 1:00 overage E
        01-07 | 2:00@100 | DKK      | approved | 1:00 included A + 1:00 overage A
        """,
        today="01-31",
    ),
]


@pytest.mark.parametrize("case", [*BLOCKS, *FIXED_PRICES, *TOGETHER], ids=str)
def test_blocks_and_agreements_together(case: Case) -> None:
    assert found(case) == expected(case)


def test_an_entry_is_cut_into_no_more_parts_than_a_price_may_have() -> None:
    blocks = [block(number, 1 / 3600) for number in range(1, 201)]
    long, longer = (
        Case("", [hours(*blocks)], f"day|work|state|charged\n01-05|0:03@{rate}|draft|")
        for rate in ("100", "-")
    )
    entries, outcome = allocated(long)
    assert len(outcome.entries[entries[0].entry_id].segments) == MOST_SEGMENTS
    entries, outcome = allocated(longer)
    assert not outcome.entries[entries[0].entry_id].segments


def test_what_begins_later_charges_nothing_yet() -> None:
    later = [fee(first_day=date(2026, 4, 1)), agreement("spend-minimum", 1, first_day=MARCH)]
    _, outcome = allocated(Case("", later, "", today="02-10"))
    assert (outcome.months, outcome.charges) == ((), ())
