"""Time, invoices and credit notes in any order across keys, with copies and in sets of any size, end in the same state."""

import random
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts import Event
from contracts.timer import TimeEntryDiscarded, TimeEntryRecorded
from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, interleaved, recorded, released
from testkit import Served

PROJECTS = [UUID(int=number) for number in range(1, 4)]
AMOUNTS = ["1000.00", "1100.00", "1200.00", "1300.00"]
law = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


_TIME = TimeEntryRecorded, TimeEntryDiscarded


@st.composite
def lives(draw: st.DrawFn) -> list[Any]:
    """What befalls an entry: its versions as changes, then each line that bills it, with what becomes of that."""
    versions = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "project_id": st.sampled_from([None, *PROJECTS]),
                    "seconds": st.integers(1, 7200),
                    "billable": st.sampled_from([True, True, False]),
                }
            )
            | st.none(),
            min_size=1,
            max_size=4,
        )
    )
    lines = st.tuples(st.sampled_from(AMOUNTS), st.integers(1, 4), st.booleans())
    return [versions, draw(st.lists(lines, max_size=3))]


def _events(entry_id: UUID, life: list[Any]) -> list[Event]:
    versions, lines = life
    made: list[Event] = []
    for number, changes in enumerate(versions, 1):
        first = recorded(entry_id=entry_id, version=number, agent_id=UUID(int=7), **(changes or {}))
        gone = TimeEntryDiscarded(account_id=first.account_id, entry_id=entry_id, version=number)
        made.append(first if changes else gone)
    entry = recorded(entry_id=entry_id)
    for amount, version, given_back in lines:
        invoice = billed(entry, amount=amount, price_version=version)
        made += [invoice, released(invoice)] if given_back else [invoice]
    return made


@law
@given(st.lists(lives(), min_size=1, max_size=4), st.randoms(use_true_random=False))
async def test_any_order_copies_and_sets_end_in_one_state(
    served: Served, stories: list[Any], chance: random.Random
) -> None:
    driver = Driver(served, await served.as_("billing"))
    if not await driver.rates():
        await driver.create_rate(AMOUNTS[0])
        for amount, project in zip(AMOUNTS[1:], PROJECTS, strict=True):
            await driver.create_rate(amount, project_id=project)
    straight = {new_id(): life for life in stories}
    for entry_id, life in straight.items():
        for event in _events(entry_id, life):
            await driver.consume(event)
    shuffled = {new_id(): life for life in stories}
    events = _shuffled(chance, [_events(entry_id, life) for entry_id, life in shuffled.items()])
    while events:
        size = chance.randint(1, len(events))
        some, events = events[:size], events[size:]
        records = await driver.consume(*some)
        if chance.random() < 0.3:
            await driver.reprocess(records)
    assert await served.dead_letters() == []
    ends = [[await _end(driver, one) for one in order] for order in (straight, shuffled)]
    assert ends[0] == ends[1]


def _shuffled(chance: random.Random, lives: list[list[Event]]) -> list[Event]:
    """All events in any order, but for the versions of an entry: their topic keeps those. Half come twice."""
    streams = [[event] for life in lives for event in life if not isinstance(event, _TIME)]
    streams += [[event for event in life if isinstance(event, _TIME)] for life in lives]
    events = interleaved(chance, streams)
    for copied in chance.sample(events, len(events) // 2):
        events.insert(chance.randint(events.index(copied) + 1, len(events)), copied)
    return events


async def _end(driver: Driver, entry_id: UUID) -> Any:
    """What callers see of the entry, but for its ids and the numbers of prices that no invoice names.

    Of a billed one nor which rate it was: here invoices also come before the version whose price they name, which they
    cannot in life, and then nobody knows.
    """
    response = await driver.client.get(f"/v1/prices/{entry_id}")
    if response.status_code == 404:
        return None
    seen = response.json()
    last = seen.pop("history")[-1:]
    hidden = {"entry_id": None, "billed_at": seen["billed_at"] is not None}
    if seen["billed_at"]:
        hidden |= {"rate": None, "candidates": None}
        for segment in seen["segments"]:
            segment["rate_id"] = None
    if seen["billed_at"] or not seen["billable"]:
        return seen | hidden
    [newest] = last
    return seen | hidden, newest["hourly_rate"], newest["unpriced_reason"], newest["entry_version"]
