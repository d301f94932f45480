"""What agreements charge: each exactly once, as a line of its own, under an id that follows from what it is for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

from rates.domain.agreement_months import ONE_DAY, MonthPart
from rates.domain.agreements import Agreement
from rates.domain.balances import AgreementMonth, BlockBalance
from rates.domain.terms import Block, Milestone

ChargeKind = Literal["fee", "true-up", "block", "milestone"]
"""Of a month; what a month misses of its minimum; bought up front; a part of a fixed price."""


def month_charge_id(agreement: Agreement, part: MonthPart) -> UUID:
    """The id of the fee or the true-up of a month."""
    return uuid5(agreement.agreement_id, f"{_month_kind(agreement)}:{part.first_day:%Y-%m}")


def block_charge_id(agreement: Agreement, block: Block) -> UUID:
    """The id of what a block is bought for."""
    return uuid5(agreement.agreement_id, f"block:{block.block_id}")


def milestone_charge_id(agreement: Agreement, milestone: Milestone) -> UUID:
    """The id of what a milestone is charged."""
    return uuid5(agreement.agreement_id, f"milestone:{milestone.milestone_id}")


@dataclass(frozen=True, slots=True)
class ClosedCharge:
    """A charge that an invoice bills, as it was when it was billed.

    `base_seconds`: of a fee, what it includes without what was rolled over: `rolled_over_seconds`. `minimum`: of a true-up,
    that of its month.
    """

    charge_id: UUID
    amount: Decimal
    base_seconds: int | None = None
    minimum: Decimal | None = None
    rolled_over_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Something that an agreement charges, as it now is; of what is billed, the amount is that of the invoice.

    `billable_from`: None while it is not known. `cancelled`: there is nothing to bill. `included_seconds`: with those of
    `rolled_over_seconds`; None where no hours are included. A true-up counts the time that is approved.
    """

    charge_id: UUID
    agreement_id: UUID
    organization_id: UUID
    kind: ChargeKind
    name: str
    first_day: date
    last_day: date | None
    amount: Decimal
    currency: str
    in_advance: bool
    billable_from: date | None
    cancelled: bool = False
    included_seconds: int | None = None
    rolled_over_seconds: int = 0
    used_seconds: int = 0
    overage_seconds: int = 0
    minimum: Decimal | None = None

    def closed(self) -> ClosedCharge:
        """What is to be kept of it when it is billed as it is."""
        base_seconds, rolled_over = self.included_seconds, None
        if base_seconds is not None:
            rolled_over = self.rolled_over_seconds
            base_seconds -= rolled_over
        return ClosedCharge(self.charge_id, self.amount, base_seconds, self.minimum, rolled_over)


def month_charge(agreement: Agreement, month: AgreementMonth, amount: Decimal) -> Charge:
    """The fee or the true-up of a month; no true-up of nothing is billed, a fee is, for it has time to claim."""
    hours = agreement.kind == "monthly-minimum"
    return Charge(
        month.charge_id,
        agreement.agreement_id,
        agreement.organization_id,
        _month_kind(agreement),
        agreement.name,
        month.first_day,
        month.last_day,
        amount,
        agreement.currency,
        in_advance=agreement.in_advance,
        billable_from=month.first_day if agreement.in_advance else month.last_day + ONE_DAY,
        cancelled=not (hours or amount or month.closed),
        included_seconds=month.included_seconds if hours else None,
        rolled_over_seconds=month.rolled_over_seconds,
        used_seconds=month.used_seconds,
        overage_seconds=month.overage_seconds,
        minimum=month.minimum,
    )


def block_charge(
    agreement: Agreement, block: Block, balance: BlockBalance, closed: ClosedCharge | None
) -> Charge:
    """What a block is bought for."""
    return Charge(
        balance.charge_id,
        agreement.agreement_id,
        agreement.organization_id,
        "block",
        agreement.name,
        block.bought_on,
        block.expires_on,
        closed.amount if closed else block.price,
        agreement.currency,
        in_advance=True,
        billable_from=block.bought_on,
        included_seconds=block.seconds,
        used_seconds=balance.drawn_seconds,
    )


def milestone_charge(
    agreement: Agreement, milestone: Milestone, used_seconds: int, closed: ClosedCharge | None
) -> Charge:
    """What a milestone is charged; until it is reached it is that of the agreement's days."""
    charge_id = milestone_charge_id(agreement, milestone)
    return Charge(
        charge_id,
        agreement.agreement_id,
        agreement.organization_id,
        "milestone",
        f"{agreement.name}: {milestone.name}",
        milestone.reached_on or agreement.first_day,
        milestone.reached_on or agreement.ends_on,
        closed.amount if closed else milestone.amount,
        agreement.currency,
        in_advance=False,
        billable_from=milestone.reached_on,
        used_seconds=used_seconds,
    )


def _month_kind(agreement: Agreement) -> ChargeKind:
    return "fee" if agreement.kind == "monthly-minimum" else "true-up"
