"""A billing run: a month of all customers, or of some, is drafted and issued; or drafts that somebody chose are issued."""

import calendar
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from domain_errors import ConflictError, DomainError, FieldError, InvalidInputError
from invoicing.domain.errors import NothingToBillError, TimeOnItsWayError
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.left_out import LeftOut, LeftOutReason

Issuing = Literal["none", "automatic"]
"""Drafts wait for a person; or those with nothing missing are issued at once."""
RunState = Literal["planning", "drafting", "issuing", "finished", "cancelled"]
Outcome = Literal["waiting", "drafted", "nothing", "failed", "cancelled"]
"""What came of a customer: not begun; drafts; nothing to bill; could not be billed; the run was cancelled before."""
DraftState = Literal["draft", "issuing", "issued", "failed", "discarded"]
"""What became of a draft: `failed` is a draft that could not be issued."""

NEEDS_A_PERSON: frozenset[LeftOutReason] = frozenset(
    {"approval-on-its-way", "price-on-its-way", "unpriced", "ready", "unknown"}
)
"""Time that should be on an invoice and is not: somebody has to look, or to wait."""


class NothingToIssueError(ConflictError):
    """None of the run's drafts is there to be issued."""


class NothingToDraftError(ConflictError):
    """The run issues drafts that somebody chose, and makes none."""


class RunEndedError(ConflictError):
    """The run has ended: there is nothing to cancel."""


@dataclass(frozen=True)
class RunRequest:
    """What is to be billed. No organizations: all customers; no currencies: whatever the time is priced in.

    No days: nothing is drafted, it is about drafts that somebody chose.

    `issue` None: as the account and its customers have chosen. `earlier`: also what is open of the days before.
    """

    first_day: date | None
    last_day: date | None
    earlier: bool = False
    organization_ids: tuple[UUID, ...] = ()
    currencies: tuple[str, ...] = ()
    group_by: GroupBy = "work_item"
    issue: Issuing | None = None
    delivery: DeliveryChannel = "email"


@dataclass(frozen=True, kw_only=True)
class BillingRun(RunRequest):
    """A run as it was asked for, and how far it is."""

    id: UUID
    created_at: datetime
    created_by: str
    version: int = 1
    planned_at: datetime | None = None
    finished_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None
    scheduled_month: date | None = None

    @property
    def makes_drafts(self) -> bool:
        """Whether it drafts a period; else somebody chose the drafts."""
        return self.first_day is not None


@dataclass(frozen=True)
class RunCounts:
    """How many of a run's customers and drafts are where."""

    waiting: int = 0
    drafted: int = 0
    nothing: int = 0
    failed: int = 0
    cancelled: int = 0
    attention: int = 0
    drafts: int = 0
    issuing: int = 0
    issued: int = 0
    refused: int = 0
    discarded: int = 0

    @property
    def customers(self) -> int:
        """All that the run is about."""
        return self.waiting + self.drafted + self.nothing + self.failed + self.cancelled

    def with_drafts(self, more: Mapping[str, int]) -> "RunCounts":
        """With drafts of one more currency."""
        names = "drafts", "issuing", "issued", "refused", "discarded"
        return replace(self, **{name: getattr(self, name) + more[name] for name in names})


def state_of(run: BillingRun, counts: RunCounts) -> RunState:
    """How far a run is. Drafts of a cancelled run can be issued: it is shown as issuing while that lasts."""
    if counts.waiting:
        return "drafting"
    if counts.issuing:
        return "issuing"
    if run.cancelled_at:
        return "cancelled"
    if run.finished_at:
        return "finished"
    if not run.makes_drafts:
        return "issuing"
    return "drafting" if run.planned_at else "planning"


@dataclass(frozen=True)
class RunSum:
    """What a run drafted in a currency, as it was drafted, and what of it is issued."""

    currency: str
    drafted: Decimal
    issued: Decimal


_WAYS_OUT = {
    "nothing-to-bill": "do what each reason says, then continue the run",
    "time-on-its-way": "continue the run in a moment",
    "unknown-currency": "correct the customer's currency, then continue the run",
    "no-such-reference": "make the customer known, then continue the run",
    "too-many-lines": "draft this customer by itself, with fewer lines",
    "invoice-incomplete": "add what is missing, then issue it again",
    "text-not-printable": "change the text on the draft, then issue it again",
    "invoice-too-large": "shorten the draft or bill it in parts, then issue it again",
    "changed-meanwhile": "look at the draft, which was changed meanwhile, and issue it again",
    "not-found": "nothing to do, unless it should be billed: then continue the run",
    "invalid-input": "change what the fields say, then issue it again",
}


@dataclass(frozen=True)
class Failure:
    """Why something could not be done, as a caller of the API would be told, for this very case."""

    type: str
    title: str
    detail: str | None = None
    fields: tuple[FieldError, ...] = ()

    @property
    def way_out(self) -> str:
        """What can be done about it."""
        again = "try again; if it fails again, tell whoever runs this service"
        return _WAYS_OUT.get(self.type, again)


@dataclass(frozen=True)
class MadeDraft:
    """A draft as a run made it. `issuing` is `waiting` where it is to be issued at once, as the asking run says."""

    invoice_id: UUID
    currency: str
    total: Decimal
    held_back: tuple[str, ...] = ()
    issuing: Literal["waiting"] | None = None
    asked_version: int | None = None
    asked_by: str | None = None
    delivery: DeliveryChannel | None = None


@dataclass(frozen=True, kw_only=True)
class ChosenDraft(MadeDraft):
    """A draft that somebody chose to be issued, as it was then."""

    organization_id: UUID
    issue_date: date | None


@dataclass(frozen=True)
class RunDraft:
    """A draft of a run, and what became of it. `held_back`: why it was not issued at once, if it was to be."""

    invoice_id: UUID
    organization_id: UUID
    currency: str
    total: Decimal
    state: DraftState
    version: int | None
    number: str | None
    held_back: tuple[str, ...]
    failure: Failure | None


@dataclass(frozen=True)
class RunCustomer:
    """What came of a customer in a run."""

    organization_id: UUID
    organization_name: str
    outcome: Outcome
    failure: Failure | None
    left_out: tuple[LeftOut, ...]
    drafts: tuple[RunDraft, ...] = ()


def outcome_of(error: DomainError) -> Outcome:
    """What a refused draft is: nothing to bill is no failure, unless there is time that should have been billed."""
    if not isinstance(error, NothingToBillError) or isinstance(error, TimeOnItsWayError):
        return "failed"
    reasons = {field.field for field in error.fields}
    return "failed" if reasons & NEEDS_A_PERSON else "nothing"


def needing(left_out: Collection[LeftOut]) -> tuple[LeftOut, ...]:
    """What is left out of a draft and should not be."""
    return tuple(one for one in left_out if one.reason in NEEDS_A_PERSON)


def issues_at_once(
    asked: Issuing | None, customer: Issuing | None, account: Issuing | None
) -> bool:
    """Whether drafts of a customer are issued at once: who says no is asked first, then whoever said something."""
    if "none" in (asked, customer):
        return False
    return (asked or customer or account) == "automatic"


def held_back(missing: Collection[FieldError], left_out: Collection[LeftOut]) -> tuple[str, ...]:
    """Why a draft is not issued without a person: fields that the law demands, and reasons of time left out."""
    lacking = (f"missing:{one.field}" for one in missing)
    return (*lacking, *dict.fromkeys(f"left-out:{one.reason}" for one in needing(left_out)))


@dataclass(frozen=True)
class CustomerIssuing:
    """What a customer says of issuing its drafts at once; None: as the account has chosen."""

    issue: Issuing | None = None
    version: int = 0


@dataclass(frozen=True)
class Schedule:
    """When an account bills the month before by itself, and how. No day: never; `issue` also holds for runs of people."""

    version: int = 0
    day_of_month: int | None = None
    hour: int = 6
    group_by: GroupBy = "work_item"
    issue: Issuing = "none"
    delivery: DeliveryChannel = "email"

    def next_start(self, after: datetime, time_zone: str) -> datetime | None:
        """The first moment after another at which a run begins; a month that is too short begins it on its last day."""
        if self.day_of_month is None:
            return None
        month = after.astimezone(ZoneInfo(time_zone)).date().replace(day=1)
        start = self._start(month, time_zone)
        return start if start > after else self._start(_next_month(month), time_zone)

    def _start(self, month: date, time_zone: str) -> datetime:
        assert self.day_of_month
        last = calendar.monthrange(month.year, month.month)[1]
        day = month.replace(day=min(self.day_of_month, last))
        local = datetime.combine(day, time(self.hour), ZoneInfo(time_zone))
        return local.astimezone(UTC)

    def run_of(self, today: date) -> RunRequest:
        """The run of the month before, with what is open of earlier days: nobody is there to see that it was left."""
        first_day, last_day = month_before(today)
        # who issues is asked of the customers and the account, as in a run of a person
        return RunRequest(
            first_day,
            last_day,
            earlier=True,
            group_by=self.group_by,
            issue=None,
            delivery=self.delivery,
        )


def month_before(day: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def check_issue_date(issue_date: date | None, today: date) -> None:
    """Refuse for all what would be refused for each. Raises `InvalidInputError`."""
    if issue_date and issue_date > today:
        raise InvalidInputError("issue_date", f"is in the future; today is {today}")


def unknown_drafts(
    places: Collection[int], reason: str = "is no draft of this run that could be issued"
) -> InvalidInputError:
    """Some that were named are no drafts (any more)."""
    first, *more = (FieldError(f"drafts.{place}.invoice_id", reason) for place in sorted(places))
    return InvalidInputError(first.field, first.reason, *more)


@dataclass(frozen=True)
class NamedDraft:
    """A draft to be issued, in the version that the caller saw; None: as it is now."""

    invoice_id: UUID
    version: int | None = None


@dataclass(frozen=True)
class IssueRun:
    """Which drafts of a run are to be issued, and how; none named: all."""

    drafts: tuple[NamedDraft, ...] = ()
    issue_date: date | None = None
    delivery: DeliveryChannel | None = None


@dataclass(frozen=True)
class IssueDrafts:
    """Which drafts are to be issued, whoever made them, and how."""

    drafts: tuple[NamedDraft, ...]
    issue_date: date | None = None
    delivery: DeliveryChannel = "email"
