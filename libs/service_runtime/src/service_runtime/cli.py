"""`timer api | worker | relay | all | migrate | dlq …`: the command line of a service."""

import argparse
import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

import uvloop
from pydantic import ValidationError
from pydantic_settings import SettingsError

from background import log_context
from database import UnsafeRoleError, check_role
from database.migration import migrate
from messaging.dead_letters import cli as dead_letter_cli
from service_runtime import process
from service_runtime.definition import Service
from service_runtime.settings import Settings
from telemetry import configure_logging, configure_tracing

S = TypeVar("S", bound=Settings)

_ROLES = {
    "api": "serve HTTP; needs PostgreSQL, not Kafka",
    "worker": "consume events and run due tasks",
    "relay": "publish the outbox to Kafka",
    "all": "api, worker and relay in one process",
    "migrate": "bring the database to the newest revision, then end",
    "dlq": "list, show, replay or discard dead letters",
}


def cli(make: Callable[[S], Service], settings_type: type[S]) -> Callable[[], None]:
    """Make the entry point of a service's command."""

    def run() -> None:
        sys.exit(main(make, settings_type, sys.argv[1:]))

    return run


def main(make: Callable[[S], Service], settings_type: type[S], argv: list[str]) -> int:
    """Run one role and return the exit status; 2 when settings or arguments are wrong.

    Wrong is also a `DATABASE_URL` whose role could pass the walls between accounts.
    """
    role, rest = _parse(argv)
    try:
        settings = settings_type()
    except (ValidationError, SettingsError) as error:
        for complaint in _complaints(error):
            print(f"setting {complaint}", file=sys.stderr)
        return 2
    service = make(settings)
    if missing := [name for name in _needs(role, service) if not getattr(settings, name)]:
        for name in missing:
            print(f"setting {name.upper()}: {role} needs it", file=sys.stderr)
        return 2
    try:
        return _run(role, rest, service, settings)
    except* UnsafeRoleError as group:
        print(f"setting DATABASE_URL: {group.exceptions[0]}", file=sys.stderr)
    return 2


def _complaints(error: ValidationError | SettingsError) -> Iterator[str]:
    """The settings that cannot be used, each with the reason."""
    if isinstance(error, ValidationError):
        for problem in error.errors():
            name = "_".join(str(step) for step in problem["loc"]).upper()
            yield f"{name}: {problem['msg']}"
    else:
        # pydantic-settings names the field of a value that it cannot decode only in its message
        found = re.search(r'field "(\w+)"', str(error))
        yield f"{found[1].upper()}: not JSON ({error.__cause__})" if found else str(error)


def _needs(role: str, service: Service) -> list[str]:
    """Name the settings that a role cannot do without, though other roles can."""
    needs = ["oidc_issuer", "oidc_jwks_url"] if role in ("api", "all") else []
    consumes = role == "worker" and bool(service.handlers)
    return [*needs, "kafka_bootstrap"] if consumes or role in ("relay", "all") else needs


def _parse(argv: list[str]) -> tuple[str, list[str]]:
    roles = "\n".join(f"  {name:8} {text}" for name, text in _ROLES.items())
    parser = argparse.ArgumentParser(
        epilog=f"roles:\n{roles}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("role", choices=list(_ROLES), metavar="role")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="for dlq")
    arguments = parser.parse_args(argv)
    return arguments.role, arguments.rest


def _run(role: str, rest: list[str], service: Service, settings: Settings) -> int:
    if role == "dlq":
        asyncio.run(check_role(settings.database_url))
        return dead_letter_cli.run(rest, settings.database_url, service.subscriptions())
    configure_logging(service.name, role, log_context.get, settings.log_level)
    if role == "migrate":
        url = settings.migration_database_url or settings.database_url
        asyncio.run(migrate(service.migrations, url, app_role=settings.app_role))
        return 0
    provider = configure_tracing(service.name, role, settings.otel_exporter_otlp_endpoint)
    uvloop.run(process.run(role, service, settings))
    provider.shutdown()
    return 0
