"""What invoices bill of agreements: months are closed, credited and billed again, blocks are paid and drawn."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from contracts import Event
from contracts.timer import TimeEntryRecorded
from services.rates.tests.agreement_driver import PATH, Agreements, charged, credited, paid, unpaid
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded
from testkit import ACCOUNT, OTHER_ACCOUNT, Served

HOUR = 3600


@pytest.fixture
async def agreements(served: Served) -> Agreements:
    return Agreements(Driver(served, await served.as_("owner")))


def worked(agreement: Json, day: date, hours: float, **changes: Any) -> TimeEntryRecorded:
    """Time of the customer."""
    return recorded(
        organization_id=agreement["organization_id"],
        work_date=day,
        seconds=int(hours * HOUR),
        **changes,
    )


async def month_of(agreements: Agreements, agreement: Json, month: str) -> Json:
    """A month of the ledger."""
    path = f"{PATH}/{agreement['id']}/ledger"
    [found] = (await agreements.driver.get(path, first_month=month, last_month=month))["months"]
    return dict(found)


async def test_time_is_split_where_the_hours_of_the_month_end(agreements: Agreements) -> None:
    await agreements.driver.create_rate("900")
    made = await agreements.create()
    first, crossing = (worked(made, date(2026, 3, day), 12) for day in (2, 3))
    await agreements.driver.consume(first, crossing)
    [priced] = await agreements.driver.published(crossing.entry_id)
    assert [
        (one.start, one.end, one.treatment)
        for one in priced.segments  # type: ignore[union-attr]
    ] == [(0, 8 * HOUR, "included"), (8 * HOUR, 12 * HOUR, "overage")]
    fee = await agreements.charge(made, date(2026, 3, 1))
    assert {one.charge_id for one in priced.segments} == {fee.charge_id}  # type: ignore[union-attr]
    assert (fee.kind, fee.name, str(fee.amount)) == ("fee", "Support", "1000.00")
    assert (fee.included_seconds, fee.used_seconds, fee.overage_seconds) == (
        *(20 * HOUR, 20 * HOUR, 4 * HOUR),
    )
    assert fee.billable_from == date(2026, 4, 1)
    month = await month_of(agreements, made, "2026-03-01")
    assert (month["used_seconds"], month["overage_seconds"], month["fees"]) == (
        *(20 * HOUR, 4 * HOUR, "3600.00"),
    )
    time = await agreements.driver.get(f"{PATH}/{made['id']}/months/2026-03-01/time")
    assert [one["entry_id"] for one in time["items"]] == [
        str(first.entry_id),
        str(crossing.entry_id),
    ]
    assert [one["treatment"] for one in time["items"][1]["segments"]] == ["included", "overage"]
    table = await agreements.driver.client.get(
        f"{PATH}/{made['id']}/ledger.csv", params={"first_month": "2026-03-01"}
    )
    assert "2026-03-01,2026-03-01,2026-03-31,DKK,1000.00,3600.00,,20:00:00" in table.text


async def test_a_fee_is_charged_of_a_month_without_time(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-02-28", in_advance=True)
    charges = await agreements.charges(made)
    assert [(str(one.amount), one.used_seconds, one.billable_from) for one in charges] == [
        ("1000.00", 0, date(2026, 1, 1)),
        ("1000.00", 0, date(2026, 2, 1)),
    ]


async def test_a_billed_month_is_closed_and_late_time_is_a_row_of_its_own(
    agreements: Agreements,
) -> None:
    await agreements.driver.create_rate("900")
    made = await agreements.create(last_day="2026-06-30")
    await agreements.driver.consume(worked(made, date(2026, 3, 2), 5))
    invoice = charged(await agreements.charge(made, date(2026, 3, 1)))
    await agreements.driver.consume(invoice)
    closed = await month_of(agreements, made, "2026-03-01")
    assert closed["invoice_number"] == "2026-0001"
    assert {one["kind"]: one["seconds"] or one["amount"] for one in closed["rows"]} == {
        "base": 20 * HOUR,
        "used": 5 * HOUR,
        "expired": 15 * HOUR,
        "fee": "1000.00",
    }
    assert {one["reason"] for one in closed["rows"]} == {"closed"}
    dearer = {"valid_from": "2026-01-01", "amount": "2000.00", "included_seconds": 40 * HOUR}
    made = await agreements.post(made, "terms", **dearer)
    late = worked(made, date(2026, 3, 30), 17)
    await agreements.driver.consume(late)
    month = await month_of(agreements, made, "2026-03-01")
    assert (month["amount"], month["base_seconds"]) == ("1000.00", 20 * HOUR)
    assert month["rows"][:4] == closed["rows"]
    assert [
        (one["kind"], one["seconds"] or one["amount"], one["reason"]) for one in month["rows"][4:]
    ] == [
        ("expired", -15 * HOUR, "corrected"),
        ("fees", "1800.00", "closed"),
        ("overage", 2 * HOUR, "closed"),
        ("used", 15 * HOUR, "corrected"),
    ]
    [used] = [one for one in month["rows"][4:] if one["kind"] == "used"]
    assert [one["entry_id"] for one in used["entries"]] == [str(late.entry_id)]
    assert (await agreements.try_to_withdraw(made)).status_code == 409


async def test_an_invoice_of_older_terms_closes_the_month_with_the_hours_of_these(
    agreements: Agreements,
) -> None:
    made = await agreements.create(last_day="2026-03-31")
    old = await agreements.charge(made, date(2026, 3, 1))
    dearer = {"valid_from": "2026-01-01", "amount": "1500.00", "included_seconds": 30 * HOUR}
    made = await agreements.post(made, "terms", **dearer)
    assert (await agreements.charge(made, date(2026, 3, 1))).included_seconds == 30 * HOUR
    await agreements.driver.consume(charged(old))
    await agreements.driver.reprice()
    month = await month_of(agreements, made, "2026-03-01")
    assert (month["amount"], month["base_seconds"]) == ("1000.00", 20 * HOUR)
    [base] = [one for one in month["rows"] if one["kind"] == "base"]
    assert (base["seconds"], base["reason"]) == (20 * HOUR, "closed")


async def test_a_credited_month_is_open_again_and_is_billed_again(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-03-31")
    invoice = charged(await agreements.charge(made, date(2026, 3, 1)))
    await agreements.driver.consume(invoice)
    dearer = {"valid_from": "2026-01-01", "amount": "1500.00", "included_seconds": 72_000}
    made = await agreements.post(made, "terms", **dearer)
    assert str((await agreements.charge(made, date(2026, 3, 1))).amount) == "1000.00"
    await agreements.driver.consume(credited(invoice))
    await agreements.driver.reprice()
    again = await agreements.charge(made, date(2026, 3, 1))
    assert str(again.amount) == "1500.00"
    month = await month_of(agreements, made, "2026-03-01")
    assert (month["closed_at"], month["amount"]) == (None, "1500.00")
    await agreements.driver.consume(charged(again, number="2026-0002"))
    month = await month_of(agreements, made, "2026-03-01")
    fees = [(one["amount"], one["reason"]) for one in month["rows"] if one["kind"] == "fee"]
    assert fees == [("1000.00", "closed"), ("-1000.00", "credited"), ("1500.00", "billed again")]


async def test_the_use_of_a_month_billed_in_advance_is_final_when_it_is_over(
    agreements: Agreements,
) -> None:
    today = datetime.now(UTC).date()
    made = await agreements.create(in_advance=True, first_day=today.replace(day=1).isoformat())
    await agreements.driver.consume(charged(*await agreements.charges(made)))
    month = await month_of(agreements, made, today.replace(day=1).isoformat())
    assert {one["kind"] for one in month["rows"]} == {"base", "fee"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_a_block_is_usable_from_its_payment_in_whatever_order_that_is_heard(
    agreements: Agreements, order: tuple[int, ...]
) -> None:
    made = await agreements.create("prepaid-hours")
    made = await agreements.buy(made, seconds=10 * HOUR)
    [charge] = await agreements.charges(made)
    invoice = charged(charge)
    payment = paid(invoice, date(2026, 1, 10))
    events: list[Event] = [invoice, payment, unpaid(payment)]
    for place in order:
        await agreements.driver.reprocess(await agreements.driver.consume(events[place]))
    await agreements.driver.reprice()
    [block] = (await agreements.read(made))["blocks"]
    assert block["usable_from"] is None
    again = paid(invoice, date(2026, 2, 1)).model_copy(update={"version": 9})
    await agreements.driver.consume(again)
    await agreements.driver.reprice()
    [block] = (await agreements.read(made))["blocks"]
    assert block["usable_from"] == "2026-02-01"
    assert await agreements.driver.served.dead_letters() == []


async def test_paid_hours_are_drawn_and_the_customer_is_shown_what_remains(
    agreements: Agreements,
) -> None:
    await agreements.driver.create_rate("900")
    made = await agreements.create("prepaid-hours")
    made = await agreements.buy(made, seconds=10 * HOUR)
    work = worked(made, date(2026, 3, 2), 4)
    await agreements.driver.consume(work)
    assert await agreements.driver.published_rates(work.entry_id) == ["900.00"]
    invoice = charged(*await agreements.charges(made))
    await agreements.driver.consume(invoice, paid(invoice, date(2026, 1, 10)))
    await agreements.driver.reprice()
    priced = (await agreements.driver.published(work.entry_id))[-1]
    assert [one.treatment for one in priced.segments] == ["prepaid"]  # type: ignore[union-attr]
    balance = await agreements.driver.get(f"{PATH}/{made['id']}/balance")
    assert (balance["remaining_seconds"], balance["remaining_amount"]) == (6 * HOUR, None)
    [block] = balance["blocks"]
    assert (block["drawn_seconds"], block["usable"], block["invoice_number"]) == (
        *(4 * HOUR, True, "2026-0001"),
    )


async def test_a_spend_minimum_charges_what_its_month_misses(agreements: Agreements) -> None:
    await agreements.driver.create_rate("100")
    made = await agreements.create("spend-minimum", last_day="2026-03-31")
    await agreements.driver.consume(worked(made, date(2026, 3, 2), 4))
    month = await month_of(agreements, made, "2026-03-01")
    assert (month["fees"], month["minimum"], month["amount"]) == ("400.00", "1000.00", "600.00")
    time = await agreements.driver.get(f"{PATH}/{made['id']}/months/2026-03-01/time")
    assert [one["segments"][0]["treatment"] for one in time["items"]] == ["hourly"]


@pytest.mark.parametrize("credit_first", [True, False])
async def test_invoices_and_credit_notes_of_charges_come_in_any_order_and_twice(
    agreements: Agreements, credit_first: bool
) -> None:
    made = await agreements.create(last_day="2026-01-31")
    invoice = charged(*await agreements.charges(made))
    events: list[Event] = [invoice, credited(invoice)]
    for event in reversed(events) if credit_first else events:
        await agreements.driver.reprocess(await agreements.driver.consume(event))
    await agreements.driver.reprice()
    month = await month_of(agreements, made, "2026-01-01")
    assert (month["closed_at"], (await agreements.read(made))["billed"]) == (None, False)
    await agreements.driver.consume(charged(*await agreements.charges(made), number="2026-0002"))
    assert (await month_of(agreements, made, "2026-01-01"))["invoice_number"] == "2026-0002"


async def test_payments_are_not_kept_where_nothing_was_agreed(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-01-31")
    invoice = charged(*await agreements.charges(made))
    payment = paid(invoice, date(2026, 1, 1))
    elsewhere = payment.model_copy(update={"account_id": OTHER_ACCOUNT})
    await agreements.driver.consume(payment, elsewhere)
    kept = text("SELECT count(*) FROM invoice_payments")
    for account, rows in ((ACCOUNT, 1), (OTHER_ACCOUNT, 0)):
        async with agreements.driver.served.database.transaction(account) as session:
            assert await session.scalar(kept) == rows


async def test_two_invoices_never_bill_a_charge_twice(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-01-31")
    charges = await agreements.charges(made)
    first, second = charged(*charges), charged(*charges, number="2026-0002")
    await agreements.driver.consume(first, second)
    assert (await month_of(agreements, made, "2026-01-01"))["invoice_number"] == "2026-0001"
    await agreements.driver.consume(credited(first))
    assert (await month_of(agreements, made, "2026-01-01"))["invoice_number"] == "2026-0002"
