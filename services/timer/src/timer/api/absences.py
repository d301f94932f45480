"""Days on which people are away: agents ask for their own, managers record and decide."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from timer.absence import AbsenceDecidedError
from timer.api.callers import Manager, Worker, filter_within, managed_by, narrowed, own_agent
from timer.api.resources import created, with_etag
from timer.commands import absences as commands
from timer.queries import absences as queries
from timer.queries.absences import AbsenceFilter
from timer.schemas.absences import (
    AbsenceFilterRequest,
    AbsencePatch,
    AbsenceRequest,
    AbsenceResponse,
    DeclineRequest,
)

router = web.router(prefix="/v1/absences", tags=["absences"])
_OVERLAP = web.Constraint("absences_overlap")


@router.post("", status_code=201)
@web.refuses(_OVERLAP, web.Constraint("absence_agent"))
async def create_absence(
    body: AbsenceRequest, session: web.Session, caller: Worker, response: Response
) -> AbsenceResponse:
    """Ask for days away. What a manager records is approved at once."""
    only = managed_by(caller)
    agent_id = narrowed(body.agent_id, only) or own_agent(caller)
    made = await commands.create_absence(
        session, agent_id, body.kind, body.days, body.note, by_manager=only is None
    )
    return created(response, "absences", AbsenceResponse.model_validate(made))


@router.get("")
async def list_absences(
    session: web.Session,
    caller: Worker,
    paging: web.Paging,
    asked: Annotated[AbsenceFilterRequest, Query()],
) -> web.Page[AbsenceResponse]:
    """List who is away when, or has asked to be; to an agent, only their own."""
    wanted = filter_within(AbsenceFilter, asked, managed_by(caller))
    found = await queries.list_absences(session, wanted, paging.after, paging.limit)
    return web.Page[AbsenceResponse].of(found, paging, AbsenceResponse.model_validate)


@router.get("/{absence_id}")
async def get_absence(
    absence_id: UUID, session: web.Session, caller: Worker, response: Response
) -> AbsenceResponse:
    """Get an absence."""
    found = await queries.get_absence(session, absence_id, managed_by(caller))
    return with_etag(response, AbsenceResponse.model_validate(found))


@router.patch("/{absence_id}")
@web.refuses(_OVERLAP, AbsenceDecidedError)
async def change_absence(
    absence_id: UUID,
    body: AbsencePatch,
    session: web.Session,
    caller: Worker,
    if_match: web.IfMatch,
    response: Response,
) -> AbsenceResponse:
    """Change the fields that are sent, and no others. Agents change what no manager has decided yet."""
    changed = await commands.change_absence(
        session, absence_id, body.changes, managed_by(caller), expected=if_match
    )
    return with_etag(response, AbsenceResponse.model_validate(changed))


@router.post("/{absence_id}/approve")
@web.refuses(_OVERLAP)
async def approve_absence(
    absence_id: UUID,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> AbsenceResponse:
    """Let the agent be away, as it was read: the days lessen the capacity."""
    approved = await commands.approve_absence(session, absence_id, expected=if_match)
    return with_etag(response, AbsenceResponse.model_validate(approved))


@router.post("/{absence_id}/decline")
async def decline_absence(
    absence_id: UUID,
    body: DeclineRequest,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
    response: Response,
) -> AbsenceResponse:
    """Do not let the agent be away, with the reason."""
    declined = await commands.decline_absence(session, absence_id, body.reason, expected=if_match)
    return with_etag(response, AbsenceResponse.model_validate(declined))


@router.delete("/{absence_id}", status_code=204)
@web.refuses(AbsenceDecidedError)
async def delete_absence(
    absence_id: UUID, session: web.Session, caller: Worker, if_match: web.RequiredIfMatch
) -> None:
    """Delete an absence. Agents withdraw what no manager has decided yet."""
    await commands.delete_absence(session, absence_id, managed_by(caller), expected=if_match)
