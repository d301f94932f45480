"""The statement of a customer: what was asked for and what came in, line by line, with what is owed after each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal
from uuid import UUID

from domain_errors import InvalidInputError
from invoicing.domain.ageing import Ageing
from invoicing.domain.parties import Party
from invoicing.domain.payment import SettlementKind

MovementKind = Literal[
    "invoice", "credit_note", "payment", "credit", "write_off", "refund", "reversal", "transfer"
]
_KINDS: Mapping[SettlementKind, MovementKind] = {
    "cash": "payment",
    "credit": "credit",
    "difference": "write_off",
}
MOST_ENTRIES = 10_000
"""Of one statement; whoever wants more asks for a shorter period or exports."""


@dataclass(frozen=True, kw_only=True)
class Movement:
    """What changes the amount that a customer owes, on its day: an invoice adds to it, a payment takes off.

    `about` is the invoice that a credit note corrects or for whose reminder an invoice charges a fee, or a payment's
    reference.
    """

    day: date
    kind: MovementKind
    document_id: UUID
    number: str | None
    about: str
    due_date: date | None
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class Entry:
    """A movement, and what is owed after it."""

    movement: Movement
    balance: Decimal


@dataclass(frozen=True)
class CurrencyStatement:
    """A statement in one currency; amounts owed are positive, a customer's credit is negative."""

    currency: str
    opening: Decimal
    entries: Sequence[Entry]
    ageing: Ageing | None = None

    @property
    def closing(self) -> Decimal:
        """What is owed after the last entry, less the customer's credit."""
        return self.entries[-1].balance if self.entries else self.opening

    @property
    def asked(self) -> Decimal:
        """What was added in the period."""
        return sum((e.movement.amount for e in self.entries if e.movement.amount > 0), Decimal(0))

    @property
    def settled(self) -> Decimal:
        """What was taken off in the period."""
        return -sum((e.movement.amount for e in self.entries if e.movement.amount < 0), Decimal(0))


@dataclass(frozen=True)
class Statement:
    """The statement of one customer over a period, both days included."""

    organization_id: UUID
    customer: Party
    seller: Party
    language: str
    payment_instructions: str
    first_day: date
    last_day: date
    today: date
    currencies: Sequence[CurrencyStatement] = field(default_factory=tuple)

    @property
    def file_name(self) -> str:
        """What a browser saves it as."""
        return f"statement-{self.first_day}-{self.last_day}"


def movement_of_payment(kind: SettlementKind, *, is_reversal: bool) -> MovementKind:
    """What a payment is to the customer: money that came in, or what stands for it."""
    return "reversal" if is_reversal else _KINDS[kind]


def account_for(
    opening: Mapping[str, Decimal], movements: Iterable[Movement], ageings: Sequence[Ageing]
) -> tuple[CurrencyStatement, ...]:
    """The statement in each currency that the customer has anything in; `movements` come by currency and day."""
    of_currency = {
        currency: list(some) for currency, some in groupby(movements, lambda one: one.currency)
    }
    aged = {one.currency: one for one in ageings}
    opened = {currency for currency, amount in opening.items() if amount}
    return tuple(
        CurrencyStatement(
            currency,
            opening.get(currency, Decimal(0)),
            _run(opening.get(currency, Decimal(0)), of_currency.get(currency, ())),
            aged.get(currency),
        )
        for currency in sorted(opened | of_currency.keys() | aged.keys())
    )


def _run(opening: Decimal, movements: Iterable[Movement]) -> tuple[Entry, ...]:
    entries, balance = [], opening
    for movement in movements:
        balance += movement.amount
        entries.append(Entry(movement, balance))
    return tuple(entries)


def period_of(first_day: date | None, last_day: date | None, *, today: date) -> tuple[date, date]:
    """The days that are asked for; by default up to today, from the first of the month two months before.

    Raises `InvalidInputError`.
    """
    last = last_day or today
    if last > today:
        raise InvalidInputError("last_day", f"is in the future; today is {today}")
    months = last.year * 12 + last.month - 3
    first = first_day or date(months // 12, months % 12 + 1, 1)
    if first > last:
        raise InvalidInputError("first_day", "is after last_day")
    return first, last
