"""`/v1/customers/{id}/statement`: what was asked of a customer and what came in, as JSON, PDF and files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import ValidationError

import web
from invoicing.api.access import Now, Reader
from invoicing.api.documents import PdfResponse, begin_for
from invoicing.api.exports import FILES, saved_as
from invoicing.commands.documents import Document
from invoicing.domain.errors import UnprintableTextError
from invoicing.printing.statement import print_statement
from invoicing.queries import statement_table
from invoicing.queries.files import FileFormat
from invoicing.queries.statement import get_statement as statement_of
from invoicing.schemas.statement import StatementRequest, StatementResponse

router = web.router(prefix="/v1/customers", tags=["customers"])


@router.get("/{organization_id}/statement")
async def get_statement(
    organization_id: UUID,
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[StatementRequest, Query()],
) -> StatementResponse:
    """What a customer was asked for and what came in over a period, with what is owed after each.

    Entries stand on the day of their document, payments on the day on which they came in.
    """
    return StatementResponse.of(
        await statement_of(session, organization_id, asked.to_domain(), now=now)
    )


@asynccontextmanager
async def _printed(request: Request, read_body: web.ReadBody) -> AsyncIterator[Document | None]:
    """Printed while no connection is held; None where the request is refused for what it says."""
    try:
        organization_id = UUID(request.path_params["organization_id"])
        asked = StatementRequest.model_validate(dict(request.query_params))
    except (ValueError, ValidationError):
        yield None
        return
    now = datetime.now(UTC)
    async with begin_for(request, request.state.caller.account_id)() as session:
        found = await statement_of(session, organization_id, asked.to_domain(), now=now)
    printed = await asyncio.to_thread(print_statement, found, at=now)
    yield Document(printed, f"{found.file_name}.pdf")


@router.get("/{organization_id}/statement.pdf", response_class=PdfResponse)
@web.prepared_by(_printed)
@web.refuses(UnprintableTextError)
async def get_statement_pdf(
    organization_id: UUID,
    caller: Reader,
    asked: Annotated[StatementRequest, Query()],
    document: Annotated[Document, Depends(web.prepared)],
) -> PdfResponse:
    """The statement as PDF/A, in the customer's language."""
    return PdfResponse.of(document)


@router.get("/{organization_id}/statement.{file_format}", response_class=Response, responses=FILES)
async def export_statement(
    organization_id: UUID,
    file_format: FileFormat,
    session: web.Session,
    caller: Reader,
    now: Now,
    asked: Annotated[StatementRequest, Query()],
) -> Response:
    """The statement as a table: what was owed before, each entry, and what is owed after."""
    found = await statement_of(session, organization_id, asked.to_domain(), now=now)
    content = await asyncio.to_thread(statement_table.written, found, file_format)
    return saved_as(found.file_name, file_format, content)
