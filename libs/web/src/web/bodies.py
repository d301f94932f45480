"""Shapes of requests and answers."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class RequestModel(BaseModel):
    """What a caller sends. Unknown fields are refused, so that a typing error is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ResponseModel(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def _decimal_string(value: object) -> object:
    if isinstance(value, str | Decimal):
        return value
    raise ValueError('send amounts as strings, like "1000.00"')


Amount = Annotated[Decimal, BeforeValidator(_decimal_string)]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Money(RequestModel):
    """An amount and its ISO 4217 currency: `{"amount": "1000.00", "currency": "DKK"}`."""

    amount: Amount
    currency: CurrencyCode
