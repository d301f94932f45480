"""The timer service: what it is made of."""

from pathlib import Path

import service_runtime
from timer.api import ROUTERS
from timer.consumers import HANDLERS
from timer.problems import PROBLEMS
from timer.settings import Settings


def service(settings: Settings) -> service_runtime.Service:
    """Put the service together."""
    return service_runtime.Service(
        name="timer",
        description="Time, timesheets and the people, customers and work they belong to",
        migrations=Path(__file__).parent / "migrations",
        routers=ROUTERS,
        handlers=HANDLERS,
        problems=PROBLEMS,
    )


run = service_runtime.cli(service, Settings)
