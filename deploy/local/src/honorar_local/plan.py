"""What `up` does, as steps with what each needs before it: the whole system on one page."""

import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from embedded_servers import KafkaServer, PostgresServer
from embedded_servers.programs import run
from embedded_servers.provision import provision_now
from honorar_local import LocalError, environment, issuer, migrations
from honorar_local.environment import Deployment, Environment
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.ports import Ports
from honorar_local.processes import (
    Check,
    ManagedProcess,
    ProgramServer,
    http_check,
    kafka_process,
    postgres_process,
)
from honorar_local.services import SERVICES, ServiceName

PYTHON = [sys.executable, "-m"]
START_TIMEOUT_SECONDS = 600.0
"""For the whole system, and so for what one step runs to its end: a busy machine is slow, not broken."""


@dataclass(frozen=True)
class Step:
    """Something to do once at start, or (with a process) to keep running; `needs` names steps before it."""

    name: str
    needs: tuple[str, ...] = ()
    action: Callable[[], None] | None = None
    process: ManagedProcess | None = None


def plan(folder: DataFolder, ports: Ports, report: Callable[[str], None]) -> list[Step]:
    """All steps; each is taken as soon as those it needs are done. `report` gets lines for the user."""
    postgres = PostgresServer(folder.postgres, ports["postgres"], outlives_parent=True)
    kafka = KafkaServer(
        folder.kafka,
        ports["kafka"],
        controller_port=ports["kafka-controller"],
        outlives_parent=True,
        report=report,
    )
    deployment = Deployment(folder, ports, postgres)
    return [
        Step("postgres", process=postgres_process(postgres)),
        Step("kafka", process=kafka_process(kafka)),
        Step("issuer", action=partial(issuer.publish, folder, deployment.gateway)),
        Step("topics", needs=("kafka",), action=partial(_create_topics, kafka)),
        Step("databases", needs=("postgres",), action=partial(_create_databases, postgres)),
        Step("mailbox", process=_mailbox(deployment)),
        Step("intuit-double", process=_intuit_double(deployment)),
        *(step for service in SERVICES for step in _service(deployment, service)),
        Step("gateway", needs=("issuer",), process=_gateway(deployment)),
    ]


def _service(deployment: Deployment, service: ServiceName) -> list[Step]:
    port, migrated = deployment.ports[service.path], f"{service.path} migrations"
    server = _server(
        deployment,
        service.path,
        [*PYTHON, service.module, "all"],
        partial(environment.of_service, deployment, service),
        partial(http_check, port, "/livez"),
    )
    readiness = partial(http_check, port, "/readyz")
    process = ManagedProcess(service.path, "all", port, server, server.liveness, readiness)
    return [
        Step(migrated, needs=("databases",), action=partial(_migrate, deployment, service)),
        Step(service.path, needs=(migrated, "topics", "issuer"), process=process),
    ]


def _mailbox(deployment: Deployment) -> ManagedProcess:
    port = deployment.ports["mailbox"]
    server = _server(
        deployment,
        "mailbox",
        [*PYTHON, "honorar_local.mailbox"],
        partial(environment.of_mailbox, deployment),
        partial(http_check, port, "/livez"),
    )
    return ManagedProcess("mailbox", "mailbox", port, server, server.liveness)


def _intuit_double(deployment: Deployment) -> ManagedProcess:
    port = deployment.ports["intuit-double"]
    server = _server(
        deployment,
        "intuit-double",
        [*PYTHON, "intuit_double"],
        partial(environment.of_intuit_double, deployment),
        partial(http_check, port, "/_fake/companies"),
    )
    return ManagedProcess("intuit-double", "double", port, server, server.liveness)


def _gateway(deployment: Deployment) -> ManagedProcess:
    port, file = deployment.ports["gateway"], CHECKOUT / "deploy" / "gateway" / "Caddyfile"
    server = _server(
        deployment,
        "gateway",
        [str(caddy()), "run", "--adapter", "caddyfile", "--config", str(file)],
        partial(environment.of_gateway, deployment),
        partial(http_check, port, "/docs"),
    )
    return ManagedProcess("gateway", "gateway", port, server, server.liveness)


def _server(
    deployment: Deployment,
    name: str,
    command: list[str],
    variables: Callable[[], Environment],
    liveness: Check,
) -> ProgramServer:
    log, pid_file = deployment.folder.log(name), deployment.folder.pid_file(name)
    return ProgramServer(name, command, variables, log, pid_file, liveness)


def caddy() -> Path:
    """The gateway's program, which came as a Python package."""
    return Path(sysconfig.get_path("scripts")) / "caddy"


def _create_databases(postgres: PostgresServer) -> None:
    provision_now(postgres.url(), [service.database for service in SERVICES], postgres.password)


def _create_topics(kafka: KafkaServer) -> None:
    _run("making the topics", [*PYTHON, "honorar_local.topics", kafka.bootstrap], None)


def _migrate(deployment: Deployment, service: ServiceName) -> None:
    def by_the_service() -> None:
        variables = environment.of_migration(deployment, service)
        _run(f"migrating {service.path}", [*PYTHON, service.module, "migrate"], variables)

    migrations.migrate(deployment.postgres, service, by_the_service)


def _run(what: str, command: list[str], variables: Environment | None) -> None:
    outcome = run(command, env=variables, timeout_seconds=START_TIMEOUT_SECONDS)
    if outcome.returncode != 0:
        lines = (outcome.stdout + outcome.stderr).strip().splitlines()[-12:]
        raise LocalError(f"{what} failed:\n" + "\n".join(lines))
