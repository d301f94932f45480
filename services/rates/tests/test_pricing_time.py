"""Time as it is heard, and the prices that are said of it."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from contracts import Event
from contracts.invoicing import TimeBilled
from contracts.rates import TimePriced, TimeUnpriced
from contracts.stored import example
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from services.rates.tests.office import Office, billed, recorded


async def test_an_entry_is_priced_by_the_most_specific_rate_on_its_day(office: Office) -> None:
    entry = recorded()
    await office.sets("1000")
    special = await office.sets("1200", organization_id=entry.organization_id)
    await office.sets(
        "1500",
        organization_id=entry.organization_id,
        agent_id=entry.agent_id,
        valid_from="2026-03-03",
    )
    await office.served.deliver(entry)
    [said] = await office.said(entry.entry_id)
    assert isinstance(said, TimePriced)
    assert (str(said.hourly_rate.amount), said.hourly_rate.currency) == ("1200.00", "DKK")
    assert str(said.rule_id) == special["id"]
    assert (said.entry_version, said.price_version, said.seconds) == (1, 1, 3000)


async def test_time_without_a_rate_or_an_organization_is_said_to_be_unpriced(
    office: Office,
) -> None:
    await office.sets("1000", valid_from="2026-03-03")
    early, nobody = recorded(), recorded(organization_id=None, work_date=date(2026, 3, 3))
    await office.served.deliver(early, nobody)
    [no_rate, no_organization] = await office.said()
    assert isinstance(no_rate, TimeUnpriced)
    assert (no_rate.reason, no_rate.detail) == ("no-rate", "no rate matches on 2026-03-02")
    assert isinstance(no_organization, TimeUnpriced)
    assert no_organization.reason == "no-organization"


async def test_a_rate_of_zero_is_a_price(office: Office) -> None:
    await office.sets("0")
    await office.served.deliver(recorded())
    [said] = await office.said()
    assert isinstance(said, TimePriced)
    assert str(said.hourly_rate.amount) == "0.00"


async def test_nothing_is_said_of_time_that_was_never_billable(office: Office) -> None:
    entry = recorded(billable=False)
    await office.served.deliver(entry, entry.model_copy(update={"version": 2}))
    assert await office.said() == []


async def test_priced_time_that_is_billable_no_longer_is_said_to_be_so_once(
    office: Office,
) -> None:
    await office.sets("1000")
    entry = recorded()
    for version, billable in ((1, True), (2, False), (3, False), (4, True)):
        await office.served.deliver(
            entry.model_copy(update={"version": version, "billable": billable})
        )
    said = await office.said()
    assert [getattr(one, "reason", "priced") for one in said] == [
        "priced",
        "not-billable",
        "priced",
    ]
    assert [(one.entry_version, one.price_version) for one in said] == [(1, 1), (2, 2), (4, 3)]


async def test_every_new_version_is_said_and_an_old_one_is_not(office: Office) -> None:
    await office.sets("1000")
    entry = recorded(version=2)
    await office.served.deliver(entry)
    await office.served.deliver(entry.model_copy(update={"version": 1, "seconds": 60}))
    await office.served.deliver(entry.model_copy(update={"version": 3, "seconds": 120}))
    said = await office.said()
    assert [(one.entry_version, one.price_version) for one in said] == [(2, 1), (3, 2)]
    assert [one.seconds for one in said if isinstance(one, TimePriced)] == [3000, 120]


async def test_a_batch_with_several_versions_of_one_entry_says_each_in_order(
    office: Office,
) -> None:
    await office.sets("1000")
    entry = recorded()
    versions = [entry.model_copy(update={"version": number}) for number in (1, 2, 3)]
    await office.served.deliver(*versions, recorded())
    assert [one.entry_version for one in await office.said(entry.entry_id)] == [1, 2, 3]


async def test_a_discarded_entry_is_forgotten_unless_it_comes_back(office: Office) -> None:
    await office.sets("1000")
    entry = recorded()
    gone = TimeEntryDiscarded(account_id=entry.account_id, entry_id=entry.entry_id, version=2)
    await office.served.deliver(entry, gone)
    assert (await office.client.get(f"/v1/prices/{entry.entry_id}")).status_code == 404
    assert (await office.gets("/v1/costs-and-revenue"))["revenue"] == []
    await office.served.deliver(entry.model_copy(update={"version": 3}))
    assert (await office.gets(f"/v1/prices/{entry.entry_id}"))["entry_version"] == 3


def _story(kind: str, entry: TimeEntryRecorded, project: Any, bill: TimeBilled) -> list[Event]:
    second = entry.model_copy(update={"version": 2, "project_id": project, "seconds": 60})
    third = entry.model_copy(update={"version": 3, "billable": False})
    gone = TimeEntryDiscarded(account_id=entry.account_id, entry_id=entry.entry_id, version=3)
    return {
        "billed": [entry, second, bill],
        "discarded": [entry, second, gone],
        "not billable": [entry, second, third, bill],
    }[kind]


@pytest.mark.parametrize("kind", ["billed", "discarded", "not billable"])
async def test_messages_twice_and_in_any_order_end_in_the_same_state(
    office: Office, kind: str
) -> None:
    project = new_id()
    await office.sets("1000")
    await office.sets("1500", project_id=project)
    entry = recorded()
    at = billed(entry).billed_at
    length = len(_story(kind, entry, project, billed(entry, at=at)))
    ends = []
    for order in permutations(range(length)):
        one = entry.model_copy(update={"entry_id": new_id()})
        story = _story(kind, one, project, billed(one, at=at))
        for place in order:
            records = await office.served.deliver(story[place])
            await office.served.take(records)
            await office.served.deliver(story[place])
        ends.append(await _end(office, one))
    assert await office.served.dead_letters() == []
    assert all(end == ends[0] for end in ends)


async def _end(office: Office, entry: TimeEntryRecorded) -> Any:
    """All that anybody can see of the entry, apart from its id and how it came to be so."""
    answer = await office.client.get(f"/v1/prices/{entry.entry_id}")
    if answer.status_code == 404:
        return None
    seen = answer.json()
    history = seen.pop("history")
    last = history[-1:] if seen["billable"] else []
    said = [{**one, "price_version": None, "priced_at": None} for one in last]
    return {**seen, "entry_id": None}, said


async def test_the_examples_of_the_contracts_are_taken_and_made(office: Office) -> None:
    entry, expected = example(TimeEntryRecorded), example(TimePriced)
    rate = await office.sets("1200", organization_id=entry.organization_id)
    await office.served.deliver(entry, example(TimeBilled), example(TimeEntryDiscarded))
    assert await office.served.dead_letters() == []
    [said] = await office.said(entry.entry_id)
    assert isinstance(said, TimePriced)
    made = said.model_copy(update={"rule_id": expected.rule_id, "priced_at": expected.priced_at})
    assert made.model_dump_json() == expected.model_dump_json()
    assert str(said.rule_id) == rate["id"]


async def test_the_example_of_unpriced_time_is_made(office: Office) -> None:
    expected = example(TimeUnpriced)
    await office.served.deliver(recorded(entry_id=expected.entry_id, work_date=date(2026, 9, 28)))
    assert [one.model_dump_json() for one in await office.said()] == [expected.model_dump_json()]


async def test_the_history_of_prices_cannot_be_rewritten(office: Office) -> None:
    await office.sets("1000")
    entry = recorded()
    await office.served.deliver(entry)
    for statement in (
        "UPDATE prices SET hourly_rate = 1",
        "DELETE FROM prices",
        "UPDATE rates SET amount = 1",
        "DELETE FROM rates",
    ):
        with pytest.raises(Exception, match="permission denied"):
            async with office.served.database.transaction(entry.account_id) as session:
                await session.execute(text(statement))


async def test_seconds_and_rate_make_the_amount_that_invoices_print(office: Office) -> None:
    await office.sets("1200")
    entry = recorded()
    await office.served.deliver(entry)
    [line] = (await office.gets("/v1/costs-and-revenue"))["revenue"]
    assert line["amount"] == {"amount": "1000.00", "currency": "DKK"}
    assert Decimal(line["rate_seconds"]) == 3000 * 1200
