"""What the account holds already, as far as an import has to see it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from timer.calendar import FIRST_DAY, LAST_DAY
from timer.importing.parsing import Meaning, ParsedFile
from timer.importing.rows import ParsedRow, Person
from timer.importing.sources import HONORAR
from timer.names import folded
from timer.sheet_period import Periods


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """`emails` are the address and the aliases, lower case; `known_as` what earlier files called them."""

    id: UUID
    name: str
    emails: frozenset[str]
    active: bool = True
    known_as: frozenset[str] = frozenset()


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
    """`billable`: what it says of work whose file has no such column; None: nothing."""

    id: UUID
    name: str
    billable: bool | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class MasterData:
    """Customers, projects and tasks by folded names: (client), (client, project), (client, project, task).

    `customers_known_as` are customers by what earlier files called them.
    """

    organizations: dict[str, Named] = field(default_factory=dict)
    projects: dict[tuple[str, str], Named] = field(default_factory=dict)
    tasks: dict[tuple[str, str, str], Named] = field(default_factory=dict)
    customers_known_as: dict[str, Named] = field(default_factory=dict)
    service_types: dict[str, Named] = field(default_factory=dict)

    def archived(self, client: str, project: str, task: str, kind: str) -> str | None:
        """The name of the first of these that takes no more time."""
        client, project, task = folded(client), folded(project), folded(task)
        found = (
            self.organizations.get(client),
            self.projects.get((client, project)),
            self.tasks.get((client, project, task)),
            self.service_types.get(folded(kind)),
        )
        return next((one.name for one in found if one and one.archived), None)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`closed_days` are agents' days whose timesheets were handed in: nothing can be added to them.

    `last_day`: what lies behind it has not happened. `periods` are those of the account's timesheets.
    """

    agents: tuple[KnownAgent, ...] = ()
    master_data: MasterData = field(default_factory=MasterData)
    earlier_rows: tuple[EarlierRow, ...] = ()
    timed_entries: tuple[TimedEntry, ...] = ()
    closed_days: frozenset[tuple[UUID, date]] = frozenset()
    allow_overlaps: bool = False
    last_day: date = LAST_DAY
    periods: Periods = ()


@dataclass(frozen=True, slots=True)
class StoredTime:
    """Stored time as texts of JSON, each a list of rows, which are lists; as many as the file has, so taken apart where it
    is planned.
    """

    earlier: tuple[str, ...] = ()
    exported: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    timed: tuple[str, ...] = ()

    def earlier_rows(self, our_ids: Mapping[UUID, str]) -> Iterator[EarlierRow]:
        """Rows imported earlier, and the account's own entries that the file is an export of, by `our_ids`."""
        for row in _rows(self.earlier):
            yield _earlier(row)
        for row in _rows(self.exported):
            yield _exported(row, our_ids)
        for (entry_id,) in _rows(self.deleted):
            yield _deleted(UUID(entry_id), our_ids)

    def timed_entries(self) -> Iterator[TimedEntry]:
        """Entries with a place in the day."""
        for entry_id, agent_id, start, end, same_source in _rows(self.timed):
            yield TimedEntry(
                UUID(entry_id), UUID(agent_id), _instant(start), _instant(end), same_source
            )


def _rows(texts: Iterable[str]) -> Iterator[list[Any]]:
    for text in texts:
        yield from json.loads(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _earlier(row: list[Any]) -> EarlierRow:
    key, ordinal, entry_id, agent_id, day, written, start, seconds, project, note, tags, *rest = row
    return EarlierRow(
        key, ordinal, UUID(entry_id), UUID(agent_id), date.fromisoformat(day),
        datetime.fromisoformat(written) if written else None, _instant(start) if start else None,
        seconds, project, note, tuple(tags), *rest,
    )  # fmt: skip


def _exported(row: list[Any], our_ids: Mapping[UUID, str]) -> EarlierRow:
    entry_id, agent_id, day, start, seconds, project, note, tags, billable, time_zone = row
    started = _instant(start) if start else None
    return EarlierRow(
        our_ids[UUID(entry_id)], 1, UUID(entry_id), UUID(agent_id), date.fromisoformat(day),
        started and started.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None), started,
        seconds, project, note, tuple(sorted(tags)), billable,
    )  # fmt: skip


def _deleted(entry_id: UUID, our_ids: Mapping[UUID, str]) -> EarlierRow:
    """Nothing but its id is known of it any more."""
    return EarlierRow(
        our_ids[entry_id], 1, entry_id, entry_id, FIRST_DAY, None, None, 0, "", "", (), None,
        deleted=True,
    )  # fmt: skip


class AgentDirectory:
    """Finds agents as somebody has said, by e-mail or alias, or by full name where the file has no e-mail."""

    def __init__(self, agents: Iterable[KnownAgent], told: Iterable[Meaning] = ()) -> None:
        self._told: dict[str, UUID] = {}
        self._by_email: dict[str, UUID] = {}
        self._by_name: dict[str, UUID | None] = {}
        for agent in agents:
            self._told.update(dict.fromkeys(agent.known_as, agent.id))
            self._by_email.update(dict.fromkeys(agent.emails, agent.id))
            name = folded(agent.name)
            self._by_name[name] = None if name in self._by_name else agent.id
        self._told |= {folded(name): agent_id for agent_id, name in told}

    def find(self, person: Person) -> UUID | None:
        """None for nobody, and for a name that two agents share."""
        if told := self._told.get(person.identity):
            return told
        if person.email:
            return self._by_email.get(person.email)
        return self._by_name.get(folded(person.name))

    def is_new(self, person: Person) -> bool:
        """Somebody who could become an agent: an unknown address, or a name that nobody has."""
        if person.email:
            return person.email not in self._by_email
        return folded(person.name) not in self._by_name


def row_key(source: str, row: ParsedRow) -> str:
    """The natural key of a row: the same work exported again has the same one.

    A hash of who, when as written, how long and on what; not of zone, tags, billable or money. A program's own id of
    the record goes before all that.
    """
    parts: tuple[str, ...] = (source, "id", row.record_id)
    if not row.record_id:
        parts = (
            source, row.person.identity, (row.written_start or row.work_date).isoformat(),
            str(row.time.key_seconds), row.client, row.project, row.task, row.description,
        )  # fmt: skip
    # A length before each part: "a", "bc" and "ab", "c" must not meet.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Scope:
    """Of whom and of which days a file speaks, and the keys of its rows: what a snapshot for it has to hold.

    `our_ids` are the keys of rows by the entries whose export they are.
    """

    source: str
    people: frozenset[Person]
    told: tuple[Meaning, ...]
    first: date
    last: date
    row_keys: frozenset[str]
    our_ids: Mapping[UUID, str]

    @classmethod
    def of(cls, file: ParsedFile, told: tuple[Meaning, ...] = ()) -> "Scope":
        source = file.columns.source
        days = [row.work_date for row in file.rows] or [FIRST_DAY]
        keyed = [(row_key(source, row), row) for row in file.rows]
        people = frozenset(row.person for row in file.rows)
        keys = frozenset(key for key, _ in keyed)
        ours = dict(_our_ids(keyed)) if source == HONORAR.name else {}
        return cls(source, people, told, min(days), max(days), keys, ours)

    def agents(self, agents: Iterable[KnownAgent]) -> frozenset[UUID]:
        """Those of the account whom the file speaks of."""
        directory = AgentDirectory(agents, self.told)
        return frozenset(found for one in self.people if (found := directory.find(one)))


def _our_ids(keyed: Iterable[tuple[str, ParsedRow]]) -> Iterator[tuple[UUID, str]]:
    for key, row in keyed:
        with suppress(ValueError):
            yield UUID(row.record_id), key
