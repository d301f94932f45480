"""The rates service, put together."""

from pathlib import Path

import service_runtime
from messaging.tasks import TaskKind
from rates import api, repricing
from rates.consumers import HANDLERS
from rates.settings import Settings


def service(settings: Settings) -> service_runtime.Service:
    """Make the service from its settings."""
    return service_runtime.Service(
        name="rates",
        description="The price of every hour has one home.",
        migrations=Path(__file__).parent / "migrations",
        routers=api.ROUTERS,
        handlers=HANDLERS,
        # One change at a time per account: chunks of one account wait for each other anyway.
        tasks={repricing.KIND: TaskKind(repricing.handler(settings.reprice_chunk), per_account=1)},
        problems=api.CONFLICTS,
    )


run = service_runtime.cli(service, Settings)
