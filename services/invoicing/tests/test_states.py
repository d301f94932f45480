"""What is derived of an invoice from stored facts: nothing of it is stored itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.states import (
    Balance,
    CopyState,
    CopyStatus,
    DeliveryState,
    DeliveryStatus,
    PaymentState,
)
from invoicing.store.tables.base import Base

DUE = date(2026, 10, 5)
CENTS = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


def balance(total: str, credited: str = "0", allocated: str = "0") -> Balance:
    return Balance(Decimal(total), Decimal(credited), Decimal(allocated))


@pytest.mark.parametrize(
    ("of", "state"),
    [
        (balance("100.00"), "unpaid"),
        (balance("100.00", allocated="0.01"), "partial"),
        (balance("100.00", allocated="100.00"), "paid"),
        (balance("100.00", credited="40.00", allocated="60.00"), "paid"),
        (balance("100.00", credited="100.00"), "paid"),
        (balance("0.00"), "paid"),
        (balance("100.00", credited="40.00", allocated="100.00"), "overpaid"),
    ],
)
def test_how_far_an_invoice_is_paid_follows_from_its_balance(
    of: Balance, state: PaymentState
) -> None:
    assert of.payment == state


@given(CENTS, CENTS, CENTS)
def test_allocations_and_balance_are_total_less_credits(
    total: Decimal, credited: Decimal, allocated: Decimal
) -> None:
    of = Balance(total, credited, allocated)
    assert of.allocated + of.owed == of.total - of.credited


@pytest.mark.parametrize(
    ("of", "days", "overdue"),
    [
        (balance("100.00"), 0, False),
        (balance("100.00"), 1, True),
        (balance("100.00", allocated="99.99"), 1, True),
        (balance("100.00", allocated="100.00"), 1, False),
        (balance("100.00", credited="100.00"), 30, False),
    ],
)
def test_an_invoice_is_overdue_when_something_is_owed_after_the_due_date(
    of: Balance, days: int, overdue: bool
) -> None:
    assert of.overdue(DUE, DUE + timedelta(days=days)) is overdue


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (DeliveryStatus(), "not-sent"),
        (DeliveryStatus("hand"), "not-sent"),
        (DeliveryStatus("email"), "queued"),
        (DeliveryStatus("qbo"), "queued"),
        (DeliveryStatus("email", "sent"), "sent"),
        (DeliveryStatus("email", "failed"), "failed"),
        (DeliveryStatus("email", "unknown"), "unknown"),
        (DeliveryStatus("hand", "sent"), "sent"),
    ],
)
def test_a_delivery_is_queued_until_its_outcome_is_reported(
    status: DeliveryStatus, state: DeliveryState
) -> None:
    assert status.state == state


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (CopyStatus(), "not-copied"),
        (CopyStatus("copied"), "copied"),
        (CopyStatus("copied", reason="tax differs by 0.01"), "variance"),
        (CopyStatus("failed", reason="no such customer"), "failed"),
    ],
)
def test_a_copy_with_a_difference_is_a_variance(status: CopyStatus, state: CopyState) -> None:
    assert status.state == state


def test_no_table_of_documents_or_money_stores_a_state_that_follows_from_facts() -> None:
    """What happened is stored (sent, failed, taken back); whether it is paid, overdue or a draft follows."""
    derived = ("state", "status", "overdue", "is_paid", "payment", "delivery_state", "balance")
    tables = (
        "drafts",
        "invoices",
        "balances",
        "credit_notes",
        "payments",
        "allocations",
        "sendings",
    )
    columns = {name: Base.metadata.tables[name].columns.keys() for name in tables}
    assert [(name, one) for name, names in columns.items() for one in names if one in derived] == []
