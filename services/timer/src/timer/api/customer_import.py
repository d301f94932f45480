"""Import of customers from lists of other programs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Query, Request

import web
from timer.api.callers import Manager, reading
from timer.commands.customer_import import import_customers, look_at_file, read_customers
from timer.customer_import.columns import FIELDS, chosen
from timer.customer_import.reading import CustomerFile, SeenFile
from timer.customer_import.report import CustomerImportReport
from timer.importing.errors import DataMovedError
from timer.problems import FILE_ERRORS
from timer.queries.account_settings import account_settings
from timer.queries.imports import stored_mapping
from timer.schemas.customer_import import CustomerImportRequest, SeenFileResponse

router = web.router(tags=["organizations"])
MAX_BYTES = 10 * 1024 * 1024
_CSV = {"text/csv": {"schema": {"type": "string"}}}
_DOCUMENTED = {"requestBody": {"required": True, "content": _CSV}}
_TAKEN = web.Constraint("organization_name_taken"), web.Constraint("email_domain_taken")


@asynccontextmanager
async def _file(request: Request, read_body: web.ReadBody) -> AsyncIterator[CustomerFile]:
    """The file, read without a connection of the database."""
    columns = chosen(request.query_params.getlist("columns"))
    begin = reading(request, request.state.caller)
    yield await read_customers(begin, await read_body(), columns)


@asynccontextmanager
async def _look(request: Request, read_body: web.ReadBody) -> AsyncIterator[SeenFile]:
    begin = reading(request, request.state.caller)
    yield await look_at_file(begin, await read_body())


@router.post("/organizations/import", openapi_extra=_DOCUMENTED)
@web.max_body(MAX_BYTES)
@web.prepared_by(_file)
@web.refuses(*FILE_ERRORS, DataMovedError, *_TAKEN)
async def import_organizations(
    file: Annotated[CustomerFile, Depends(web.prepared)],
    session: web.Session,
    caller: Manager,
    asked: Annotated[CustomerImportRequest, Query()],
) -> CustomerImportReport:
    """Import a list of customers and the people there, a CSV file of QuickBooks, OneDesk, Harvest, Kimai or any other.

    Customers are known again by VAT or registration number, else by name, people by e-mail address. Empty fields are
    filled, differing ones are conflicts, of which nothing is stored. A second run changes nothing.
    What a list's columns hold may be remembered by its headers (`/import-mappings`, of kind `customers`).
    """
    language = (await account_settings(session)).language
    return await import_customers(session, file, language, dry_run=asked.dry_run, token=asked.token)


@router.post("/organizations/import/columns", openapi_extra=_DOCUMENTED)
@web.max_body(MAX_BYTES)
@web.prepared_by(_look)
@web.refuses(*FILE_ERRORS)
async def look_at_customers(
    file: Annotated[SeenFile, Depends(web.prepared)], session: web.Session, caller: Manager
) -> SeenFileResponse:
    """Show the columns of a list of customers and how they are understood; nothing is stored."""
    mapping = await stored_mapping(session, file.mapping) if file.mapping else None
    names = ("source", "encoding", "delimiter", "columns")
    shown = {name: getattr(file, name) for name in names}
    return SeenFileResponse.model_validate({**shown, "fields": list(FIELDS), "mapping": mapping})
