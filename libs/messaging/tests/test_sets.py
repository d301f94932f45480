"""Handlers that take all events of an account and topic at once: what they are given, and what becomes of a bad one."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from background import log_context
from background.tracing import current_trace
from database import Database
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.driver import metric, span_ids
from libs.messaging.tests.factories import (
    OURS,
    QUICK,
    THEIRS,
    OtherEvent,
    SampleEvent,
    insert_effect,
    record,
    records,
)
from messaging import Handlers, Record, Subscription, in_sets
from messaging.dead_letters import operations
from messaging.dispatch import Dispatch
from testkit import count_statements

POISON = 666

INSERT_EFFECTS = text("""
INSERT INTO effects (account_id, key, number)
SELECT :account, key, number FROM unnest(CAST(:keys AS text[]), CAST(:numbers AS int[])) AS t(key, number)
""")


class SiblingEvent(SampleEvent):
    """Another type on the same topic."""

    type = "source.sibling-happened.v1"


class Sets:
    """A handler of sets with one statement for each; it remembers what it was called with."""

    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    async def __call__(self, session: AsyncSession, events: Sequence[SampleEvent]) -> None:
        self.calls.append([event.number for event in events])
        await session.execute(
            INSERT_EFFECTS,
            {
                "account": events[0].account_id,
                "keys": [event.name for event in events],
                "numbers": [event.number for event in events],
            },
        )
        if any(event.number == POISON for event in events):
            raise ArithmeticError("poison")


def subscribe_sets(handler: Sets, **options: Any) -> Subscription:
    sets = in_sets(handler)
    handlers: Handlers = {SampleEvent: sets, SiblingEvent: sets, OtherEvent: sets}
    options = {"timeout_seconds": 60.0, "retry_policy": QUICK, "group": "reader", **options}
    return Subscription(handlers=handlers, **options)


@contextmanager
def counting(engine: AsyncEngine) -> Iterator[dict[str, int]]:
    """How many transactions were begun, and how many statements made in them; each begins across accounts."""
    made = {"transactions": 0, "statements": 0}
    with count_statements(Database(engine)) as statements:
        yield made
    begins = [sql for sql in statements.texts if "honorar.across_accounts = 'on'" in sql]
    made |= {"transactions": len(begins), "statements": statements.count}


async def test_a_handler_of_sets_takes_an_accounts_events_of_a_topic_at_once_and_in_order(
    engine: AsyncEngine, effects: Effects
) -> None:
    sets = Sets()
    received = [
        record(SampleEvent(number=1)),
        record(SampleEvent(number=2, account_id=THEIRS)),
        record(OtherEvent(number=3)),
        record(SiblingEvent(number=4)),
        record(SampleEvent(number=5, account_id=THEIRS)),
        record(SampleEvent(number=6)),
    ]
    await Dispatch(subscribe_sets(sets), engine).process(received)

    assert sets.calls == [[3], [1, 4, 6], [2, 5]]
    assert await effects() == [3, 1, 4, 6, 2, 5]


async def test_one_handler_of_a_topic_that_takes_single_events_divides_the_sets_of_the_other(
    engine: AsyncEngine, effects: Effects
) -> None:
    sets = Sets()
    handlers: Handlers = {SampleEvent: in_sets(sets), SiblingEvent: insert_effect}
    received = [
        *records(1, 2),
        record(SiblingEvent(number=3)),
        record(SiblingEvent(number=4)),
        *records(5),
    ]
    await Dispatch(Subscription("reader", handlers), engine).process(received)

    assert sets.calls == [[1, 2], [5]]
    assert await effects() == [1, 2, 3, 4, 5]


async def test_the_statements_of_a_batch_do_not_grow_with_it(engine: AsyncEngine) -> None:
    dispatch = Dispatch(subscribe_sets(Sets()), engine)
    for number in (2, 600):
        with counting(engine) as made:
            await dispatch.process(records(*range(number)))
        assert made == {
            "transactions": 1,
            "statements": 4,
        }  # across accounts, inbox, account, effects


async def test_every_message_twice_has_one_effect(engine: AsyncEngine, effects: Effects) -> None:
    sets, received = Sets(), records(*range(20))
    dispatch = Dispatch(subscribe_sets(sets, group="doubled"), engine)
    await dispatch.process([one for one in received for _ in range(2)])
    await dispatch.process(list(reversed(received)))

    assert sets.calls == [list(range(20))]
    assert await effects() == list(range(20))
    assert metric("inbox_duplicates_total", group="doubled") == 40


async def test_two_processes_with_the_same_sets_let_them_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    history = [
        record(SampleEvent(number=n, account_id=account))
        for n, account in enumerate([OURS, THEIRS] * 15)
    ]
    await asyncio.gather(
        Dispatch(subscribe_sets(Sets()), engine).process(history),
        Dispatch(subscribe_sets(Sets()), engine).process(list(reversed(history))),
    )
    assert sorted(await effects()) == list(range(30))


async def test_the_others_of_a_set_take_effect_and_few_transactions_find_the_bad_one(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    numbers = [*range(300), POISON, *range(300, 499)]
    dispatch = Dispatch(subscribe_sets(Sets(), group="halving"), engine)
    with counting(engine) as made:
        await dispatch.process(records(*numbers))

    assert await effects() == [n for n in numbers if n != POISON]
    assert await query("SELECT error_class, attempts FROM dead_letters") == [("ArithmeticError", 3)]
    # two for each of nine halvings, two more attempts at the bad one, its dead letter, the first
    assert made["transactions"] <= 2 * 9 + 2 + 1 + 1
    assert metric("dead_letters_total", group="halving") == 1
    labels = {"group": "halving", "type": SampleEvent.type}
    assert metric("messages_processed_total", **labels) == 499


async def test_the_order_of_a_key_holds_around_a_bad_event(
    engine: AsyncEngine, effects: Effects
) -> None:
    numbers = [1, 2, POISON, 3, POISON, 4, 5]
    await Dispatch(subscribe_sets(Sets()), engine).process(records(*numbers))
    assert await effects() == [1, 2, 3, 4, 5]


async def test_content_that_is_no_event_takes_no_set_apart(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    sets = Sets()
    bad = record(SampleEvent(number=9), value=b"{}")
    stranger = record(SampleEvent(number=8, account_id=THEIRS))
    foreign = record(SampleEvent(number=8), value=stranger.value)
    await Dispatch(subscribe_sets(sets), engine).process([*records(1), bad, foreign, *records(2)])

    assert sets.calls == [[1, 2]]
    assert await effects() == [1, 2]
    assert await query("SELECT error_class FROM dead_letters ORDER BY 1") == [
        ("AccountMismatchError",),
        ("ValidationError",),
    ]


async def test_a_dead_letter_of_a_set_is_replayed_as_a_set_of_one(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    await Dispatch(subscribe_sets(Sets()), engine).process(records(1, POISON, 2))
    [(dead_letter,)] = await query("SELECT id FROM dead_letters")

    seen: list[int] = []

    async def healed(session: AsyncSession, events: Sequence[SampleEvent]) -> None:
        seen.extend(event.number for event in events)

    dispatch = Dispatch(Subscription("reader", {SampleEvent: in_sets(healed)}), engine)
    await operations.replay(engine, dispatch, dead_letter)
    assert seen == [POISON]
    assert await query("SELECT state FROM dead_letters") == [("replayed",)]


async def test_a_set_too_large_for_its_time_is_taken_apart(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    async def slow(session: AsyncSession, events: Sequence[SampleEvent]) -> None:
        await Sets()(session, events)
        if len(events) > 4:
            await asyncio.sleep(60)

    subscription = Subscription("reader", {SampleEvent: in_sets(slow)}, timeout_seconds=2)
    await Dispatch(subscription, engine).process(records(*range(8)))

    assert await effects() == list(range(8))
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_conflict_takes_a_set_apart_and_loses_nothing(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    conflicts = iter(range(5))

    async def contended(session: AsyncSession, events: Sequence[SampleEvent]) -> None:
        await Sets()(session, events)
        if next(conflicts, None) is not None:
            await session.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    policy = replace(QUICK, transient_attempts=9, attempts=1)
    subscription = Subscription("reader", {SampleEvent: in_sets(contended)}, retry_policy=policy)
    await Dispatch(subscription, engine).process(records(*range(8)))

    assert await effects() == list(range(8))
    assert await query("SELECT count(*) FROM dead_letters") == [(0,)]


async def test_a_set_has_one_span_in_the_first_trace_with_links_to_the_others(
    engine: AsyncEngine, spans: InMemorySpanExporter
) -> None:
    received, callers = [], []
    for number in range(3):
        with trace.get_tracer("test").start_as_current_span("request") as caller:
            headers: dict[str, bytes | None] = {k: v.encode() for k, v in current_trace().items()}
            received += [record(SampleEvent(number=number), headers=headers) for _ in range(2)]
            callers.append(span_ids(caller.get_span_context()))
    await Dispatch(subscribe_sets(Sets()), engine).process(received)

    [span] = [one for one in spans.get_finished_spans() if one.name == "process source.samples"]
    assert span_ids(span.parent) == callers[0]
    assert [span_ids(link.context) for link in span.links] == callers
    assert span.attributes is not None
    assert span.attributes["messaging.batch.message_count"] == 6
    assert span.attributes["account"] == str(OURS)
    assert "messaging.message.id" not in span.attributes


async def test_log_lines_of_a_set_name_its_first_message_and_its_size(engine: AsyncEngine) -> None:
    seen: list[Any] = []

    async def note_context(session: AsyncSession, events: Sequence[SampleEvent]) -> None:
        seen.append(log_context.get())

    received = records(1, 2, 3)
    await Dispatch(Subscription("reader", {SampleEvent: in_sets(note_context)}), engine).process(
        received
    )
    [fields] = seen
    assert (fields["offset"], fields["events"]) == (received[0].offset, 3)


def test_services_with_sets_take_larger_batches() -> None:
    assert subscribe_sets(Sets()).max_records == 1000
    assert Subscription("reader", {SampleEvent: insert_effect}).max_records == 200
    assert Subscription("reader", {SampleEvent: insert_effect}, batch_size=7).max_records == 7


def _of_an_account(number: int) -> UUID:
    return OURS if number % 2 else THEIRS


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Record], list[list[Record]]]:
    """Events of some keys and accounts, with poison; and batches that hold each key's in order, and doubled."""
    keys = draw(st.integers(1, 4))
    numbers = draw(st.lists(st.integers(1, 40) | st.just(POISON), min_size=1, max_size=25))
    events = [
        SampleEvent(name=f"k{place % keys}", number=number, account_id=_of_an_account(place % keys))
        for place, number in enumerate(numbers)
    ]
    history = [record(event) for event in events]
    lanes = [[one for one in history if one.key == f"k{k}".encode()] for k in range(keys)]
    shuffled: list[Record] = []
    while lanes := [lane for lane in lanes if lane]:
        shuffled.append(lanes[draw(st.integers(0, len(lanes) - 1))].pop(0))
    doubled = [copy for one in shuffled for copy in [one] * draw(st.integers(1, 2))]
    size = draw(st.integers(1, len(doubled)))
    return history, [doubled[at : at + size] for at in range(0, len(doubled), size)]


@settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories())
async def test_whatever_the_batches_the_end_is_that_of_one_by_one(
    engine: AsyncEngine, query: Query, found: tuple[list[Record], list[list[Record]]]
) -> None:
    history, batches = found

    async def end_of(dispatch: Dispatch, deliveries: Sequence[Sequence[Record]]) -> object:
        await query("DELETE FROM effects")
        await query("DELETE FROM inbox_messages")
        await query("DELETE FROM dead_letters")
        for delivery in deliveries:
            await dispatch.process(delivery)
        by_key = await query(
            "SELECT account_id, key, array_agg(number ORDER BY place) FROM effects GROUP BY 1, 2 ORDER BY 1, 2"
        )
        inbox = await query("SELECT event_id, status FROM inbox_messages ORDER BY 1")
        dead = await query("SELECT event_id, error_class FROM dead_letters ORDER BY 1")
        return by_key, inbox, dead

    in_sets_of_any_size = await end_of(Dispatch(subscribe_sets(Sets()), engine), batches)
    assert in_sets_of_any_size == await end_of(
        Dispatch(subscribe_sets(Sets()), engine), [[one] for one in history]
    )
