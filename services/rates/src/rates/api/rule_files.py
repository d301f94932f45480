"""Rates and costs as files: what there is, and what a changed file of rates would do."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

import web
from rates.api.costs import Insider
from rates.api.rates import Editor, Reader
from rates.commands.rule_files import preview_file
from rates.domain.rule_file import RuleFileError, RuleRow, read_rules
from rates.queries.rates import RateFilter, rule_table
from rates.schemas.changes import RateChangePreviewResponse
from rates.schemas.cost_changes import CostChangePreviewResponse
from rates.schemas.rules import RuleTableRequest

router = web.router()
MAX_BYTES = 1024 * 1024
_TEXT = {"text/csv": {"schema": {"type": "string"}}}
CSV: dict[int | str, dict[str, Any]] = {200: {"description": "CSV in UTF-8", "content": _TEXT}}
FILE = {"requestBody": {"required": True, "content": _TEXT}}


@asynccontextmanager
async def _rows(request: Request, read_body: web.ReadBody) -> AsyncIterator[list[RuleRow]]:
    """The rows of the file, read without a connection of the database."""
    yield read_rules(await read_body())


@router.get("/rates.csv", response_class=StreamingResponse, responses=CSV, tags=["rates"])
async def export_rates(
    session: web.Session, caller: Reader, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All rates as a table in CSV, with the names of what they name beside the ids.

    Changed, it can be given to `POST /v1/rate-changes/preview-file`. A name that a spreadsheet would take for a formula
    begins with an apostrophe and a space.
    """
    return csv_response(await rule_table(session, RateFilter(asked.scope, asked.on)), "rates")


@router.get("/costs.csv", response_class=StreamingResponse, responses=CSV, tags=["costs"])
async def export_costs(
    session: web.Session, caller: Insider, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All costs as a table in CSV, as of rates. Changed, it can be given to `POST /v1/cost-changes/preview-file`."""
    filter_ = RateFilter(asked.scope, asked.on)
    return csv_response(await rule_table(session, filter_, "cost"), "costs")


@router.post("/rate-changes/preview-file", openapi_extra=FILE, tags=["rate changes"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_rows)
@web.refuses(RuleFileError)
async def preview_rate_file(
    rows: Annotated[list[RuleRow], Depends(web.prepared)], session: web.Session, caller: Editor
) -> RateChangePreviewResponse:
    """Tell what a file of rates would do, and do nothing; its token is applied as that of any preview, all or nothing.

    Columns are those of `GET /v1/rates.csv`; `amount`, `currency` and `valid_from` are needed. A row without an `id` begins
    a rate; one with an `id` gives its rate another last day, or another amount from a day on. Rates that no row names stay,
    and so do those that are as a row wants them: a file that was applied changes nothing when it is given once more.
    Things are named by id, or by a name that only one has. UTF-8 or UTF-16, with commas, semicolons or tabs, decimals with
    comma or point, days as 2026-12-31 or 31-12-2026. All that is wrong is told by line and column.
    """
    preview = await preview_file(session, rows, by=caller.subject, now=datetime.now(UTC))
    return RateChangePreviewResponse.model_validate(preview)


@router.post("/cost-changes/preview-file", openapi_extra=FILE, tags=["costs"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_rows)
@web.refuses(RuleFileError)
async def preview_cost_file(
    rows: Annotated[list[RuleRow], Depends(web.prepared)], session: web.Session, caller: Insider
) -> CostChangePreviewResponse:
    """Tell what a file of costs would do, and do nothing; its token is applied as that of any preview, all or nothing.

    It is written as a file of rates is, with the columns of `GET /v1/costs.csv`.
    """
    preview = await preview_file(
        session, rows, by=caller.subject, now=datetime.now(UTC), kind="cost"
    )
    return CostChangePreviewResponse.model_validate(preview)


def csv_response(lines: Iterator[str], name: str) -> StreamingResponse:
    """A table to save as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines, media_type="text/csv", headers=headers)
