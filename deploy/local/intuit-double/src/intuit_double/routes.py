"""The ASGI application: Intuit's endpoints, the home page, and the control of the double."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from intuit_double import (
    accounting_api,
    consent,
    control,
    injected_faults,
    oauth,
    webhook_delivery,
)
from intuit_double.api_calls import ApiRequest, Operation, execute, fault_response
from intuit_double.errors import FaultError
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

Endpoint = Callable[[Request], Awaitable[Response]]


class NoResponse(Response):
    """Closes the connection without a response."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["drop"]()
        await asyncio.sleep(0.01)  # until the server has noticed


def application(sandbox: Sandbox) -> Starlette:
    """The application; while it runs, it also delivers webhooks."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        deliveries = asyncio.create_task(webhook_delivery.run(sandbox))
        yield
        deliveries.cancel()
        with suppress(asyncio.CancelledError):
            await deliveries

    token_path, revoke_path = "/oauth2/v1/tokens/bearer", "/v2/oauth2/tokens/revoke"
    intuit = [
        Route("/connect/oauth2", _authorize(sandbox), methods=["GET", "POST"]),
        Route(token_path, _api(sandbox, oauth.exchange), methods=["POST"]),
        Route(revoke_path, _api(sandbox, oauth.revoke), methods=["POST"]),
        Route("/v3/{rest:path}", _api(sandbox, accounting_api.execute), methods=["GET", "POST"]),
    ]
    return Starlette(routes=[*intuit, *control.routes(sandbox)], lifespan=lifespan)


def _api(sandbox: Sandbox, operation: Operation) -> Endpoint:
    """An endpoint for apps: executed, logged, and subject to injected faults."""

    async def endpoint(request: Request) -> Response:
        call = await _api_request(request)
        with sandbox.store.transaction():
            waits = injected_faults.take(sandbox, call.name, injected_faults.WAITS_BEFORE)
        await _wait(sandbox, waits)
        response, faults = execute(sandbox, call, operation)
        await _wait(sandbox, [fault for fault in faults if fault["kind"] in injected_faults.WAITS])
        if injected_faults.find(faults, "drop"):
            return NoResponse()
        if answer := injected_faults.find(faults, "answer"):
            text = str(answer.get("body", ""))
            return Response(text, int(answer["status"]), media_type="text/plain")
        wants_json = "json" in call.headers.get("accept", "")
        if operation is accounting_api.execute and not wants_json:
            response = response.as_xml()
        body = response.body.encode()
        if injected_faults.find(faults, "truncate"):
            body = body[: len(body) // 2]
        return Response(body, response.status, response.headers, response.content_type)

    return endpoint


async def _api_request(request: Request) -> ApiRequest:
    query = {name: values[0] for name, values in parse_qs(request.url.query).items()}
    headers, body = dict(request.headers), await request.body()
    return ApiRequest(request.method, request.url.path, query, headers, body)


async def _wait(sandbox: Sandbox, waits: list[Doc]) -> None:
    for fault in waits:
        if fault["kind"] == "delay":
            await asyncio.sleep(float(fault["seconds"]))
            continue
        with sandbox.store.transaction():
            call = injected_faults.hold(sandbox, fault)
        while injected_faults.is_held(sandbox, call):  # noqa: ASYNC110 the state is in the store
            await asyncio.sleep(0.01)


def _authorize(sandbox: Sandbox) -> Endpoint:
    """The consent page, and what its buttons do."""

    async def authorize(request: Request) -> Response:
        form = await request.form() if request.method == "POST" else {}
        parameters = dict(request.query_params) | {k: v for k, v in form.items() if v}
        decision, realm = parameters.pop("decision", None), parameters.pop("realm", "")
        if problem := consent.problem(sandbox, parameters):
            return PlainTextResponse(problem, 400)
        if decision is None:
            return HTMLResponse(consent.page(sandbox, parameters))
        if decision == "deny":
            return RedirectResponse(consent.denied(parameters), 303)
        try:
            with sandbox.store.transaction():
                return RedirectResponse(consent.approved(sandbox, parameters, str(realm)), 303)
        except FaultError as error:
            response = fault_response(sandbox, error)
            return Response(response.body, response.status, media_type=response.content_type)

    return authorize
