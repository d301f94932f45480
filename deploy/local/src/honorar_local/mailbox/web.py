"""The mailbox over HTTP: pages for people, JSON for programs, and control over faults."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from honorar_local.mailbox import injected_faults, pages
from honorar_local.mailbox.injected_faults import Faults
from honorar_local.mailbox.store import Attachment, Mail, Store

INLINE_TYPES = ("application/pdf", "text/plain", "image/png", "image/jpeg")
"""Attachments that a browser may show; all others are saved."""
HARMLESS = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"

Handler = Callable[[Request], Awaitable[Response]]


def application(store: Store, faults: Faults) -> Starlette:
    """The pages and the API over a store."""

    async def livez(request: Request) -> Response:
        return PlainTextResponse("ok")

    async def listing(request: Request) -> Response:
        return HTMLResponse(pages.listing(store.mails()))

    async def api_list(request: Request) -> Response:
        recipient = request.query_params.get("to", "")
        mails = [m for m in store.mails() if not recipient or recipient in (*m.delivered_to, m.to)]
        return JSONResponse({"messages": [as_json(mail) for mail in mails]})

    async def inject(request: Request) -> Response:
        try:
            fault, times = injected_faults.parse(await request.json())
        except ValueError as error:  # of JSON too
            return JSONResponse({"error": str(error)}, 422)
        faults.add(fault, times)
        return JSONResponse({"faults": [asdict(fault) for fault in faults.waiting]}, 201)

    async def clear(request: Request) -> Response:
        faults.clear()
        return Response(status_code=204)

    def with_mail(respond: Callable[[Request, Mail], Response]) -> Handler:
        async def handler(request: Request) -> Response:
            mail = store.get(request.path_params["mail"])
            return respond(request, mail) if mail else HTMLResponse(pages.missing(), 404)

        return handler

    def source(request: Request, mail: Mail) -> Response:
        return PlainTextResponse(store.raw(mail.id).decode(errors="replace"))

    return Starlette(
        routes=[
            Route("/", listing),
            Route("/livez", livez),
            Route("/messages/{mail}", with_mail(_page)),
            Route("/messages/{mail}/html", with_mail(_html)),
            Route("/messages/{mail}/source", with_mail(source)),
            Route("/messages/{mail}/attachments/{number:int}/{name}", with_mail(_file)),
            Route("/_fake/faults", inject, methods=["POST"]),
            Route("/_fake/faults", clear, methods=["DELETE"]),
            Route("/api/messages", api_list),
            Route("/api/messages/{mail}", with_mail(lambda r, m: JSONResponse(as_json(m)))),
            Route("/api/messages/{mail}/attachments/{number:int}", with_mail(_file)),
        ]
    )


def as_json(mail: Mail) -> dict[str, Any]:
    """A message for programs; attachments without their content."""
    return {
        "id": mail.id,
        "received": mail.received.isoformat(),
        "from": mail.sender,
        "to": mail.to,
        "delivered_to": list(mail.delivered_to),
        "subject": mail.subject,
        "message_id": mail.message_id,
        "date": mail.date,
        "text": mail.text,
        "html": mail.html,
        "attachments": [_description(attachment) for attachment in mail.attachments],
    }


def _description(attachment: Attachment) -> dict[str, Any]:
    return {
        "number": attachment.number,
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": len(attachment.content),
    }


def _page(request: Request, mail: Mail) -> Response:
    return HTMLResponse(pages.message(mail))


def _html(request: Request, mail: Mail) -> Response:
    return HTMLResponse(mail.html, headers={"Content-Security-Policy": HARMLESS})


def _file(request: Request, mail: Mail) -> Response:
    number = request.path_params["number"]
    found = [attachment for attachment in mail.attachments if attachment.number == number]
    return _file_response(found[0]) if found else HTMLResponse(pages.missing(), 404)


def _file_response(attachment: Attachment) -> Response:
    how = "inline" if attachment.content_type in INLINE_TYPES else "attachment"
    return Response(
        attachment.content,
        media_type=attachment.content_type,
        headers={
            "Content-Disposition": f"{how}; filename*=utf-8''{quote(attachment.filename, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "" if how == "inline" else "sandbox",
        },
    )
