"""Teams, and who belongs to them when."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

import web
from timer.api.callers import Manager, Reader, narrowed, seen_by
from timer.api.resources import MasterData, Resource, created, with_etag
from timer.commands import memberships as commands
from timer.membership import AgentInTeamError, TeamArchivedError
from timer.queries import memberships as queries
from timer.queries.master_data import TEAMS
from timer.schemas.fields import Day
from timer.schemas.teams import (
    MembershipPatch,
    MembershipRequest,
    MembershipResponse,
    MembershipsResponse,
    TeamPatch,
    TeamReplacement,
    TeamRequest,
    TeamResponse,
)

router = web.router(tags=["teams"])
OnDay = Annotated[Day | None, Query(description="Only those who are in the team on this day")]
_TEAMS = Resource(TEAMS, "teams", TeamResponse)
_NAME_TAKEN = web.Constraint("team_name_taken")
_OVERLAP = AgentInTeamError, web.Constraint("one_team_per_day")


@router.post("/teams", status_code=201)
@web.refuses(_NAME_TAKEN)
async def create_team(body: TeamRequest, caller: Manager, data: MasterData) -> TeamResponse:
    """Create a team."""
    return await data.create(_TEAMS, body)


@router.get("/teams")
async def list_teams(
    caller: Reader, data: MasterData, paging: web.Paging
) -> web.Page[TeamResponse]:
    """List the teams."""
    return await data.list(_TEAMS, paging)


@router.get("/teams/{team_id}")
async def get_team(team_id: UUID, caller: Reader, data: MasterData) -> TeamResponse:
    """Get a team."""
    return await data.get(_TEAMS, team_id)


@router.put("/teams/{team_id}")
@web.refuses(_NAME_TAKEN)
async def replace_team(
    team_id: UUID,
    body: TeamReplacement,
    caller: Manager,
    data: MasterData,
    if_match: web.RequiredIfMatch,
) -> TeamResponse:
    """Replace a team: all fields are sent, also those that stay. Demands the `ETag` that was read."""
    return await data.replace(_TEAMS, team_id, body, if_match)


@router.patch("/teams/{team_id}")
@web.refuses(_NAME_TAKEN)
async def change_team(
    team_id: UUID, body: TeamPatch, caller: Manager, data: MasterData, if_match: web.IfMatch
) -> TeamResponse:
    """Change the fields that are sent, and no others (JSON merge patch)."""
    return await data.change(_TEAMS, team_id, body, if_match)


@router.get("/teams/{team_id}/members")
async def list_members(
    team_id: UUID, session: web.Session, caller: Reader, paging: web.Paging, on: OnDay = None
) -> web.Page[MembershipResponse]:
    """List who belongs to a team and when, past and future included, or on one day."""
    found = await queries.list_members(session, team_id, on, paging.after, paging.limit)
    return web.Page[MembershipResponse].of(found, paging, MembershipResponse.model_validate)


@router.post("/teams/{team_id}/members", status_code=201)
@web.refuses(*_OVERLAP, TeamArchivedError)
async def add_member(
    team_id: UUID,
    body: MembershipRequest,
    session: web.Session,
    caller: Manager,
    response: Response,
) -> MembershipResponse:
    """Let an agent be in a team, also as of a day in the past; with `move` the agent leaves other teams for those days."""
    made = await commands.add_member(session, team_id, **body.model_dump())
    shown = MembershipResponse.model_validate(made)
    return created(response, f"teams/{team_id}/members", shown)


@router.patch("/teams/{team_id}/members/{membership_id}")
@web.refuses(*_OVERLAP)
async def change_member(
    team_id: UUID,
    membership_id: UUID,
    body: MembershipPatch,
    session: web.Session,
    caller: Manager,
    if_match: web.IfMatch,
    response: Response,
) -> MembershipResponse:
    """Change the days of a membership: a last day ends it."""
    changed = await commands.change_member(
        session, team_id, membership_id, body.changes, expected=if_match
    )
    return with_etag(response, MembershipResponse.model_validate(changed))


@router.delete("/teams/{team_id}/members/{membership_id}", status_code=204)
async def remove_member(
    team_id: UUID,
    membership_id: UUID,
    session: web.Session,
    caller: Manager,
    if_match: web.RequiredIfMatch,
) -> None:
    """Delete a membership that should never have been."""
    await commands.remove_member(session, team_id, membership_id, expected=if_match)


@router.get("/agents/{agent_id}/memberships")
async def list_memberships(
    agent_id: UUID, session: web.Session, caller: Reader
) -> MembershipsResponse:
    """List in which teams an agent was, is and will be."""
    narrowed(agent_id, seen_by(caller))
    found = await queries.memberships_of(session, agent_id)
    return MembershipsResponse(items=[MembershipResponse.model_validate(one) for one in found])
