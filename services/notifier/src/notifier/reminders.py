"""Reminders of invoices that are not paid: the account's steps, which of them is due, and what stands in the way."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from domain_errors import ConflictError, InvalidInputError
from notifier.public_holidays import is_public_holiday
from notifier.reminder_fees import Fee, check_fees

MOST_STEPS = 12
LANGUAGES = ("da", "en", "de", "nb", "sv")
PLACEHOLDERS = (
    "number",
    "customer",
    "seller",
    "balance",
    "total",
    "issue_date",
    "due_date",
    "days_late",
)
"""What a text may name, each in braces."""
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_MOST_DAYS_BETWEEN = 3
"""A step that was held up comes no sooner after the one before it, unless the account has them closer together."""
_FRIDAY = 5
_DAYS_UNREAD = (1, 2, 4)
"""After how many days an invoice is looked at again that could not be read: after the first time, the second, all others."""

Hindrance = Literal[
    "unreadable",
    "off",
    "not-issued",
    "due-before-start",
    "paid",
    "disputed",
    "not-delivered",
    "reminder-fee",
    "invoice-paused",
    "customer-paused",
]
"""Why an invoice is not reminded."""
ReminderState = Literal["queued", "sent", "failed", "unknown", "passed-over"]


class StepText(BaseModel):
    """What a step says in one language."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    subject: str
    text: str


class Step(BaseModel):
    """A reminder so many days after the due date, before it where negative. What `texts` do not say is said by default."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    days: int
    on: bool = True
    texts: Mapping[str, StepText] = {}
    fee: Fee | None = None
    """What the customer is charged for it, where the invoice is in that currency."""

    def day(self, due_date: date) -> date:
        """The day on which it is due."""
        return due_date + timedelta(days=self.days)


def _default(number: int, days: int) -> Step:
    return Step(id=UUID(f"01900000-0000-7000-8000-00000000000{number}"), days=days)


DEFAULT_STEPS = (_default(1, -3), _default(2, 1), _default(3, 8), _default(4, 15))


@dataclass(frozen=True)
class ReminderSettings:
    """What the account has chosen. It sends none until it is switched on, and none of invoices due before `due_from`.

    `workdays_only`: not on Saturdays, Sundays, nor public holidays of `holiday_region`, which is timer's to choose.
    """

    version: int = 0
    on: bool = False
    due_from: date | None = None
    hour: int = 8
    workdays_only: bool = True
    steps: tuple[Step, ...] = DEFAULT_STEPS
    holiday_region: str | None = None

    @property
    def steps_on(self) -> Sequence[Step]:
        """Those that are sent, the first one first."""
        return sorted((step for step in self.steps if step.on), key=lambda step: step.days)

    def step(self, step_id: UUID) -> Step | None:
        """One of the steps."""
        return next((step for step in self.steps if step.id == step_id), None)

    def is_reminding_day(self, day: date) -> bool:
        """Whether reminders are sent on such a day."""
        if not self.workdays_only:
            return True
        return day.weekday() < _FRIDAY and not is_public_holiday(self.holiday_region, day)

    def next_run(self, after: datetime, time_zone: str) -> datetime:
        """When reminders are sent next: at the hour in the account's zone, on a day that it chose."""
        zone = ZoneInfo(time_zone)
        day = after.astimezone(zone).date()
        while True:
            run = datetime.combine(day, time(self.hour), zone)
            if run > after and self.is_reminding_day(day):
                return run
            day += timedelta(days=1)


def check(settings: ReminderSettings) -> None:
    """Raises `InvalidInputError`: two steps of one day or id, a text that names what nothing is known of, or a fee that may
    not be charged."""
    for name in ("id", "days"):
        known = set[object]()
        for index, step in enumerate(settings.steps):
            if getattr(step, name) in known:
                raise InvalidInputError(f"steps.{index}.{name}", "must be another step's alone")
            known.add(getattr(step, name))
    for index, step in enumerate(settings.steps):
        for language, text in step.texts.items():
            check_text(text, field=f"steps.{index}.texts.{language}")
    check_fees(settings.steps)


def check_text(text: StepText, *, field: str) -> None:
    """Raises `InvalidInputError` for a placeholder that does not exist, or a brace that stands alone."""
    for name, said in (("subject", text.subject), ("text", text.text)):
        for found in _BRACES.finditer(said):
            if found[1] not in PLACEHOLDERS:
                allowed = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
                raise InvalidInputError(
                    f"{field}.{name}".lstrip("."), f"has {found[0]}; what can be named is {allowed}"
                )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of names; they are text, whatever they hold."""
    return _BRACES.sub(lambda found: values.get(found[1] or "", found[0]), text)


@dataclass(frozen=True)
class OpenInvoice:
    """What is known of an issued invoice; without a number it is not known yet that it was issued."""

    id: UUID
    number: str | None
    issue_date: date | None
    due_date: date | None
    balance: Decimal
    disputed: bool = False
    delivered: bool = False
    pause: Literal["invoice", "customer"] | None = None
    is_fee: bool = False
    """Whether it charges a fee of a reminder: it is never reminded of by steps, so no fee follows from a fee."""
    unreadable: str | None = None
    """Why it was set aside when it was looked at last."""
    times_unreadable: int = 0

    @property
    def is_paid(self) -> bool:
        """Whether nothing is owed; what is no number is not."""
        return self.balance.is_finite() and self.balance <= 0


@dataclass(frozen=True)
class Owed:
    """What is owed on an invoice at the moment of sending."""

    balance: Decimal
    disputed: bool

    @property
    def why_not_reminded(self) -> str | None:
        """Why a reminder that was on its way is not sent after all, in English."""
        if self.balance <= 0:
            return "nothing is owed any more"
        return "the customer disputes the invoice" if self.disputed else None


@dataclass(frozen=True)
class Taken:
    """A reminder that there is: sent, or on its way, or passed over. `asked`: by a person, beside the steps."""

    step_id: UUID
    day: date
    passed_over: bool = False
    asked: bool = False


@dataclass(frozen=True)
class DueStep:
    """The step to send, and those whose time has gone by."""

    step: Step | None
    passed_over: tuple[Step, ...] = ()

    def taken(self, day: date) -> list[Taken]:
        """What is taken by it."""
        passed = [Taken(step.id, day, passed_over=True) for step in self.passed_over]
        return [*passed, Taken(self.step.id, day)] if self.step else passed


@dataclass(frozen=True)
class Planned:
    """What will be sent next, and when, if nothing changes."""

    step: Step
    day: date


class NotRemindedError(ConflictError):
    """The invoice is not to be reminded."""


class UnreadableInvoiceError(ValueError):
    """What is known of an invoice makes no reminder. Says why without repeating it."""


def days_unread(times: int) -> int:
    """After how many days an invoice is looked at again that could not be read so many times running."""
    return _DAYS_UNREAD[min(times, len(_DAYS_UNREAD)) - 1]


def hindrance(invoice: OpenInvoice, settings: ReminderSettings) -> Hindrance | None:
    """Why an invoice is not reminded; None: it is, on its days."""
    if invoice.unreadable and not invoice.is_paid:
        return "unreadable"
    if why := hindrance_of_invoice(invoice):
        return why
    if invoice.is_fee:
        return "reminder-fee"
    if not settings.on:
        return "off"
    assert invoice.due_date
    if settings.due_from and invoice.due_date < settings.due_from:
        return "due-before-start"
    return None


def hindrance_of_invoice(invoice: OpenInvoice) -> Hindrance | None:
    """What also holds when a person asks for a reminder."""
    if invoice.number is None:
        return "not-issued"
    if invoice.is_paid:
        return "paid"
    if invoice.disputed:
        return "disputed"
    if not invoice.delivered:
        return "not-delivered"
    if invoice.pause:
        return "invoice-paused" if invoice.pause == "invoice" else "customer-paused"
    return None


def due_step(
    invoice: OpenInvoice, settings: ReminderSettings, taken: Sequence[Taken], today: date
) -> DueStep:
    """What is to be sent today: of steps whose day has come the newest alone, the others are passed over."""
    nothing = DueStep(None)
    if hindrance(invoice, settings) or not settings.is_reminding_day(today):
        return nothing
    assert invoice.due_date
    reached = [step for step in settings.steps_on if step.day(invoice.due_date) <= today]
    known = {one.step_id for one in taken if not one.asked}
    waiting = [step for step in reached if step.id not in known]
    if not waiting:
        return nothing
    newest = reached[-1]
    if newest.id in known or _is_out_of_season(newest, invoice, today):
        return DueStep(None, tuple(waiting))
    if today < _not_before(newest, settings, taken):
        return nothing
    return DueStep(newest, tuple(step for step in waiting if step != newest))


def look_again(
    invoice: OpenInvoice, settings: ReminderSettings, taken: Sequence[Taken], today: date
) -> date | None:
    """The day before which no step is due, whatever happens to the invoice; None: one may be due tomorrow."""
    if hindrance(invoice, settings):
        return None
    assert invoice.due_date
    known = {one.step_id for one in taken if not one.asked}
    days = [step.day(invoice.due_date) for step in settings.steps_on if step.id not in known]
    following = min(days, default=date.max)
    return following if following > today else None


def planned(
    invoice: OpenInvoice, settings: ReminderSettings, taken: Sequence[Taken], first_day: date
) -> Planned | None:
    """What will be sent next; `first_day`: when reminders are sent next."""
    if hindrance(invoice, settings) or not settings.steps_on:
        return None
    assert invoice.due_date
    days = {first_day, *(step.day(invoice.due_date) for step in settings.steps_on)}
    days |= {_not_before(step, settings, taken) for step in settings.steps_on}
    for day in sorted({_rolled(day, settings) for day in days if day >= first_day} | {first_day}):
        if step := due_step(invoice, settings, taken, day).step:
            return Planned(step, day)
    return None


def step_to_ask_for(settings: ReminderSettings, taken: Sequence[Taken]) -> Step | None:
    """Whose text a reminder has that a person asks for: the next one that was not sent, else the last."""
    sent = {one.step_id for one in taken if not one.passed_over}
    steps = settings.steps_on or sorted(settings.steps, key=lambda step: step.days)
    late = [step for step in steps if step.days >= 0] or steps
    return next((step for step in late if step.id not in sent), late[-1] if late else None)


def _is_out_of_season(step: Step, invoice: OpenInvoice, today: date) -> bool:
    """A word before the due date is of no use after it, nor as soon as the invoice itself has come."""
    assert invoice.due_date
    assert invoice.issue_date
    if step.days >= 0:
        return False
    return today > invoice.due_date or step.day(invoice.due_date) <= invoice.issue_date


def _not_before(step: Step, settings: ReminderSettings, taken: Sequence[Taken]) -> date:
    """The first day on which it does not come too soon after another one."""
    sent = [one for one in taken if not one.passed_over]
    if not sent:
        return date.min
    last = max(sent, key=lambda one: one.day)
    before = settings.step(last.step_id)
    between = abs(step.days - before.days) if before and not last.asked else _MOST_DAYS_BETWEEN
    return last.day + timedelta(days=min(max(between, 1), _MOST_DAYS_BETWEEN))


def _rolled(day: date, settings: ReminderSettings) -> date:
    while not settings.is_reminding_day(day):
        day += timedelta(days=1)
    return day
