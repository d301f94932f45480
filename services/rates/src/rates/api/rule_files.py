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
from rates.schemas.rules import RuleTableRequest

router = web.router()
MAX_BYTES = 1024 * 1024
_TEXT = {"text/csv": {"schema": {"type": "string"}}}
_CSV: dict[int | str, dict[str, Any]] = {200: {"description": "CSV in UTF-8", "content": _TEXT}}
_FILE = {"requestBody": {"required": True, "content": _TEXT}}


@asynccontextmanager
async def _rows(request: Request, read_body: web.ReadBody) -> AsyncIterator[list[RuleRow]]:
    """The rows of the file, read without a connection of the database."""
    yield read_rules(await read_body())


@router.get("/rates.csv", response_class=StreamingResponse, responses=_CSV, tags=["rates"])
async def export_rates(
    session: web.Session, caller: Reader, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All rates as a table in CSV, with the names of what they name beside the ids.

    Changed, it can be given to `POST /v1/rate-changes/preview-file`. A name that a spreadsheet would take for a formula
    begins with an apostrophe and a space.
    """
    return _table(await rule_table(session, RateFilter(asked.scope, asked.on)), "rates")


@router.get("/costs.csv", response_class=StreamingResponse, responses=_CSV, tags=["costs"])
async def export_costs(
    session: web.Session, caller: Insider, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All costs as a table in CSV, as of rates."""
    filter_ = RateFilter(asked.scope, asked.on)
    return _table(await rule_table(session, filter_, "cost"), "costs")


@router.post("/rate-changes/preview-file", openapi_extra=_FILE, tags=["rate changes"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_rows)
@web.refuses(RuleFileError)
async def preview_rate_file(
    rows: Annotated[list[RuleRow], Depends(web.prepared)], session: web.Session, caller: Editor
) -> RateChangePreviewResponse:
    """Tell what a file of rates would do, and do nothing; its token is applied as that of any preview, all or nothing.

    Columns are those of `GET /v1/rates.csv`; `amount`, `currency` and `valid_from` are needed. A row without an `id` begins
    a rate; one with an `id` gives its rate another last day, or another amount from a day on. Rates that no row names stay.
    Things are named by id, or by a name that only one has. UTF-8 or UTF-16, with commas, semicolons or tabs, decimals with
    comma or point, days as 2026-12-31 or 31-12-2026. All that is wrong is told by line and column.
    """
    preview = await preview_file(session, rows, by=caller.subject, now=datetime.now(UTC))
    return RateChangePreviewResponse.model_validate(preview)


def _table(lines: Iterator[str], name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(lines, media_type="text/csv", headers=headers)
