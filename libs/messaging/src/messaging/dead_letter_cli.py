"""`<service> dlq list | show | replay | discard`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from messaging import dead_letters
from messaging.dispatch import Dispatch
from messaging.subscription import EnterAccount, Subscription

_COLUMNS = (
    "id",
    "consumer",
    "type",
    "topic",
    "place",
    "error_class",
    "attempts",
    "failed",
    "state",
)


def run(
    argv: Sequence[str],
    url: str,
    subscriptions: Sequence[Subscription],
    enter_account: EnterAccount,
) -> int:
    """Run one command against the service's database; returns the exit status (0, 1 not done, 2 usage)."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    return asyncio.run(_run(arguments, url, subscriptions, enter_account))


async def execute(
    arguments: argparse.Namespace,
    engine: AsyncEngine,
    subscriptions: Sequence[Subscription],
    enter_account: EnterAccount,
) -> int:
    """Run a parsed command; returns the exit status."""
    match arguments.command:
        case "list":
            state = None if arguments.state == "all" else arguments.state
            found = await dead_letters.list_dead_letters(
                engine, state=state, group=arguments.group, limit=arguments.limit
            )
            _say(_as_json(found) if arguments.json else _table(found))
            return 0
        case "show":
            return await _show(engine, arguments.id)
        case "discard":
            return await _each(arguments.ids, lambda id_: dead_letters.discard(engine, id_))
    dispatches = {s.group: Dispatch(s, engine, enter_account) for s in subscriptions}
    ids = arguments.ids or await _all_open(engine)
    return await _each(ids, lambda id_: _replay(engine, dispatches, id_))


async def _run(
    arguments: argparse.Namespace,
    url: str,
    subscriptions: Sequence[Subscription],
    enter_account: EnterAccount,
) -> int:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    try:
        return await execute(arguments, engine, subscriptions, enter_account)
    finally:
        await engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dlq", description="Look at dead letters and deal with them."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="the oldest dead letters")
    listing.add_argument(
        "--state", default="open", choices=["open", "replayed", "discarded", "all"]
    )
    listing.add_argument("--group")
    listing.add_argument("--limit", type=int, default=100)
    listing.add_argument("--json", action="store_true")
    show = commands.add_parser("show", help="everything about one, with its content")
    show.add_argument("id", type=UUID)
    show.add_argument("--json", action="store_true", help="the form it always has")
    replay = commands.add_parser("replay", help="let dead letters take effect after all")
    which = replay.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", type=UUID, nargs="*", default=[], metavar="id")
    which.add_argument("--all", action="store_true", help="every open one, oldest first")
    discard = commands.add_parser("discard", help="decide that dead letters never take effect")
    discard.add_argument("ids", type=UUID, nargs="+", metavar="id")
    return parser


async def _show(engine: AsyncEngine, dead_letter_id: UUID) -> int:
    found = await dead_letters.show(engine, dead_letter_id)
    if found is None:
        _say(f"{dead_letter_id}: no such dead letter")
        return 1
    _say(_as_json(found))
    return 0


async def _all_open(engine: AsyncEngine) -> list[UUID]:
    return [row["id"] for row in await dead_letters.list_dead_letters(engine, limit=100_000)]


async def _replay(
    engine: AsyncEngine, dispatches: Mapping[str, Dispatch], dead_letter_id: UUID
) -> None:
    found = await dead_letters.show(engine, dead_letter_id)
    if found is None:
        raise dead_letters.DeadLetterNotOpenError(dead_letter_id)
    if found["consumer"] not in dispatches:
        raise dead_letters.ReplayFailedError(f"this service has no consumer {found['consumer']}")
    await dead_letters.replay(engine, dispatches[found["consumer"]], dead_letter_id)


async def _each(ids: Sequence[UUID], deal_with: Any) -> int:
    status = 0
    for dead_letter_id in ids:
        try:
            await deal_with(dead_letter_id)
        except dead_letters.DeadLetterNotOpenError:
            _say(f"{dead_letter_id}: not among the open dead letters")
            status = 1
        except dead_letters.ReplayFailedError as error:
            _say(f"{dead_letter_id}: failed again: {error}")
            status = 1
        else:
            _say(f"{dead_letter_id}: done")
    return status


def _as_json(found: Any) -> str:
    plain = [dict(row) for row in found] if isinstance(found, Sequence) else dict(found)
    return json.dumps(plain, indent=2, default=str, ensure_ascii=False)


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    cells = [[heading.replace("_", " ") for heading in _COLUMNS]]
    cells += [[str(_cell(row, column)) for column in _COLUMNS] for row in rows]
    widths = [max(len(line[n]) for line in cells) for n in range(len(_COLUMNS))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines) if rows else "no dead letters"


def _cell(row: Mapping[str, Any], column: str) -> Any:
    match column:
        case "place":
            return f"{row['partition']}/{row['offset']}"
        case "failed":
            return f"{row['first_failed_at']:%Y-%m-%d %H:%M}"
        case "type":
            return row["type"] or "?"
    return row[column]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
