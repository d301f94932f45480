"""What becomes of each row."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from timer.importing.measuring import Measured

Fate = Literal["create", "unchanged", "conflict", "skipped"]
DEFAULT_TASK = "General"


@dataclass(slots=True)
class Outcome:
    """`agent` is None for somebody whom the import will create. `reason` names a conflict or a skip.

    `timed` is False where the entry keeps its date and seconds but gives up its start.
    """

    row: Measured
    key: str
    agent: UUID | None
    fate: Fate = "create"
    reason: str | None = None
    ordinal: int = 0
    timed: bool = True
    existing: UUID | None = None
    detail: str = ""

    @property
    def who(self) -> UUID | str:
        return self.agent or self.row.line.person

    @property
    def task(self) -> str:
        """Work without a task goes to one default task per project."""
        return self.row.line.task or (DEFAULT_TASK if self.row.line.project else "")

    def conflict(self, kind: str, existing: UUID | None, detail: str) -> None:
        self.fate, self.reason, self.existing, self.detail = "conflict", kind, existing, detail

    def skip(self, reason: str) -> None:
        self.fate, self.reason = "skipped", reason

    def order(self) -> tuple[str, ...]:
        """An order of rows that does not depend on the order of lines."""
        line = self.row.line
        return (
            str(self.who), str(line.start or line.work_date), str(self.row.ends_at), self.key,
            str(line.billable), *line.tags,
        )  # fmt: skip
