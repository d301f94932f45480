"""Whom messages can go to: agents, members and the account's language, as other services last published them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from database import Row, Session, Statement
from database.mapping import AccountOwned, grants
from notifier.notices import Addressee
from notifier.store.base import Base


class Snapshot(AccountOwned):
    """What another service published; the newest version stays."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]

    __table_args__: Any = (grants("SELECT, INSERT, UPDATE"),)


class Agent(Snapshot, Base):
    """A person who logs time."""

    __tablename__ = "agents"

    name: Mapped[str]
    email: Mapped[str | None]


class Member(Snapshot, Base):
    """A person who may come in."""

    __tablename__ = "members"

    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    agent_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(Text)


class Account(Snapshot, Base):
    """The account itself; its id is that of the account."""

    __tablename__ = "accounts"

    language: Mapped[str]
    time_zone: Mapped[str]
    holiday_region: Mapped[str | None]


# Who logs in with an address reads mail there; the agent's own address is what a manager typed.
_AGENTS = Statement("""
SELECT a.id, a.name, coalesce(m.email, nullif(a.email, '')) AS email,
    coalesce(m.language, (SELECT language FROM accounts), 'en') AS language
FROM agents a LEFT JOIN LATERAL (
    SELECT * FROM members m
    WHERE m.state = 'active' AND (m.agent_id = a.id OR m.agent_id IS NULL AND m.email = lower(a.email))
    ORDER BY m.agent_id IS NULL, m.id LIMIT 1
) m ON true
WHERE a.id = ANY(CAST(:ids AS uuid[]))
""")
_LEADERS = Statement("""
SELECT id, name, email, language FROM members
WHERE state = 'active' AND roles && ARRAY['owner', 'manager'] ORDER BY id
""")
_LANGUAGE = Statement("SELECT language FROM accounts")
_TIME_ZONE = Statement("SELECT time_zone FROM accounts")
_HOLIDAY_REGION = Statement("SELECT holiday_region FROM accounts")


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The agents that were asked for and are known, and who leads the account."""

    agents: Mapping[UUID, Addressee]
    leaders: Sequence[Addressee]


async def keep(session: Session, table: type[Snapshot], rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep snapshots of different things, where they are newer than what is known."""
    if not rows:
        return
    new = insert(table).values(list(rows))
    newer = {name: new.excluded[name] for name in rows[0] if name != "id"}
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "id"],
            set_=newer,
            where=table.version < new.excluded.version,
        )
    )


async def known_people(session: Session, agents: Collection[UUID], *, leaders: bool) -> KnownPeople:
    """Find agents by their ids, and `leaders` when they are wanted."""
    rows = await _AGENTS.all(session, {"ids": list(agents)}) if agents else []
    leading = await _LEADERS.all(session, {}) if leaders else []
    return KnownPeople({row.id: _addressee(row) for row in rows}, list(map(_addressee, leading)))


async def language(session: Session) -> str:
    """The account's own language."""
    found: str | None = await _LANGUAGE.scalar(session)
    return found or "en"


async def time_zone(session: Session) -> str:
    """The zone that decides the account's local date."""
    found: str | None = await _TIME_ZONE.scalar(session)
    return found or "UTC"


async def holiday_region(session: Session) -> str | None:
    """Whose public holidays are days off."""
    found: str | None = await _HOLIDAY_REGION.scalar(session)
    return found


async def local_date(session: Session, now: datetime) -> date:
    """The account's date."""
    return now.astimezone(ZoneInfo(await time_zone(session))).date()


def _addressee(row: Row) -> Addressee:
    return Addressee(row.id, row.name, row.email, row.language)
