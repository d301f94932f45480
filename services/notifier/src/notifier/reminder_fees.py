"""Fees of reminders: what an account may set, and when one is charged (rentelovens § 9 b)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from domain_errors import InvalidInputError
from money import is_currency, is_payable

MOST_FEES = 3
"""Of one claim."""
DAYS_BETWEEN = 10
"""From one reminder with a fee to the next."""
MOST_AMOUNTS = {"DKK": Decimal(100)}
"""Of one fee, by its currency. What the law of another country allows is for the account to know."""


class Fee(BaseModel):
    """What a reminder costs."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    amount: Decimal
    currency: str


class Charging(Protocol):
    """A step of the account."""

    @property
    def days(self) -> int: ...
    @property
    def on(self) -> bool: ...
    @property
    def fee(self) -> Fee | None: ...


@dataclass(frozen=True)
class Stated:
    """A fee that a reminder of the invoice said, as its how many-th, on its day; `charged`: and was sent for certain."""

    number: int
    day: date
    fee: Fee
    charged: bool


@dataclass(frozen=True)
class FeesOf:
    """What is known of an invoice's fees: of the reminder at hand, of its other reminders, and what is owed of them."""

    own: Stated | None = None
    others: Sequence[Stated] = ()
    open: Decimal = Decimal(0)

    def of(self, planned: Fee | None, currency: str, today: date) -> Fee | None:
        """What the reminder at hand is to cost today: as planned, where that is allowed and was not charged before.

        What was charged before has an invoice of its own by now, and is among what is `open`.
        """
        if planned is None or planned.currency != currency:
            return None
        if self.next_number is None or (self.own and self.own.charged):
            return None
        apart = timedelta(days=DAYS_BETWEEN)
        return planned if all(abs(today - one.day) >= apart for one in self.others) else None

    @property
    def next_number(self) -> int | None:
        """The number of the next fee; None: there were as many as there may be."""
        taken = {one.number for one in self.others}
        return next((one for one in range(1, MOST_FEES + 1) if one not in taken), None)


def check_fees(steps: Sequence[Charging]) -> None:
    """Raises `InvalidInputError` for a fee that may not be charged. `steps`: the first one first."""
    for place, step in enumerate(steps):
        if step.fee:
            _check_fee(step.fee, step.days, field=f"steps.{place}.fee")
    charging = [(place, step) for place, step in enumerate(steps) if step.fee and step.on]
    for place, _ in charging[MOST_FEES:]:
        raise InvalidInputError(
            f"steps.{place}.fee",
            f"at most {MOST_FEES} reminders of an invoice may charge a fee (rentelovens § 9 b)",
        )
    for (_, before), (place, step) in pairwise(charging):
        if step.days - before.days < DAYS_BETWEEN:
            raise InvalidInputError(
                f"steps.{place}.fee",
                f"comes {step.days - before.days} days after another reminder with a fee; "
                f"there must be at least {DAYS_BETWEEN} between them (rentelovens § 9 b)",
            )


def _check_fee(fee: Fee, days: int, *, field: str) -> None:
    if days <= 0:
        raise InvalidInputError(field, "only a reminder after the due date may charge a fee")
    if not is_currency(fee.currency):
        raise InvalidInputError(f"{field}.currency", "there is no such currency")
    if fee.amount <= 0 or not is_payable(fee.amount, fee.currency):
        raise InvalidInputError(f"{field}.amount", "must be an amount above 0 that can be paid")
    most = MOST_AMOUNTS.get(fee.currency)
    if most is not None and fee.amount > most:
        said = f"must be at most {most} {fee.currency} (rentelovens § 9 b)"
        raise InvalidInputError(f"{field}.amount", said)
