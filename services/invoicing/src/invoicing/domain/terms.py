"""When an invoice is due."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

TermsKind = Literal["net-days", "end-of-month", "on-receipt", "fixed-date"]


@dataclass(frozen=True)
class Terms:
    """Net `days`, end of month + `days`, on receipt, or the fixed `due_date`."""

    kind: TermsKind
    days: int = 0
    due_date: date | None = None

    def due(self, issue_date: date) -> date:
        """The last day on which payment is in time."""
        match self.kind:
            case "net-days":
                return issue_date + timedelta(days=self.days)
            case "end-of-month":
                return end_of_month(issue_date) + timedelta(days=self.days)
            case "on-receipt":
                return issue_date
            case "fixed-date":
                assert self.due_date is not None
                return self.due_date


def end_of_month(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def local_date(now: datetime, time_zone: str) -> date:
    """The date in the account's time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()


def overdue_from(due_date: date, time_zone: str) -> datetime:
    """The instant at which the invoice becomes overdue: the local day after the due date begins."""
    begin = datetime.combine(due_date + timedelta(days=1), time(), ZoneInfo(time_zone))
    return begin.astimezone(UTC)
