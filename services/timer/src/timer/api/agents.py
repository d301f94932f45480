"""People who do work and log time."""

from uuid import UUID

import web
from timer.api.callers import Manager, Reader, narrowed, seen_by
from timer.api.resources import MasterData, Resource
from timer.queries.account_settings import account_settings
from timer.queries.master_data import AGENTS
from timer.schemas.master_data import AgentPatch, AgentReplacement, AgentRequest, AgentResponse

router = web.router(prefix="/v1/agents", tags=["agents"])
_AGENTS = Resource(AGENTS, "agents", AgentResponse)


@router.post("", status_code=201)
async def create_agent(
    body: AgentRequest, session: web.Session, caller: Manager, data: MasterData
) -> AgentResponse:
    return await data.create(_AGENTS, body, time_zone=await _time_zone(session, body))


@router.get("")
async def list_agents(
    caller: Reader, data: MasterData, paging: web.Paging, email: str | None = None
) -> web.Page[AgentResponse]:
    email = email.lower() if email else None
    return await data.list(_AGENTS, paging, id=seen_by(caller), email=email)


@router.get("/{agent_id}")
async def get_agent(agent_id: UUID, caller: Reader, data: MasterData) -> AgentResponse:
    narrowed(agent_id, seen_by(caller))
    return await data.get(_AGENTS, agent_id)


@router.put("/{agent_id}")
async def replace_agent(
    agent_id: UUID,
    body: AgentReplacement,
    session: web.Session,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> AgentResponse:
    time_zone = await _time_zone(session, body)
    return await data.replace(_AGENTS, agent_id, body, if_match, time_zone=time_zone)


@router.patch("/{agent_id}")
async def change_agent(
    agent_id: UUID,
    body: AgentPatch,
    session: web.Session,
    caller: Manager,
    data: MasterData,
    if_match: web.IfMatch,
) -> AgentResponse:
    changed = body.changes.keys() & {"time_zone"}
    zone = {name: await _time_zone(session, body) for name in changed}
    return await data.change(_AGENTS, agent_id, body, if_match, **zone)


async def _time_zone(session: web.Session, body: AgentRequest) -> str:
    return body.time_zone or (await account_settings(session)).time_zone
