"""The FastAPI application of a service."""

import asyncio
import math
from collections.abc import Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline

from database import Database
from web import route_table
from web.callers import Verifier
from web.error_handlers import handle_errors
from web.openapi import Examples, openapi, operation_id
from web.problems import ProblemTable
from web.unexpected_errors import UnexpectedErrors

UNTRACED = frozenset({"/livez", "/readyz", "/metrics", "/verify", "/v1/hints"})
"""Probes, the question that the gateway asks identity about each request, and streams that stay open for minutes."""
LOCK_SECONDS = 5.0
"""How long a statement of a request waits for another transaction; then the caller is asked to come again."""


def _untraced(scope: MutableMapping[str, Any]) -> bool:
    return scope["path"].removeprefix(scope.get("root_path", "")) in UNTRACED


TRACES: TelemetryConfig = {
    "metrics": False,
    "logs": False,  # they would hold what people typed
    "operation_spans": False,
    "exclude": _untraced,
}
"""One span for each request, as a child of the caller's `traceparent`, where the process traces at all."""


def create_app(
    *,
    name: str,
    description: str,
    routers: Sequence[APIRouter],
    database: Database,
    verifier: Verifier,
    problems: ProblemTable | None = None,
    tags: Mapping[str, str] | None = None,
    examples: Examples | None = None,
    retry_seconds: float = math.inf,
) -> FastAPI:
    """The API of the service `name`; the server tells it the path that the gateway strips (`root_path`).

    Its documentation page brings its own scripts, so it works without the internet.
    `problems` says which problem a domain error or the breaking of a database constraint is to the caller, `tags` what the
    tags of operations stand for; `examples` are shown in the document. No endpoint waits longer than `retry_seconds` for
    what it misses (`retried`). An endpoint whose response goes on and on ends it when `app.state.stopping` is set.
    """
    app = FastAPIOffline(
        title=f"Honorar {name}",
        description=description,
        version="1",
        redoc_url=None,
        static_url="/docs/static",
        generate_unique_id_function=operation_id,
        openapi_tags=[{"name": name, "description": text} for name, text in (tags or {}).items()],
        redirect_slashes=False,  # the address would be that of the Host header
        telemetry=TRACES,
    )
    app.add_middleware(UnexpectedErrors)
    app.state.database = database.with_lock_limit(LOCK_SECONDS)
    app.state.verifier = verifier
    app.state.retry_seconds = retry_seconds
    app.state.stopping = asyncio.Event()
    handle_errors(app, problems or {}, routers)
    app.openapi = partial(openapi, app, routers, problems or {}, examples or {})  # type: ignore[method-assign]
    route_table.include(app, routers)
    return app
