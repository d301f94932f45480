"""Transactions of endpoints that know no caller, and routes that change who may come in."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

import web
from database import Database, Session
from identity.api.browser import FromTheApp
from identity.gate import Gate
from identity.settings import Settings
from web.request_body import read_body
from web.routing import TransactionalRoute

_LARGEST_BODY = 64 * 1024
Handle = Callable[[Request], Coroutine[Any, Any, Response]]


async def _across_accounts(request: Request) -> AsyncIterator[Session]:
    database: Database = request.app.state.database
    async with database.transaction(across_accounts=True) as session:
        yield session


Across = Annotated[Session, Depends(_across_accounts, scope="function")]
"""A transaction that works for no account yet."""


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


OurSettings = Annotated[Settings, Depends(_settings)]


class CredentialRoute(TransactionalRoute):
    """After a write has committed, this process asks the database about everybody again.

    Other processes hear of the change by LISTEN, a moment later.
    """

    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()

        async def then_forget(request: Request) -> Response:
            response = await handle(request)
            if request.method != "GET":
                gate: Gate = request.app.state.gate
                gate.forget()
            return response

        return then_forget


class UnstoredRoute(CredentialRoute):
    """Its responses hold secrets, so none is stored under an `Idempotency-Key`: a repetition is a request of its own."""

    stores_responses = False

    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()

        async def without_key(request: Request) -> Response:
            kept = [item for item in request.scope["headers"] if item[0] != b"idempotency-key"]
            return await handle(Request({**request.scope, "headers": kept}, request.receive))

        return without_key


class DoorRoute(APIRoute):
    """For browsers without a session: the body is read before a transaction begins, and only so much of it."""

    def get_route_handler(self) -> Handle:
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            return await handle(await read_body(request, _LARGEST_BODY))

        return bounded


def door_router(tag: str) -> APIRouter:
    """A router for browsers without a session."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=DoorRoute, dependencies=[FromTheApp])


def router(route: type[TransactionalRoute], tag: str) -> APIRouter:
    """A router for callers with a token, whose endpoints are such routes."""
    made = web.router(tags=[tag])
    made.route_class = route
    return made
