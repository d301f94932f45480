"""People who do work and log time."""

from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import Field

import web
from timer.api.answers import created, versioned
from timer.api.callers import Manager, Reader, narrowed, seen_by
from timer.api.texts import Email, Emails, Name, TimeZone
from timer.commands import catalog
from timer.commands.account import account_settings_of
from timer.store import rows
from timer.store.tables import agents

router = web.router(tags=["agents"])


class AgentIn(web.RequestModel):
    """`aliases` are further e-mail addresses by which imports know the agent."""

    name: Name
    email: Email | None = None
    aliases: Emails = Field(default_factory=list)
    time_zone: TimeZone | None = None
    active: bool = True


class Agent(web.ResponseModel):
    id: UUID
    version: int
    name: str
    email: str | None
    aliases: list[str]
    time_zone: str
    active: bool


@router.post("/agents", status_code=201)
async def add(body: AgentIn, session: web.Session, caller: Manager, response: Response) -> Agent:
    row = await catalog.add(session, caller.account_id, agents, await _values(session, body))
    created(response, "agents", row.id, row.version)
    return Agent.model_validate(row)


@router.get("/agents")
async def several(
    session: web.Session,
    caller: Reader,
    paging: web.Paging,
    email: str | None = None,
) -> web.Page[Agent]:
    found = await rows.page(
        session,
        agents,
        paging.after,
        paging.limit,
        id=seen_by(caller),
        email=email and email.lower(),
    )
    return web.Page[Agent].of(found, paging, Agent.model_validate)


@router.get("/agents/{row_id}")
async def one(row_id: UUID, session: web.Session, caller: Reader, response: Response) -> Agent:
    narrowed(row_id, seen_by(caller))
    row = await catalog.get(session, agents, row_id)
    versioned(response, row.version)
    return Agent.model_validate(row)


@router.put("/agents/{row_id}")
async def replace(
    row_id: UUID,
    body: AgentIn,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> Agent:
    row = await catalog.change(session, agents, row_id, if_match, await _values(session, body))
    versioned(response, row.version)
    return Agent.model_validate(row)


async def _values(session: web.Session, body: AgentIn) -> dict[str, Any]:
    values = body.model_dump()
    if body.time_zone is None:
        values["time_zone"] = (await account_settings_of(session)).time_zone
    return values
