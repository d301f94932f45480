"""People who do work and log time."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

import web
from timer.api.callers import Manager, Reader, narrowed, seen_by
from timer.api.resources import MasterData, Resource
from timer.queries.account_settings import account_settings
from timer.queries.master_data import AGENTS
from timer.schemas.agents import AgentPatch, AgentReplacement, AgentRequest, AgentResponse

router = web.router(prefix="/v1/agents", tags=["agents"])
ByEmail = Annotated[
    str | None, Query(description="Only the one with this e-mail address, whatever its case")
]
_REFUSED = web.Constraint("agent_email_taken")
_AGENTS = Resource(AGENTS, "agents", AgentResponse)


@router.post("", status_code=201)
@web.refuses(_REFUSED)
async def create_agent(
    body: AgentRequest, session: web.Session, caller: Manager, data: MasterData
) -> AgentResponse:
    """Create an agent: somebody who logs time."""
    return await data.create(_AGENTS, body, time_zone=await _time_zone(session, body))


@router.get("")
async def list_agents(
    caller: Reader, data: MasterData, paging: web.Paging, email: ByEmail = None
) -> web.Page[AgentResponse]:
    """List the agents; to an agent, only themselves."""
    email = email.lower() if email else None
    return await data.list(_AGENTS, paging, id=seen_by(caller), email=email)


@router.get("/{agent_id}")
async def get_agent(agent_id: UUID, caller: Reader, data: MasterData) -> AgentResponse:
    """Get an agent: somebody who logs time."""
    narrowed(agent_id, seen_by(caller))
    return await data.get(_AGENTS, agent_id)


@router.put("/{agent_id}")
@web.refuses(_REFUSED)
async def replace_agent(
    agent_id: UUID,
    body: AgentReplacement,
    session: web.Session,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> AgentResponse:
    """Replace an agent: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    time_zone = await _time_zone(session, body)
    return await data.replace(_AGENTS, agent_id, body, if_match, time_zone=time_zone)


@router.patch("/{agent_id}")
@web.refuses(_REFUSED)
async def change_agent(
    agent_id: UUID,
    body: AgentPatch,
    session: web.Session,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> AgentResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    changed = body.changes.keys() & {"time_zone"}
    zone = {name: await _time_zone(session, body) for name in changed}
    return await data.change(_AGENTS, agent_id, body, if_match, **zone)


async def _time_zone(session: web.Session, body: AgentRequest) -> str:
    return body.time_zone or (await account_settings(session)).time_zone
