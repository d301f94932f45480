"""What a customer signs: the time of a period, read in one moment."""

from uuid import UUID

from database import Row, Session
from domain_errors import InvalidInputError
from timer.capacity import Period
from timer.customer_timesheet import (
    MOST_ENTRIES,
    Approval,
    CustomerTimesheet,
    NoTimeToSignError,
    Party,
    SignedEntry,
    TooManyEntriesError,
    WantedTimesheet,
)
from timer.queries.account_settings import account_settings
from timer.store import signed_time
from typesetting.languages import language_of


async def customer_timesheet(session: Session, wanted: WantedTimesheet) -> CustomerTimesheet:
    """All that is printed, in the customer's language and the account's zone.

    Raises `InvalidInputError` for a customer or project that is not there, or a period that is none; `NoTimeToSignError`,
    `TooManyEntriesError`.
    """
    wanted.period.must_be_possible()
    settings = await account_settings(session)
    customer = await signed_time.customer(session, wanted.organization_id)
    if customer is None:
        raise InvalidInputError("organization_id", "there is no such customer")
    seller = await signed_time.seller(session)
    project = await _project(session, wanted.project_id)
    rows = await _entries(session, wanted)
    sheets = list({row.timesheet_id for row in rows})
    return CustomerTimesheet(
        seller=_party(seller) if seller else Party(""),
        customer=_party(customer),
        language=language_of(customer.language, settings.language),
        time_zone=settings.time_zone,
        period=wanted.period,
        project=project,
        entries=[_entry(row) for row in rows],
        approvals=[_approval(row) for row in await signed_time.approvals(session, sheets)],
    )


async def _entries(session: Session, wanted: WantedTimesheet) -> list[Row]:
    rows = await signed_time.entries(session, wanted, MOST_ENTRIES + 1)
    if len(rows) > MOST_ENTRIES:
        raise TooManyEntriesError
    if not rows:
        raise NoTimeToSignError(wanted.period, await signed_time.not_approved(session, wanted))
    return rows


async def _project(session: Session, project_id: UUID | None) -> str | None:
    if project_id is None:
        return None
    name = await signed_time.project_name(session, project_id)
    if name is None:
        raise InvalidInputError("project_id", "there is no such project")
    return name


def _party(row: Row) -> Party:
    town = f"{row.postal_code} {row.city}".strip()
    lines = [*row.address_lines, *filter(None, [town])]
    return Party(row.name, tuple(lines), row.country, row.vat_number, row.registration_number)


def _entry(row: Row) -> SignedEntry:
    names = SignedEntry.__dataclass_fields__
    return SignedEntry(**{**{name: row[name] for name in names}, "work": tuple(row.work)})


def _approval(row: Row) -> Approval:
    period = Period(row.first_day, row.last_day)
    return Approval(row.agent, period, row.approved_by, row.approved_at)
