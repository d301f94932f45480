"""What the account already holds, as far as an import has to see it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from timer.names import folded


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """`emails` are the address and the aliases, lower case."""

    id: UUID
    name: str
    emails: frozenset[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """One row imported earlier from the same source, as the file had it then.

    `deleted`: the entry was removed here; its identity stays, so that it does not come back by itself.
    """

    key: str
    ordinal: int
    entry_id: UUID
    agent_id: UUID
    work_date: date
    written_start: datetime | None
    started_at: datetime | None
    seconds: int
    project: str
    description: str
    tags: tuple[str, ...]
    billable: bool | None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Busy:
    """A stored timed entry. `own` is one that came from the source now being imported."""

    agent_id: UUID
    started_at: datetime
    ends_at: datetime
    entry_id: UUID
    own: bool


@dataclass(frozen=True, slots=True)
class Known:
    """`organizations` by folded name; `projects` by folded (client, name); `tasks` by folded
    (client, project, name). Values are the names as stored. `closed` are agents' weeks (by their
    Monday) that were handed in, so that nothing can be added to them.
    """

    agents: tuple[KnownAgent, ...] = ()
    organizations: dict[str, str] = field(default_factory=dict)
    projects: dict[tuple[str, str], str] = field(default_factory=dict)
    tasks: dict[tuple[str, str, str], str] = field(default_factory=dict)
    imported: tuple[Imported, ...] = ()
    busy: tuple[Busy, ...] = ()
    closed: frozenset[tuple[UUID, date]] = frozenset()


class People:
    """Finds agents by e-mail or alias, or by full name where the file has no e-mail."""

    def __init__(self, agents: tuple[KnownAgent, ...]) -> None:
        self._by_email = {email: agent.id for agent in agents for email in agent.emails}
        self._by_name: dict[str, UUID | None] = {}
        for agent in agents:
            name = folded(agent.name)
            self._by_name[name] = None if name in self._by_name else agent.id

    def find(self, name: str, email: str) -> UUID | None:
        """None for nobody, and for a name that two agents share."""
        return self._by_email.get(email) if email else self._by_name.get(folded(name))

    def is_new(self, name: str, email: str) -> bool:
        """Somebody who could be made an agent: an unknown address, or a name that nobody has."""
        return email not in self._by_email if email else folded(name) not in self._by_name
