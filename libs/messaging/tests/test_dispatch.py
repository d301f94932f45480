"""What the dispatch of a batch promises, on a real database and without Kafka."""

import asyncio
import re
from datetime import UTC, datetime

from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from background import log_context
from database import new_id
from database.transactions import observed
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import metric
from libs.messaging.tests.factories import (
    OURS,
    THEIRS,
    SampleEvent,
    record,
    records,
    subscribe,
)
from messaging import outbox
from messaging.dispatch import Dispatch
from tasks.tables import ScheduledTask


async def test_a_batch_takes_effect_in_order_and_in_one_transaction(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    await Dispatch(subscribe(), engine).process(records(1, 2, 3))

    assert await effects() == [1, 2, 3]
    assert await query("SELECT count(*), count(DISTINCT xmin::text) FROM inbox_messages") == [
        (3, 1)
    ]


async def test_a_message_delivered_again_alone_or_in_a_batch_takes_no_second_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    dispatch = Dispatch(subscribe(group="twice"), engine)
    one, two, three = records(1, 2, 3)
    await dispatch.process([one, two])
    await dispatch.process([one])
    await dispatch.process([two, three, one])

    assert await effects() == [1, 2, 3]
    assert metric("inbox_duplicates_total", group="twice") == 3


async def test_the_same_message_twice_in_one_batch_takes_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    [one] = records(1)
    await Dispatch(subscribe(), engine).process([one, one])

    assert await effects() == [1]


async def test_a_replay_of_the_topic_from_its_beginning_changes_nothing(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(40))
    await Dispatch(subscribe(), engine).process(history)
    await Dispatch(subscribe(), engine).process(history[:15])
    await Dispatch(subscribe(), engine).process(history[15:])

    assert await effects() == list(range(40))


async def test_two_processes_with_the_same_messages_let_them_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = records(*range(30))
    await asyncio.gather(
        Dispatch(subscribe(), engine).process(history),
        Dispatch(subscribe(), engine).process(list(reversed(history))),
    )

    assert sorted(await effects()) == list(range(30))


async def test_two_groups_each_let_a_message_take_effect(
    engine: AsyncEngine, effects: Effects
) -> None:
    received = records(1)
    await Dispatch(subscribe(group="one"), engine).process(received)
    await Dispatch(subscribe(group="two"), engine).process(received)

    assert await effects() == [1, 1]


async def test_a_handler_works_for_the_account_of_its_message(
    engine: AsyncEngine, query: Query
) -> None:
    received = [
        record(SampleEvent(name="x", number=n, account_id=account))
        for n, account in enumerate([OURS, OURS, THEIRS, OURS])
    ]
    await Dispatch(subscribe(), engine).process(received)

    rows = await query("SELECT account_id, number FROM effects ORDER BY place")
    assert rows == [(OURS, 0), (OURS, 1), (OURS, 3), (THEIRS, 2)]
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_each_account_of_a_batch_is_entered_once(engine: AsyncEngine) -> None:
    entered: list[str] = []

    async def note_account(_session: AsyncSession, sql: str) -> None:
        entered.extend(re.findall("honorar.account = '([^']+)'", sql))

    accounts = [OURS, OURS, THEIRS, THEIRS, OURS]
    received = [
        record(SampleEvent(name="x", number=n, account_id=account))
        for n, account in enumerate(accounts)
    ]
    with observed(note_account):
        await Dispatch(subscribe(), engine).process(received)

    assert entered == [str(OURS), str(THEIRS)]


async def test_an_event_of_another_account_than_its_header_has_no_effect(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    forged = record(SampleEvent(number=1), headers={"ce_account": str(THEIRS).encode()})
    await Dispatch(subscribe(), engine).process([forged])

    assert await effects() == []
    assert await query("SELECT error_class FROM dead_letters") == [("AccountMismatchError",)]


async def test_what_a_handler_publishes_is_written_with_its_effect_or_not_at_all(
    engine: AsyncEngine, query: Query
) -> None:
    async def publish_one(session: AsyncSession, event: SampleEvent) -> None:
        await outbox.publish(session, SampleEvent(name="published", number=event.number))
        if event.number == 2:
            raise ArithmeticError

    await Dispatch(subscribe(publish_one), engine).process(records(1, 2, 3))

    published = await query(
        "SELECT payload FROM outbox_messages WHERE topic = 'source.samples' ORDER BY seq"
    )
    assert [SampleEvent.model_validate_json(row[0]).number for row in published] == [1, 3]


async def test_log_lines_of_a_handler_can_name_its_message(engine: AsyncEngine) -> None:
    seen: list[dict[str, object]] = []

    async def note_context(session: AsyncSession, event: SampleEvent) -> None:
        seen.append(dict(log_context.get()))

    event_id = new_id()
    received = record(SampleEvent(number=1), event_id=event_id)
    await Dispatch(subscribe(note_context, group="logging"), engine).process([received])

    assert seen == [
        {
            "event_id": str(event_id),
            "type": "source.sample-happened.v1",
            "topic": "source.samples",
            "partition": 0,
            "offset": received.offset,
            "consumer": "logging",
        }
    ]
    assert log_context.get() == {}


async def test_nothing_loaded_for_one_account_is_seen_by_the_handler_of_the_next(
    engine: AsyncEngine,
) -> None:
    seen: list[int] = []
    loaded: list[ScheduledTask] = []  # a session forgets what nobody refers to

    async def load(session: AsyncSession, event: SampleEvent) -> None:
        seen.append(len(session.identity_map))
        loaded.append(
            ScheduledTask(
                kind="k", key=str(new_id()), payload={}, headers={}, due_at=datetime.now(UTC)
            )
        )
        session.add(loaded[-1])

    received = [
        record(SampleEvent(number=n, account_id=account))
        for n, account in enumerate([OURS, OURS, THEIRS])
    ]
    await Dispatch(subscribe(load), engine).process(received)

    assert seen == [0, 1, 0]


async def test_what_a_handler_leaves_unwritten_is_written_for_its_own_account(
    engine: AsyncEngine, query: Query
) -> None:
    async def leave_pending(session: AsyncSession, event: SampleEvent) -> None:
        task = ScheduledTask(
            kind="later", key="k", payload={}, headers={}, due_at=datetime.now(UTC)
        )
        session.add(task)

    received = [
        record(SampleEvent(number=n, account_id=account))
        for n, account in enumerate([OURS, THEIRS])
    ]
    await Dispatch(subscribe(leave_pending), engine).process(received)

    rows = await query("SELECT account_id FROM scheduled_tasks ORDER BY created_at, account_id")
    assert [row[0] for row in rows] == [OURS, THEIRS]


async def test_a_span_of_a_message_that_fails_is_marked_as_failed(
    engine: AsyncEngine, spans: InMemorySpanExporter
) -> None:
    async def fail(session: AsyncSession, event: SampleEvent) -> None:
        raise ArithmeticError("ida@example.dk")

    await Dispatch(subscribe(fail), engine).process(records(1))

    failed = [span for span in spans.get_finished_spans() if span.name == "process source.samples"]
    assert [span.status.status_code for span in failed] == [StatusCode.ERROR] * 3
    assert "ida@example.dk" not in "".join(span.to_json() for span in failed)


async def test_processed_messages_are_counted_by_group_and_type(engine: AsyncEngine) -> None:
    await Dispatch(subscribe(group="counting"), engine).process(records(1, 2, 3))
    labels = {"group": "counting", "type": SampleEvent.type}
    assert metric("messages_processed_total", **labels) == 3
