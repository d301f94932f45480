"""`<service> dlq list | show | replay | discard`."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from database import connect
from messaging.dead_letters import operations
from messaging.dispatch import Dispatch
from messaging.errors import DeadLetterNotOpenError, ReplayFailedError
from messaging.subscription import Subscription
from messaging.tables import DeadLetter

_COLUMNS: Mapping[str, Callable[[DeadLetter], object]] = {
    "id": lambda found: found.id,
    "consumer": lambda found: found.consumer,
    "type": lambda found: found.type or "?",
    "topic": lambda found: found.topic,
    "place": lambda found: f"{found.partition}/{found.offset}",
    "error class": lambda found: found.error_class,
    "attempts": lambda found: found.attempts,
    "failed": lambda found: f"{found.first_failed_at:%Y-%m-%d %H:%M}",
    "state": lambda found: found.state,
}


def run(argv: Sequence[str], url: str, subscriptions: Sequence[Subscription]) -> int:
    """Run one command against the service's database; returns the exit status (0, 1 not done, 2 usage)."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as exiting:
        return exiting.code if isinstance(exiting.code, int) else 2
    return asyncio.run(_run(arguments, url, subscriptions))


async def _run(
    arguments: argparse.Namespace, url: str, subscriptions: Sequence[Subscription]
) -> int:
    database = connect(url)
    try:
        return await _execute(arguments, database.engine, subscriptions)
    finally:
        await database.dispose()


async def _execute(
    arguments: argparse.Namespace, engine: AsyncEngine, subscriptions: Sequence[Subscription]
) -> int:
    match arguments.command:
        case "list":
            return await _list(engine, arguments)
        case "show":
            return await _show(engine, arguments.id)
        case "discard":
            return await _for_each(arguments.ids, lambda id_: operations.discard(engine, id_))
    dispatches = {s.group: Dispatch(s, engine) for s in subscriptions}
    ids = arguments.ids or [found.id for found in await _all_open(engine)]
    return await _for_each(ids, lambda id_: _replay(engine, dispatches, id_))


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


async def _list(engine: AsyncEngine, arguments: argparse.Namespace) -> int:
    found = await operations.list_dead_letters(
        engine,
        state=None if arguments.state == "all" else arguments.state,
        group=arguments.group,
        limit=arguments.limit,
    )
    _print(_json([_loaded(one) for one in found]) if arguments.json else _table(found))
    return 0


async def _show(engine: AsyncEngine, dead_letter_id: UUID) -> int:
    found = await operations.get_dead_letter(engine, dead_letter_id)
    if found is None:
        _print(f"{dead_letter_id}: no such dead letter")
        return 1
    values = _loaded(found)
    headers = zip(values.pop("header_names"), values.pop("header_values"), strict=True)
    _print(
        _json(
            values
            | {"key": _readable(found.key), "value": _readable(found.value)}
            | {"headers": {name: _readable(value) for name, value in headers}}
        )
    )
    return 0


async def _all_open(engine: AsyncEngine) -> Sequence[DeadLetter]:
    return await operations.list_dead_letters(engine, limit=100_000)


async def _replay(
    engine: AsyncEngine, dispatches: Mapping[str, Dispatch], dead_letter_id: UUID
) -> None:
    found = await operations.get_dead_letter(engine, dead_letter_id)
    if found is None:
        raise DeadLetterNotOpenError(dead_letter_id)
    if found.consumer not in dispatches:
        raise ReplayFailedError(f"this service has no consumer {found.consumer}")
    await operations.replay(engine, dispatches[found.consumer], dead_letter_id)


async def _for_each(ids: Sequence[UUID], operation: Callable[[UUID], Awaitable[None]]) -> int:
    status = 0
    for dead_letter_id in ids:
        try:
            await operation(dead_letter_id)
        except DeadLetterNotOpenError:
            _print(f"{dead_letter_id}: not among the open dead letters")
            status = 1
        except ReplayFailedError as error:
            _print(f"{dead_letter_id}: failed again: {error}")
            status = 1
        else:
            _print(f"{dead_letter_id}: done")
    return status


def _loaded(found: DeadLetter) -> dict[str, Any]:
    """The columns that were read, by name, in the table's order."""
    state = inspect(found)
    return {
        column.key: getattr(found, column.key)
        for column in state.mapper.column_attrs
        if column.key not in state.unloaded
    }


def _json(values: object) -> str:
    return json.dumps(values, indent=2, default=str, ensure_ascii=False)


def _table(found: Sequence[DeadLetter]) -> str:
    if not found:
        return "no dead letters"
    cells = [list(_COLUMNS), *([str(cell(one)) for cell in _COLUMNS.values()] for one in found)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines)


def _readable(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        return json.loads(value) if value[:1] in b"{[" else value.decode()
    except ValueError:
        return f"0x{value.hex()}"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
