"""Master data: customers, people and work, by noun."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import select

from database import Session
from domain_errors import NotFoundError
from timer.names import folded
from timer.queries.filters import of_organization
from timer.store.tables.agents import Agent
from timer.store.tables.base import Versioned
from timer.store.tables.customers import Contact, Organization
from timer.store.tables.teams import Team
from timer.store.tables.work import Project, ServiceType, Task

R = TypeVar("R", bound=Versioned)


@dataclass(frozen=True, slots=True)
class Noun(Generic[R]):
    """A kind of master data: what people call one, and the table of them."""

    name: str
    table: type[R]


ORGANIZATIONS = Noun("organization", Organization)
CONTACTS = Noun("contact", Contact)
AGENTS = Noun("agent", Agent)
TEAMS = Noun("team", Team)
SERVICE_TYPES = Noun("service type", ServiceType)
PROJECTS = Noun("project", Project)
TASKS = Noun("task", Task)


async def get(session: Session, noun: Noun[R], row_id: UUID, *, lock: bool = False) -> R:
    """One by its id. `lock`: nobody else changes it until the transaction ends; they may still refer to it.

    Raises `NotFoundError`.
    """
    statement = select(noun.table).where(noun.table.id == row_id)
    if lock:
        statement = statement.with_for_update(key_share=True)
    row = await session.scalar(statement, execution_options={"populate_existing": lock})
    if row is None:
        raise NotFoundError(noun.name)
    return row


async def page(
    session: Session, noun: Noun[R], after: UUID | None, limit: int, **filters: object
) -> Sequence[R]:
    """Up to `limit + 1` in the order of their ids; `filters` by attribute, None for any value.

    A filter by `name` finds what differs from it only in case or spaces, one by `organization_id` also what is of those
    that were merged into it.
    """
    statement = select(noun.table).order_by(noun.table.id).limit(limit + 1)
    if after is not None:
        statement = statement.where(noun.table.id > after)
    if isinstance(name := filters.pop("name", None), str):
        filters["folded_name"] = folded(name)
    if isinstance(organization_id := filters.pop("organization_id", None), UUID):
        table: Any = noun.table
        statement = statement.where(of_organization(table.organization_id, organization_id))
    wanted = {key: value for key, value in filters.items() if value is not None}
    return (await session.scalars(statement.filter_by(**wanted))).all()
