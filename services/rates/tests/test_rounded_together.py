"""Entries of a day on one work item, rounded together, whatever comes in which order."""

import random
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts import Event
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from rates.domain.rounding import Rounding
from rates.store import prices
from rates.store.prices import PricingChangedError
from services.rates.tests.driver import Driver, policy_body
from services.rates.tests.factories import billed, interleaved, recorded, released
from services.rates.tests.strategies import rounding_rules
from testkit import Served, count_statements

DAY, NEXT_DAY = date(2026, 3, 2), date(2026, 3, 3)
WORK_ITEMS = [UUID(int=number) for number in range(1, 3)]
law = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
async def together(driver: Driver) -> Driver:
    """An account that rounds what is done on a work item on a day up to quarters of an hour."""
    await driver.create_rate("1000")
    await driver.create_policy("up", scope="day-work-item")
    return driver


def minutes(*of_each: int, **changes: Any) -> list[TimeEntryRecorded]:
    """Work of so many minutes on one work item of a customer, in the order of ids."""
    same = {"organization_id": new_id(), "work_item_id": new_id(), **changes}
    return [recorded(seconds=60 * one, **same) for one in of_each]


async def billed_minutes(driver: Driver, entries: list[TimeEntryRecorded]) -> list[int]:
    found = await driver.billed_seconds(*(one.entry_id for one in entries))
    return [seconds // 60 for seconds in found]


async def test_the_last_entry_of_a_day_gets_the_difference(together: Driver) -> None:
    entries = minutes(10, 10, 15)
    await together.consume(*entries)
    assert await billed_minutes(together, entries) == [10, 10, 25]
    explained = await together.price(entries[0].entry_id)
    assert explained["rounding"] | {"policy": None} == {
        "seconds": 600,
        "billed_seconds": 600,
        "policy": None,
        "entries": 3,
        "together_seconds": 2100,
        "together_billed_seconds": 2700,
        "others_gone": False,
        "why": explained["rounding"]["why"],
    }


async def test_a_late_entry_prices_the_others_anew_in_its_transaction(together: Driver) -> None:
    first, last, late = minutes(10, 10, 7)
    await together.consume(first, last)
    assert await billed_minutes(together, [first, last]) == [10, 20]
    before = len(await together.published())
    with count_statements(together.served.database) as statements:
        await together.consume(late)
    assert statements.count == 6, statements
    assert await billed_minutes(together, [first, last, late]) == [10, 10, 10]
    assert len(await together.published()) == before + 2


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"work_date": NEXT_DAY},
        {"work_item_id": new_id()},
        {"work_item_id": None},
        {"organization_id": new_id()},
        {"billable": False},
    ],
)
async def test_what_leaves_a_group_is_not_rounded_with_it_any_more(
    together: Driver, elsewhere: dict[str, Any]
) -> None:
    first, last = minutes(10, 10)
    await together.consume(first, last)
    await together.consume(last.model_copy(update={**elsewhere, "version": 2}))
    assert await billed_minutes(together, [first]) == [15]


async def test_a_discarded_entry_leaves_its_group(together: Driver) -> None:
    first, last = minutes(10, 10)
    records = await together.consume(first, last)
    gone = TimeEntryDiscarded(account_id=last.account_id, entry_id=last.entry_id, version=2)
    await together.consume(gone)
    await together.reprocess(records)
    await together.consume(last)
    assert await billed_minutes(together, [first]) == [15]


async def test_an_entry_without_a_work_item_is_rounded_by_itself(together: Driver) -> None:
    entries = minutes(10, 10, work_item_id=None)
    await together.consume(*entries)
    assert await billed_minutes(together, entries) == [15, 15]


async def test_what_was_billed_says_that_it_has_its_share_when_the_others_are_gone(
    together: Driver,
) -> None:
    first, last = minutes(10, 10)
    await together.consume(first, last)
    await together.consume(billed(first, amount="1000.00"))
    assert not (await together.price(first.entry_id))["rounding"]["others_gone"]
    await together.consume(last.model_copy(update={"work_item_id": new_id(), "version": 2}))
    explained = (await together.price(first.entry_id))["rounding"]
    assert (explained["billed_seconds"], explained["others_gone"]) == (600, True)


async def test_what_is_billed_stays_and_counts_as_it_was_billed(together: Driver) -> None:
    first, late, later = minutes(20, 5, 10)
    await together.consume(first)
    await together.consume(invoice := billed(first, amount="1000.00"))
    await together.consume(late)
    assert await billed_minutes(together, [first, late]) == [30, 0]
    await together.consume(later)
    assert await billed_minutes(together, [first, late, later]) == [30, 5, 10]
    await together.consume(released(invoice))
    assert await billed_minutes(together, [first, late, later]) == [20, 5, 20]
    assert [line["billed_seconds"] for line in await together.revenue()] == [45 * 60]


async def test_an_invoice_with_an_older_price_moves_the_rest_of_its_group(together: Driver) -> None:
    first, late = minutes(20, 5)
    await together.consume(first)
    await together.consume(late)
    assert await billed_minutes(together, [first, late]) == [20, 10]
    await together.consume(billed(first, amount="1000.00", price_version=1))
    assert (await together.price(first.entry_id))["rounding"]["billed_seconds"] == 30 * 60
    assert await billed_minutes(together, [late]) == [0]


@st.composite
def lives(draw: st.DrawFn) -> list[Any]:
    """What befalls an entry: its versions as changes, None for the end of it."""
    change = st.fixed_dictionaries(
        {
            "work_item_id": st.sampled_from([*WORK_ITEMS, WORK_ITEMS[0], None]),
            "work_date": st.sampled_from([DAY, DAY, DAY, NEXT_DAY]),
            "seconds": st.integers(1, 3000),
            "billable": st.sampled_from([True, True, False]),
        }
    )
    versions: list[Any] = draw(st.lists(change, min_size=1, max_size=3))
    return [*versions, None] if draw(st.booleans()) and draw(st.booleans()) else versions


def _events(entry_id: UUID, customer: UUID, life: list[Any]) -> list[Event]:
    same = {"entry_id": entry_id, "organization_id": customer, "agent_id": UUID(int=7)}
    made = [
        recorded(version=number, **same, **(changes or {}))
        for number, changes in enumerate(life, 1)
    ]
    gone = TimeEntryDiscarded(account_id=made[0].account_id, entry_id=entry_id, version=len(life))
    return [event if changes else gone for event, changes in zip(made, life, strict=True)]


@law
@given(rounding_rules, st.lists(lives(), min_size=1, max_size=6), st.randoms(use_true_random=False))
async def test_any_order_and_sets_end_in_what_all_at_once_are_rounded_to(
    served: Served, rounding: Rounding, stories: list[Any], chance: random.Random
) -> None:
    driver = Driver(served, await served.as_("billing"))
    if not await driver.rates():
        await driver.create_rate("1000")
    rounding = replace(rounding, scope="day-work-item")
    customer = new_id()
    ids = [new_id() for _ in stories]
    policy = {
        "step_seconds": rounding.step_seconds,
        "scope": rounding.scope,
        "minimum_seconds": rounding.minimum_seconds,
        "organization_id": customer,
    }
    streams = [_events(*one) for one in zip(ids, [customer] * len(ids), stories, strict=True)]
    events = interleaved(chance, streams)
    policy_at = chance.choice([len(events), len(events) // 2, 0])
    while events:
        if policy and len(events) <= policy_at:
            await driver.create_policy(rounding.mode, **policy)
            policy = {}
        size = chance.randint(1, len(events))
        some, events = events[:size], events[size:]
        records = await driver.consume(*some)
        if chance.random() < 0.3:
            await driver.reprocess(records)
    if policy:
        await driver.create_policy(rounding.mode, **policy)
    assert await served.dead_letters() == []
    last = {
        entry_id: life[-1]
        for entry_id, life in zip(ids, stories, strict=True)
        if life[-1] and life[-1]["billable"]
    }
    found = {entry_id: (await driver.price(entry_id))["rounding"] for entry_id in last}
    assert {entry_id: one["billed_seconds"] for entry_id, one in found.items()} == _all_at_once(
        rounding, last
    )
    newest = await driver.billed_seconds(*last)
    assert newest == [one["billed_seconds"] for one in found.values()]


def _all_at_once(rounding: Rounding, entries: dict[UUID, Any]) -> dict[UUID, int]:
    """By the plain rule."""
    groups: dict[Any, dict[UUID, int]] = {}
    for entry_id, one in sorted(entries.items()):
        key = (one["work_item_id"], one["work_date"]) if one["work_item_id"] else entry_id
        groups.setdefault(key, {})[entry_id] = one["seconds"]
    return {
        entry_id: seconds
        for group in groups.values()
        for entry_id, seconds in zip(
            group, rounding.billed_seconds(list(group.values())), strict=True
        )
    }


@pytest.mark.parametrize("scope", ["entry", "day-work-item"])
async def test_what_waited_while_the_first_policy_was_made_is_priced_once_more(
    driver: Driver, scope: str
) -> None:
    await driver.create_rate("1000")
    entry = recorded()
    async with driver.served.database.transaction(driver.account) as session:
        await prices.share_pricing(session)
        made = await driver.client.post("/v1/rounding-policies", json=policy_body(scope=scope))
        assert made.status_code == 201
        with pytest.raises(PricingChangedError):
            await prices.record(session, [entry])
        await session.rollback()
    await driver.consume(entry)
    assert await driver.billed_seconds(entry.entry_id) == [3600]
