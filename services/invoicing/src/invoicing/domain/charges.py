"""What an agreement charges apart from plain hours: billed once, as a line of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import FieldError
from invoicing.domain.errors import ChargesNotReadyError
from invoicing.domain.grouping import in_one_line
from invoicing.domain.lines import Line
from invoicing.domain.tax import Tax
from money import round_money

ChargeKind = Literal["fee", "true-up", "block", "milestone"]
"""Of a month; what a month misses of its minimum; bought up front; of a fixed price."""

ChargeState = Literal["waiting", "billable", "drafted", "billed", "nothing"]
"""To be billed later; now; on a draft; on an issued invoice; not to be billed."""


@dataclass(frozen=True)
class AgreementCharge:
    """Something that an agreement charges, as rates published it last; of hours what is included, used and exceeded."""

    charge_id: UUID
    version: int
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

    def is_billable(self, today: date) -> bool:
        """Whether it is to be billed by this date of the account's calendar."""
        if self.charges_nothing or self.billable_from is None:
            return False
        return self.billable_from <= today

    @property
    def charges_nothing(self) -> bool:
        """Whether there is nothing to bill: a month that misses nothing of its minimum is no line of 0."""
        return self.cancelled or (self.kind == "true-up" and not self.amount)


def state_of(charge: AgreementCharge, *, billed: bool, on_draft: bool, today: date) -> ChargeState:
    """How far a charge is billed; `billed`: a line has it, of a draft or of an invoice."""
    if billed:
        return "drafted" if on_draft else "billed"
    if charge.charges_nothing:
        return "nothing"
    return "billable" if charge.is_billable(today) else "waiting"


@dataclass(frozen=True)
class ChargeCandidate:
    """A charge that might go on a draft, and the draft or invoice that bills it already."""

    charge: AgreementCharge
    of_customer: bool
    invoice_id: UUID | None
    on_draft: bool

    def reason_against(self, currency: str, today: date) -> str | None:
        """Why it cannot be on a draft in this currency; None: it can."""
        charge = self.charge
        if not self.of_customer:
            return "is another customer's"
        if self.invoice_id:
            return "is on another draft" if self.on_draft else "is on an issued invoice"
        if charge.cancelled:
            return "is not to be billed after all"
        if charge.currency != currency:
            return f"is in {charge.currency}: draft in that currency"
        if charge.billable_from is None:
            return "cannot be billed yet"
        if charge.billable_from > today:
            return f"cannot be billed before {charge.billable_from}"
        return None if charge.is_billable(today) else "has nothing to charge"


@dataclass(frozen=True)
class Covered:
    """Time that a charge covers, on its line: raw, and after rounding."""

    seconds: int = 0
    billed_seconds: int = 0


def line_of(
    charge: AgreementCharge, line_id: UUID, covered: Covered, position: int, tax: Tax
) -> Line:
    """The line that bills a charge. That of a block is of the day on which it is bought, however long it may be used."""
    return Line(
        line_id=line_id,
        position=position,
        kind="agreement",
        description=in_one_line(charge.name),
        amount=round_money(charge.amount, charge.currency),
        tax=tax,
        seconds=covered.seconds or None,
        billed_seconds=covered.billed_seconds if covered.seconds else None,
        first_day=charge.first_day,
        last_day=charge.first_day if charge.kind == "block" else charge.last_day,
        charge_id=charge.charge_id,
        included_seconds=charge.included_seconds,
        rolled_over_seconds=charge.rolled_over_seconds or None,
    )


def charges_not_ready(
    charge_ids: Sequence[UUID], reasons: Mapping[UUID, str | None]
) -> ChargesNotReadyError | None:
    """Why named charges give no draft, each by its place in the request; None: they do."""
    errors = [
        FieldError(f"charge_ids.{place}", reason)
        for place, charge_id in enumerate(charge_ids)
        if (reason := reasons.get(charge_id, "is not known here; a new one is on its way"))
    ]
    if not errors:
        return None
    return ChargesNotReadyError(f"{len(errors)} of them cannot be billed", fields=errors)
