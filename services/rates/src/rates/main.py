"""The rates service, put together."""

from pathlib import Path

import roles
from messaging.tasks import TaskKind
from rates import api, repricing
from rates.consumers import HANDLERS
from rates.settings import Settings


def service(settings: Settings) -> roles.Service:
    """Make the service from its settings."""
    return roles.Service(
        name="rates",
        description="The price of every hour has one home.",
        migrations=Path(__file__).parent / "migrations",
        routers=api.ROUTERS,
        handlers=HANDLERS,
        # One change at a time per account: chunks of one account wait for each other anyway.
        tasks={repricing.KIND: TaskKind(repricing.handler(settings.reprice_chunk), per_account=1)},
        conflicts=api.CONFLICTS,
    )


run = roles.cli(service, Settings)
