"""Who may do what: an agent logs and sees their own time, a manager everybody's, billing reads."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Request

import web
from database import Database
from domain_errors import ForbiddenError
from timer.queries.exports import Transaction
from timer.timesheet import Writer

F = TypeVar("F")
Reader = Annotated[web.Caller, web.allow("agent", "manager", "billing")]
Manager = Annotated[web.Caller, web.allow("manager")]
Office = Annotated[web.Caller, web.allow("manager", "billing")]
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


def filter_within(
    kind: type[F], asked: web.FilterModel, allowed: UUID | None, *, exclude: Collection[str] = ()
) -> F:
    """What is asked for, `exclude` aside, as a filter of that kind inside what the caller may see."""
    values = asked.model_dump(exclude={*exclude})
    return kind(**{**values, "agent_id": narrowed(values["agent_id"], allowed)})


def reading(request: Request, caller: web.Caller) -> Transaction:
    """Begins transactions of the caller's account that only read, beside that of the request."""
    database: Database = request.app.state.database
    return partial(database.transaction, caller.account_id, reads_only=True)
