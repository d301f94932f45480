"""HTTP: the connection and the sync state of invoices."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from qbo_sync import commands, connecting, queries
from qbo_sync.books import Books
from qbo_sync.queries import Connection, Invoice, SyncState
from web import Caller, Page, Paging, ProblemError, ResponseModel, Session, allow, router

connection_router = router(tags=["connection"])
invoices_router = router(tags=["invoices"])
callback_router = APIRouter(prefix="/v1", tags=["connection"])

_REALM = re.compile(r"[0-9]{1,20}")
MayConnect = Annotated[Caller, allow("billing")]
MayRead = Annotated[Caller, allow("billing", "manager")]


class Authorize(ResponseModel):
    """Where the browser of a QuickBooks admin must go to say yes."""

    authorize_url: str


@connection_router.post("/connection")
async def begin_connection(request: Request, session: Session, caller: MayConnect) -> Authorize:
    """Begin to connect a QuickBooks company: send the browser to `authorize_url`."""
    books: Books = request.app.state.books
    if not books.settings.configured:
        raise ProblemError(
            503, "quickbooks-not-configured", "The operator has set no keys for Intuit"
        )
    return Authorize(authorize_url=await connecting.begin(session, books, caller.account_id))


@connection_router.get("/connection")
async def read_connection(session: Session, caller: MayRead) -> Connection:
    """The connected company, and whether it must be connected again."""
    return await queries.connection_state(session)


@connection_router.delete("/connection", status_code=202)
async def end_connection(session: Session, caller: MayConnect) -> Connection:
    """Disconnect: no more calls from now on; the tokens are revoked at Intuit and wiped soon."""
    await connecting.end(session, caller.account_id)
    return await queries.connection_state(session)


@callback_router.get("/callback", response_class=HTMLResponse)
async def callback(
    request: Request,
    state: str = "",
    code: str = "",
    error: str = "",
    realm_id: Annotated[str, Query(alias="realmId")] = "",
) -> str:
    """Where Intuit sends the browser back to. Needs no token: `state` tells the account, once."""
    database, books = request.app.state.database, request.app.state.books
    async with database.transaction() as session:
        account_id = await connecting.account_of(session, state)
    if account_id is None:
        raise ProblemError(
            400, "state-not-valid", "This link was used or is too old; connect again"
        )
    if error or not code or not realm_id:
        raise ProblemError(400, "connection-denied", "QuickBooks was not connected", detail=error)
    if not _REALM.fullmatch(realm_id):
        raise ProblemError(400, "realm-not-valid", "That is not the number of a QuickBooks company")
    await connecting.complete(database, books, account_id, code, realm_id)
    return "<!doctype html><title>Connected</title><p>QuickBooks is connected. You can close this page."


@invoices_router.get("/invoices")
async def list_invoices(
    session: Session, caller: MayRead, paging: Paging, state: SyncState | None = None
) -> Page[Invoice]:
    """Every issued invoice with its sync state, in the order of creation."""
    rows = await queries.invoices(session, paging, state)
    return Page[Invoice].of(rows, paging, Invoice.of, id_name="invoice_id")


@invoices_router.get("/invoices/{invoice_id}")
async def read_invoice(session: Session, caller: MayRead, invoice_id: UUID) -> Invoice:
    """The sync state of one invoice."""
    return Invoice.of(await queries.invoice(session, invoice_id))


@invoices_router.post("/invoices/{invoice_id}/retry")
async def retry_invoice(session: Session, caller: MayConnect, invoice_id: UUID) -> Invoice:
    """Try a failed copy again; one that is made already is answered as it is."""
    await commands.retry(session, caller.account_id, invoice_id)
    return Invoice.of(await queries.invoice(session, invoice_id))
