"""Responses about what agreements came to."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import Field

import web
from rates.domain.agreement_ledgers import Balance, BlockOnRecord
from rates.domain.agreements import AgreementKind
from rates.domain.segments import Treatment
from rates.schemas.rules import Day


class LedgerRequest(web.FilterModel):
    """Which months are asked for."""

    first_month: Day | None = None
    """First day of the first month; absent: eleven months before the last."""
    last_month: Day | None = None
    """First day of the last month; absent: the account's month of today, or that in which the agreement ended."""


class BalanceRequest(web.FilterModel):
    """When it is asked for."""

    on: Day | None = None
    """The day; absent: the account's day of today."""


class RolledOverResponse(web.ResponseModel):
    """Hours of a month before."""

    month: date
    """First day of the month that they are of."""
    seconds: int
    """How many of them this month had at its beginning."""
    used_seconds: int
    """How many of these it used."""


class ConcernedEntryResponse(web.ResponseModel):
    """An entry that a correction is about."""

    entry_id: UUID
    """The time entry."""
    work_date: date
    """Its day of work."""
    seconds: int
    """How long it took."""


class LedgerRowResponse(web.ResponseModel):
    """A row of the ledger of a closed month. It never changes: what comes after is another row."""

    id: int = Field(validation_alias="row_id")
    """Its number, which grows."""
    kind: Literal["base", "rolled-over", "used", "overage", "expired", "fee", "true-up", "fees"]
    """Which figure of the month it is about."""
    seconds: int | None
    """What it adds to seconds; null: it is about money."""
    amount: Decimal | None
    """What it adds to money, in the agreement's currency; null: it is about seconds."""
    reason: Literal["closed", "corrected", "credited", "billed again"]
    """Why it is there: the month was closed, time has changed since, a credit note gave the charge back, or it was billed
    once more."""
    entries: list[ConcernedEntryResponse]
    """The entries that a correction is about."""
    recorded_at: datetime
    """When it was written."""


class LedgerMonthResponse(web.ResponseModel):
    """A month of an agreement, as it comes out now. Seconds are billed ones, after rounding."""

    month: date
    """First day of the month."""
    first_day: date
    """First day of it on which the agreement holds."""
    last_day: date
    """Last day of it on which the agreement holds."""
    amount: Decimal
    """The fee; or what it misses of its minimum, counting all time; of what is billed, as it was billed."""
    fees: Decimal
    """What its time earns by the hour: beyond the hours that the fee covers, or all of what counts towards the minimum."""
    minimum: Decimal | None
    """What it must come to at the least; null: it has hours instead."""
    base_seconds: int
    """What the fee of this month covers."""
    rolled_over: list[RolledOverResponse]
    """What it had of months before, the oldest first."""
    included_seconds: int
    """All that it had."""
    used_seconds: int
    """What was used of that."""
    remaining_seconds: int = Field(validation_alias="unused_seconds")
    """What was not."""
    expiring_seconds: int
    """What of that cannot be used later."""
    overage_seconds: int
    """What exceeds it, and is charged by the hour."""
    charge_id: UUID
    """The id of its fee or true-up."""
    billable_from: date | None
    """First day on which that can be billed; null: there is nothing to bill."""
    closed_at: datetime | None
    """Since when an invoice bills it; null: it is open."""
    invoice_id: UUID | None
    """That invoice; null: none."""
    invoice_number: str | None
    """Its number."""
    rows: list[LedgerRowResponse]
    """The rows of its ledger, in the order in which they were written; none before it is closed."""


class LedgerResponse(web.ResponseModel):
    """The ledger of an agreement, month by month."""

    agreement_id: UUID
    """The agreement."""
    currency: str
    """ISO 4217 code of all its amounts."""
    months: list[LedgerMonthResponse]
    """Its months, in order."""


class BlockBalanceResponse(web.ResponseModel):
    """A block, and what is left of it."""

    id: UUID
    """Its id."""
    bought_on: date
    """The day on which it was bought."""
    expires_on: date | None
    """Last day of work that can draw on it; null: none."""
    usable_from: date | None
    """The day on which its invoice was paid; null: not yet."""
    usable: bool
    """Whether it is paid and has not expired on this day."""
    price: Decimal
    """What it is billed at."""
    seconds: int | None
    """Its hours; null: it is an amount."""
    amount: Decimal | None
    """Its amount; null: it is hours."""
    drawn_seconds: int
    """What is drawn of it, in time."""
    drawn_amount: Decimal
    """What is drawn of its amount."""
    remaining_seconds: int | None
    """What is left of its hours."""
    remaining_amount: Decimal | None
    """What is left of its amount."""
    invoice_id: UUID | None
    """The invoice that bills it; null: none yet."""
    invoice_number: str | None
    """Its number."""

    @classmethod
    def of(cls, block: BlockOnRecord, day: date) -> "BlockBalanceResponse":
        """As it stands on a day."""
        figures = {
            name: getattr(block, name) for name in cls.model_fields if name not in ("id", "usable")
        }
        return cls(id=block.block_id, usable=block.can_be_drawn(day), **figures)


class BalanceResponse(web.ResponseModel):
    """How an agreement stands on a day: what was used and what remains, as a customer can be shown it."""

    agreement_id: UUID
    """The agreement."""
    name: str
    """What it is called."""
    kind: AgreementKind
    """What kind of agreement it is."""
    currency: str
    """ISO 4217 code of all its amounts."""
    on: date
    """The day."""
    remaining_seconds: int | None
    """Hours that can still be used, of this month or of blocks; null: it has none."""
    remaining_amount: Decimal | None
    """What can still be drawn of amounts; null: none is prepaid."""
    month: LedgerMonthResponse | None
    """The month of the day; null: it charges no months, or none here."""
    blocks: list[BlockBalanceResponse]
    """Its blocks, the oldest first."""

    @classmethod
    def of(cls, balance: Balance) -> "BalanceResponse":
        """What a balance is to callers."""
        agreement, month = balance.agreement, balance.month
        return cls(
            agreement_id=agreement.agreement_id,
            name=agreement.name,
            kind=agreement.kind,
            currency=agreement.currency,
            on=balance.day,
            remaining_seconds=balance.remaining_seconds,
            remaining_amount=balance.remaining_amount,
            month=LedgerMonthResponse.model_validate(month) if month else None,
            blocks=[BlockBalanceResponse.of(one, balance.day) for one in balance.blocks],
        )


class CoveredSegmentResponse(web.ResponseModel):
    """Seconds of an entry that are charged alike."""

    start: int
    """First second, from 0."""
    end: int
    """Second before which it ends."""
    treatment: Treatment
    """`hourly`, `included`, `overage` or `prepaid`."""
    billed_seconds: int
    """What is charged or drawn of it, after rounding."""
    hourly_rate: Decimal
    """What an hour of it is worth."""
    charge_id: UUID | None
    """What covers it: a month's fee or true-up, a block, a milestone; null: nothing."""


class CoveredEntryResponse(web.ResponseModel):
    """A time entry that an agreement covers."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    work_date: date
    """The day of work."""
    agent_id: UUID
    """Whose time it is."""
    work_item_id: UUID | None
    """The task or ticket."""
    project_id: UUID | None
    """The project."""
    service_type_id: UUID | None
    """The kind of work."""
    seconds: int
    """How long it took."""
    currency: str | None
    """ISO 4217 code of its rates."""
    billed: bool
    """Whether an invoice bills it."""
    segments: list[CoveredSegmentResponse]
    """How its seconds are charged, from the first to the last."""
