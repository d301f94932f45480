"""What becomes of the rows of a file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from timer.importing.rows import ParsedRow
from timer.importing.snapshot import EarlierRow

Outcome = Literal["create", "unchanged", "conflict", "skipped"]
DEFAULT_TASK = "General"


@dataclass(slots=True)
class PlannedRow:
    """`agent_id` is None for somebody whom the import will create. `reason` names a conflict or a skip.

    `task` and `kind` (of work) are what the row's work is booked on here. `ordinal` counts rows of one key. `timed` is
    False where the entry keeps its date and seconds but gives up its place in the day. `entry_id` is the existing entry
    that the row meets or contradicts.
    """

    row: ParsedRow
    row_key: str
    agent_id: UUID | None
    task: str
    kind: str
    outcome: Outcome = "create"
    reason: str = ""
    ordinal: int = 0
    timed: bool = True
    entry_id: UUID | None = None
    detail: str = ""

    @property
    def agent(self) -> UUID | str:
        """The agent, or the identity in the file of one who is still to be created."""
        return self.agent_id or self.row.person.identity

    def set_conflict(self, kind: str, entry_id: UUID | None, detail: str) -> None:
        self.outcome, self.reason, self.entry_id, self.detail = "conflict", kind, entry_id, detail

    def set_skipped(self, reason: str) -> None:
        self.outcome, self.reason = "skipped", reason

    def set_unchanged(self, earlier: EarlierRow) -> None:
        self.outcome, self.ordinal, self.entry_id = "unchanged", earlier.ordinal, earlier.entry_id

    def as_imported(self, entry_id: UUID, agent_id: UUID) -> EarlierRow:
        """The row as a later import will know it again."""
        row = self.row
        return EarlierRow(
            self.row_key, self.ordinal, entry_id, agent_id, row.work_date, row.written_start,
            row.time.started_at, row.seconds, row.project, row.description, row.tags, row.billable,
        )  # fmt: skip

    def order(self) -> tuple[str, ...]:
        """An order of rows that does not depend on the order of lines."""
        row = self.row
        return (
            str(self.agent), str(row.written_start or row.work_date), str(row.time.ended_at),
            self.row_key, str(row.billable), *row.tags,
        )  # fmt: skip


@dataclass(slots=True)
class Plan:
    """`missing` were imported before, lie inside the file's period and agents, and are not in it."""

    rows: list[PlannedRow]
    period: tuple[date, date] | None
    missing: list[EarlierRow] = field(default_factory=list)

    @property
    def creates(self) -> list[PlannedRow]:
        return self.with_outcome("create")

    def with_outcome(self, outcome: Outcome) -> list[PlannedRow]:
        return [one for one in self.rows if one.outcome == outcome]

    def covered(self, earlier_rows: Iterable[EarlierRow]) -> list[EarlierRow]:
        """Those of the agents and days that the file speaks of."""
        if self.period is None:
            return []
        first, last = self.period
        agents = {one.agent_id for one in self.rows}
        return [
            one for one in earlier_rows if one.agent_id in agents and first <= one.work_date <= last
        ]
