"""Who may do what: billing changes, managers read, agents and clients have nothing to do here."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Depends
from pydantic import Field

import web
from invoicing.money import rounded

Biller = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("billing", "manager")]

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2200, 12, 31))]
"""A day that a book can speak of: far enough from where the calendar ends to reckon with time zones and terms."""


def _now() -> datetime:
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(_now)]


def money(amount: Decimal, currency: str) -> web.Money:
    """Write an amount as JSON does, with the currency's decimals."""
    return web.Money(amount=rounded(amount, currency), currency=currency)


def price(amount: Decimal, currency: str) -> web.Money:
    """Write a price per hour, with all the decimals that it has."""
    return web.Money(amount=amount, currency=currency)
