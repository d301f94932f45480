"""Customers, people and work: created, changed by version, published."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select

from contracts import Event
from database import Session, new_id
from domain_errors import check_version
from messaging import outbox
from timer import events
from timer.commands import customers, missing_timesheets
from timer.queries.master_data import Noun, get
from timer.store.arrays import any_of
from timer.store.tables.agents import Agent, AgentAddress
from timer.store.tables.base import Versioned
from timer.store.tables.teams import Team
from timer.store.tables.work import Project, ServiceType, Task

R = TypeVar("R", bound=Versioned)
Values = Mapping[str, Any]


async def create(session: Session, noun: Noun[R], values: Values) -> R:
    """Make one with a new id and publish it; `values` are those of its table, by name."""
    (row,) = await create_all(session, noun, [values])
    return row


async def create_all(session: Session, noun: Noun[R], values: Iterable[Values]) -> list[R]:
    """Make any number in as many statements as one takes; all have values of the same names."""
    rows = []
    for given in values:
        row = noun.table()
        _assign(row, {"id": new_id(), "version": 1, **given})
        rows.append(row)
    session.add_all(rows)
    changed = set().union(*(customers.changed_names(row) for row in rows))
    await session.flush()
    await _follow_up(session, rows, changed)
    if noun.table is Agent and rows:
        await missing_timesheets.begin(session)
    return rows


async def update(
    session: Session, noun: Noun[R], row_id: UUID, values: Values, *, expected: int | None
) -> R:
    """Write a newer version and publish it; nothing happens when nothing is different."""
    row = await get(session, noun, row_id, lock=True)
    check_version(expected, row.version)
    return await save(session, row, values)


async def save(session: Session, row: R, values: Values, *, elsewhere: bool = False) -> R:
    """Write a newer version of a locked row and publish it; nothing happens when nothing is different.

    `elsewhere`: what is different stands in another table.
    """
    _assign(row, values)
    if elsewhere or session.is_modified(row):
        row.version += 1
        changed = customers.changed_names(row)
        await session.flush()
        await _follow_up(session, [row], changed)
    return row


async def update_all(session: Session, noun: Noun[R], values: Mapping[UUID, Values]) -> None:
    """Change any number in as many statements as one takes, whoever changed them before."""
    if not values:
        return
    wanted = select(noun.table).where(noun.table.id == any_of(values)).order_by(noun.table.id)
    locked = wanted.with_for_update(key_share=True)
    found = await session.scalars(locked, execution_options={"populate_existing": True})
    rows = found.all()
    for row in rows:
        _assign(row, values[row.id])
    await save_all(session, rows)


async def save_all(session: Session, rows: Sequence[Versioned]) -> None:
    """Write newer versions of those of these locked rows that were modified, in as many statements as one takes."""
    modified = [row for row in rows if session.is_modified(row)]
    if not modified:
        return
    for row in modified:
        row.version += 1
    changed = set().union(*(customers.changed_names(row) for row in modified))
    await session.flush()
    await _follow_up(session, modified, changed)


def _assign(row: Versioned, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    customers.normalise(row)


async def _follow_up(session: Session, rows: Sequence[Versioned], changed: set[str]) -> None:
    """Publish what was made or changed, after what else follows from it; `changed` are their attributes that are new."""
    await customers.index(session, rows, changed)
    await _claim_addresses(session, [row for row in rows if isinstance(row, Agent)])
    news = [event for row in rows if (event := _news_of(row))]
    await outbox.publish(session, *news, *await customers.news(session, rows))


def _news_of(row: Versioned) -> Event | None:
    match row:
        case Agent():
            return events.agent_changed(row)
        case Team():
            return events.team_changed(row)
        case Project():
            return events.project_changed(row)
        case Task():
            return events.task_changed(row)
        case ServiceType():
            return events.service_type_changed(row)
    return None


async def _claim_addresses(session: Session, agents: Sequence[Agent]) -> None:
    """The address and the aliases belong to one agent only."""
    for changed in (agent for agent in agents if agent.version > 1):
        await session.execute(delete(AgentAddress).where(AgentAddress.agent_id == changed.id))
    rows = [
        {"email": email, "agent_id": agent.id}
        for agent in agents
        for email in sorted(set(filter(None, (agent.email, *agent.aliases))))
    ]
    if rows:
        await session.execute(insert(AgentAddress), rows)
