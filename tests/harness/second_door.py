"""Another entrance to a running system, with a log-in provider."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from deploy.local.tests.caddy import running_gateway
from embedded_servers import free_port
from honorar_local.processes import ProgramServer, http_check
from services.identity.tests.provider import CLIENT, SECRET, FakeProvider, run_provider
from tests.harness.system import System

PROVIDER_NAME = "Nordlys ID"
_TAKEN_OVER = ("_UPSTREAM", "GATEWAY_WEB", "WELL_KNOWN")


@dataclass(frozen=True)
class Door:
    """Where browsers go, and the provider that people can log in with there."""

    url: str
    provider: FakeProvider


@contextmanager
def second_door(system: System, place: Path) -> Iterator[Door]:
    """A gateway and an identity more, on the databases and services of the system."""
    first = psutil.Process(system.pid("gateway")).environ()
    shared = {name: first[name] for name in first if name.endswith(_TAKEN_OVER)}
    port = free_port()
    here = shared | {"IDENTITY_UPSTREAM": f"127.0.0.1:{port}"}
    with run_provider() as provider, running_gateway(place, **here) as gateway:
        door = Door(f"http://localhost:{gateway}", provider)
        with _identity(system, door, port, place):
            yield door


@contextmanager
def _identity(system: System, door: Door, port: int, place: Path) -> Iterator[None]:
    variables = psutil.Process(system.pid("identity")).environ() | {
        "PORT": str(port),
        "PUBLIC_URL": door.url,
        "LOG_IN_ISSUER": door.provider.url,
        "LOG_IN_CLIENT_ID": CLIENT,
        "LOG_IN_CLIENT_SECRET": SECRET,
        "LOG_IN_NAME": PROVIDER_NAME,
    }
    server = ProgramServer(
        "identity",
        [sys.executable, "-m", "identity", "api"],
        lambda: variables,
        place / "identity.log",
        place / "identity.pid",
        partial(http_check, port, "/livez"),
    )
    server.start()
    try:
        yield
    finally:
        server.stop()
