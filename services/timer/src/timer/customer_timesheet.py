"""The timesheet that a customer signs: who did what for them when, in all, and who approved it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain_errors import DomainError, FieldError
from timer.capacity import Period

MOST_ENTRIES = 2_000
"""On one timesheet: some seventy pages, printed in about a second. Each needs 0.2 MB of memory while it is set."""
WantedTime = Literal["approved", "any"]
"""`approved`: what was approved, billed or not; `any`: drafts and what waits for approval too."""


class NoTimeToSignError(DomainError):
    """There is nothing that the customer could sign."""

    def __init__(self, period: Period, not_approved: int) -> None:
        days = f"no time that is asked for from {period.first} to {period.last}"
        waits = f"; {not_approved} entries are not approved yet" if not_approved else ""
        super().__init__(days + waits)


class TooManyEntriesError(DomainError):
    """More entries than one document takes."""

    def __init__(self) -> None:
        reason = f"more than {MOST_ENTRIES} entries: ask for fewer days, or for one project"
        super().__init__(fields=[FieldError("last_day", reason)])


class TextNotPrintableError(DomainError):
    """A text has a character that none of the fonts has; `fields` say which, and where."""


@dataclass(frozen=True, slots=True)
class WantedTimesheet:
    """What the customer is to sign for; None for everybody's, or for all projects."""

    organization_id: UUID
    period: Period
    agent_id: UUID | None = None
    project_id: UUID | None = None
    state: WantedTime = "approved"


@dataclass(frozen=True, slots=True)
class Party:
    """Who worked, or for whom, as printed. `country`: ISO 3166-1 alpha-2."""

    name: str
    lines: tuple[str, ...] = ()
    country: str | None = None
    vat_number: str | None = None
    registration_number: str | None = None


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """Time that the customer signs for. `work`: what it was spent on, the largest first; may be empty."""

    id: UUID
    agent: str
    work_date: date
    started_at: datetime | None
    ended_at: datetime | None
    seconds: int
    break_seconds: int
    work: tuple[str, ...]
    description: str
    approved: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """Of an agent's timesheet. `approved_by`: None where whoever did it is not one of the account's agents."""

    agent: str
    period: Period
    approved_by: str | None
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class CustomerTimesheet:
    """All that is printed; times are shown in `time_zone` (IANA)."""

    seller: Party
    customer: Party
    language: str
    time_zone: str
    period: Period
    project: str | None
    entries: Sequence[SignedEntry]
    approvals: Sequence[Approval]

    @property
    def seconds(self) -> int:
        """Worked in all."""
        return sum(entry.seconds for entry in self.entries)

    def by_person(self) -> list[tuple[str, int]]:
        """Seconds of each person, by name."""
        return self._sums(lambda entry: entry.agent)

    def by_work(self) -> list[tuple[str, int]]:
        """Seconds of each piece of work, by name; the unnamed last."""
        return self._sums(lambda entry: " · ".join(entry.work))

    def _sums(self, of: Callable[[SignedEntry], str]) -> list[tuple[str, int]]:
        sums: dict[str, int] = {}
        for entry in self.entries:
            sums[of(entry)] = sums.get(of(entry), 0) + entry.seconds
        return sorted(sums.items(), key=lambda sum_: (not sum_[0], sum_[0].casefold()))
