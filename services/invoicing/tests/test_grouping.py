"""How time is put on lines, and what the lines are called."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from invoicing.domain.errors import TooManyLinesError
from invoicing.domain.grouping import Group, GroupBy, in_one_line, lines_of
from invoicing.domain.lines import Line
from invoicing.domain.tax import Tax
from invoicing.domain.wording import wording

TAX = Tax("standard", Decimal(25))
GROUP = Group(
    line_id=UUID(int=1),
    hourly_rate=Decimal(1200),
    seconds=3000,
    billed_seconds=3000,
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 28),
    agent_name="Mette Friis",
    project_name="Webshop",
    work_item_name="Checkout",
    service_type_id=UUID(int=40),
    service_type_name="Development",
    description="Fix the pay button",
    entry_ids=frozenset({UUID(int=1), UUID(int=2)}),
)
GROUPINGS: tuple[GroupBy, ...] = (
    "entry",
    "work_item",
    "project",
    "agent",
    "service_type",
    "day",
    "all",
)


def lines(group_by: GroupBy, *groups: Group, language: str = "en") -> tuple[Line, ...]:
    return lines_of(groups, group_by, TAX, "DKK", wording(language))


@pytest.mark.parametrize(
    ("group_by", "name"),
    [
        ("entry", "Checkout: Fix the pay button"),
        ("work_item", "Webshop: Checkout"),
        ("project", "Webshop"),
        ("agent", "Mette Friis"),
        ("service_type", "Development"),
        ("day", "1 September 2026"),
        ("all", "Work"),
    ],
)
def test_each_grouping_names_its_lines(group_by: GroupBy, name: str) -> None:
    [line] = lines(group_by, GROUP)
    assert line.description == name


@pytest.mark.parametrize("group_by", GROUPINGS)
@pytest.mark.parametrize(("language", "work"), [("en", "Work"), ("da", "Arbejde")])
def test_a_line_without_any_name_is_called_work(
    group_by: GroupBy, language: str, work: str
) -> None:
    names = ("agent_name", "project_name", "work_item_name", "service_type_name", "description")
    nothing: dict[str, Any] = dict.fromkeys(names)
    [line] = lines(group_by, replace(GROUP, **nothing), language=language)
    assert group_by == "day" or line.description == work


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"work_item_name": None}, "Webshop: Fix the pay button"),
        ({"description": ""}, "Checkout"),
        ({"description": "Checkout"}, "Checkout"),
        ({"work_item_name": None, "project_name": None}, "Fix the pay button"),
    ],
)
def test_an_entry_is_called_by_what_it_has(changed: dict[str, Any], name: str) -> None:
    [line] = lines("entry", replace(GROUP, **changed))
    assert line.description == name


def test_a_line_carries_the_time_the_price_and_the_days_of_its_group() -> None:
    [line] = lines("all", GROUP)
    assert (line.line_id, line.kind, line.seconds) == (GROUP.line_id, "time", 3000)
    assert (line.amount, line.hourly_rate) == (Decimal("1000.00"), Decimal(1200))
    assert (line.first_day, line.last_day) == (GROUP.first_day, GROUP.last_day)
    assert (line.tax_category, line.tax_rate) == ("standard", Decimal(25))


def test_lines_are_numbered_in_the_order_of_their_groups() -> None:
    groups = [replace(GROUP, line_id=UUID(int=n)) for n in (5, 3, 4)]
    found = [(line.position, line.line_id.int) for line in lines("entry", *groups)]
    assert found == [(1, 5), (2, 3), (3, 4)]


def test_an_invoice_has_at_most_750_lines() -> None:
    assert len(lines("entry", *[GROUP] * 750)) == 750
    with pytest.raises(TooManyLinesError, match="751"):
        lines("entry", *[GROUP] * 751)


def test_white_space_in_a_name_is_one_space() -> None:
    assert in_one_line("  Fix\n the \t button ") == "Fix the button"


def test_a_description_is_never_cut() -> None:
    words = " ".join(f"word{n}" for n in range(800))
    [line] = lines("entry", replace(GROUP, description=words))
    assert line.description == f"Checkout: {words}"
