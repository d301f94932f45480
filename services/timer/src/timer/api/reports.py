"""How much was worked."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query

import web
from domain_errors import InvalidInputError
from timer.api.callers import Reader, narrowed, seen_by
from timer.queries.work_report import WorkFilter, work_report, work_totals
from timer.schemas.work_report import WorkReportRequest, WorkReportResponse
from timer.work_report import TooManyPartsError

router = web.router(prefix="/v1/reports", tags=["reports"])


@router.get("/work")
@web.refuses(TooManyPartsError)
async def report_work(
    session: web.Session, caller: Reader, asked: Annotated[WorkReportRequest, Query()]
) -> WorkReportResponse:
    """Add up the seconds of the entries whose work date lies in the period, both days included.

    With `by`, and `then_by` if two are wanted, time is split by that; teams are those of the day of the work. With both days
    of a period, a year at most, it is compared with how long people could work.
    """
    if asked.by is None:
        if asked.then_by is not None:
            raise InvalidInputError("then_by", "needs by")
        return WorkReportResponse.of_totals(await work_totals(session, _wanted(caller, asked)))
    found = await work_report(session, asked.dimensions, _wanted(caller, asked))
    return WorkReportResponse.of_report(found)


def _wanted(caller: web.Caller, asked: WorkReportRequest) -> WorkFilter:
    values = asked.model_dump(exclude={"by", "then_by"})
    agent_id = narrowed(asked.agent_id, seen_by(caller))
    return replace(WorkFilter(**values), agent_id=agent_id)
