"""`/documents/{id}.pdf?account=…&key=…`: issued documents for other services; the address is the permission."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from database import Database
from invoicing.api.invoices import PdfResponse
from invoicing.domain.links import Links
from invoicing.queries.documents import get_linked_document

router = APIRouter(include_in_schema=False)


@router.get("/documents/{invoice_id}.pdf", response_class=PdfResponse)
async def get_document(
    invoice_id: UUID,
    account: UUID,
    key: Annotated[str, Query(max_length=100)],
    request: Request,
) -> PdfResponse:
    """The issued document, for whoever has its address from an event."""
    database: Database = request.app.state.database
    links: Links = request.app.state.links
    async with database.transaction(account) as session:
        return PdfResponse.of(await get_linked_document(session, invoice_id, key, links.documents))
