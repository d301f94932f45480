"""Create agreements, change, end, renew and withdraw them. Time that they cover is allocated again soon after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from database import Session
from domain_errors import FieldError, InvalidInputError, NotFoundError, check_version
from rates.commands.agreement_months import schedule_months
from rates.commands.allocation import publish_charges
from rates.commands.repricing import schedule_repricing
from rates.domain.agreements import Agreement, check_apart
from rates.domain.billed_agreements import AgreementBilledError, ChargeBilledError
from rates.domain.charges import milestone_charge_id
from rates.domain.rules import Days, Scope, UnknownReferenceError, unknown
from rates.domain.terms import Block, Terms
from rates.store import agreements, books, charges, divided_time, rates, references
from rates.store.agreements import AgreementOnRecord


async def create_agreement(session: Session, new: Agreement, *, by: str) -> AgreementOnRecord:
    """Record a new agreement.

    Raises `InvalidInputError` for what cannot be, `UnknownReferenceError` for what it names and is not known here,
    `AgreementOverlapError` for one that would charge a month twice.
    """
    new.check()
    await _check_known(session, new)
    now = await rates.begin_change(session)
    check_apart(new, await books.load(session, [new.organization_id]))
    await agreements.add(session, new, now, by)
    await divided_time.begin(session)
    await _allocate(session, new)
    return AgreementOnRecord(new, now, billed=False)


async def change_terms(
    session: Session, agreement_id: UUID, terms: Terms, *, expected: int, by: str
) -> AgreementOnRecord:
    """Let other terms hold from a day on; what was agreed for later days goes."""
    found = await _lock(session, agreement_id, expected)
    with _fields_of("terms"):
        changed = found.before.with_terms(terms)
    return await _change(session, found, changed, by)


async def end_agreement(
    session: Session, agreement_id: UUID, last_day: date, *, expected: int, by: str
) -> AgreementOnRecord:
    """Let the agreement end on a day. What was billed of later months stays billed."""
    found = await _lock(session, agreement_id, expected)
    return await _change(session, found, found.before.ended(last_day), by)


async def renew_agreement(
    session: Session,
    agreement_id: UUID,
    last_day: date | None,
    renews_months: int | None,
    *,
    expected: int,
    by: str,
) -> AgreementOnRecord:
    """Let an agreement that ends go on. Raises `AgreementOverlapError` where another has taken its place."""
    found = await _lock(session, agreement_id, expected)
    before = found.before
    if before.last_day is None:
        raise InvalidInputError("last_day", "it has no last day that it could go beyond")
    if last_day is not None and last_day <= before.last_day:
        raise InvalidInputError("last_day", f"must be after {before.last_day}")
    changed = replace(
        before, version=before.version + 1, last_day=last_day, renews_months=renews_months
    )
    changed.check()
    check_apart(changed, await books.load(session, [changed.organization_id]))
    return await _change(session, found, changed, by)


async def buy_block(
    session: Session, agreement_id: UUID, block: Block, *, expected: int, by: str
) -> AgreementOnRecord:
    """Sell a block, which is billed from the day on which it is bought."""
    found = await _lock(session, agreement_id, expected)
    with _fields_of("blocks"):
        changed = found.before.with_block(block)
    return await _change(session, found, changed, by)


async def reach_milestone(
    session: Session,
    agreement_id: UUID,
    milestone_id: UUID,
    reached_on: date | None,
    *,
    expected: int,
    by: str,
) -> AgreementOnRecord:
    """Note on which day a milestone was reached; None: not after all. Raises `ChargeBilledError` when it is billed."""
    found = await _lock(session, agreement_id, expected)
    changed = found.before.reached(milestone_id, reached_on)
    milestone = next(one for one in changed.milestones if one.milestone_id == milestone_id)
    if await charges.is_billed(session, milestone_charge_id(changed, milestone)):
        raise ChargeBilledError
    return await _change(session, found, changed, by)


async def withdraw_agreement(
    session: Session, agreement_id: UUID, *, expected: int, by: str
) -> None:
    """Take back an agreement that should never have been. Raises `AgreementBilledError` when anything of it is billed."""
    found = await _lock(session, agreement_id, expected)
    if found.on_record.billed:
        raise AgreementBilledError
    await agreements.withdraw(session, found.before, found.now, by)
    await publish_charges(session, await charges.cancel(session, agreement_id))
    await _allocate(session, found.before)


@dataclass(frozen=True, slots=True)
class _Found:
    """An agreement that is about to change, alone: no other rule of the account changes meanwhile."""

    on_record: AgreementOnRecord
    now: datetime

    @property
    def before(self) -> Agreement:
        return self.on_record.agreement


async def _lock(session: Session, agreement_id: UUID, expected: int) -> _Found:
    now = await rates.begin_change(session)
    on_record = await agreements.find(session, agreement_id)
    if on_record is None:
        raise NotFoundError("agreement")
    check_version(expected, on_record.agreement.version)
    return _Found(on_record, now)


async def _change(
    session: Session, found: _Found, changed: Agreement, by: str
) -> AgreementOnRecord:
    await agreements.replace(session, found.before, changed, found.now, by)
    await _allocate(session, found.before, changed)
    return replace(found.on_record, agreement=changed, recorded_at=found.now)


async def _allocate(session: Session, *versions: Agreement) -> None:
    """Have the time that any of these covers allocated again, and what they charge."""
    customers = {one.organization_id for one in versions}
    first = min(one.first_day for one in versions)
    ends = [one.ends_on for one in versions]
    last = None if None in ends else max(end for end in ends if end)
    days = Days(first, last)
    await schedule_repricing(session, *((Scope(organization_id=one), days) for one in customers))
    await schedule_months(session, customers)


async def _check_known(session: Session, new: Agreement) -> None:
    named = {("organization_id", new.organization_id): "organization_id"}
    named |= {("project_id", one): "project_ids" for one in new.coverage.project_ids}
    named |= {("service_type_id", one): "service_type_ids" for one in new.coverage.service_type_ids}
    known = await references.which_known(session, named)
    errors = {named[key]: unknown(key[0]).reason for key in named if key not in known}
    if errors:
        first, *more = (FieldError(field, reason) for field, reason in errors.items())
        raise UnknownReferenceError(first.field, first.reason, *more)


@contextmanager
def _fields_of(part: str) -> Iterator[None]:
    """Name fields as the request does that has just one of these parts: `price`, not `blocks.2.price`."""
    try:
        yield
    except InvalidInputError as error:
        fields = [
            FieldError(re.sub(rf"^{part}\.[0-9]+\.", "", one.field), one.reason)
            for one in error.fields
        ]
        raise InvalidInputError(fields[0].field, fields[0].reason, *fields[1:]) from error
