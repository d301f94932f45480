"""The rates service, put together."""

from datetime import timedelta
from pathlib import Path

import service_runtime
from rates import api
from rates.consumers import HANDLERS
from rates.problems import PROBLEMS
from rates.settings import Settings
from rates.tasks import measure, task_kinds


def service(settings: Settings) -> service_runtime.Service:
    """Make the service from its settings."""
    return service_runtime.Service(
        name="rates",
        description="The price of every hour has one home.",
        migrations=Path(__file__).parent / "migrations",
        routers=api.ROUTERS,
        handlers=HANDLERS,
        tasks=task_kinds(settings.reprice_chunk, timedelta(seconds=settings.second_look_seconds)),
        measure=measure,
        problems=PROBLEMS,
        retry_seconds=settings.retry_seconds,
        tags={
            "rates": "What an hour costs, by project, customer, agent and service type, and when.",
            "costs": "What an hour costs the account itself: only owners and managers see it.",
            "rate changes": "Changes of rates: what they would do, done as seen, undone.",
            "rounding": "How time is rounded before it is charged, by customer, and when.",
            "agreements": "What customers pay apart from plain hours: minimums, prepaid blocks, fixed prices.",
            "multipliers": "What evenings, weekends, holidays and overtime are charged at.",
            "prices": "What a time entry costs, and why.",
            "budgets": "What projects and customers may use, what is used and planned, and what it will be.",
            "reconciliation": "Whether figures that should be equal are, to the second and the cent.",
            "costs and revenue": "What the time of a period is expected to earn.",
        },
    )


run = service_runtime.cli(service, Settings)
