"""The notifier, put together."""

from pathlib import Path

import service_runtime
from notifier import api, consumers, sending
from notifier.commands import still_queued
from notifier.settings import Settings
from web import Constraint


def service(settings: Settings) -> service_runtime.Service:
    """Make the service."""
    return service_runtime.Service(
        name="notifier",
        description="Messages to people: what was sent to whom, and how it went.",
        migrations=Path(__file__).parent / "migrations",
        routers=[api.router],
        handlers=consumers.HANDLERS,
        tasks=sending.tasks(settings),
        problems={Constraint("one_queued_delivery"): still_queued().problem},
    )


run = service_runtime.cli(service, Settings)
