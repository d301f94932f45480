"""Who may do what: an agent logs and sees their own time, a manager everybody's, billing reads."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import web
from domain_errors import ForbiddenError
from timer.timesheet import Writer

Reader = Annotated[web.Caller, web.allow("agent", "manager", "billing")]
Manager = Annotated[web.Caller, web.allow("manager")]
Worker = Annotated[web.Caller, web.allow("agent", "manager")]


def own_agent(caller: web.Caller) -> UUID:
    """The agent whom the caller is."""
    if caller.agent_id is None:
        raise ForbiddenError("the token names no agent_id, so there is nobody whose time this is")
    return caller.agent_id


def seen_by(caller: web.Caller) -> UUID | None:
    """The one agent whose time the caller may see; None for everybody's."""
    return None if caller.is_any("manager", "billing") else own_agent(caller)


def writer_of(caller: web.Caller) -> Writer:
    """Who changes time, now."""
    return Writer(caller.subject, caller.is_any("manager"), datetime.now(UTC))


def managed_by(caller: web.Caller) -> UUID | None:
    """The one agent whose time the caller may change; None for everybody's."""
    return None if caller.is_any("manager") else own_agent(caller)


def narrowed(asked: UUID | None, allowed: UUID | None) -> UUID | None:
    """A filter by agent inside what the caller may see."""
    if allowed is not None and asked not in (None, allowed):
        raise ForbiddenError("agents see only their own time")
    return allowed or asked
