"""Teams, and who belongs to them when."""

from datetime import date
from uuid import UUID

import web
from timer.schemas.fields import Complete, Day, Name, Partial, VersionedResponse


class TeamRequest(web.RequestModel):
    """People who work together."""

    name: Name
    """What it is called; no two teams have the same name."""
    archived: bool = False
    """An archived team takes no new members."""


class TeamReplacement(TeamRequest, Complete):
    """All fields, also those that stay as they are."""


class TeamPatch(TeamRequest, Partial):
    """The fields that change."""


class TeamResponse(VersionedResponse):
    """People who work together, as stored."""

    name: str
    """What it is called."""
    archived: bool
    """Whether it takes no new members."""


class MembershipRequest(web.RequestModel):
    """An agent who is to be in the team."""

    agent_id: UUID
    """The agent."""
    first_day: Day
    """From this day on, which may lie in the past."""
    last_day: Day | None = None
    """Until this day, included; null: until further notice."""
    move: bool = False
    """Whether the agent leaves other teams for these days. Else days on which the agent is in a team are refused."""


class MembershipDays(web.RequestModel):
    """The days of a membership."""

    first_day: Day
    """From this day on, which may lie in the past."""
    last_day: Day | None = None
    """Until this day, included; null: until further notice."""


class MembershipPatch(MembershipDays, Partial):
    """The days that change."""


class MembershipResponse(VersionedResponse):
    """The days on which an agent is in a team."""

    agent_id: UUID
    """The agent."""
    team_id: UUID
    """The team."""
    first_day: date
    """The first day."""
    last_day: date | None
    """The last day, included; null: until further notice."""


class MembershipsResponse(web.ResponseModel):
    """The teams of an agent: at most one on any day."""

    items: list[MembershipResponse]
    """In the order of their days."""
