"""The notifier, put together."""

from pathlib import Path

import roles
from notifier import api, consumers, sending
from notifier.commands import still_queued
from notifier.settings import Settings


def service(settings: Settings) -> roles.Service:
    """Make the service."""
    return roles.Service(
        name="notifier",
        description="Messages to people: what was sent to whom, and how it went.",
        migrations=Path(__file__).parent / "migrations",
        routers=[api.router],
        handlers=consumers.HANDLERS,
        tasks=sending.tasks(settings),
        conflicts={"one_queued_delivery": still_queued()},
    )


run = roles.cli(service, Settings)
