"""An HTTP server that can hang up on a request: no server offers that by itself."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class DroppableProtocol(H11Protocol):
    """Puts a function into each request's scope that closes its connection at once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        whole = self.app

        async def droppable(scope: Scope, receive: Receive, send: Send) -> None:
            scope["drop"] = self.transport.abort
            await whole(scope, receive, send)

        self.app = droppable


class NoResponse(Response):
    """Answers nothing: the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["drop"]()
        await asyncio.sleep(0.01)  # until the server has noticed


async def drop(_request: Request) -> Response:
    return NoResponse()
