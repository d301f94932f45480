"""Rounding policies, multipliers and holidays as files, out and in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse

import web
from rates.api.rates import Editor, Reader
from rates.api.rule_files import CSV, FILE, MAX_BYTES, csv_response
from rates.commands import dated_files as commands
from rates.domain.multiplier_file import (
    HolidayRow,
    MultiplierRow,
    read_holidays,
    read_multipliers,
)
from rates.domain.multipliers import MultiplierBilledError
from rates.domain.rounding import RoundingBilledError
from rates.domain.rounding_file import PolicyRow, read_policies
from rates.domain.table_file import RuleFileError
from rates.problems import HOLIDAYS_ONCE_A_DAY, MULTIPLIERS_NEVER_OVERLAP, ROUNDING_NEVER_OVERLAPS
from rates.queries import dated_files as queries
from rates.schemas.dated_files import ImportRequest, ImportResponse
from rates.schemas.rules import RuleTableRequest

router = web.router()


@asynccontextmanager
async def _policies(request: Request, read_body: web.ReadBody) -> AsyncIterator[list[PolicyRow]]:
    yield read_policies(await read_body())


@asynccontextmanager
async def _multipliers(
    request: Request, read_body: web.ReadBody
) -> AsyncIterator[list[MultiplierRow]]:
    yield read_multipliers(await read_body())


@asynccontextmanager
async def _holidays(request: Request, read_body: web.ReadBody) -> AsyncIterator[list[HolidayRow]]:
    yield read_holidays(await read_body())


@router.get(
    "/rounding-policies.csv", response_class=StreamingResponse, responses=CSV, tags=["rounding"]
)
async def export_rounding_policies(
    session: web.Session, caller: Reader, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All policies as a table in CSV, with the names of customers beside the ids. Changed, it can be imported."""
    return csv_response(await queries.rounding_table(session, asked.on), "rounding-policies")


@router.post("/rounding-policies/import", openapi_extra=FILE, tags=["rounding"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_policies)
@web.refuses(RuleFileError, RoundingBilledError, ROUNDING_NEVER_OVERLAPS)
async def import_rounding_policies(
    rows: Annotated[list[PolicyRow], Depends(web.prepared)],
    session: web.Session,
    caller: Editor,
    asked: Annotated[ImportRequest, Query()],
) -> ImportResponse:
    """Make the policies what a file says, all or nothing; with `dry_run`, tell what that would change.

    Columns are those of `GET /v1/rounding-policies.csv`; `mode` and `valid_from` are needed. A row without an `id` begins a
    policy; one with an `id` gives its policy another last day, or rounds otherwise from a day on. Policies that no row
    names stay, and so do those that are as a row wants them. All that is wrong is told by line and column.
    """
    done = await commands.import_policies(session, rows, by=caller.subject, dry_run=asked.dry_run)
    return ImportResponse.model_validate(done)


@router.get(
    "/multipliers.csv", response_class=StreamingResponse, responses=CSV, tags=["multipliers"]
)
async def export_multipliers(
    session: web.Session, caller: Reader, asked: Annotated[RuleTableRequest, Query()]
) -> StreamingResponse:
    """All multipliers as a table in CSV, with the names of what they name beside the ids. Changed, it can be imported."""
    return csv_response(await queries.multiplier_table(session, asked.on), "multipliers")


@router.post("/multipliers/import", openapi_extra=FILE, tags=["multipliers"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_multipliers)
@web.refuses(RuleFileError, MultiplierBilledError, MULTIPLIERS_NEVER_OVERLAP)
async def import_multipliers(
    rows: Annotated[list[MultiplierRow], Depends(web.prepared)],
    session: web.Session,
    caller: Editor,
    asked: Annotated[ImportRequest, Query()],
) -> ImportResponse:
    """Make the multipliers what a file says, all or nothing; with `dry_run`, tell what that would change.

    Columns are those of `GET /v1/multipliers.csv`; `name`, `kind` and `valid_from` are needed, and a `factor` or an `amount`
    with its `currency`. Rows are taken as those of rounding policies are: what an `id` names keeps its window.
    """
    done = await commands.import_multipliers(
        session, rows, by=caller.subject, dry_run=asked.dry_run
    )
    return ImportResponse.model_validate(done)


@router.get("/holidays.csv", response_class=StreamingResponse, responses=CSV, tags=["multipliers"])
async def export_holidays(session: web.Session, caller: Reader) -> StreamingResponse:
    """All holidays as a table in CSV. With others, it can be imported."""
    return csv_response(await queries.holiday_table(session), "holidays")


@router.post("/holidays/import", openapi_extra=FILE, tags=["multipliers"])
@web.max_body(MAX_BYTES)
@web.prepared_by(_holidays)
@web.refuses(RuleFileError, HOLIDAYS_ONCE_A_DAY)
async def import_holidays(
    rows: Annotated[list[HolidayRow], Depends(web.prepared)],
    session: web.Session,
    caller: Editor,
    asked: Annotated[ImportRequest, Query()],
) -> ImportResponse:
    """Add the holidays of a file that are not there, all or none; with `dry_run`, tell which these are.

    Columns are those of `GET /v1/holidays.csv`; `day` and `name` are needed. Nothing is taken back.
    """
    done = await commands.import_holidays(session, rows, by=caller.subject, dry_run=asked.dry_run)
    return ImportResponse.model_validate(done)
