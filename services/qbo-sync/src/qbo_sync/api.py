"""HTTP: the connection, the export of invoices, and Intuit's callback and webhooks."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response

from database import Database
from qbo_sync import callback, queries
from qbo_sync.commands import connections, exports, oauth, webhooks
from qbo_sync.domain.connection import (
    AnotherBrowserError,
    AnotherCompanyError,
    CodeNotValidError,
    CompanyRefusedError,
    CompanyTakenError,
    QuickBooksUnavailableError,
    StateNotValidError,
)
from qbo_sync.domain.credit_note import NO_CREDIT
from qbo_sync.domain.remote import ExportState
from qbo_sync.intuit.notifications import is_genuine
from qbo_sync.problems import NOT_CONFIGURED, SIGNATURE_NOT_VALID, TOO_LARGE
from qbo_sync.quickbooks import QuickBooks
from qbo_sync.schemas import (
    AuthorizationResponse,
    CompletionRequest,
    ConnectionResponse,
    InvoiceResponse,
)
from web import Caller, Page, Paging, Session, allow, refuses, router

connection_router = router(tags=["connection"])
invoices_router = router(tags=["invoices"])
webhook_router = APIRouter(tags=["webhooks"])

Connector = Annotated[Caller, allow("billing")]
Reader = Annotated[Caller, allow("billing", "manager")]
InvoiceId = Annotated[UUID, Path(description="The invoice, by its id in invoicing")]
MAX_WEBHOOK_BYTES = 4 * 1024 * 1024
"""Some 12,000 events; Intuit announces no limit."""
WEBHOOK_BODY = {
    "required": True,
    "description": "Intuit's notifications: an array of CloudEvents, or an object with `eventNotifications`.",
    "content": {"application/json": {"schema": {"type": ["array", "object"]}}},
}


@connection_router.post("/connection")
@refuses(NOT_CONFIGURED)
async def begin_connection(
    request: Request, response: Response, session: Session, caller: Connector
) -> AuthorizationResponse:
    """Begin to connect a QuickBooks company: send the browser to `authorize_url`.

    The connection is completed only by the browser that made this call, which a cookie proves, or by a caller of the
    same account who sends Intuit's reply to `/v1/connection/completion`.
    """
    quickbooks: QuickBooks = request.app.state.quickbooks
    if not quickbooks.settings.configured:
        raise NOT_CONFIGURED.error()
    browser = callback.browser_of(request) or callback.new_browser()
    callback.remember_browser(response, browser, quickbooks.settings)
    url = await oauth.begin(session, quickbooks, browser, at=datetime.now(UTC))
    return AuthorizationResponse(authorize_url=url)


@connection_router.post("/connection/completion")
@refuses(
    StateNotValidError,
    AnotherBrowserError,
    CodeNotValidError,
    CompanyRefusedError,
    AnotherCompanyError,
    CompanyTakenError,
    QuickBooksUnavailableError,
)
async def complete_connection(
    request: Request, caller: Connector, reply: CompletionRequest
) -> ConnectionResponse:
    """Complete a connection with what Intuit sent the browser back with: for callers whose redirect URI is a page of
    their own, or who have a token and no cookie.

    `state` is spent by success or by Intuit's own refusal; until then the same reply can be sent again.
    """
    database: Database = request.app.state.database
    quickbooks: QuickBooks = request.app.state.quickbooks
    returned = oauth.Reply(reply.state, reply.code, reply.realm_id)
    returning = oauth.Returning(account_id=caller.account_id)
    await oauth.complete(database, quickbooks, returned, returning)
    async with database.transaction(caller.account_id) as session:
        return ConnectionResponse.of(await queries.get_connection(session))


@connection_router.get("/connection")
async def get_connection(session: Session, caller: Reader) -> ConnectionResponse:
    """Get the connected company, whether it must be connected again, and what in it cannot be read."""
    connection = await queries.get_connection(session)
    realm_id = connection.realm_id if connection else ""
    return ConnectionResponse.of(connection, await queries.list_unreadable(session, realm_id))


@connection_router.delete("/connection", status_code=202)
async def end_connection(session: Session, caller: Connector) -> ConnectionResponse:
    """Disconnect: no more calls from now on; the tokens are revoked at Intuit and wiped soon.

    Invoices that are issued from now on wait for the next connection. Answers `none` where nothing was ever connected.
    """
    return ConnectionResponse.of(await connections.disconnect(session))


@invoices_router.get("/invoices")
async def list_invoices(
    session: Session,
    caller: Reader,
    paging: Paging,
    state: Annotated[
        ExportState | None, Query(description="Only invoices whose export is in this state")
    ] = None,
) -> Page[InvoiceResponse]:
    """List all issued invoices in the order in which they were created, with the state of their export."""
    found = await queries.list_invoices(
        session, after=paging.after, limit=paging.limit + 1, state=state
    )
    credited = await queries.credits_of(session, [one.invoice_id for one in found])
    return Page[InvoiceResponse].of(
        found,
        paging,
        lambda one: InvoiceResponse.of(one, credited.get(one.invoice_id, NO_CREDIT)),
        id_name="invoice_id",
    )


@invoices_router.get("/invoices/{invoice_id}")
async def get_invoice(session: Session, caller: Reader, invoice_id: InvoiceId) -> InvoiceResponse:
    """Get the state of the export of one invoice, and what QuickBooks shows of it."""
    found = await queries.get_invoice(session, invoice_id)
    return InvoiceResponse.of(found, await queries.credit_of(session, invoice_id))


@invoices_router.post("/invoices/{invoice_id}/retry")
async def retry_invoice(
    session: Session, caller: Connector, invoice_id: InvoiceId
) -> InvoiceResponse:
    """Try a failed export again, and those of its credit notes that failed, with item and tax codes looked up anew.

    One that succeeded already, or is on its way, is answered as it is. It waits when no company is connected.
    """
    tried = await exports.retry(session, invoice_id)
    return InvoiceResponse.of(tried, await queries.credit_of(session, invoice_id))


@webhook_router.post(
    "/webhooks/intuit", response_class=Response, openapi_extra={"requestBody": WEBHOOK_BODY}
)
@refuses(SIGNATURE_NOT_VALID, TOO_LARGE)
async def receive_webhook(
    request: Request,
    intuit_signature: Annotated[
        str,
        Header(
            description="Base64 of the HMAC-SHA256 of the body as it is, with the verifier token as the key"
        ),
    ] = "",
) -> Response:
    """Receive Intuit's notifications of what changed in connected companies, in its CloudEvents or legacy format.

    Whatever is genuine is answered with 200, since Intuit holds back later events until then; what cannot be read is
    recorded as it came, with the reason. A notification that comes again leads to nothing.
    See https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks.
    """
    database: Database = request.app.state.database
    quickbooks: QuickBooks = request.app.state.quickbooks
    body = await _read_webhook(request)
    if not is_genuine(body, intuit_signature, quickbooks.settings.verifier_tokens):
        raise SIGNATURE_NOT_VALID.error()
    async with database.transaction(across_accounts=True) as session:
        await webhooks.record_webhook(session, body)
    return Response(status_code=200)


async def _read_webhook(request: Request) -> bytes:
    """The body, read no further than it may be long, whatever its sender said of its length."""
    announced, body = int(request.headers.get("content-length") or 0), bytearray()
    if announced <= MAX_WEBHOOK_BYTES:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_WEBHOOK_BYTES:
                break
    if max(announced, len(body)) > MAX_WEBHOOK_BYTES:
        raise TOO_LARGE.error()
    return bytes(body)
