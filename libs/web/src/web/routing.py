"""One request is one transaction, committed before it is answered."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from database import Database, failpoint
from web.beginning import lock_of
from web.callers import authenticate
from web.idempotency import handle_once
from web.known_values import known_by, serving, with_known_values
from web.preparation import preparation_of
from web.request_body import max_body_of, read_body
from web.retries import retries_of
from web.route_checks import RouteChecks

_bearer = HTTPBearer(auto_error=False, description="A JWT of the configured OpenID Connect issuer")
"""For the documentation; the route itself asks who calls."""
known_by(lambda request: None)(_bearer)


class TransactionalRoute(APIRoute):
    """Authenticates the caller, runs the endpoint in a transaction of their account, commits, then responds."""

    stores_responses = True
    """Whether an `Idempotency-Key` is honoured; a route whose responses hold secrets leaves it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = APIRoute.get_route_handler(with_known_values(self))
        checks = RouteChecks.of(self.dependant, self.endpoint)
        largest, retries = max_body_of(self.endpoint), retries_of(self.endpoint)
        prepare, lock = preparation_of(self.endpoint), lock_of(self.endpoint)
        reads_only = (self.methods or set()) <= {"GET", "HEAD"}

        async def in_transaction(request: Request) -> Response:
            database: Database = request.app.state.database
            serving.set(request.app)
            caller = await authenticate(request, request.app.state.verifier)
            request.state.caller = caller
            checks.check(request, caller)

            async def read() -> bytes:
                nonlocal request
                request = await read_body(request, largest)
                return await request.body()

            async def attempt() -> Response:
                async with database.transaction(
                    caller.account_id,
                    reads_only=reads_only,
                    lock=lock.format_map(request.path_params),
                ) as session:
                    request.state.session = session
                    response = await handle_once(request, session, caller, handle)
                    failpoint("request-before-commit")
                failpoint("request-after-commit")
                return response

            # before the transaction: a slow sender must not hold one open
            async with prepare(request, read) as prepared:
                request.state.prepared = prepared
                response = await retries.at_most(request.app.state.retry_seconds).attempt(attempt)
            return _through_gateway(request, response)

        return in_transaction


def _through_gateway(request: Request, response: Response) -> Response:
    """Put the path that the gateway strips before the path in `Location`."""
    location = response.headers.get("location", "")
    if location.startswith("/"):
        response.headers["location"] = request.scope.get("root_path", "") + location
    return response


def router(*, prefix: str = "/v1", tags: list[str] | None = None) -> APIRouter:
    """A router whose endpoints are for callers with a token, each in one transaction."""
    return APIRouter(
        prefix=prefix,
        tags=list(tags or []),
        route_class=TransactionalRoute,
        dependencies=[Depends(_bearer)],
    )


def _session_of(request: Request) -> AsyncSession:
    session: AsyncSession = request.state.session
    return session


@known_by(_session_of)
async def _session(request: Request) -> AsyncSession:
    return _session_of(request)


Session = Annotated[AsyncSession, Depends(_session)]
