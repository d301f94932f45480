"""What no handler expects ends in a problem document on a connection that stays usable.

Starlette's own last resort answers and raises the error again; uvicorn then closes the connection, which a gateway may
have handed to the next caller already.
"""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.problems import INTERNAL

log = logging.getLogger(__name__)


class UnexpectedErrors:
    """ASGI middleware that answers what is raised with a 500, and marks every response as not to be cached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_private(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": _private(message["headers"])}
            await send(message)

        try:
            await self._app(scope, receive, send_private)
        except Exception:
            log.exception("a request failed: %s %s", scope["method"], _route(scope))
            if started:
                raise
            await INTERNAL.response()(scope, receive, send_private)


def _route(scope: Scope) -> str:
    """The path as the API documents it: that of the request may be a secret, as a calendar's is."""
    return str(getattr(scope.get("route"), "path", "(no route)"))


def _private(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Private data is not kept by browsers and proxies (RFC 9111 §5.2.2.5), unless an endpoint decides otherwise."""
    if any(name.lower() == b"cache-control" for name, _ in headers):
        return headers
    return [*headers, (b"cache-control", b"no-store")]
