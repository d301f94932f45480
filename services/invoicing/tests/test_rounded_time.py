"""Rounded time: amounts come from what is billed of it, claims and the conservation law count what was worked."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.invoicing import InvoiceIssued, TimeBilled
from contracts.timer import ApprovedEntry
from invoicing.domain.prices import Segment, share
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from services.invoicing.tests.test_credit_notes import of_entry


async def worked(
    driver: Driver, seconds: int, billed_seconds: int, **changed: Any
) -> ApprovedEntry:
    """Approved time at 100 an hour of which more or less is charged."""
    made = approved_entry(driver.organization_id, seconds, **changed)
    price = driver.events.rounded_price(made, billed_seconds)
    await driver.served.consume(driver.events.timesheet(made), price)
    return made


def hours(line: dict[str, Any]) -> tuple[int, int, str]:
    """What was worked, what is charged, and how much that is."""
    return line["seconds"], line["billed_seconds"], line["amount"]["amount"]


async def test_a_line_shows_what_was_worked_and_charges_what_is_billed(driver: Driver) -> None:
    await worked(driver, 4200, 4500)
    await worked(driver, 3000, 2700)
    by_entry = await driver.draft(group_by="entry")
    assert sorted(hours(line) for line in by_entry["lines"]) == [
        (3000, 2700, "75.00"),
        (4200, 4500, "125.00"),
    ]
    issued = await driver.issue(by_entry["id"])
    assert (issued["seconds"], issued["subtotal"]["amount"]) == (7200, "200.00")
    await driver.invariants_hold()
    [event] = await driver.published(InvoiceIssued)
    assert sorted((line.seconds, line.billed_seconds) for line in event.lines) == [
        (3000, 2700),
        (4200, 4500),
    ]
    [time] = await driver.published(TimeBilled)
    assert sorted(one.end for one in time.ranges) == [3000, 4200]
    explained = await driver.read(f"invoices/{issued['id']}/explain")
    [entry] = explained["lines"][0]["entries"]
    assert (entry["seconds"], entry["billed_seconds"]) == hours(explained["lines"][0])[:2]


async def test_time_that_is_rounded_to_nothing_is_billed_at_nothing(driver: Driver) -> None:
    await worked(driver, 300, 0)
    draft = await driver.draft()
    assert [hours(line) for line in draft["lines"]] == [(300, 0, "0.00")]
    await driver.issue(draft["id"])
    found = (await driver.read("billable-time"))["sums"]
    assert (found["ready"], found["billed"]) == (0, 300)
    await driver.invariants_hold()


async def test_a_draft_follows_time_that_is_rounded_otherwise_now(driver: Driver) -> None:
    first, second = await worked(driver, 4200, 4500), await worked(driver, 3000, 3600)
    draft = await driver.draft()
    await driver.served.consume(driver.events.rounded_price(second, 3000, version=2))
    followed = await driver.read(f"invoices/{draft['id']}")
    assert [hours(line) for line in followed["lines"]] == [(7200, 7500, "208.33")]
    await driver.invariants_hold()
    await driver.served.consume(driver.events.rounded_price(first, 4200, version=2))
    followed = await driver.read(f"invoices/{draft['id']}")
    assert [hours(line) for line in followed["lines"]] == [(7200, 7200, "200.00")]


async def test_a_part_of_an_entry_is_charged_its_share_of_what_is_billed(driver: Driver) -> None:
    made = await worked(driver, 3600, 4501)
    invoice = await driver.issue((await driver.draft())["id"])
    [line] = invoice["lines"]
    await driver.credit(invoice["id"], of_entry(line, made.entry_id, 1800, 3600))
    again = await driver.draft()
    assert [hours(line) for line in again["lines"]] == [(1800, 2251, "62.53")]
    await driver.invariants_hold()


@given(st.integers(0, 90_000), st.integers(2, 86_400), st.integers(0, 1000), st.data())
def test_parts_share_what_is_billed_to_the_second_in_any_order(
    billed_seconds: int, seconds: int, start: int, data: st.DataObject
) -> None:
    segment = Segment(start, start + seconds, billed_seconds, Decimal(100))
    cuts = data.draw(st.sets(st.integers(start + 1, segment.end - 1), max_size=5))
    ends = sorted({start, segment.end, *cuts})
    parts = [share(segment, *one) for one in pairwise(ends)]
    assert sum(parts) == billed_seconds
    assert all(part >= 0 for part in parts)


@pytest.mark.parametrize(("start", "end", "charged"), [(0, 1800, 2250), (1800, 3600, 2251)])
def test_the_last_part_has_what_is_left(start: int, end: int, charged: int) -> None:
    assert share(Segment(0, 3600, 4501, Decimal(100)), start, end) == charged
