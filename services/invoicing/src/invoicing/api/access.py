"""Who may do what: billing changes, managers read, agents and clients have nothing to do here."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Depends

import web
from invoicing.money import rounded

Biller = Annotated[web.Caller, web.allow("billing")]
Reader = Annotated[web.Caller, web.allow("billing", "manager")]


def _now() -> datetime:
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(_now)]


def money(amount: Decimal, currency: str) -> web.Money:
    """Write an amount as JSON does, with the currency's decimals."""
    return web.Money(amount=rounded(amount, currency), currency=currency)


def price(amount: Decimal, currency: str) -> web.Money:
    """Write a price per hour, with all the decimals that it has."""
    return web.Money(amount=amount, currency=currency)
