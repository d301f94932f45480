"""Months of agreements begin and end by the account's day, whether or not anybody logs time."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from contracts.invoicing import AgreementBilled, AgreementReleased
from contracts.rates import AgreementChargeChanged
from contracts.stored import example
from contracts.timer import AccountSettingsChanged
from database import new_id
from rates.commands.agreement_months import KIND, bring_forward
from services.rates.tests.agreement_driver import Agreements, charged
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import recorded
from services.rates.tests.test_merged_customers import changed, merged
from testkit import ACCOUNT, Served

HOUR = 3600


@pytest.fixture
async def agreements(served: Served) -> Agreements:
    return Agreements(Driver(served, await served.as_("owner")))


async def bring(agreements: Agreements, agreement: Json, now: datetime) -> None:
    """Let the customer's task be done at a moment."""
    async with agreements.driver.served.database.transaction(ACCOUNT) as session:
        await bring_forward(session, agreement["organization_id"], now)


async def due(agreements: Agreements) -> list[datetime]:
    """When tasks of customers are due."""
    query = text("SELECT due_at FROM scheduled_tasks WHERE kind = :kind AND state = 'waiting'")
    async with agreements.driver.served.database.transaction(ACCOUNT) as session:
        return list(await session.scalars(query, {"kind": KIND}))


def copenhagen(version: int = 1) -> AccountSettingsChanged:
    return AccountSettingsChanged(
        account_id=ACCOUNT,
        version=version,
        time_zone="Europe/Copenhagen",
        currency="DKK",
        language="da",
    )


async def test_a_month_begins_by_the_accounts_day_and_charges_what_it_costs(
    agreements: Agreements,
) -> None:
    await agreements.driver.consume(copenhagen())
    made = await agreements.create(in_advance=True, first_day="2026-01-01")
    before = len(await agreements.charges(made))
    await bring(agreements, made, datetime(2027, 1, 31, 22, 59, tzinfo=UTC))
    january = await agreements.charges(made)
    assert january[-1].first_day == date(2027, 1, 1)
    await bring(agreements, made, datetime(2027, 1, 31, 23, 0, tzinfo=UTC))
    february = await agreements.charges(made)
    assert (february[-1].first_day, february[-1].billable_from) == (
        *(date(2027, 2, 1), date(2027, 2, 1)),
    )
    assert len(february) == len(january) + 1 > before
    assert await due(agreements) == [datetime(2027, 2, 28, 23, 0, tzinfo=UTC)]


async def test_hours_of_a_month_roll_over_when_it_is_over(agreements: Agreements) -> None:
    made = await agreements.create(first_day="2027-01-01", rollover={"mode": "all"})
    await bring(agreements, made, datetime(2027, 1, 20, tzinfo=UTC))
    await agreements.driver.consume(
        recorded(organization_id=made["organization_id"], work_date=date(2027, 1, 5), seconds=HOUR)
    )
    await bring(agreements, made, datetime(2027, 2, 1, tzinfo=UTC))
    february = await agreements.charge(made, date(2027, 2, 1))
    assert (february.included_seconds, february.rolled_over_seconds) == (39 * HOUR, 19 * HOUR)


async def test_bringing_months_forward_again_changes_and_publishes_nothing(
    agreements: Agreements,
) -> None:
    made = await agreements.create()
    now = datetime(2027, 3, 5, tzinfo=UTC)
    await bring(agreements, made, now)
    published = await agreements.driver.served.published(AgreementChargeChanged)
    await asyncio.gather(*(bring(agreements, made, now) for _ in range(4)))
    assert await agreements.driver.served.published(AgreementChargeChanged) == published
    assert {one.version for one in await agreements.charges(made)} == {1}


async def test_another_time_zone_of_the_account_has_months_looked_at_again(
    agreements: Agreements,
) -> None:
    await agreements.create()
    [before] = await due(agreements)
    await agreements.driver.consume(copenhagen())
    await agreements.driver.reprice()
    [after] = await due(agreements)
    assert (before - after).total_seconds() == HOUR


async def test_a_customer_without_agreements_any_more_has_no_months_to_come(
    agreements: Agreements,
) -> None:
    made = await agreements.create()
    await agreements.try_to_withdraw(made)
    await agreements.driver.reprice()
    assert await due(agreements) == []


async def test_agreements_of_merged_customers_cover_the_time_of_both(
    agreements: Agreements,
) -> None:
    driver, stays, double = agreements.driver, new_id(), new_id()
    await driver.create_rate("900")
    await driver.consume(changed(stays), changed(double))
    made = await agreements.create(organization_id=double, last_day="2026-12-31")
    work = recorded(organization_id=stays, seconds=HOUR)
    await driver.consume(work)
    assert await driver.published_treatments(work.entry_id) == ["hourly"]
    await driver.consume(merged(double, stays))
    await driver.reprice()
    assert await driver.published_treatments(work.entry_id) == ["included"]
    assert (await agreements.charge(made, date(2026, 3, 1))).used_seconds == HOUR
    await driver.consume(changed(double, 3))
    await driver.reprice()
    assert await driver.published_treatments(work.entry_id) == ["hourly"]


async def test_time_is_charged_by_the_hour_again_when_its_agreement_is_withdrawn(
    agreements: Agreements,
) -> None:
    driver = agreements.driver
    await driver.create_rate("900")
    made = await agreements.create()
    work = recorded(organization_id=made["organization_id"])
    await driver.consume(work)
    await agreements.try_to_withdraw(made)
    await driver.reprice()
    assert await driver.published_treatments(work.entry_id) == ["hourly"]


async def test_time_without_a_rate_is_included_at_rate_zero(agreements: Agreements) -> None:
    made = await agreements.create()
    work = recorded(organization_id=made["organization_id"])
    await agreements.driver.consume(work)
    assert await agreements.driver.published_treatments(work.entry_id) == ["included"]
    assert await agreements.driver.published_rates(work.entry_id) == ["0"]


async def test_the_examples_of_the_contracts_are_taken_and_produced(
    agreements: Agreements,
) -> None:
    expected = example(AgreementChargeChanged)
    await agreements.driver.consume(example(AgreementBilled), example(AgreementReleased))
    assert await agreements.driver.served.dead_letters() == []
    made = await agreements.create(
        organization_id=expected.organization_id,
        name="Care of the webshop",
        first_day="2026-09-01",
        terms=[
            {
                "valid_from": "2026-09-01",
                "amount": str(expected.amount),
                "included_seconds": expected.included_seconds,
            }
        ],
    )
    await agreements.driver.consume(
        recorded(organization_id=expected.organization_id, work_date=date(2026, 9, 2))
    )
    charge = await agreements.charge(made, expected.first_day)
    same = {"charge_id", "agreement_id", "version", "name"}
    assert charge.model_dump(exclude=same) == expected.model_dump(exclude=same)


async def test_a_charge_that_is_billed_keeps_its_amount_and_tells_its_use(
    agreements: Agreements,
) -> None:
    made = await agreements.create(last_day="2026-03-31", in_advance=True)
    before = await agreements.charge(made, date(2026, 3, 1))
    await agreements.driver.consume(charged(before))
    await agreements.driver.consume(recorded(organization_id=made["organization_id"]))
    after = await agreements.charge(made, date(2026, 3, 1))
    assert (after.amount, after.used_seconds, after.version) == (before.amount, 3000, 2)
