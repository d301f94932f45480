"""What is approved is stated when rates asks: by day, then entry by entry."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from contracts.rates import FiguresAsked
from contracts.statements import StatedTime
from contracts.timer import ApprovedEntriesStated, ApprovedTimeStated
from database import new_id
from services.timer.tests.driver import TUESDAY, Driver

DAY = date.fromisoformat(TUESDAY)


def question(driver: Driver, **changes: Any) -> FiguresAsked:
    values: dict[str, Any] = {
        "account_id": driver.account_id,
        "version": 1,
        "reconciliation_id": new_id(),
        "service": "timer",
        "look": 1,
        "asked_at": datetime.now(UTC),
    }
    return FiguresAsked.model_validate({**values, **changes})


async def test_days_and_entries_that_are_approved_are_stated(driver: Driver) -> None:
    sheet = await driver.approved_week()
    await driver.record(work_date="2026-10-13")
    asked = question(driver)
    records = await driver.timer.consume(asked, asked)
    await driver.timer.process(records)
    await driver.timer.run_due()
    [stated] = await driver.timer.published(ApprovedTimeStated)
    assert (stated.reconciliation_id, stated.look) == (asked.reconciliation_id, 1)
    assert (stated.part, stated.parts, stated.first_day, stated.last_day) == (1, 1, None, None)
    [day] = stated.days
    assert (day.day, day.entries, day.seconds) == (DAY, 1, 3600)

    again = question(driver, look=2, days=[TUESDAY], reconciliation_id=asked.reconciliation_id)
    await driver.timer.consume(again)
    await driver.timer.run_due()
    [listed] = await driver.timer.published(ApprovedEntriesStated)
    [entry] = listed.entries
    assert (entry.day, entry.seconds, entry.billable, listed.more) == (DAY, 3600, True, False)
    assert entry.organization_id == UUID(driver.organization["id"])
    assert sheet["state"] == "approved"


async def test_a_digest_is_of_what_is_stated_alone(driver: Driver) -> None:
    await driver.approved_week()
    digests = set()
    for _ in range(2):
        await driver.timer.consume(question(driver))
        await driver.timer.run_due()
        *_, stated = await driver.timer.published(ApprovedTimeStated)
        digests.add(stated.days[0].digest)
    assert len(digests) == 1
    assert list(StatedTime.model_fields) == [
        *("entry_id", "version", "seconds", "billable", "organization_id"),
    ]


async def test_what_another_service_is_asked_is_not_answered(driver: Driver) -> None:
    await driver.approved_week()
    await driver.timer.consume(question(driver, service="invoicing"))
    await driver.timer.run_due()
    assert await driver.timer.published(ApprovedTimeStated) == []


async def test_an_account_without_approved_time_says_so(driver: Driver) -> None:
    await driver.record()
    await driver.timer.consume(question(driver), question(driver, look=2, days=[TUESDAY]))
    await driver.timer.run_due()
    [stated] = await driver.timer.published(ApprovedTimeStated)
    [listed] = await driver.timer.published(ApprovedEntriesStated)
    assert (stated.days, listed.entries, listed.parts) == ((), (), 1)
