"""The ASGI application: Intuit's endpoints, the page, and the control of the double."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from intuit_double import consent, control, delivery, faults, tokens, v3, xml
from intuit_double.calls import Answer, Call, Perform, answered
from intuit_double.calls import refused as refused_answer
from intuit_double.protocol import drop
from intuit_double.refusals import RefusalError
from intuit_double.world import World

Endpoint = Callable[[Request], Awaitable[Response]]


def application(world: World) -> Starlette:
    """Everything the double answers; while it runs, it also delivers webhooks."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        deliveries = asyncio.create_task(delivery.run(world))
        yield
        deliveries.cancel()
        with suppress(asyncio.CancelledError):
            await deliveries

    token_path, revoke_path = "/oauth2/v1/tokens/bearer", "/v2/oauth2/tokens/revoke"
    intuit = [
        Route("/connect/oauth2", _authorize(world), methods=["GET", "POST"]),
        Route(token_path, _program(world, tokens.exchange), methods=["POST"]),
        Route(revoke_path, _program(world, tokens.revoke), methods=["POST"]),
        Route("/v3/{rest:path}", _program(world, v3.perform), methods=["GET", "POST"]),
    ]
    return Starlette(routes=[*intuit, *control.routes(world)], lifespan=lifespan)


def _program(world: World, perform: Perform) -> Endpoint:
    """An endpoint for programs: executed, journalled, and befallen by the ordered faults."""

    async def endpoint(request: Request) -> Response:
        call = Call(
            request.method,
            request.url.path,
            v3.first_values(request.url.query),
            dict(request.headers),
            await request.body(),
        )
        with world.store.transaction():
            delayed = faults.taken(world, call.name, {"delay-before"})
        await _wait(delayed)
        answer, befalling = answered(world, call, perform)
        await _wait([f for f in befalling if f["kind"] == "delay"])
        if faults.one(befalling, "drop"):
            return await drop(request)
        text, content_type = answer.body, answer.content_type
        if "json" not in call.headers.get("accept", "") and perform is v3.perform:
            text, content_type = xml.of(answer)
        whole = text.encode()
        if faults.one(befalling, "truncate"):
            whole = whole[: len(whole) // 2]
        return Response(whole, answer.status, answer.headers, content_type)

    return endpoint


async def _wait(delays: list[dict[str, Any]]) -> None:
    for fault in delays:
        await asyncio.sleep(float(fault["seconds"]))


def _authorize(world: World) -> Endpoint:
    async def authorize(request: Request) -> Response:
        form = await request.form() if request.method == "POST" else {}
        parameters = dict(request.query_params) | {k: v for k, v in form.items() if v}
        decision, realm = parameters.pop("decision", None), parameters.pop("realm", "")
        problem = consent.problem(world, parameters)
        if problem:
            return PlainTextResponse(problem, 400)
        if decision is None:
            return HTMLResponse(consent.page(world, parameters))
        if decision == "deny":
            return RedirectResponse(consent.denied(parameters), 303)
        try:
            with world.store.transaction():
                return RedirectResponse(consent.approved(world, parameters, str(realm)), 303)
        except RefusalError as refusal:
            return _plain(refused_answer(world, refusal))

    return authorize


def _plain(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=answer.content_type)
