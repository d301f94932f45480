"""`/v1/reports/vat`: what a period came to, for the VAT return and the list of sales to other member states."""

from typing import Annotated, Any

from fastapi import Query, Response

import web
from invoicing.api.access import Reader
from invoicing.queries import vat_report as queries
from invoicing.schemas.vat_report import (
    PeriodRequest,
    VatDocumentResponse,
    VatDocumentsRequest,
    VatReportResponse,
    as_csv,
)

router = web.router(prefix="/v1/reports", tags=["reports"])
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV in UTF-8", "content": {"text/csv": {"schema": {"type": "string"}}}}
}


@router.get("/vat")
async def get_vat_report(
    session: web.Session, caller: Reader, asked: Annotated[PeriodRequest, Query()]
) -> VatReportResponse:
    """What was invoiced and credited by currency, tax code, category and rate, and the sales under reverse charge.

    The tax point is the issue date. The sums are those of the documents, to the cent.
    """
    return VatReportResponse.of(await queries.vat_report(session, asked.period))


@router.get("/vat.csv", response_class=Response, responses=_CSV)
async def export_vat_report(
    session: web.Session, caller: Reader, asked: Annotated[PeriodRequest, Query()]
) -> Response:
    """The same as a table in CSV, with the sales by VAT number below."""
    report = await queries.vat_report(session, asked.period)
    name = f"vat-{asked.first_day}-{asked.last_day}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(report), media_type="text/csv", headers=headers)


@router.get("/vat/documents")
async def list_vat_documents(
    session: web.Session,
    caller: Reader,
    asked: Annotated[VatDocumentsRequest, Query()],
    paging: web.Paging,
) -> web.Page[VatDocumentResponse]:
    """The documents behind a line of the report."""
    found = await queries.list_documents(
        session, asked.period, asked.key, after=paging.after, limit=paging.limit + 1
    )
    return web.Page[VatDocumentResponse].of(
        found, paging, VatDocumentResponse.of, id_name="document_id"
    )
