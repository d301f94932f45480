"""The long-running components of a process beside its HTTP server: consumers, task runner, relay."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from background.health import Check
from background.periodic_task import PeriodicTask
from database import Database
from messaging import Observation
from messaging.observer import Observer
from messaging.relay import Relay
from messaging.worker import Worker
from service_runtime.definition import Service
from service_runtime.settings import Settings
from tasks import TaskRunner

_MEASURE_SECONDS = 60.0


@dataclass(frozen=True)
class Component:
    """Something that works until the process stops: `run` may return before that, `stop` lets its work end."""

    run: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]
    liveness: Check
    readiness: Check


def components(
    role: str, service: Service, settings: Settings, database: Database
) -> list[Component]:
    """Make the components of a role: none for `api`, every one for `all`."""
    made: list[Component] = []
    if role in ("worker", "all") and service.handlers:
        made.append(_consumers(service, settings, database))
    if role in ("worker", "all") and service.tasks:
        made.append(_task_runner(service, settings, database))
    if role in ("worker", "all"):
        made += [_observer(one, settings, database) for one in service.observations]
    if role in ("worker", "all") and service.measure:
        made.append(_measuring(service.measure, database))
    if role in ("relay", "all"):
        made.append(_relay(settings))
    return made


def _consumers(service: Service, settings: Settings, database: Database) -> Component:
    worker = Worker(
        service.subscriptions(),
        database.engine,
        bootstrap=settings.kafka_bootstrap,
        prefix=settings.kafka_topic_prefix,
    )
    return Component(worker.start, worker.stop, worker.liveness, worker.readiness)


def _task_runner(service: Service, settings: Settings, database: Database) -> Component:
    runner = TaskRunner(service.tasks, database.engine, dsn=settings.database_url)
    return Component(runner.run, runner.stop, runner.liveness, runner.readiness)


def _observer(observation: Observation, settings: Settings, database: Database) -> Component:
    observer = Observer(
        observation,
        database,
        bootstrap=settings.kafka_bootstrap,
        prefix=settings.kafka_topic_prefix,
    )
    return Component(observer.start, observer.stop, observer.liveness, observer.readiness)


def _measuring(measure: Callable[[Database], Awaitable[None]], database: Database) -> Component:
    """What fails is logged; a process is well without its gauges."""
    repeated = PeriodicTask(
        "measure", partial(measure, database), interval_seconds=_MEASURE_SECONDS
    )

    async def run() -> None:
        repeated.start()

    return Component(run, repeated.stop, list, list)


def _relay(settings: Settings) -> Component:
    relay = Relay(
        settings.database_url,
        bootstrap=settings.kafka_bootstrap,
        prefix=settings.kafka_topic_prefix,
    )
    return Component(relay.run, relay.stop, relay.liveness, relay.readiness)


async def run_components(components: Sequence[Component], until: asyncio.Event) -> None:
    """Run all components until `until` is set, then stop them together; raises the error of one that fails."""
    running = [asyncio.ensure_future(component.run()) for component in components]
    stopping = asyncio.ensure_future(until.wait())
    waiting: set[asyncio.Future[Any]] = {stopping, *running}
    try:
        while not stopping.done():
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for finished in done:
                finished.result()
    finally:
        stopping.cancel()
        await asyncio.gather(*(component.stop() for component in components))
        await asyncio.gather(*running, return_exceptions=True)
