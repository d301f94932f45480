"""Money on the wire: a decimal string and an ISO 4217 code, never a float."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from contracts.event import PayloadModel

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]


class Money(PayloadModel):
    """An amount in one currency, for example 1000.00 DKK."""

    amount: Decimal
    currency: Currency
