"""Allocations never exceed the payment or the balance, whatever is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from invoicing.domain.allocation import (
    Allocation,
    Funds,
    Receivable,
    allocate,
    allocation_up_to,
    check_decimals,
)
from invoicing.domain.errors import (
    AllocationRefusedError,
    PaymentIsReversalError,
    PaymentReversedError,
)
from invoicing.domain.payment import NewPayment, Payment
from invoicing.domain.states import Balance

CUSTOMER, STRANGER = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 9)
NOW = datetime(2026, 11, 9, 12, tzinfo=UTC)
AMOUNTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)


def receivable(
    number: int, owed: str = "100.00", currency: str = "DKK", organization_id: UUID = CUSTOMER
) -> Receivable:
    return Receivable(
        invoice_id=UUID(int=number),
        organization_id=organization_id,
        number=f"2026-{number:04}",
        due_date=TODAY,
        currency=currency,
        version=1,
        balance=Balance(total=Decimal(owed), credited=Decimal(0), allocated=Decimal(0)),
    )


def by_id(*receivables: Receivable) -> dict[UUID, Receivable]:
    return {one.invoice_id: one for one in receivables}


def dkk(available: str, payer: UUID | None = None) -> Funds:
    return Funds(Decimal(available), "DKK", payer)


def refused(amounts: Mapping[int, str], funds: Funds, *known: Receivable) -> dict[str, str]:
    """Ask for something that is refused; the reasons by field."""
    wanted = {UUID(int=number): Decimal(amount) for number, amount in amounts.items()}
    with pytest.raises(AllocationRefusedError) as caught:
        allocate(wanted, funds, by_id(*known))
    assert caught.value.detail == "; ".join(field.reason for field in caught.value.fields)
    return {field.field: field.reason for field in caught.value.fields}


def payment(*amounts: tuple[int, str], amount: str = "500.00") -> Payment:
    """A payment that settles invoices by number."""
    allocations = [Allocation(UUID(int=n), f"2026-{n:04}", Decimal(a)) for n, a in amounts]
    new = NewPayment(received_on=TODAY, amount=Decimal(amount), currency="DKK")
    return new.payment(UUID(int=90), CUSTOMER, allocations, by="billing-1", now=NOW)


def test_a_payment_settles_what_is_owed_on_several_invoices() -> None:
    amounts = {UUID(int=1): Decimal("100.00"), UUID(int=2): Decimal("50.00")}
    found = allocate(amounts, dkk("150.00"), by_id(receivable(1), receivable(2)))
    assert found == (
        Allocation(UUID(int=1), "2026-0001", Decimal("100.00")),
        Allocation(UUID(int=2), "2026-0002", Decimal("50.00")),
    )


def test_more_than_is_owed_is_refused() -> None:
    reasons = refused({1: "100.01"}, dkk("500.00"), receivable(1))
    assert reasons == {"allocations.0": "only 100.00 is owed on 2026-0001"}


def test_more_than_was_paid_is_refused() -> None:
    reasons = refused({1: "60.00", 2: "60.00"}, dkk("100.00"), receivable(1), receivable(2))
    assert reasons == {"allocations.1": "the payment is exceeded by 20.00"}


def test_an_unknown_invoice_is_refused() -> None:
    reasons = refused({7: "1.00"}, dkk("5.00"))
    assert reasons == {"allocations.0": "there is no such issued invoice"}


def test_an_invoice_in_another_currency_is_refused() -> None:
    reasons = refused({1: "1.00"}, dkk("5.00"), receivable(1, currency="EUR"))
    assert reasons == {"allocations.0": "the invoice is in EUR"}


def test_the_credit_of_a_known_payer_settles_no_invoice_of_another() -> None:
    reasons = refused({1: "1.00"}, dkk("5.00", STRANGER), receivable(1))
    assert reasons == {"allocations.0": "the invoice is another customer's"}


def test_everything_that_stands_in_the_way_is_named_at_once() -> None:
    reasons = refused({1: "1.00", 2: "200.00"}, dkk("5.00"), receivable(2))
    assert list(reasons) == ["allocations.0", "allocations.1"]


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6), AMOUNTS)
def test_allocations_never_exceed_the_payment_or_the_balance(
    wanted: list[tuple[Decimal, Decimal]], available: Decimal
) -> None:
    known = by_id(*(receivable(n, str(owed)) for n, (_, owed) in enumerate(wanted)))
    amounts = {UUID(int=n): amount for n, (amount, _) in enumerate(wanted)}
    allowed = sum(amounts.values()) <= available and all(a <= owed for a, owed in wanted)
    try:
        found = allocate(amounts, Funds(available, "DKK"), known)
    except AllocationRefusedError:
        assert not allowed
        return
    assert allowed
    assert sum(one.amount for one in found) <= available
    assert all(known[one.invoice_id].after(one.amount).balance.owed >= 0 for one in found)


@pytest.mark.parametrize(
    ("paid", "owed", "settled"),
    [("100.00", "250.00", "100.00"), ("300.00", "250.00", "250.00"), ("1.00", "0.00", None)],
)
def test_a_payment_seen_elsewhere_settles_up_to_what_is_owed(
    paid: str, owed: str, settled: str | None
) -> None:
    found = allocation_up_to(Decimal(paid), receivable(1, owed))
    assert [str(one.amount) for one in found] == ([settled] if settled else [])


@pytest.mark.parametrize(
    ("amount", "currency", "fits"),
    [
        ("10.01", "DKK", True),
        ("10.001", "DKK", False),
        ("10", "JPY", True),
        ("10.5", "JPY", False),
        ("10.001", "KWD", True),
    ],
)
def test_an_amount_has_no_more_decimals_than_its_currency(
    amount: str, currency: str, fits: bool
) -> None:
    amounts = {UUID(int=1): Decimal(1), UUID(int=2): Decimal(amount)}
    if fits:
        check_decimals(amounts, currency)
    else:
        with pytest.raises(InvalidInputError) as caught:
            check_decimals(amounts, currency)
        assert caught.value.fields[0].field == "allocations.1.amount"


def new(**changed: object) -> NewPayment:
    values: dict[str, object] = {"received_on": TODAY, "amount": Decimal(10), "currency": "DKK"}
    return NewPayment(**{**values, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": Decimal(0)}, "amount.amount"),
        ({"amount": Decimal(-1)}, "amount.amount"),
        ({"amount": Decimal("0.001")}, "amount.amount"),
        ({"amount": Decimal(10) ** 13}, "amount.amount"),
        ({"amount": Decimal("0.5"), "currency": "JPY"}, "amount.amount"),
        ({"received_on": date(2026, 11, 10)}, "received_on"),
        ({"amounts": {UUID(int=1): Decimal("0.001")}}, "allocations.0.amount"),
    ],
)
def test_what_is_no_payment_is_refused(changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        new(**changed).check(TODAY)
    assert [one.field for one in caught.value.fields] == [field]


def test_a_payment_of_today_is_one() -> None:
    new(amounts={UUID(int=1): Decimal("9.99")}).check(TODAY)


def test_the_payer_is_whose_the_invoices_are_or_who_is_named() -> None:
    assert new().payer([receivable(1), receivable(2)]) == CUSTOMER
    assert new(organization_id=STRANGER).payer([]) == STRANGER
    assert new(organization_id=CUSTOMER).payer([receivable(1)]) == CUSTOMER


@pytest.mark.parametrize(
    ("named", "owners"),
    [(None, []), (None, [CUSTOMER, STRANGER]), (STRANGER, [CUSTOMER])],
)
def test_a_payment_of_nobody_or_of_several_is_refused(
    named: UUID | None, owners: list[UUID]
) -> None:
    receivables = [receivable(n, organization_id=owner) for n, owner in enumerate(owners)]
    with pytest.raises(InvalidInputError):
        new(organization_id=named).payer(receivables)


def test_what_is_not_allocated_is_credit() -> None:
    assert payment((1, "100.00"), (2, "150.50")).credit == Decimal("249.50")


def test_allocations_to_one_invoice_are_added_up() -> None:
    more = [
        Allocation(UUID(int=1), "2026-0001", Decimal("1.00")),
        Allocation(UUID(int=0), "2026-0000", Decimal("2.00")),
    ]
    found = payment((1, "100.00")).with_allocations(more)
    assert [(one.invoice_id.int, str(one.amount)) for one in found.allocations] == [
        (0, "2.00"),
        (1, "101.00"),
    ]


def test_a_counter_entry_takes_back_everything_and_names_why() -> None:
    paid = payment((1, "100.00"), (2, "50.00"))
    counter = paid.counter_entry(UUID(int=91), reason="bounced", by="billing-2", now=NOW)
    assert (counter.amount, counter.credit) == (-paid.amount, -paid.credit)
    assert [one.amount for one in counter.allocations] == [Decimal(-100), Decimal(-50)]
    assert (counter.reverses, counter.reason, counter.recorded_by) == (
        paid.id,
        "bounced",
        "billing-2",
    )


def test_a_reversed_payment_and_a_counter_entry_have_no_funds() -> None:
    paid = payment((1, "100.00"))
    counter = paid.counter_entry(UUID(int=91), reason="bounced", by="billing-2", now=NOW)
    with pytest.raises(PaymentIsReversalError):
        counter.funds()
    with pytest.raises(PaymentIsReversalError):
        counter.check_reversible()
    with pytest.raises(PaymentReversedError):
        replace(paid, reversed_by=counter.id).funds()
    assert paid.funds() == Funds(Decimal("400.00"), "DKK", CUSTOMER)
