"""The parts that a role is made of, each started and stopped with the process."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from database import Database, enter_account
from messaging.health import Check
from messaging.relay import Relay
from messaging.tasks import TaskRunner
from messaging.worker import Worker
from service_runtime.definition import Service
from service_runtime.settings import Settings


@dataclass(frozen=True)
class Part:
    """Something that works in the background until the process stops."""

    run: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    liveness: Check
    readiness: Check


def parts_of(role: str, service: Service, settings: Settings, database: Database) -> list[Part]:
    """Make the background parts of a role: none for `api`, all for `all`."""
    parts: list[Part] = []
    if role in ("worker", "all"):
        parts += [*_consumers(service, settings, database), *_tasks(service, settings, database)]
    if role in ("relay", "all"):
        relay = Relay(
            settings.database_url,
            bootstrap=settings.kafka_bootstrap,
            prefix=settings.kafka_topic_prefix,
        )
        parts.append(Part(relay.run, relay.stop, relay.liveness, relay.readiness))
    return parts


def _consumers(service: Service, settings: Settings, database: Database) -> Sequence[Part]:
    subscriptions = service.subscriptions()
    if not subscriptions:
        return []
    worker = Worker(
        subscriptions,
        database.engine,
        enter_account,
        bootstrap=settings.kafka_bootstrap,
        prefix=settings.kafka_topic_prefix,
    )
    return [Part(worker.start, worker.stop, worker.liveness, worker.readiness)]


def _tasks(service: Service, settings: Settings, database: Database) -> Sequence[Part]:
    if not service.tasks:
        return []
    runner = TaskRunner(service.tasks, database.engine, enter_account, dsn=settings.database_url)
    return [Part(runner.run, runner.stop, runner.liveness, runner.readiness)]


async def run_parts(parts: Sequence[Part], until: asyncio.Event) -> None:
    """Run all parts until `until` is set, then stop them together. A part that fails ends the process."""
    running = [asyncio.ensure_future(part.run()) for part in parts]
    stopping = asyncio.ensure_future(until.wait())
    waiting: set[asyncio.Future[Any]] = {stopping, *running}
    try:
        while not stopping.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
    finally:
        stopping.cancel()
        await asyncio.gather(*(part.stop() for part in parts))
        await asyncio.gather(*running, return_exceptions=True)
