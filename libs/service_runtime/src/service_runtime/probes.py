"""`/livez`, `/readyz` and `/metrics` of a process."""

from collections.abc import Awaitable, Callable, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from background.health import Check


def probe_routes(
    process: str,
    liveness: Sequence[Check],
    readiness: Sequence[Check],
    database_ready: Callable[[], Awaitable[bool]],
) -> list[Route]:
    """Make the probes: alive unless a component is stuck, ready when the database answers and every component runs.

    Neither fails because Kafka or an outside service is away: restarting us would not bring it back.
    """

    async def livez(request: Request) -> Response:
        return _health(process, _problems(liveness))

    async def readyz(request: Request) -> Response:
        problems = _problems(readiness)
        if not await database_ready():
            problems.append("the database does not answer")
        return _health(process, problems)

    async def metrics(request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/livez", livez), Route("/readyz", readyz), Route("/metrics", metrics)]


def _problems(checks: Sequence[Check]) -> list[str]:
    return [problem for check in checks for problem in check()]


def _health(process: str, problems: list[str]) -> JSONResponse:
    status = 503 if problems else 200
    return JSONResponse({"process": process, "ok": not problems, "problems": problems}, status)
