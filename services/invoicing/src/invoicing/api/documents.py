"""`/documents/{id}.pdf?account=…&key=…`: issued documents for other services; the address is the permission."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from database import Database
from invoicing.api.invoices import pdf_response
from invoicing.documents import Addresses
from invoicing.store.invoices import load_document
from web import not_found

router = APIRouter(include_in_schema=False)


@router.get("/documents/{invoice_id}.pdf", response_class=Response)
async def fetch_document(
    invoice_id: UUID,
    account: UUID,
    key: Annotated[str, Query(max_length=100)],
    request: Request,
) -> Response:
    """The issued document, for whoever has its address from an event."""
    database: Database = request.app.state.database
    addresses: Addresses = request.app.state.addresses
    async with database.transaction(account) as session:
        document = await load_document(session, invoice_id)
    if document is None or not addresses.permits(account, invoice_id, document.sha256, key):
        raise not_found("document")
    return pdf_response(bytes(document.content), document.file_name)
