"""How time is put on lines, and what a line of each grouping is called."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.lines import Line, time_amount
from invoicing.tax import Tax
from invoicing.wording import Wording

GroupBy = Literal["entry", "work_item", "project", "agent", "service_type", "day", "all"]
GROUPINGS: tuple[GroupBy, ...] = (
    "entry",
    "work_item",
    "project",
    "agent",
    "service_type",
    "day",
    "all",
)
LONGEST_DESCRIPTION = 300


@dataclass(frozen=True)
class Group:
    """Time that goes on one line: one rate, and the names that its entries have."""

    line_id: UUID
    hourly_rate: Decimal
    seconds: int
    first_day: date
    last_day: date
    agent_name: str | None
    project_name: str | None
    work_item_name: str | None
    service_type_id: UUID | None
    service_type_name: str | None
    description: str | None


def line_of(
    group: Group, position: int, group_by: GroupBy, tax: Tax, currency: str, words: Wording
) -> Line:
    """Make the line of a group; a service type is on it when all its time has the same one."""
    return Line(
        line_id=group.line_id,
        position=position,
        kind="time",
        description=shortened(_called(group, group_by, words) or words.work),
        amount=time_amount(group.seconds, group.hourly_rate, currency),
        tax=tax,
        seconds=group.seconds,
        hourly_rate=group.hourly_rate,
        service_type_id=group.service_type_id,
        service_type_name=group.service_type_name,
        first_day=group.first_day,
        last_day=group.last_day,
    )


def _called(group: Group, group_by: GroupBy, words: Wording) -> str | None:
    match group_by:
        case "entry":
            return _joined(group.work_item_name or group.project_name, group.description)
        case "work_item":
            return _joined(group.project_name, group.work_item_name)
        case "project":
            return group.project_name
        case "agent":
            return group.agent_name
        case "service_type":
            return group.service_type_name
        case "day":
            return words.day(group.first_day)
        case "all":
            return None


def _joined(first: str | None, second: str | None) -> str | None:
    if first and second and first != second:
        return f"{first}: {second}"
    return first or second


def shortened(description: str) -> str:
    """Cut what would not fit on a line or in a message."""
    text = " ".join(description.split())
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1] + "…"
