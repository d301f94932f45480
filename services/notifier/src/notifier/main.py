"""The notifier: what its service is made of."""

from pathlib import Path

import service_runtime
from notifier import consumers, tasks
from notifier.api import messages, reminders
from notifier.problems import PROBLEMS
from notifier.settings import Settings


def service(settings: Settings) -> service_runtime.Service:
    """Make the service."""
    return service_runtime.Service(
        name="notifier",
        description="Messages to people: what was sent to whom, and how it went.",
        migrations=Path(__file__).parent / "migrations",
        routers=[messages.router, reminders.router],
        handlers=consumers.HANDLERS,
        tasks=tasks.task_kinds(settings),
        problems=PROBLEMS,
        tags={
            "messages": "What was sent to whom, how it went, and sending it once more.",
            "reminders": "Reminding customers of what they owe: the account's steps, what was sent, comes, or is paused.",
            "settings": "Which notices the account's own people get.",
        },
    )


run = service_runtime.cli(service, Settings)
