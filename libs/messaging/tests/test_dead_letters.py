"""What operators do with dead letters, by function and by command."""

import asyncio
import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import new_id
from libs.messaging.tests.conftest import Effects, Query
from libs.messaging.tests.factories import (
    OURS,
    SampleEvent,
    insert_effect,
    record,
    records,
    subscribe,
)
from messaging import Subscription
from messaging.dead_letters import cli, operations
from messaging.dispatch import Dispatch
from messaging.errors import DeadLetterNotOpenError, ReplayFailedError
from testkit.databases import Urls


class Repairable:
    """A handler with a bug that someone mends."""

    def __init__(self) -> None:
        self.mended = False

    async def __call__(self, session: AsyncSession, event: SampleEvent) -> None:
        await insert_effect(session, event)
        if not self.mended:
            raise ArithmeticError("wrong sum")


async def store_dead_letters(
    engine: AsyncEngine, subscription: Subscription, *numbers: int
) -> list[UUID]:
    await Dispatch(subscription, engine).process(records(*numbers))
    return [row.id for row in await operations.list_dead_letters(engine)]


async def test_dead_letters_are_listed_oldest_first_and_by_group(engine: AsyncEngine) -> None:
    await store_dead_letters(engine, subscribe(Repairable(), group="one"), 1)
    await store_dead_letters(engine, subscribe(Repairable(), group="two"), 2)

    found = await operations.list_dead_letters(engine)
    assert [(row.consumer, row.error_class) for row in found] == [
        ("one", "ArithmeticError"),
        ("two", "ArithmeticError"),
    ]
    assert len(await operations.list_dead_letters(engine, group="two")) == 1
    assert await operations.list_dead_letters(engine, state="replayed") == []


async def test_a_dead_letter_has_its_headers_content_and_cause(engine: AsyncEngine) -> None:
    event_id = new_id()
    bad = record(
        SampleEvent(number=1), event_id=event_id, headers={"x_odd": b"\xff", "x_null": None}
    )
    await Dispatch(subscribe(Repairable()), engine).process([bad])
    [row] = await operations.list_dead_letters(engine)

    found = await operations.get_dead_letter(engine, row.id)
    assert found is not None
    assert (found.event_id, found.value) == (event_id, bad.value)
    assert tuple(zip(found.header_names, found.header_values, strict=True)) == bad.headers
    assert found.error.startswith("wrong sum")
    assert "raise ArithmeticError" in found.error
    assert await operations.get_dead_letter(engine, uuid4()) is None


async def test_a_replay_lets_the_message_take_effect_once(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    handler = Repairable()
    subscription = subscribe(handler)
    received = records(1)
    dispatch = Dispatch(subscription, engine)
    await dispatch.process(received)
    [row] = await operations.list_dead_letters(engine)
    handler.mended = True
    await operations.replay(engine, dispatch, row.id)

    assert await effects() == [1]
    assert await query("SELECT status FROM inbox_messages") == [("done",)]
    assert await query("SELECT state FROM dead_letters") == [("replayed",)]
    with pytest.raises(DeadLetterNotOpenError):
        await operations.replay(engine, dispatch, row.id)
    await dispatch.process(received)
    assert await effects() == [1]


async def test_two_operators_who_replay_the_same_dead_letter_let_it_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    handler = Repairable()
    [dead] = await store_dead_letters(engine, subscribe(handler), 1)
    handler.mended = True
    dispatch = Dispatch(subscribe(handler), engine)
    outcomes = await asyncio.gather(
        *(operations.replay(engine, dispatch, dead) for _ in range(3)), return_exceptions=True
    )

    assert await effects() == [1]
    assert sum(isinstance(outcome, DeadLetterNotOpenError) for outcome in outcomes) == 2


async def test_a_replay_of_an_event_processed_meanwhile_changes_nothing(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    [dead] = await store_dead_letters(engine, subscribe(Repairable()), 1)
    await query("UPDATE inbox_messages SET status = 'done'")
    await operations.replay(engine, Dispatch(subscribe(), engine), dead)

    assert await effects() == []
    assert await query("SELECT state FROM dead_letters") == [("replayed",)]


async def test_a_replay_that_fails_again_leaves_the_dead_letter_open_with_one_attempt_more(
    engine: AsyncEngine, query: Query, effects: Effects
) -> None:
    [dead] = await store_dead_letters(engine, subscribe(Repairable()), 1)
    with pytest.raises(ReplayFailedError, match="wrong sum"):
        await operations.replay(engine, Dispatch(subscribe(Repairable()), engine), dead)

    assert await query("SELECT state, attempts FROM dead_letters") == [("open", 4)]
    assert await query("SELECT status FROM inbox_messages") == [("dead",)]
    assert await effects() == []


async def test_a_replay_of_an_unreadable_message_fails_and_leaves_it_open(
    engine: AsyncEngine, query: Query
) -> None:
    dispatch = Dispatch(subscribe(), engine)
    await dispatch.process([record(SampleEvent(number=1), headers={"ce_id": None})])
    [row] = await operations.list_dead_letters(engine)
    with pytest.raises(ReplayFailedError, match="ce_id"):
        await operations.replay(engine, dispatch, row.id)
    assert await query("SELECT state FROM dead_letters") == [("open",)]


async def test_a_discarded_dead_letter_is_kept_and_cannot_be_replayed(
    engine: AsyncEngine,
) -> None:
    [dead] = await store_dead_letters(engine, subscribe(Repairable()), 1)
    await operations.discard(engine, dead)

    assert await operations.list_dead_letters(engine) == []
    assert len(await operations.list_dead_letters(engine, state="discarded")) == 1
    with pytest.raises(DeadLetterNotOpenError):
        await operations.discard(engine, dead)
    with pytest.raises(DeadLetterNotOpenError):
        await operations.replay(engine, Dispatch(subscribe(), engine), dead)


async def test_another_event_at_the_same_place_of_a_topic_made_anew_is_a_dead_letter_too(
    engine: AsyncEngine, query: Query
) -> None:
    first, second = records(1, 2)
    dispatch = Dispatch(subscribe(Repairable()), engine)
    await dispatch.process([first])
    await dispatch.process([second._replace(offset=first.offset)])

    assert len(await operations.list_dead_letters(engine)) == 2
    assert await query("SELECT count(*) FROM inbox_messages WHERE status = 'dead'") == [(2,)]


async def test_another_unreadable_message_at_the_same_place_is_a_dead_letter_too(
    engine: AsyncEngine,
) -> None:
    first = record(SampleEvent(number=1), headers={"ce_id": None})
    others = [
        first._replace(value=b"other"),
        first._replace(key=b"other"),
        first._replace(headers=(*first.headers, ("x", b"other"))),
    ]
    dispatch = Dispatch(subscribe(), engine)
    for one in (first, *others, first, *others):
        await dispatch.process([one])

    assert len(await operations.list_dead_letters(engine)) == 4


async def test_an_event_that_fails_again_after_its_replay_was_forgotten_is_a_dead_letter_again(
    engine: AsyncEngine, query: Query
) -> None:
    handler, received = Repairable(), records(1)
    dispatch = Dispatch(subscribe(handler), engine)
    await dispatch.process(received)
    [dead] = [found.id for found in await operations.list_dead_letters(engine)]
    handler.mended = True
    await operations.replay(engine, dispatch, dead)
    await query("DELETE FROM inbox_messages")  # as after 30 days
    handler.mended = False
    await dispatch.process(received)

    assert len(await operations.list_dead_letters(engine)) == 1


async def command(urls: Urls, subscription: Subscription, *argv: object) -> int:
    """As the program runs it: in a process without a running loop."""
    words = [str(word) for word in argv]
    return await asyncio.to_thread(cli.run, words, urls.app, [subscription])


async def test_the_command_lists_a_table_or_json(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = subscribe(Repairable())
    assert await command(urls, subscription, "list") == 0
    assert capsys.readouterr().out == "no dead letters\n"

    [dead] = await store_dead_letters(engine, subscription, 1)
    assert await command(urls, subscription, "list") == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split()[:4] == ["id", "consumer", "type", "topic"]
    assert line.split()[:4] == [str(dead), "reader", "source.sample-happened.v1", "source.samples"]

    assert await command(urls, subscription, "list", "--json", "--state", "all") == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["id"], row["state"]) == (str(dead), "open")


async def test_the_command_shows_one(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = subscribe(Repairable())
    bad = record(SampleEvent(number=1), headers={"x_odd": b"\xff", "x_null": None})
    await Dispatch(subscription, engine).process([bad])
    [dead] = [found.id for found in await operations.list_dead_letters(engine)]
    assert await command(urls, subscription, "show", dead) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["value"]["number"] == 1
    assert (shown["key"], shown["state"], shown["attempts"]) == ("a", "open", 3)
    assert (shown["headers"]["ce_account"], shown["headers"]["x_null"]) == (str(OURS), None)
    assert shown["headers"]["x_odd"] == "0xff"
    assert shown["error"].startswith("wrong sum")

    absent = uuid4()
    assert await command(urls, subscription, "show", absent) == 1
    assert capsys.readouterr().out == f"{absent}: no such dead letter\n"


async def test_the_command_replays_one_or_all_and_prints_what_failed(
    urls: Urls,
    engine: AsyncEngine,
    effects: Effects,
    capsys: pytest.CaptureFixture[str],
) -> None:
    handler = Repairable()
    subscription = subscribe(handler)
    first, second, third = await store_dead_letters(engine, subscription, 1, 2, 3)
    assert await command(urls, subscription, "replay", first) == 1
    assert "failed again: ArithmeticError: wrong sum" in capsys.readouterr().out

    handler.mended = True
    assert await command(urls, subscription, "replay", first) == 0
    assert await command(urls, subscription, "replay", "--all") == 0
    assert await effects() == [1, 2, 3]
    assert capsys.readouterr().out.splitlines() == [f"{d}: done" for d in (first, second, third)]


async def test_the_command_does_not_replay_for_a_consumer_that_the_service_does_not_have(
    urls: Urls, engine: AsyncEngine, effects: Effects, capsys: pytest.CaptureFixture[str]
) -> None:
    [dead] = await store_dead_letters(engine, subscribe(Repairable(), group="retired"), 1)
    assert await command(urls, subscribe(), "replay", dead) == 1
    assert "this service has no consumer retired" in capsys.readouterr().out
    assert await effects() == []


async def test_the_command_discards(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = subscribe(Repairable())
    [dead] = await store_dead_letters(engine, subscription, 1)
    assert await command(urls, subscription, "discard", dead) == 0
    assert await command(urls, subscription, "discard", dead) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{dead}: done",
        f"{dead}: not among the open dead letters",
    ]


@pytest.mark.parametrize("argv", [[], ["replay"], ["show", "7"], ["replay", "--all", str(uuid4())]])
async def test_a_command_with_wrong_arguments_is_refused(urls: Urls, argv: list[str]) -> None:
    assert await command(urls, subscribe(), *argv) == 2
