"""How time is put on lines, and what a line of each grouping is called."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.lines import Line, check_line_count, decimal_hours, time_amount
from invoicing.domain.tax import Tax
from invoicing.domain.wording import Wording

GroupBy = Literal["entry", "work_item", "project", "agent", "service_type", "day", "all"]


@dataclass(frozen=True)
class Group:
    """Time of some entries that goes on one line: one rate, within or beyond agreements, and the names that they have."""

    line_id: UUID
    hourly_rate: Decimal
    seconds: int
    billed_seconds: int
    first_day: date
    last_day: date
    agent_name: str | None
    project_name: str | None
    work_item_name: str | None
    service_type_id: UUID | None
    service_type_name: str | None
    description: str | None
    entry_ids: Collection[UUID]
    overage: bool = False
    """Whether it is what exceeds an agreement."""


TextOf = Callable[[Group], str | None]


def lines_of(
    groups: Sequence[Group],
    group_by: GroupBy,
    tax: Tax,
    currency: str,
    words: Wording,
    text_of: TextOf | None = None,
    hour_decimals: int | None = None,
) -> tuple[Line, ...]:
    """The lines of a draft, a group on each; `text_of` says something else of it than usual. Raises `TooManyLinesError`."""
    check_line_count(len(groups))
    return tuple(
        _line(
            group,
            position,
            _described(group, group_by, words, text_of),
            tax,
            currency,
            hour_decimals,
        )
        for position, group in enumerate(groups, 1)
    )


def texts_of(
    groups: Sequence[Group], group_by: GroupBy, words: Wording, text_of: TextOf | None = None
) -> dict[UUID, str]:
    """What the lines of groups say, by their ids; however many they are."""
    return {one.line_id: in_one_line(_described(one, group_by, words, text_of)) for one in groups}


def _line(
    group: Group,
    position: int,
    description: str,
    tax: Tax,
    currency: str,
    hour_decimals: int | None,
) -> Line:
    """The line of a group; a service type is on it when all its time has the same one."""
    return Line(
        line_id=group.line_id,
        position=position,
        kind="time",
        description=in_one_line(description),
        amount=time_amount(group.billed_seconds, group.hourly_rate, currency, hour_decimals),
        hours=decimal_hours(group.billed_seconds, hour_decimals),
        tax=tax,
        seconds=group.seconds,
        billed_seconds=group.billed_seconds,
        hourly_rate=group.hourly_rate,
        service_type_id=group.service_type_id,
        service_type_name=group.service_type_name,
        first_day=group.first_day,
        last_day=group.last_day,
    )


def _described(group: Group, group_by: GroupBy, words: Wording, text_of: TextOf | None) -> str:
    name = text_of and text_of(group)
    name = name or _name(group, group_by, words) or words.work
    return words.overage(name) if group.overage else name


def _name(group: Group, group_by: GroupBy, words: Wording) -> str | None:
    match group_by:
        case "entry":
            return _join(group.work_item_name or group.project_name, group.description)
        case "work_item":
            return _join(group.project_name, group.work_item_name)
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


def _join(first: str | None, second: str | None) -> str | None:
    if first and second and first != second:
        return f"{first}: {second}"
    return first or second


def in_one_line(description: str) -> str:
    """The whole description with single spaces; however long it is, the page has room for it."""
    return " ".join(description.split())
