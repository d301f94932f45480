"""One process: an HTTP server, and the background parts of its role."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from database import Database, connect
from service_runtime.definition import Service
from service_runtime.parts import Part, parts_of, run_parts
from service_runtime.probes import probe_routes
from service_runtime.settings import Settings
from telemetry import trace_requests
from web import OidcVerifier


class _Server(uvicorn.Server):
    """uvicorn ends the process by itself after a signal; here the background parts must stop too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def application(
    role: str, service: Service, settings: Settings, database: Database, parts: list[Part]
) -> ASGIApp:
    """Make what the process answers over HTTP: the probes, and the API in the roles that have it."""
    probes = probe_routes(
        f"{service.name} {role}",
        [part.liveness for part in parts],
        [part.readiness for part in parts],
        database.ready,
    )
    if role not in ("api", "all"):
        return Starlette(routes=probes)
    verifier = OidcVerifier(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        jwks_url=settings.oidc_jwks_url,
    )
    app = service.app(database, verifier)
    app.router.routes[:0] = probes
    trace_requests(app)
    return app


async def serve(role: str, service: Service, settings: Settings) -> None:
    """Run the role until SIGTERM or SIGINT, then let what is at work end."""
    database = connect(settings.database_url)
    parts = parts_of(role, service, settings, database)
    app = application(role, service, settings, database, parts)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        root_path=f"/{service.name}",  # stripped by the gateway, shown in links and documentation
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=15,
    )
    server, stopping = _Server(config), asyncio.Event()

    def stop() -> None:
        server.should_exit = True
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        await _together(server, parts, stopping)
    finally:
        await database.dispose()


async def _together(server: uvicorn.Server, parts: list[Part], stopping: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(server, stopping))
        group.create_task(run_parts(parts, stopping))


async def _listen(server: uvicorn.Server, stopping: asyncio.Event) -> None:
    await server.serve()
    stopping.set()
