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
from honorar_local import environment, issuer, migrating
from honorar_local.addresses import Ports
from honorar_local.environment import Surroundings
from honorar_local.errors import LocalError
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.parts import Part, ProgramServer, Trouble, kafka_part, postgres_part
from honorar_local.probing import http_answers, tcp_answers
from honorar_local.services import SERVICES, ServiceName

Say = Callable[[str], None]
PYTHON = [sys.executable, "-m"]


@dataclass(frozen=True)
class Step:
    """Something to do once at start, or (with a part) to keep running; `needs` names steps before it."""

    name: str
    needs: tuple[str, ...] = ()
    action: Callable[[], None] | None = None
    part: Part | None = None


def plan(folder: DataFolder, ports: Ports, say: Say) -> list[Step]:
    """All steps; each is taken as soon as those it needs are done."""
    postgres = PostgresServer(folder.postgres, ports["postgres"], outlives_parent=True)
    kafka = KafkaServer(
        folder.kafka,
        ports["kafka"],
        controller_port=ports["kafka-controller"],
        outlives_parent=True,
        report=say,
    )
    around = Surroundings(folder, ports, postgres)
    return [
        Step("postgres", part=postgres_part(postgres)),
        Step("kafka", part=kafka_part(kafka)),
        Step("issuer", action=partial(issuer.publish, folder, around.gateway)),
        Step("topics", needs=("kafka",), action=partial(_make_topics, kafka)),
        Step("databases", needs=("postgres",), action=partial(_make_databases, postgres)),
        Step("mailbox", part=_mailbox(around)),
        Step("intuit-double", part=_double(around)),
        *(step for service in SERVICES for step in _service(around, service)),
        Step("gateway", needs=("issuer",), part=_gateway(around)),
    ]


def _service(around: Surroundings, service: ServiceName) -> list[Step]:
    port, migrated = around.ports[service.path], f"{service.path} migrations"
    server = _program(
        around,
        service.path,
        [*PYTHON, service.module, "all"],
        partial(environment.of_service, around, service),
        partial(http_answers, port, "/readyz"),
    )
    part = Part(
        service.path, "all", port, server, server.trouble, partial(http_answers, port, "/livez")
    )
    return [
        Step(migrated, needs=("databases",), action=partial(_migrate, around, service)),
        Step(service.path, needs=(migrated, "topics"), part=part),
    ]


def _mailbox(around: Surroundings) -> Part:
    port = around.ports["mailbox"]
    server = _program(
        around,
        "mailbox",
        [*PYTHON, "honorar_local.mailbox"],
        partial(environment.of_mailbox, around),
        partial(http_answers, port, "/livez"),
    )
    return Part("mailbox", "mailbox", port, server, server.trouble, server.trouble)


def _double(around: Surroundings) -> Part:
    port = around.ports["intuit-double"]
    server = _program(
        around,
        "intuit-double",
        [*PYTHON, "intuit_double"],
        partial(environment.of_double, around),
        partial(tcp_answers, port),
    )
    return Part("intuit-double", "double", port, server, server.trouble)


def _gateway(around: Surroundings) -> Part:
    port, file = around.ports["gateway"], CHECKOUT / "deploy" / "gateway" / "Caddyfile"
    server = _program(
        around,
        "gateway",
        [str(caddy()), "run", "--adapter", "caddyfile", "--config", str(file)],
        partial(environment.of_gateway, around),
        partial(http_answers, port, "/"),
    )
    return Part("gateway", "gateway", port, server, server.trouble, server.trouble)


def _program(
    around: Surroundings,
    name: str,
    command: list[str],
    told: Callable[[], dict[str, str]],
    trouble: Trouble,
) -> ProgramServer:
    folder = around.folder
    return ProgramServer(name, command, told, folder.log(name), folder.pid_file(name), trouble)


def caddy() -> Path:
    """The gateway's program, which came as a Python package."""
    return Path(sysconfig.get_path("scripts")) / "caddy"


def _make_databases(postgres: PostgresServer) -> None:
    provision_now(postgres.url(), [service.database for service in SERVICES], postgres.password)


def _make_topics(kafka: KafkaServer) -> None:
    _run("making the topics", [*PYTHON, "honorar_local.topics", kafka.bootstrap], None)


def _migrate(around: Surroundings, service: ServiceName) -> None:
    def by_the_service() -> None:
        told = environment.of_service(around, service)
        _run(f"migrating {service.path}", [*PYTHON, service.module, "migrate"], told)

    migrating.migrate(around.postgres, service, by_the_service)


def _run(what: str, command: list[str], told: dict[str, str] | None) -> None:
    outcome = run(command, env=told)
    if outcome.returncode != 0:
        lines = (outcome.stdout + outcome.stderr).strip().splitlines()[-12:]
        raise LocalError(f"{what} failed:\n" + "\n".join(lines))
