"""What the timer says and hears is what the stored examples show."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from contracts import Event, timer
from contracts.invoicing import TimeBilled
from contracts.stored import example
from testkit import ACCOUNT, Served
from timer import announcements
from timer.entry import Entry
from timer.stretch import Stretch
from timer.timesheet import Timesheet
from timer.work import Work


def an_id(last: str) -> UUID:
    return UUID(f"01932f00-0000-7000-8000-0000000000{last}")


NOON = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
AGENT, ORGANIZATION, PROJECT, KIND = an_id("20"), an_id("10"), an_id("30"), an_id("40")
DRAFT = Timesheet(an_id("60"), 0, AGENT, date(2026, 9, 28), date(2026, 10, 4))
SUBMITTED = DRAFT.submit(NOON)
ENTRY = Entry(
    an_id("50"),
    1,
    AGENT,
    DRAFT.id,
    Stretch(date(2026, 9, 28), None, 3000, "Europe/Copenhagen"),
    Work(ORGANIZATION, PROJECT, None, None, KIND),
)


def row(**values: Any) -> Any:
    return SimpleNamespace(account_id=ACCOUNT, archived=False, billable=True, **values)


def made() -> list[Event]:
    """Every fact of the timer, from the values of its example."""
    eva = row(name="Eva Holm", email="faktura@nordlys.example")
    organization = row(
        id=ORGANIZATION, version=3, name="Nordlys ApS", vat_number="DK12345678",
        address_lines=["Havnegade 1, 2. tv"], postal_code="8000", city="Aarhus C", country="DK",
        language="da", currency="DKK", email_domains=["nordlys.example"],
    )  # fmt: skip
    agent = row(
        id=AGENT, version=1, name="Mette Friis", email="mette@example.dk",
        time_zone="Europe/Copenhagen", active=True,
    )  # fmt: skip
    project = row(id=PROJECT, version=1, name="Webshop", organization_id=ORGANIZATION)
    approved = SUBMITTED.approve(NOON, "manager-1", None, own=False)
    entries = example(timer.TimesheetApproved).entries
    return [
        announcements.organization_changed(organization, eva),
        announcements.agent_changed(agent),
        announcements.project_changed(project),
        announcements.service_type_changed(row(id=KIND, version=1, name="Development")),
        announcements.entry_recorded(ACCOUNT, ENTRY),
        announcements.entry_discarded(ACCOUNT, an_id("51"), 2),
        announcements.timesheet_submitted(ACCOUNT, SUBMITTED, 3000),
        *announcements.timesheet_approved(ACCOUNT, approved, entries),
    ]


@pytest.mark.parametrize("fact", made(), ids=lambda fact: str(fact.type))
def test_the_timer_can_make_its_example(fact: Event) -> None:
    assert fact == example(type(fact))


async def test_the_timer_takes_the_example_of_billed_time(timer: Served) -> None:
    await timer.consume(example(TimeBilled))
    assert await timer.dead_letters() == []
