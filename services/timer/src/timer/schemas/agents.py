"""People who log time."""

import web
from timer.schemas.fields import (
    Complete,
    Email,
    Emails,
    HolidayRegion,
    Name,
    Partial,
    TimeZone,
    VersionedResponse,
)


class AgentRequest(web.RequestModel):
    """Somebody who logs time."""

    name: Name
    """The person's name."""
    email: Email | None = None
    """E-mail address, stored in lower case; no two agents have the same. Null when there is none."""
    aliases: Emails = ()
    """Further e-mail addresses by which imports know the agent."""
    time_zone: TimeZone | None = None
    """IANA name of the zone in which the agent works; null: the account's."""
    holiday_region: HolidayRegion | None = None
    """Whose public holidays are days off for the agent, as `/holiday-regions` lists them; null: the account's."""
    active: bool = True
    """An agent who is not active logs no time."""


class AgentReplacement(AgentRequest, Complete):
    """All fields, also those that stay as they are."""


class AgentPatch(AgentRequest, Partial):
    """The fields that change."""


class AgentResponse(VersionedResponse):
    """Somebody who logs time, as stored. The id is the `agent_id` of their tokens."""

    name: str
    """The person's name."""
    email: str | None
    """E-mail address; null when there is none."""
    aliases: list[str]
    """Further e-mail addresses by which imports know the agent."""
    time_zone: str
    """IANA name of the zone in which the agent works."""
    holiday_region: str | None
    """Whose public holidays are days off for the agent; null: the account's."""
    active: bool
    """Whether the agent logs time."""
