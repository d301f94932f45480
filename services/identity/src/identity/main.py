"""Identity: what its service is made of."""

from pathlib import Path

import service_runtime
from identity.api import ROUTERS
from identity.gate import Gate
from identity.open_id import Provider
from identity.problems import PROBLEMS
from identity.settings import Settings


def service(settings: Settings) -> service_runtime.Service:
    """Make the service."""
    return service_runtime.Service(
        name="identity",
        description="Who may come in: members, log-in, sessions, API tokens.",
        migrations=Path(__file__).parent / "migrations",
        routers=ROUTERS,
        problems=PROBLEMS,
        state={
            "settings": settings,
            "gate": Gate(settings),
            "provider": Provider(settings) if settings.log_in_issuer else None,
        },
    )


run = service_runtime.cli(service, Settings)
