"""What the account holds already, as far as an import has to see it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from timer.calendar import FIRST_DAY, LAST_DAY
from timer.importing.parsing import ParsedFile
from timer.importing.rows import ParsedRow
from timer.names import folded


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """`emails` are the address and the aliases, lower case."""

    id: UUID
    name: str
    emails: frozenset[str]
    active: bool = True


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A row imported earlier from the same source, as the file had it then.

    `deleted`: the entry was deleted here; its identity stays, so that it does not come back by itself.
    """

    row_key: str
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
class TimedEntry:
    """A stored entry with a place in the day. `same_source`: it came from the source now being imported."""

    entry_id: UUID
    agent_id: UUID
    started_at: datetime
    ended_at: datetime
    same_source: bool


@dataclass(frozen=True, slots=True)
class Named:
    """`billable`: a project's default for work whose file has no such column."""

    id: UUID
    name: str
    billable: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class MasterData:
    """Customers, projects and tasks by folded names: (client), (client, project), (client, project, task)."""

    organizations: dict[str, Named] = field(default_factory=dict)
    projects: dict[tuple[str, str], Named] = field(default_factory=dict)
    tasks: dict[tuple[str, str, str], Named] = field(default_factory=dict)

    def archived(self, client: str, project: str, task: str) -> str | None:
        """The name of the first of these that takes no more time."""
        client, project, task = folded(client), folded(project), folded(task)
        found = (
            self.organizations.get(client),
            self.projects.get((client, project)),
            self.tasks.get((client, project, task)),
        )
        return next((one.name for one in found if one and one.archived), None)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`closed_weeks` are agents' weeks (by their Monday) that were handed in: nothing can be added to them.

    `last_day`: what lies behind it has not happened.
    """

    agents: tuple[KnownAgent, ...] = ()
    master_data: MasterData = field(default_factory=MasterData)
    earlier_rows: tuple[EarlierRow, ...] = ()
    timed_entries: tuple[TimedEntry, ...] = ()
    closed_weeks: frozenset[tuple[UUID, date]] = frozenset()
    allow_overlaps: bool = False
    last_day: date = LAST_DAY


class AgentDirectory:
    """Finds agents by e-mail or alias, or by full name where the file has no e-mail."""

    def __init__(self, agents: Iterable[KnownAgent]) -> None:
        self._by_email: dict[str, UUID] = {}
        self._by_name: dict[str, UUID | None] = {}
        for agent in agents:
            self._by_email.update(dict.fromkeys(agent.emails, agent.id))
            name = folded(agent.name)
            self._by_name[name] = None if name in self._by_name else agent.id

    def find(self, row: ParsedRow) -> UUID | None:
        """None for nobody, and for a name that two agents share."""
        return self._by_email.get(row.email) if row.email else self._by_name.get(folded(row.name))

    def is_new(self, row: ParsedRow) -> bool:
        """Somebody who could become an agent: an unknown address, or a name that nobody has."""
        if row.email:
            return row.email not in self._by_email
        return folded(row.name) not in self._by_name


def row_key(source: str, row: ParsedRow) -> str:
    """The natural key of a row: the same work exported again has the same one.

    A hash of who, when as written, how long and on what; not of zone, tags, billable or money.
    """
    parts = (
        source, row.person, (row.written_start or row.work_date).isoformat(),
        str(row.time.key_seconds), row.client, row.project, row.task, row.description,
    )  # fmt: skip
    # A length before each part: "a", "bc" and "ab", "c" must not meet.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom and of which days a file speaks, and the keys of its rows: what a snapshot for it has to hold."""

    source: str
    agents: frozenset[UUID]
    first: date
    last: date
    row_keys: frozenset[str]

    @classmethod
    def of(cls, file: ParsedFile, directory: AgentDirectory) -> "Scope":
        source = file.columns.source
        agents = (directory.find(row) for row in file.rows)
        days = [row.work_date for row in file.rows] or [FIRST_DAY]
        keys = frozenset(row_key(source, row) for row in file.rows)
        return cls(source, frozenset(a for a in agents if a), min(days), max(days), keys)
