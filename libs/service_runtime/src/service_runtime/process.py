"""One process: an HTTP server, and the components of its role."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Iterator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from database import Database, check_role, connect, is_transient
from service_runtime.components import Component, components, run_components
from service_runtime.definition import Service
from service_runtime.http_server import HttpServer
from service_runtime.probes import probe_routes
from service_runtime.settings import Issuer, Settings
from web import AnyIssuerVerifier, OidcVerifier, Verifier

_SHUTDOWN_SECONDS = 15
"""How long requests that are under way may take to end after SIGTERM."""


_CHECK_ROLE_SECONDS = 2.0
"""How long the start waits for a database that is away; the role is checked as soon as it is back."""


class _Server(HttpServer):
    """uvicorn ends the process by itself after a signal; here the components must stop too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def run(role: str, service: Service, settings: Settings) -> None:
    """Run a role until SIGTERM or SIGINT, then let what is under way end.

    Raises `UnsafeRoleError`, alone or in a group, when the database role could pass the walls between accounts.
    """
    checking = asyncio.create_task(_check_role(settings.database_url), name="check role")
    if (await asyncio.wait({checking}, timeout=_CHECK_ROLE_SECONDS))[0]:
        checking.result()
    database = connect(settings.database_url)
    running = components(role, service, settings, database)
    stopping = asyncio.Event()
    app = _app(role, service, settings, database, running)
    app.state.stopping = stopping
    server = _Server(_server_config(app, service, settings))

    def stop() -> None:
        server.should_exit = True
        stopping.set()

    freeze_what_stays()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(_listen(server, stopping))
            group.create_task(run_components(running, stopping))
            group.create_task(_end_with(checking, stopping))
    finally:
        await database.dispose()


def freeze_what_stays() -> None:
    """Spare the garbage collector what was loaded and made so far: it stays for as long as the process.

    Looking through it again and again was half the work of a worker whose batches make many objects.
    """
    gc.collect()
    gc.freeze()


def _app(
    role: str,
    service: Service,
    settings: Settings,
    database: Database,
    running: Sequence[Component],
) -> Starlette:
    """Make what the process serves over HTTP: the probes, and the API in the roles that have it."""
    probes = probe_routes(
        f"{service.name} {role}",
        [component.liveness for component in running],
        [component.readiness for component in running],
        database.ready,
    )
    if role not in ("api", "all"):
        return Starlette(routes=probes)
    app = service.app(database, _verifier(settings))
    app.router.routes[:0] = probes
    return app


def _verifier(settings: Settings) -> Verifier:
    """Trust the system's own issuer, and the others in the settings."""
    own = Issuer(issuer=settings.oidc_issuer, jwks_url=settings.oidc_jwks_url)
    return AnyIssuerVerifier(
        {
            one.issuer: OidcVerifier(
                issuer=one.issuer, audience=settings.oidc_audience, jwks_url=one.jwks_url
            )
            for one in (own, *settings.oidc_more_issuers)
        }
    )


def _server_config(app: ASGIApp, service: Service, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        root_path=f"/{service.name}",  # stripped by the gateway, shown in links and documentation
        log_config=None,
        timeout_keep_alive=75,  # seconds; longer than the gateway keeps a connection
        access_log=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )


async def _check_role(url: str) -> None:
    """Check the role once, as soon as the database answers."""
    while True:
        try:
            return await check_role(url)
        except Exception as error:
            if not is_transient(error):
                raise
            await asyncio.sleep(_CHECK_ROLE_SECONDS / 4)


async def _end_with(checking: asyncio.Task[None], stopping: asyncio.Event) -> None:
    """Raise what the check raises; give it up when the process stops."""
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({checking, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if checking.done():
        checking.result()
    checking.cancel()


async def _listen(server: uvicorn.Server, stopping: asyncio.Event) -> None:
    await server.serve()
    stopping.set()
