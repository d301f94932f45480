"""Notices: what an account's own people are told by e-mail, to whom, and which of it the account has switched off."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from notifier.deliveries import Recipient

NoticeKind = Literal[
    "timer-forgotten",
    "timesheet-missing",
    "timesheet-rejected",
    "project-budget-reached",
    "budget-reached",
]
Kind = Literal[
    "invoice",
    "credit-note",
    "reminder",
    "timer-forgotten",
    "timesheet-missing",
    "timesheet-rejected",
    "project-budget-reached",
    "budget-reached",
]
"""What a message is about. `invoice`, `credit-note`, `reminder`: it goes to a customer; the others are notices."""
KINDS: tuple[str, ...] = get_args(Kind)


class _Notice(BaseModel):
    """What happened. It is about `subject_id`, of which there may be several notices, each with its own `step`."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    to_agent: ClassVar[bool] = True
    """Whether it is for the agent; else for those who lead the account."""

    @property
    def path(self) -> str:
        """Where in the app it is mended."""
        return "/"


class ForgottenTimer(_Notice):
    """A timer runs for longer than the account's limit."""

    kind: Literal["timer-forgotten"] = "timer-forgotten"
    entry_id: UUID
    agent_id: UUID
    description: str
    started_at: datetime
    time_zone: str
    limit_seconds: int

    @property
    def subject_id(self) -> UUID:
        """The entry that it becomes."""
        return self.entry_id

    @property
    def step(self) -> str:
        """A timer is forgotten once."""
        return "forgotten"


class _OfPeriod(_Notice):
    agent_id: UUID
    first_day: date
    last_day: date

    @property
    def path(self) -> str:
        """The week that its last day is in; other periods are handed in below it."""
        year, week, _ = self.last_day.isocalendar()
        return f"/week/{year}-W{week:02}"


class MissingTimesheet(_OfPeriod):
    """The time of a period was not handed in."""

    kind: Literal["timesheet-missing"] = "timesheet-missing"
    seconds: int

    @property
    def subject_id(self) -> UUID:
        """Whose time it is: there may be no timesheet."""
        return self.agent_id

    @property
    def step(self) -> str:
        """Each period is told once."""
        return self.first_day.isoformat()


class RejectedTimesheet(_OfPeriod):
    """A timesheet goes back to its agent."""

    kind: Literal["timesheet-rejected"] = "timesheet-rejected"
    timesheet_id: UUID
    version: int
    reason: str
    rejected_entries: int = 0

    @property
    def subject_id(self) -> UUID:
        """The timesheet."""
        return self.timesheet_id

    @property
    def step(self) -> str:
        """It may be rejected more than once, in another version each time."""
        return str(self.version)


class ReachedBudget(_Notice):
    """A part of a project's budget of hours is used up."""

    to_agent: ClassVar[bool] = False

    kind: Literal["project-budget-reached"] = "project-budget-reached"
    project_id: UUID
    version: int
    name: str
    percent: int
    month: date | None
    budget_seconds: int
    logged_seconds: int

    @property
    def subject_id(self) -> UUID:
        """The project."""
        return self.project_id

    @property
    def step(self) -> str:
        """Its budgets are told in an order of their own."""
        return str(self.version)

    @property
    def path(self) -> str:
        """The project's page."""
        return f"/projects/{self.project_id}"


class Amount(BaseModel):
    """Money in one currency."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    amount: Decimal
    currency: str


class ReachedThreshold(_Notice):
    """A part of a budget of money, or of a customer's hours, is used up, or (`forecast`) the plan exceeds it."""

    to_agent: ClassVar[bool] = False

    kind: Literal["budget-reached"] = "budget-reached"
    budget_id: UUID
    project_id: UUID | None
    organization_id: UUID | None
    version: int
    name: str
    forecast: bool
    percent: int
    month: date | None
    budget_seconds: int | None
    used_seconds: int | None
    budget_money: Amount | None
    used_money: Amount | None

    @property
    def subject_id(self) -> UUID:
        """The budget."""
        return self.budget_id

    @property
    def step(self) -> str:
        """What is reached of budgets has an order of its own."""
        return str(self.version)

    @property
    def path(self) -> str:
        """The page of the project or the customer."""
        if self.project_id is not None:
            return f"/projects/{self.project_id}"
        return f"/customers/{self.organization_id}"


AgentNotice = ForgottenTimer | MissingTimesheet | RejectedTimesheet
LeaderNotice = ReachedBudget | ReachedThreshold
Notice = Annotated[AgentNotice | LeaderNotice, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Addressee:
    """An agent or a member, and the language that they read."""

    id: UUID
    name: str
    email: str | None
    language: str

    @property
    def recipient(self) -> Recipient | None:
        """Where they can be written to."""
        return Recipient(self.name, self.email) if self.email else None


@dataclass(frozen=True, slots=True)
class NoticeSettings:
    """Which kinds of notices the account sends; all until it chooses."""

    version: int = 0
    timer_forgotten: bool = True
    timesheet_missing: bool = True
    timesheet_rejected: bool = True
    project_budget_reached: bool = True

    def sends(self, kind: NoticeKind) -> bool:
        """Whether notices of this kind are sent; what is told of budgets is chosen together."""
        if kind == "budget-reached":
            return self.project_budget_reached
        on: bool = getattr(self, kind.replace("-", "_"))
        return on
