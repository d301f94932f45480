"""What operators do with dead letters, by function and by command."""

import asyncio
import json
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from database import enter_account
from libs.messaging.tests.conftest import Ask, Effects
from libs.messaging.tests.things import OURS, Happened, hears, note, record, records
from messaging import Subscription, dead_letter_cli, dead_letters
from messaging.dispatch import Dispatch
from messaging.event_ids import new_event_id
from testkit.databases import Urls


class Repairable:
    """A handler with a bug that someone mends."""

    def __init__(self) -> None:
        self.mended = False

    async def __call__(self, session: AsyncSession, fact: Happened) -> None:
        await note(session, fact)
        if not self.mended:
            raise ArithmeticError("wrong sum")


async def bury(engine: AsyncEngine, subscription: Subscription, *numbers: int) -> list[UUID]:
    await Dispatch(subscription, engine, enter_account).take(records(*numbers))
    return [row["id"] for row in await dead_letters.list_dead_letters(engine)]


async def test_dead_letters_are_listed_oldest_first_and_by_group(engine: AsyncEngine) -> None:
    await bury(engine, hears(Repairable(), group="one"), 1)
    await bury(engine, hears(Repairable(), group="two"), 2)

    found = await dead_letters.list_dead_letters(engine)
    assert [(row["consumer"], row["error_class"]) for row in found] == [
        ("one", "ArithmeticError"),
        ("two", "ArithmeticError"),
    ]
    assert len(await dead_letters.list_dead_letters(engine, group="two")) == 1
    assert await dead_letters.list_dead_letters(engine, state="replayed") == []


async def test_a_dead_letter_is_shown_with_headers_content_and_cause(engine: AsyncEngine) -> None:
    event_id = new_event_id()
    bad = record(
        Happened(thing="a", number=1), event_id=event_id, headers={"x_odd": b"\xff", "x_null": None}
    )
    await Dispatch(hears(Repairable()), engine, enter_account).take([bad])
    [row] = await dead_letters.list_dead_letters(engine)

    shown = await dead_letters.show(engine, row["id"])
    assert shown is not None
    assert shown["event_id"] == event_id
    assert shown["value"]["thing"] == "a"
    assert (shown["headers"]["x_odd"], shown["headers"]["x_null"]) == ("0xff", None)
    assert shown["headers"]["ce_account"] == str(OURS)
    assert shown["error"].startswith("wrong sum")
    assert "raise ArithmeticError" in shown["error"]
    assert await dead_letters.show(engine, uuid4()) is None


async def test_a_replay_lets_the_message_take_effect_once(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    handler = Repairable()
    subscription = hears(handler)
    heard = records(1)
    dispatch = Dispatch(subscription, engine, enter_account)
    await dispatch.take(heard)
    [row] = await dead_letters.list_dead_letters(engine)
    handler.mended = True
    await dead_letters.replay(engine, dispatch, row["id"])

    assert await effects() == [1]
    assert await ask("SELECT status FROM inbox") == [("done",)]
    assert await ask("SELECT state FROM dead_letter") == [("replayed",)]
    with pytest.raises(dead_letters.DeadLetterNotOpenError):
        await dead_letters.replay(engine, dispatch, row["id"])
    await dispatch.take(heard)
    assert await effects() == [1]


async def test_two_operators_who_replay_the_same_let_it_take_effect_once(
    engine: AsyncEngine, effects: Effects
) -> None:
    handler = Repairable()
    [dead] = await bury(engine, hears(handler), 1)
    handler.mended = True
    dispatch = Dispatch(hears(handler), engine, enter_account)
    outcomes = await asyncio.gather(
        *(dead_letters.replay(engine, dispatch, dead) for _ in range(3)), return_exceptions=True
    )

    assert await effects() == [1]
    assert (
        sum(isinstance(outcome, dead_letters.DeadLetterNotOpenError) for outcome in outcomes) == 2
    )


async def test_a_replay_of_what_has_taken_effect_meanwhile_changes_nothing(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    [dead] = await bury(engine, hears(Repairable()), 1)
    await ask("UPDATE inbox SET status = 'done'")
    await dead_letters.replay(engine, Dispatch(hears(), engine, enter_account), dead)

    assert await effects() == []
    assert await ask("SELECT state FROM dead_letter") == [("replayed",)]


async def test_a_replay_that_fails_again_leaves_it_open_with_one_attempt_more(
    engine: AsyncEngine, ask: Ask, effects: Effects
) -> None:
    [dead] = await bury(engine, hears(Repairable()), 1)
    with pytest.raises(dead_letters.ReplayFailedError, match="wrong sum"):
        await dead_letters.replay(
            engine, Dispatch(hears(Repairable()), engine, enter_account), dead
        )

    assert await ask("SELECT state, attempts FROM dead_letter") == [("open", 4)]
    assert await ask("SELECT status FROM inbox") == [("dead",)]
    assert await effects() == []


async def test_a_replay_of_what_nobody_can_read_fails_and_leaves_it_open(
    engine: AsyncEngine, ask: Ask
) -> None:
    dispatch = Dispatch(hears(), engine, enter_account)
    await dispatch.take([record(Happened(thing="a", number=1), headers={"ce_id": None})])
    [row] = await dead_letters.list_dead_letters(engine)
    with pytest.raises(dead_letters.ReplayFailedError, match="ce_id"):
        await dead_letters.replay(engine, dispatch, row["id"])
    assert await ask("SELECT state FROM dead_letter") == [("open",)]


async def test_a_discarded_dead_letter_stays_to_be_looked_at_and_cannot_be_replayed(
    engine: AsyncEngine,
) -> None:
    [dead] = await bury(engine, hears(Repairable()), 1)
    await dead_letters.discard(engine, dead)

    assert await dead_letters.list_dead_letters(engine) == []
    assert len(await dead_letters.list_dead_letters(engine, state="discarded")) == 1
    with pytest.raises(dead_letters.DeadLetterNotOpenError):
        await dead_letters.discard(engine, dead)
    with pytest.raises(dead_letters.DeadLetterNotOpenError):
        await dead_letters.replay(engine, Dispatch(hears(), engine, enter_account), dead)


async def command(urls: Urls, subscription: Subscription, *argv: object) -> int:
    """As the program runs it: in a process without a running loop."""
    words = [str(word) for word in argv]
    return await asyncio.to_thread(
        dead_letter_cli.run, words, urls.app, [subscription], enter_account
    )


async def test_the_command_lists_a_table_or_json(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = hears(Repairable())
    assert await command(urls, subscription, "list") == 0
    assert capsys.readouterr().out == "no dead letters\n"

    [dead] = await bury(engine, subscription, 1)
    assert await command(urls, subscription, "list") == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split()[:4] == ["id", "consumer", "type", "topic"]
    assert line.split()[:4] == [str(dead), "reader", "source.happened.v1", "source.things"]

    assert await command(urls, subscription, "list", "--json", "--state", "all") == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["id"], row["state"]) == (str(dead), "open")


async def test_the_command_shows_one(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = hears(Repairable())
    [dead] = await bury(engine, subscription, 1)
    assert await command(urls, subscription, "show", dead) == 0
    assert json.loads(capsys.readouterr().out)["value"]["number"] == 1

    absent = uuid4()
    assert await command(urls, subscription, "show", absent) == 1
    assert capsys.readouterr().out == f"{absent}: no such dead letter\n"


async def test_the_command_replays_one_or_all_and_says_what_failed(
    urls: Urls,
    engine: AsyncEngine,
    effects: Effects,
    capsys: pytest.CaptureFixture[str],
) -> None:
    handler = Repairable()
    subscription = hears(handler)
    first, second, third = await bury(engine, subscription, 1, 2, 3)
    assert await command(urls, subscription, "replay", first) == 1
    assert "failed again: ArithmeticError: wrong sum" in capsys.readouterr().out

    handler.mended = True
    assert await command(urls, subscription, "replay", first) == 0
    assert await command(urls, subscription, "replay", "--all") == 0
    assert await effects() == [1, 2, 3]
    assert capsys.readouterr().out.splitlines() == [f"{d}: done" for d in (first, second, third)]


async def test_the_command_discards(
    urls: Urls, engine: AsyncEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    subscription = hears(Repairable())
    [dead] = await bury(engine, subscription, 1)
    assert await command(urls, subscription, "discard", dead) == 0
    assert await command(urls, subscription, "discard", dead) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{dead}: done",
        f"{dead}: not among the open dead letters",
    ]


@pytest.mark.parametrize("argv", [[], ["replay"], ["show", "7"], ["replay", "--all", str(uuid4())]])
async def test_a_command_that_makes_no_sense_is_refused(urls: Urls, argv: list[str]) -> None:
    assert await command(urls, hears(), *argv) == 2
